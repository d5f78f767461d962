"""What an analyst sees."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from parsers.records import Change, Decision, Status
from tests.warehouse.examples import NOW, announcement, article
from warehouse.announcements import save_announcements
from warehouse.articles import ArticleRow, save_articles
from warehouse.query import run_query
from warehouse.store import Store
from warehouse.threads import save_decisions


def rows(copy: Path, sql: str) -> list[dict[str, object]]:
    result = run_query(copy, sql)
    return [dict(zip(result.columns, row, strict=True)) for row in result.rows]


def test_a_thread_is_one_row_with_its_course(read_copy: Path) -> None:
    truce, meeting = rows(read_copy, "SELECT * FROM threads")
    assert meeting["thread_id"] == "meet"
    assert (meeting["kind"], meeting["status"]) == ("meeting", "held")
    assert meeting["history"] == "planned → held"
    assert meeting["when_text"] == "on Monday"  # said by the first announcement only
    assert meeting["parties"] == (
        "Foreign Minister Sergei Lavrov (RUS); Armenia (ARM); OSCE Minsk Group (mediator)"
    )
    assert (meeting["outlets"], meeting["sources"]) == (2, "Reuters, TASS")
    assert (meeting["articles"], meeting["announcements"]) == (3, 4)
    assert (truce["thread_id"], truce["history"]) == ("truce", "in_force")


def test_a_repeat_does_not_change_a_thread(read_copy: Path) -> None:
    opened, changed = run_query(
        read_copy, "SELECT opened_at, changed_at FROM threads WHERE thread_id = 'meet'"
    ).rows[0]
    assert (NOW - opened).total_seconds() == 50 * 3600
    assert (NOW - changed).total_seconds() == 3 * 3600


def test_a_late_repeat_of_a_former_status_does_not_turn_a_thread_back(store: Store) -> None:
    course = [
        (Status.PLANNED, Change.NEW, "Vienna"),
        (Status.PLANNED, Change.CHANGED, "Geneva"),  # the place, not the status
        (Status.POSTPONED, Change.CHANGED, ""),
        (Status.HELD, Change.CHANGED, ""),
        (Status.PLANNED, Change.REPEAT, "Vienna"),
    ]
    for hour, (status, change, place) in enumerate(course):
        at = NOW + timedelta(hours=hour)
        news = article(f"News {hour}.", at)
        found = announcement(news.text, status, place=place)
        key = found.key(news.version_id)
        save_articles(store, [ArticleRow(news, at)], NOW)
        save_announcements(store, {news.version_id: [found]})
        save_decisions(store, [Decision(key, "t", change, "", at)], NOW)
    (row,) = store.connection.execute(
        "SELECT status, history, place, evidence, changed_at, last_seen_at, announcements"
        " FROM threads"
    ).fetchall()
    assert row == (
        "held",
        "planned → postponed → held",
        "Geneva",
        "News 3.",
        NOW + timedelta(hours=3),
        NOW + timedelta(hours=4),
        5,
    )


def test_latest_announcements_are_current_and_of_the_latest_version(read_copy: Path) -> None:
    found = rows(read_copy, "SELECT * FROM latest_announcements")
    assert [(row["status"], row["change"]) for row in found] == [
        ("in_force", "new"),
        ("held", "changed"),
        ("planned", "repeat"),  # Reuters
        ("planned", "repeat"),  # the second version of the first article
    ]
    assert found[3]["evidence"] == "Lavrov and the Armenian side will meet. In Vienna."
    assert found[0]["thread_id"] == "truce"


def test_announcements_have_background_and_former_versions_too(read_copy: Path) -> None:
    assert run_query(
        read_copy,
        "SELECT is_current, in_latest_version, count(*) FROM announcements"
        " GROUP BY ALL ORDER BY ALL",
    ).rows == ((False, True, 1), (True, False, 1), (True, True, 4))


def test_alerts_say_all_that_a_desk_needs(read_copy: Path) -> None:
    truce, held, planned = rows(read_copy, "SELECT * FROM alerts")
    assert truce["deliveries"] == "mail: pending"
    assert held["deliveries"] == "desk: pending (attempts: 1, connection refused)"
    assert planned["deliveries"] == "desk: delivered 2026-11-21 12:00; mail: pending"
    assert (planned["undelivered"], held["undelivered"]) == (1, 1)
    assert planned["published"] == "2026-11-19 10:00 UTC"
    assert planned["capture_uri"] == "file:///news/0.html"
    assert planned["url"] == "https://t.example/1"
    assert planned["evidence"] == "Lavrov and the Armenian side will meet."


def test_one_join_leads_from_a_delivery_to_the_bytes(read_copy: Path) -> None:
    ((body,),) = run_query(
        read_copy,
        "SELECT body FROM delivery JOIN alert USING (alert_id) JOIN announcement"
        " USING (announcement_id) JOIN capture USING (version_id) JOIN capture_body USING (sha256)"
        " WHERE alert_id = 'alert-1'",
    ).rows
    assert body == b"They met in Vienna."


def test_articles_show_the_version_captured_last(read_copy: Path) -> None:
    found = rows(read_copy, "SELECT * FROM articles")
    assert len(found) == 5
    (first,) = [row for row in found if row["url"] == "https://t.example/1"]
    assert first["text"] == "Lavrov and the Armenian side will meet. In Vienna."
    assert first["versions"] == 2
    (undated,) = [row for row in found if row["source"] == "Blog"]
    assert (undated["published"], undated["as_of"]) == ("", NOW)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("TASS", (2, 2, 1, 0)),
        ("Reuters", (1, 1, 0, 0)),
        ("RFE/RL", (1, 1, 1, 0)),  # its background does not count
        ("Blog", (1, 0, 0, 1)),
    ],
)
def test_articles_by_source(read_copy: Path, source: str, expected: tuple[int, ...]) -> None:
    (row,) = run_query(
        read_copy,
        "SELECT articles, announcements, first_reports, undated FROM articles_by_source"
        " WHERE source = ?",
        [source],
    ).rows
    assert row == expected


def test_problems_are_worst_first_each_with_its_cure(read_copy: Path) -> None:
    assert run_query(read_copy, "SELECT severity, code, cure FROM problems").rows == (
        ("error", "empty", "leave it out"),
        ("warning", "no_date", "name it"),
    )


def test_everything_has_a_comment(read_copy: Path) -> None:
    silent = run_query(
        read_copy,
        "SELECT table_name FROM duckdb_tables() WHERE comment IS NULL AND NOT internal"
        " UNION ALL SELECT view_name FROM duckdb_views() WHERE comment IS NULL AND NOT internal"
        " UNION ALL SELECT table_name || '.' || column_name FROM duckdb_columns()"
        " WHERE comment IS NULL AND NOT internal",
    )
    assert silent.rows == ()
