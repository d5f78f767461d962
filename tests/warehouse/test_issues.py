"""Problems that come again, and problems that go away."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from parsers.records import Problem
from tests.warehouse.examples import NOW
from warehouse.issues import open_problems, resolve_problems, save_problems
from warehouse.store import Store

EMPTY = Problem("parse", "empty", "file:///void", "it is empty", "leave it out")
DOUBT = Problem("parse", "no_date", "file:///void", "no date", "name it", "warning", "c1")
LATER = NOW + timedelta(hours=1)


def test_the_same_problem_again_is_one_row_with_its_latest_message(store: Store) -> None:
    save_problems(store, [EMPTY, EMPTY], NOW)
    save_problems(store, [replace(EMPTY, message="still empty")], LATER)
    (found,) = open_problems(store)
    assert found.problem.message == "still empty"
    assert (found.first_seen_at, found.last_seen_at, found.times_seen) == (NOW, LATER, 2)


def test_the_same_run_again_counts_once(store: Store) -> None:
    for _ in range(2):
        save_problems(store, [EMPTY, DOUBT], NOW)
    assert [found.times_seen for found in open_problems(store)] == [1, 1]


def test_errors_come_before_warnings_and_a_limit_holds(store: Store) -> None:
    save_problems(store, [DOUBT], LATER)
    save_problems(store, [EMPTY], NOW)
    assert [found.problem for found in open_problems(store)] == [EMPTY, DOUBT]
    assert [found.problem for found in open_problems(store, limit=1)] == [EMPTY]


def test_what_went_well_later_is_closed_and_may_open_again(store: Store) -> None:
    fetch = replace(EMPTY, stage="capture")
    save_problems(store, [EMPTY, DOUBT, fetch], NOW)
    assert resolve_problems(store, [EMPTY.subject, "other"], ["parse"], LATER) == 2
    assert [found.problem for found in open_problems(store)] == [fetch]
    assert store.connection.execute("SELECT stage FROM problems").fetchall() == [("capture",)]
    assert resolve_problems(store, [EMPTY.subject], ["parse"], LATER) == 0
    save_problems(store, [EMPTY], LATER)
    found = {f.problem: f.times_seen for f in open_problems(store)}
    assert found == {fetch: 1, EMPTY: 2}


def test_nothing_to_do(store: Store) -> None:
    assert save_problems(store, [], NOW) == 0
    assert resolve_problems(store, [], ["parse"], NOW) == 0
