"""Reads captures again with the parsers of today: what would change, and applying it.

An alert is sent for old news only when that is asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from flows.batch import Document, Unread, load_documents, read_documents
from flows.errors import ParleyError
from flows.files import Item, Sidecars
from flows.settings import Settings
from flows.settings_watch import SourceSettings
from flows.web.archive import read_exchange
from flows.web.collect import fetched_item
from parsers.records import Announcement, Article, Capture, Problem
from warehouse.announcements import read_announcements
from warehouse.articles import ArticleRow, article_by_id, read_articles
from warehouse.issues import save_problems
from warehouse.readings import (
    StoredCapture,
    correct_article,
    stored_body,
    stored_captures,
    supersede,
    withdraw,
)
from warehouse.store import Store, WarehouseError

# What is no property of a reading: doubts are told anew each time.
_NOT_COMPARED = frozenset({"notes"})


@dataclass(frozen=True, slots=True)
class Changed:
    """What another reading of one capture changes; ``kind``: gain, loss or change."""

    uri: str
    kind: str
    title: str
    fields: tuple[str, ...] = ()  # of the article
    found: tuple[str, ...] = ()  # announcements, as "ceasefire agreed: evidence"
    lost: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReplayResult:
    """What a replay found; ``alerts`` raised and ``applied`` only where it was asked to apply."""

    captures: int
    changes: tuple[Changed, ...]
    problems: tuple[Problem, ...]
    applied: bool = False
    alerts: int = 0


def replay(
    store: Store,
    settings: Settings,
    *,
    since: datetime | None = None,
    source: str | None = None,
    apply: bool = False,
    alert: bool = False,
) -> ReplayResult:
    """Read the captures again, in batches; with ``apply`` each batch is committed on its own.

    ``alert``: raise alerts for what is found now. Raises ``WarehouseError``.
    """
    captures = stored_captures(store, since=since, source=source)
    sources = {each.name: each for each in settings.sources}
    sidecars = Sidecars()
    changes: list[Changed] = []
    problems: list[Problem] = []
    raised = 0
    size = settings.ingest.batch_size
    for start in range(0, len(captures), size):
        work = []
        for capture in captures[start : start + size]:
            try:
                item = _item(store, settings, capture, sources, sidecars)
            except (ParleyError, WarehouseError) as error:
                problems.append(_lost_bytes(capture, error))
                continue
            (reading,) = read_documents([item], settings.ingest)
            work.append((capture, reading))
        compared = [(c, r, _compare(store, c, r)) for c, r in work]
        changes += [changed for _, _, changed in compared if changed]
        if apply:
            differing = [(c, r) for c, r, changed in compared if changed and changed.kind != "loss"]
            raised += _apply(store, settings, differing, alert=alert)
    if apply and problems:
        save_problems(store, problems, datetime.now(UTC))
    return ReplayResult(len(captures), tuple(changes), tuple(problems), apply, raised)


def _item(
    store: Store,
    settings: Settings,
    stored: StoredCapture,
    sources: dict[str, SourceSettings],
    sidecars: Sidecars,
) -> Item:
    if stored.archived is None:
        body, facts = stored_body(store, stored.capture_id), None
    else:
        exchange, facts = read_exchange(settings.archive, stored.archived)
        body = exchange.body
    capture = Capture(
        stored.uri, body, stored.captured_at, stored.media_type, stored.source, stored.archived
    )
    if facts is not None:
        return fetched_item(capture, facts, sources.get(stored.source))
    path = Path(url2pathname(urlsplit(stored.uri).path))
    return Item(capture, sidecars.of(path))


def _compare(store: Store, stored: StoredCapture, reading: Document | Unread) -> Changed | None:
    if isinstance(reading, Unread):
        if stored.version_id is None:
            return None
        before = read_articles(store, [stored.version_id])[stored.version_id]
        return Changed(stored.uri, "loss", before.title, (reading.problem.code,))
    found = {_said(one): one for one in reading.announcements}
    if stored.version_id is None:
        return Changed(stored.uri, "gain", reading.article.title, found=tuple(found))
    before = read_articles(store, [stored.version_id])[stored.version_id]
    if before.content_key == reading.article.content_key and before.url != reading.article.url:
        return None  # a copy of an article that came first from elsewhere
    known = {_said(one) for one in _announced(store, stored.version_id).values()}
    differing = _differing(before, reading.article)
    new, lost = tuple(set(found) - known), tuple(known - set(found))
    if not (differing or new or lost):
        return None
    title = reading.article.title
    return Changed(stored.uri, "change", title, differing, tuple(sorted(new)), tuple(sorted(lost)))


def _differing(before: Article, after: Article) -> tuple[str, ...]:
    names = [field.name for field in fields(Article) if field.name not in _NOT_COMPARED]
    return tuple(name for name in names if getattr(before, name) != getattr(after, name))


def _announced(store: Store, version_id: str) -> dict[str, Announcement]:
    stored = article_by_id(store, version_id)
    return read_announcements(store, [each.announcement_id for each in stored.announcements])


def _said(announcement: Announcement) -> str:
    background = "" if announcement.current else " (background)"
    return f"{announcement.kind} {announcement.status}{background}: {announcement.evidence}"


def _apply(
    store: Store,
    settings: Settings,
    readings: Sequence[tuple[StoredCapture, Document | Unread]],
    *,
    alert: bool,
) -> int:
    """Put the new readings in the place of the old; return how many alerts that raised."""
    rules = settings.rule_records() if alert else ()
    now = datetime.now(UTC)
    gained = [r for c, r in readings if isinstance(r, Document) and c.version_id is None]
    changed = [r for c, r in readings if isinstance(r, Document) and c.version_id is not None]
    # First what is found now, then what it replaces: a crash in between leaves both, and the next
    # replay finds the same difference again.
    result = load_documents(store, gained, rules, now)
    result += load_documents(store, changed, rules, now, again=True)
    with store.transaction():
        for stored, reading in readings:
            if isinstance(reading, Document) and stored.version_id is not None:
                _replace(store, stored, stored.version_id, reading)
    return len(result.alerts)


def _replace(store: Store, stored: StoredCapture, old: str, reading: Document) -> None:
    new = reading.article.version_id
    if new != old:
        supersede(store, stored.capture_id, old, new)
        return
    known = _announced(store, old)
    kept = {announcement.key(new) for announcement in reading.announcements}
    correct_article(store, ArticleRow(reading.article, reading.as_of))
    withdraw(store, [key for key in known if key not in kept])


def _lost_bytes(stored: StoredCapture, error: ParleyError | WarehouseError) -> Problem:
    return Problem(
        "capture", "no_bytes", stored.uri, str(error), error.cure, capture_id=stored.capture_id
    )
