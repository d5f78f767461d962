"""A small world of articles for the tests of the warehouse: three outlets, two threads."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from parsers.records import (
    Alert,
    Announcement,
    Article,
    Basis,
    Capture,
    Change,
    Decision,
    Field,
    Form,
    Kind,
    Party,
    Precision,
    Problem,
    Published,
    Role,
    Status,
    When,
)
from parsers.watching import Endpoint, HostState, IndexKind, Link
from warehouse.alerts import pending_notices, record_attempt, save_alerts
from warehouse.announcements import save_announcements
from warehouse.articles import ArticleRow, CaptureRow, save_articles, save_captures
from warehouse.issues import save_problems
from warehouse.runs import RunCounts, finish_run, start_run
from warehouse.store import Store
from warehouse.threads import save_decisions
from warehouse.watching import save_endpoints, save_hosts, save_links

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)

LAVROV = Party("Sergei Lavrov", "Foreign Minister", "RUS")
ARMENIA = Party("Armenia", country="ARM")
OSCE = Party("OSCE Minsk Group", organisation="OSCE_MG", role=Role.MEDIATOR)

# What no column of the warehouse may mangle.
AWKWARD = '‘Нагорный’ \x00 \u202eابج\u202c 👩‍👩‍👧 e\u0301 "quoted" \\ \r\n\t\' ; -- $1 ?'


def announcement(text: str, status: Status = Status.PLANNED, **fields: object) -> Announcement:
    """Return a current announcement of a meeting whose evidence is the whole text."""
    values: dict[str, object] = {
        "kind": Kind.MEETING,
        "status": status,
        "current": True,
        "evidence": text,
        "field": Field.BODY,
        "start": 0,
        "end": len(text),
        "confidence": 0.9,
        "because": ("meeting: talks", f"{status}: said so"),
        "parties": (LAVROV, ARMENIA, OSCE),
        "place": "Vienna",
        "place_country": "AUT",
        "form": Form.IN_PERSON,
        "worth_alert": True,
    }
    return Announcement(**(values | fields))  # type: ignore[arg-type]


def article(text: str, at: datetime, source: str = "TASS", url: str = "") -> Article:
    """Return an article published at that minute."""
    return Article(
        text=text,
        format="generic",
        title=f"{source}: {text[:30]}",
        title_basis=Basis.PAGE,
        source=source,
        source_basis=Basis.PAGE,
        url=url,
        published=Published(Precision.MINUTE, Basis.PAGE, at=at, day=at.date()),
    )


def capture(article: Article, at: datetime, name: str = "") -> Capture:
    """Return a capture that holds the article."""
    uri = f"file:///news/{name or article.version_id}.html"
    return Capture(uri, article.text.encode("utf-8", "surrogatepass"), at, "text/html")


def fill(store: Store, now: datetime = NOW) -> None:
    """Put into the warehouse what the views and the documented queries are about.

    A meeting: planned (TASS), the same by Reuters, held; undelivered to one channel. A ceasefire,
    in force. A second version of the first article. Background. An article without a date. Two
    problems and a run.
    """
    monday = (now + timedelta(days=3)).date()
    hours = [now - timedelta(hours=h) for h in (50, 48, 3, 2, 1)]
    first = article(
        "Lavrov and the Armenian side will meet.", hours[0], "TASS", "https://t.example/1"
    )
    second_version = replace(first, text=first.text + " In Vienna.")
    echo = article("Talks are set for Monday, TASS says.", hours[1], "Reuters")
    held = article("They met in Vienna.", hours[2], "TASS", "https://t.example/2")
    truce = article("The truce took effect; a summit was held in 2016.", hours[3], "RFE/RL")
    undated = Article("Nobody announces anything here.", "plain", title="Nothing", source="Blog")
    articles = [first, second_version, echo, held, truce, undated]
    when = When("on Monday", monday, monday, Precision.DAY)
    planned = announcement(first.text, when=when, said_by="the ministry")
    again = announcement(second_version.text, when=when)
    repeated = announcement(echo.text, parties=(LAVROV,))
    done = announcement(held.text, Status.HELD)
    force = announcement(
        truce.text[:22], Status.IN_FORCE, kind=Kind.CEASEFIRE, form=Form.UNKNOWN, place=""
    )
    past = announcement(truce.text[23:], Status.HELD, current=False, start=23, worth_alert=False)
    found = {
        first.version_id: [planned],
        second_version.version_id: [again],
        echo.version_id: [repeated],
        held.version_id: [done],
        truce.version_id: [force, past],
    }
    keys = {a: a.key(v) for v, announcements in found.items() for a in announcements}
    decisions = [
        Decision(keys[planned], "meet", Change.NEW, "new: no such thread", hours[0]),
        Decision(keys[again], "meet", Change.REPEAT, "repeat: same status", hours[0]),
        Decision(keys[repeated], "meet", Change.REPEAT, "repeat: same status", hours[1]),
        Decision(keys[done], "meet", Change.CHANGED, "changed: planned → held", hours[2]),
        Decision(keys[force], "truce", Change.NEW, "new: no such thread", hours[3]),
        Decision(keys[past], "", Change.BACKGROUND, "background", hours[3]),
    ]
    alerts = [
        Alert(
            f"alert-{n}", d.thread_id, d.announcement_id, "default", d.change, d.reason, d.as_of, c
        )
        for n, (d, c) in enumerate(
            [(decisions[0], ("desk", "mail")), (decisions[3], ("desk",)), (decisions[4], ("mail",))]
        )
    ]
    problems = [
        Problem("parse", "empty", "file:///news/void.html", "it is empty", "leave it out"),
        Problem("parse", "no_date", "file:///news/x.html", "no date", "name it", "warning"),
    ]
    with store.transaction():
        run_id = start_run(store, "amber-fox", "ingest", now)
        save_captures(
            store,
            [
                CaptureRow(capture(a, now + timedelta(seconds=n), f"{n}"), "article", a.version_id)
                for n, a in enumerate(articles)
            ],
        )
        save_articles(store, [ArticleRow(a, a.published.as_of or now) for a in articles], now)
        save_announcements(store, found)
        save_decisions(store, decisions, now)
        save_alerts(store, alerts, now)
        save_problems(store, problems, now)
        finish_run(store, run_id, now, RunCounts(documents=6, new_articles=6, alerts=3))
        feed = Endpoint("tass", "https://t.example/rss", IndexKind.FEED, polled_at=now)
        save_endpoints(store, [feed])
        save_hosts(store, [HostState("t.example", robots="none", robots_fetched_at=now)])
        save_links(store, "tass", [Link("https://t.example/3", AWKWARD, updated_at=now)], now)
    notices = pending_notices(store, ["desk"])
    record_attempt(store, notices[0].delivery_id, now, error=None)
    record_attempt(store, notices[1].delivery_id, now, error="connection refused")


def contents(store: Store) -> dict[str, list[tuple[object, ...]]]:
    """Return every table of the warehouse with its rows, in an order of their own."""
    tables = store.connection.execute(
        "SELECT table_name FROM information_schema.tables WHERE table_type = 'BASE TABLE'"
    ).fetchall()
    return {
        str(table): store.connection.execute(f"SELECT * FROM {table} ORDER BY ALL").fetchall()
        for (table,) in tables
    }
