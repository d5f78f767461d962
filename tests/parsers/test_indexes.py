"""Each stored feed, sitemap and section page reads as the JSON beside it says.

An index without JSON gets one, and its test fails with "review". All are invented, in the structure
of real ones.
"""

from __future__ import annotations

import gzip
import json
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from parsers.indexes import NotAnIndex, read_index
from parsers.watching import Index, IndexKind

STORED = Path(__file__).parent / "indexes"
FILES = sorted(path for path in STORED.iterdir() if path.suffix in {
    ".xml", ".html", ".txt", ".json_feed", ".feed",
})  # fmt: skip
# Where each comes from, by the beginning of its name, and the zone of its source
HOSTS = {
    "tass": "https://tass.com/",
    "today_az": "http://www.today.az/",
    "pangea": "https://www.rferl.org/",
    "azatutyun": "https://www.azatutyun.am/",
    "news_am": "https://news.am/eng/news/allthemes/2025/03/03/",
    "wordpress": "https://blog.example/",
}
ZONES = {"today_az": "Asia/Baku"}
ABSENT: tuple[object, ...] = ("", None, [], {})


def kind_of(path: Path) -> IndexKind | None:
    return {".html": IndexKind.LISTING, ".feed": IndexKind.FEED}.get(path.suffix)


def read(path: Path, body: bytes | None = None) -> Index:
    url = next(
        (url for name, url in HOSTS.items() if path.name.startswith(name)), "https://a.example/"
    )
    zone = next((zone for name, zone in ZONES.items() if path.name.startswith(name)), "")
    return read_index(
        path.read_bytes() if body is None else body,
        url,
        kind=kind_of(path),
        zone=ZoneInfo(zone) if zone else None,
    )


def reading(path: Path) -> dict[str, Any]:
    try:
        return as_json(read(path))
    except NotAnIndex as refused:
        return {"code": refused.code, "message": refused.message, "cure": refused.cure}


def as_json(index: Index) -> dict[str, Any]:
    plain: dict[str, Any] = json.loads(json.dumps(asdict(index), default=_iso))
    for link in (*plain["links"], *plain["sitemaps"]):
        link["published"] = _present(link["published"])
        if link["published"].get("basis") == "none":
            del link["published"]
    plain["links"] = [_present(link) for link in plain["links"]]
    plain["sitemaps"] = [_present(link) for link in plain["sitemaps"]]
    return _present(plain)


def _present(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value not in ABSENT}


def _iso(value: object) -> str:
    assert isinstance(value, date)
    return value.isoformat()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_index_reads_as_expected(path: Path) -> None:
    expected = path.with_name(path.name + ".json")
    found = reading(path)
    if not expected.exists():
        text = json.dumps(found, ensure_ascii=False, indent=2)
        expected.write_text(text + "\n", encoding="utf-8")
        pytest.fail(f"wrote {expected.name}: review it against the index")
    assert found == json.loads(expected.read_text(encoding="utf-8"))


def test_no_expectation_is_left_without_its_index() -> None:
    assert [path.name for path in STORED.glob("*.json") if not path.with_suffix("").exists()] == []


@pytest.mark.parametrize("name", ["tass_v2.xml", "pangea_index.xml", "news_sitemap.xml"])
def test_gzip_is_known_by_its_bytes(name: str) -> None:
    body = (STORED / name).read_bytes()
    assert read(STORED / name, gzip.compress(body)) == read(STORED / name)
    halves = gzip.compress(body[:200]) + gzip.compress(body[200:])  # one archive behind the other
    assert read(STORED / name, halves) == read(STORED / name)
