"""The gate counts right, and its floors hold."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from parsers.records import STATUSES, Kind
from tests import gate, ordinary, phrasebook, scoring

ROW: dict[str, Any] = {
    "id": "x1",
    "published": "2024-05-07",
    "title": "Houthis reject UN truce proposal for Yemen",
    "text": "",
    "alert": True,
    "announcements": [
        {
            "kind": "ceasefire",
            "status": "rejected",
            "current": True,
            "parties": ["Houthis", "UN"],
            "place": "Yemen",
            "when": "",
            "evidence": "Houthis reject UN truce proposal",
        }
    ],
}
SILENT: dict[str, Any] = {**ROW, "alert": False, "announcements": []}


def halves_of(*rows: dict[str, Any]) -> scoring.Scores:
    """Return the scores of rows that are all of one half."""
    return scoring.score(rows)[scoring.half("x1")]


def test_a_hit_a_false_alarm_and_a_miss_are_told_apart() -> None:
    silent_title = {**ROW, "title": "Rain in Yemen"}
    scores = halves_of(ROW, SILENT, silent_title)
    assert (scores.alert.hits, scores.alert.false, scores.alert.missed) == (1, 1, 1)
    assert scores.alert.precision == scores.alert.recall == 0.5
    assert scores.by_class[("ceasefire", "rejected")].missed == 1


def test_parties_are_compared_by_what_they_are() -> None:
    scores = halves_of({**ROW, "title": "Houthis reject United Nations truce proposal for Yemen"})
    assert scores.parties.missed == 0


def test_nothing_found_and_nothing_there_is_perfect() -> None:
    scores = halves_of({**SILENT, "title": "Rain in Yemen"})
    assert scores.alert.precision == scores.alert.recall == 1.0


def test_every_set_of_ours_has_floors_that_hold(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    results = {"our headlines": scoring.score([ROW])}
    monkeypatch.setattr(gate, "FLOORS", tmp_path / "floors.toml")
    gate.set_floors(results, "")
    assert gate.below(results) == []
    worse = {"our headlines": scoring.score([{**ROW, "title": "Rain in Yemen"}])}
    assert any("alert_recall" in line for line in gate.below(worse))


def test_a_floor_is_lowered_for_a_reason_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gate, "FLOORS", tmp_path / "floors.toml")
    reached = {"our headlines": scoring.score([ROW])}
    worse = {"our headlines": scoring.score([{**ROW, "title": "Rain in Yemen"}])}
    gate.set_floors(reached, "")
    gate.set_floors(worse, "")
    assert any("alert_recall" in line for line in gate.below(worse))
    gate.set_floors(worse, "a word that means too much")
    assert gate.below(worse) == []
    gate.set_floors(reached, "")
    assert "a word that means too much" in gate.FLOORS.read_text("utf-8")


def test_floors_of_other_data_are_not_held_against_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gate, "FLOORS", tmp_path / "floors.toml")
    gate.set_floors({"our headlines": scoring.score([ROW])}, "")
    other = tmp_path / "other.jsonl"
    other.write_text("{}\n", "utf-8")
    monkeypatch.setitem(gate.SETS, "our headlines", other)
    assert gate.below({"our headlines": scoring.score([{**ROW, "title": "Rain in Yemen"}])}) == []


@pytest.mark.parametrize(
    "path", sorted(path for path in gate.SETS.values() if path.parent.name == "cases")
)
def test_the_labels_of_our_cases_are_sound(path: Path) -> None:
    rows = scoring.read(path)
    assert len({row["id"] for row in rows}) == len(rows)
    for row in rows:
        whole = f"{row['title']}\n{row['text']}"
        for label in row["announcements"]:
            assert label["evidence"] in whole, row["id"]
            assert label["status"] in STATUSES[Kind(label["kind"])], row["id"]


@pytest.mark.parametrize(("sort", "share"), [("headlines", 0.13), ("leads", 0.18)])
def test_the_phrase_book_is_read_right(sort: str, share: float) -> None:
    wrong, of = phrasebook.missed(sort), sum(1 for _ in phrasebook.phrases(sort))
    assert len(wrong) <= share * of, wrong


def test_ordinary_articles_are_many_and_different() -> None:
    some = ordinary.articles()
    assert len(some) > 900
    assert len({(a.title, a.text) for a in some}) == len(some)


def test_a_label_that_names_two_is_met_by_two() -> None:
    title = "Qatari, Egyptian mediators to meet Hamas delegation in Cairo"
    label = {
        "kind": "meeting",
        "status": "planned",
        "current": True,
        "parties": ["Qatari, Egyptian mediators", "Hamas delegation"],
        "place": "Cairo",
        "when": "",
        "evidence": title,
    }
    scores = halves_of({**ROW, "title": title, "announcements": [label]})
    assert (scores.parties.false, scores.parties.missed) == (0, 0)
