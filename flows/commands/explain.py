"""``parley explain``: what detection makes of each sentence, what it rules out, and why."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from flows.commands.common import Flag, asking, console, load_settings, one_line, write_json
from flows.commands.records import announcement_json, not_analysed_words
from flows.commands.text import read_given
from flows.errors import Exit
from flows.settings import Settings
from parsers.alerts.messages import party_names, published_words, status_words, when_words
from parsers.announcements import analysed
from parsers.announcements import explain as explain_article
from parsers.announcements.explain import Considered, Explained
from parsers.records import Announcement, Article

# An article_id or version_id, or its first digits.
_ID = re.compile(r"[0-9a-f]{6,64}")


def explain(
    article: Annotated[str, Parameter(allow_leading_hyphen=True)],  # "-" is standard input
    /,
    *,
    every: Annotated[bool, Parameter(name="--all", negative=())] = False,
    json: Flag = False,
) -> int:
    """Show what detection makes of each sentence: what fired, what was ruled out, and why.

    Parameters
    ----------
    article
        A text or HTML file, - for standard input, or an article_id (see `parley announcements`).
    every
        Also the sentences without a word for a ceasefire or a meeting.
    json
        As JSON: every sentence, with its names, what was considered, and the announcements.

    """
    settings = load_settings()
    languages = settings.ingest.languages
    read = _article(article, settings)
    sentences = explain_article(read, languages)
    if json:
        write_json(
            {"analysed": analysed(read, languages), "sentences": [_as_json(s) for s in sentences]}
        )
    else:
        _show(read, sentences, every=every, known=analysed(read, languages))
    return Exit.OK


def _article(given: str, settings: Settings) -> Article:
    """Read a file, or an article of the warehouse where no such file is there."""
    path = Path(given).expanduser()
    if given == "-" or path.exists() or not _ID.fullmatch(given):
        return read_given(path, "", settings)
    from warehouse.articles import article_by_id  # noqa: PLC0415  DuckDB: 0.1 s
    from warehouse.readcopy import open_read_copy  # noqa: PLC0415

    with asking(settings), open_read_copy(settings.read_copy_path) as connection:
        return article_by_id(connection, given).article


def _as_json(sentence: Explained) -> dict[str, object]:
    return {
        "field": str(sentence.field),
        "span": [sentence.start, sentence.end],
        "text": sentence.text,
        "gloss": sentence.gloss,
        "verdict": sentence.verdict,
        "names": list(sentence.names),
        "idle": list(sentence.idle),
        "considered": [
            {
                "words": each.words,
                "kind": str(each.kind),
                "cues": list(each.cues),
                "ruled_out": each.ruled_out,
                "announcement": announcement_json(each.announcement) if each.announcement else None,
            }
            for each in sentence.considered
        ],
    }


def _show(article: Article, sentences: Sequence[Explained], *, every: bool, known: bool) -> None:
    from rich.text import Text  # noqa: PLC0415  only where something is shown

    out = console()
    out.print(Text(one_line(article.title) or "(no title)", style="bold"))
    out.print(Text(f"{published_words(article.published)}; page: {article.page_type}"))
    if not known:
        out.print(not_analysed_words(article))
        return
    quiet = 0
    for number, sentence in enumerate(sentences, start=1):
        if sentence.verdict == "no trigger" and not every:
            quiet += 1
            continue
        style = "bold" if sentence.verdict == "announcement" else "dim"
        out.print(Text(f"\n{number}. {one_line(sentence.text)}", style=style), soft_wrap=True)
        if sentence.gloss:
            out.print(
                Text(f"   word for word: {one_line(sentence.gloss)}", style="dim"), soft_wrap=True
            )
        for line in _lines(sentence):
            out.print(Text(f"   {line}"), soft_wrap=True)
    if quiet:
        out.print(f"\nNo word for a ceasefire or a meeting in {quiet} more sentences (--all).")
    if not sentences:
        out.print("No word for a ceasefire or a meeting in it: the filter rejects it.")


def _lines(sentence: Explained) -> list[str]:
    """Return what is said under a sentence: each mention, then the words that name no event."""
    lines = []
    for each in sentence.considered:
        lines += _of(each)
    if sentence.idle and not sentence.considered:
        words = ", ".join(f'"{word}"' for word in sentence.idle)
        lines.append(f"no event named by {words}")
    if sentence.names and sentence.considered:
        lines.append(one_line("names: " + "; ".join(sentence.names)))
    return lines


def _of(each: Considered) -> list[str]:
    cues = "; ".join(each.cues) or "no cue of a state"
    found = each.announcement
    if found is None:
        return [
            one_line(f'○ {each.kind} "{each.words}": ruled out, {each.ruled_out}'),
            one_line(f"  cues: {cues}"),
        ]
    return [
        one_line(f'● {each.kind} "{each.words}": {_verdict(found)}'),
        one_line(f"  cues: {cues}; {found.because[-1]}"),
        one_line(f"  {_details(found)}"),
    ]


def _verdict(found: Announcement) -> str:
    current = "current" if found.current else "background"
    alert = ", worth an alert" if found.worth_alert else ""
    return f"{status_words(found)}, {current}{alert} (sure {found.confidence:.0%})"


def _details(found: Announcement) -> str:
    parts = (
        ("parties", party_names(found.parties, offices=True)),
        ("where", found.place),
        ("when", when_words(found.when)),
        ("said by", found.said_by),
    )
    return "; ".join(f"{name}: {value}" for name, value in parts if value) or "no details"
