"""False alerts on ordinary news: articles put together from paragraphs, and short items.

The articles are of tests/cases/ordinary*.toml, the items of tests/cases/short_ordinary.jsonl.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from datetime import date
from itertools import combinations, product
from pathlib import Path

from rich.console import Console

from parsers.announcements import detect
from parsers.records import Article, Basis, Precision, Published
from tests.baselines import keyword
from tests.scoring import HALVES, article, half, read, words_of

CASES = Path(__file__).parent / "cases"
TEXTS, UNSEEN = CASES / "ordinary.toml", CASES / "ordinary_unseen.toml"
SHORT = CASES / "short_ordinary.jsonl"
ARTICLES = 1000
_PARAGRAPHS = 4
_DAY = date(2024, 5, 7)


def articles(count: int = ARTICLES, texts: Path = TEXTS) -> list[Article]:
    """Return articles in a fixed order, evenly spread over topics and combinations."""
    topics = tomllib.loads(texts.read_text("utf-8"))
    each = -(-count // len(topics))
    found = []
    for topic in topics.values():
        every = [*product(topic["titles"], combinations(topic["paragraphs"], _PARAGRAPHS))]
        stride = max(1, len(every) // each)
        found += [_article(title, texts) for title, texts in every[::stride][:each]]
    return found[:count]


def _article(title: str, texts: tuple[str, ...]) -> Article:
    published = Published(Precision.DAY, Basis.METADATA, None, _DAY)
    return Article(
        text="\n\n".join(texts),
        format="plain",
        title=title,
        title_basis=Basis.PAGE,
        language="en",
        published=published,
    )


def false_alerts(console: Console) -> int:
    """Print the false alerts per 1,000 ordinary articles; return those of the texts tuned on."""
    _show_short(console)
    unseen = articles(texts=UNSEEN)
    wrong = sum(any(a.worth_alert for a in detect(each)) for each in unseen)
    console.print(
        f"Ordinary news, unseen: {wrong / len(unseen) * 1000:.0f} false alerts per 1,000 articles"
        f" ({len(unseen)} put together)."
    )
    some = articles()
    alerting = [found[0] for a in some if (found := detect(a)) and found[0].worth_alert]
    beside = sum(keyword(f"{a.title}\n{a.text}") for a in some)
    of = 1000 / len(some)
    console.print(
        f"Ordinary news: {len(alerting) * of:.0f} false alerts per 1,000 articles"
        f" ({len(some)} put together); a keyword alert {beside * of:.0f}."
    )
    for sentence, count in Counter(a.evidence for a in alerting).most_common(10):
        console.print(f"  {count}: {sentence[:150]}", markup=False)
    return round(len(alerting) * of)


def _show_short(console: Console) -> None:
    """Print the false alerts of the short items, by half."""
    rows = read(SHORT)
    for which in HALVES:
        some = [row for row in rows if half(row["id"]) == which]
        wrong = sum(any(a.worth_alert for a in detect(article(row))) for row in some)
        beside = sum(keyword(words_of(row)) for row in some)
        console.print(
            f"Ordinary news, short items, {which}: {wrong} of {len(some)} alert;"
            f" a keyword alert {beside}."
        )
