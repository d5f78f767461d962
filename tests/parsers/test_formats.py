"""Each stored page reads as the JSON beside it says.

A page without JSON gets one, and its test fails with "review": read it against the page, as a
person would, before it is committed. The pages are invented, in the structure of real ones.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from parsers.article import Unreadable, read_article
from parsers.formats import all_formats
from parsers.records import Article, Capture

PAGES = Path(__file__).parent / "pages"
STORED = sorted(page for page in PAGES.iterdir() if page.suffix != ".json")


def reading(page: Path) -> dict[str, Any]:
    """What is expected of a page: the fields that say something, or why there is no article."""
    capture = Capture(f"file:///{page.name}", page.read_bytes(), datetime(2026, 1, 1, tzinfo=UTC))
    try:
        return as_json(read_article(capture))
    except Unreadable as unreadable:
        return {"unreadable": unreadable.problem.code, "message": unreadable.problem.message}


def as_json(article: Article) -> dict[str, Any]:
    fields = asdict(article) | {
        "text": article.text.split("\n\n"),
        "notes": [note.code for note in article.notes],
        "published": {name: value for name, value in asdict(article.published).items() if value},
    }
    plain: dict[str, Any] = json.loads(json.dumps(fields, default=_iso))
    return {name: value for name, value in plain.items() if value not in ("", None, [], {})}


def _iso(value: object) -> str:
    assert isinstance(value, date)
    return value.isoformat()


@pytest.mark.parametrize("page", STORED, ids=lambda page: page.name)
def test_page_reads_as_expected(page: Path) -> None:
    expected = page.with_name(page.name + ".json")
    found = reading(page)
    if not expected.exists():
        text = json.dumps(found, ensure_ascii=False, indent=2)
        expected.write_text(text + "\n", encoding="utf-8")
        pytest.fail(f"wrote {expected.name}: review it against the page")
    assert found == json.loads(expected.read_text(encoding="utf-8"))


def test_every_format_has_a_page() -> None:
    read = [json.loads(path.read_text(encoding="utf-8")) for path in PAGES.glob("*.json")]
    assert {format_.NAME for format_ in all_formats()} <= {found.get("format") for found in read}


def test_no_page_is_left_without_its_source() -> None:
    orphans = [path.name for path in PAGES.glob("*.json") if not path.with_suffix("").exists()]
    assert orphans == []


TRAPPED = [page for page in STORED if "DECOY" in page.read_text("utf-8", errors="replace")]


@pytest.mark.parametrize("page", TRAPPED, ids=lambda page: page.name)
def test_nothing_that_stands_beside_an_article_gets_in(page: Path) -> None:
    """A headline about a ceasefire in a sidebar, a box, a caption or a comment is a false alert."""
    found = reading(page)
    kept = [found.get("title", ""), found.get("lead", ""), *found.get("text", [])]
    assert not [line for line in kept if "DECOY" in line]


def test_enough_pages_hold_traps() -> None:
    assert len(TRAPPED) >= 12
