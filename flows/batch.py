"""One batch through all stages, in one transaction. Ingest, replay and fetching share it.

    items -> new_items -> read_documents -> load_documents -> BatchResult

``read_documents`` touches nothing; ``load_documents`` commits all that a batch says, or nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from flows.files import Item
from flows.settings import Ingest
from parsers.alerts.rules import Rule, alerts_for
from parsers.alerts.threads import LOAD_WINDOW, ThreadBook
from parsers.announcements import analysed, detect
from parsers.article import Unreadable, read_article
from parsers.language import GLOSSED
from parsers.records import Alert, Announcement, Article, Capture, Decision, Problem
from warehouse.alerts import save_alerts
from warehouse.announcements import save_announcements
from warehouse.articles import (
    ArticleRow,
    CaptureRow,
    known_captures,
    known_content,
    save_articles,
    save_captures,
)
from warehouse.issues import open_problems, resolve_problems, save_problems
from warehouse.store import Store, WarehouseError
from warehouse.threads import members_between, save_decisions

STAGES = ("capture", "parse", "detect", "load")  # where a document can fail


class Outcome(StrEnum):
    """What came of a document."""

    ARTICLE = "article"  # a new article or a new version of one
    COPY = "copy"  # its content was known from elsewhere
    KNOWN = "known"  # the same bytes at the same place were ingested before
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Document:
    """A capture, the article in it, and what that announces."""

    capture: Capture
    article: Article
    announcements: tuple[Announcement, ...] = ()

    @property
    def as_of(self) -> datetime:
        """The instant (UTC) that orders documents: publication or, where unknown, capture."""
        return self.article.published.as_of or self.capture.captured_at


@dataclass(frozen=True, slots=True)
class Unread:
    """A capture without an article, and why; ``not_article``: what it is instead, if known."""

    capture: Capture
    problem: Problem
    not_article: str | None = None

    @property
    def as_of(self) -> datetime:
        """When it was captured (UTC)."""
        return self.capture.captured_at


@dataclass(frozen=True, slots=True)
class Finding:
    """An announcement, what it does to its thread, and how many alerts it raised."""

    announcement: Announcement
    decision: Decision
    alerts: int


@dataclass(frozen=True, slots=True)
class DocumentResult:
    """What came of one document; findings in the order in which detection gave them."""

    uri: str
    outcome: Outcome
    article: Article | None = None
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class BatchResult:
    """What became of a batch. ``problems`` include the doubts (severity warning)."""

    documents: tuple[DocumentResult, ...] = ()
    alerts: tuple[Alert, ...] = ()
    problems: tuple[Problem, ...] = ()

    def __add__(self, other: BatchResult) -> BatchResult:
        return BatchResult(
            self.documents + other.documents,
            self.alerts + other.alerts,
            self.problems + other.problems,
        )

    def count(self, outcome: Outcome) -> int:
        """Return how many documents had this outcome."""
        return sum(document.outcome is outcome for document in self.documents)

    @property
    def announcements(self) -> int:
        """How many announcements were found, background too."""
        return sum(len(document.findings) for document in self.documents)

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that left something out."""
        return tuple(problem for problem in self.problems if problem.severity == "error")


def new_items(
    store: Store, items: Sequence[Item], *, again: bool = True
) -> tuple[list[Item], list[DocumentResult]]:
    """Part the items into those to work on and those known already.

    ``again``: what could not be read before is worked on too, for the parser or its settings may
    have changed.
    """
    known = known_captures(store, [item.capture.capture_id for item in items])
    if known and again:
        known -= {
            each.problem.capture_id or ""
            for each in open_problems(store)
            if each.problem.stage in STAGES and each.problem.severity == "error"
        }
    fresh = [item for item in items if item.capture.capture_id not in known]
    skipped = [
        DocumentResult(item.capture.uri, Outcome.KNOWN)
        for item in items
        if item.capture.capture_id in known
    ]
    return fresh, skipped


def read_documents(items: Sequence[Item], ingest: Ingest) -> list[Document | Unread]:
    """Read and detect. Whatever goes wrong in one document is its problem alone."""
    return [_read(item, ingest) for item in items]


def _read(item: Item, ingest: Ingest) -> Document | Unread:
    stage = "parse"
    try:
        article = read_article(
            item.capture,
            item.metadata,
            feed=item.feed,
            max_bytes=ingest.max_bytes,
            format=item.format,
            language=item.language,
            zone=ZoneInfo(item.zone) if item.zone else None,
        )
        stage = "detect"
        if not analysed(article, ingest.languages):
            article = replace(article, notes=(*article.notes, _not_analysed(item.capture, article)))
        return Document(item.capture, article, detect(article, ingest.languages))
    except Unreadable as unreadable:
        return Unread(item.capture, unreadable.problem, unreadable.page_type)
    except Exception as error:  # noqa: BLE001  one bad document must not stop the others
        return _failed(item.capture, stage, error)


def _not_analysed(capture: Capture, article: Article) -> Problem:
    name = capture.uri.rsplit("/", 1)[-1]
    if article.language in GLOSSED:
        why = "which the settings leave out"
        cure = f'to have such articles analysed, add "{article.language}" to languages in [ingest]'
    else:
        why = "which Parley cannot read yet"
        cure = "nothing is wrong with it; read it yourself, or add a glossary (docs/detection.md)"
    return Problem(
        "detect",
        "not_analysed",
        capture.uri,
        f"{name}: its language is “{article.language}”, {why}; the article is stored, not analysed",
        cure,
        "warning",
        capture.capture_id,
    )


def _failed(capture: Capture, stage: str, error: Exception) -> Unread:
    name = capture.uri.rsplit("/", 1)[-1]
    problem = Problem(
        stage,
        "failed",
        capture.uri,
        f"{name}: this document failed in stage {stage}: {type(error).__name__}: {error!s:.200}",
        "report this with the document; it is tried again at the next ingest",
        capture_id=capture.capture_id,
    )
    return Unread(capture, problem)


def load_documents(
    store: Store,
    readings: Sequence[Document | Unread],
    rules: tuple[Rule, ...],
    now: datetime,
    *,
    again: bool = False,
) -> BatchResult:
    """Decide what is new, and save everything in one transaction.

    ``again``: these are other readings of captures that are known, so that an article which is
    there already is no copy.

    The order of publication decides what was new when, whatever the order of the files. A document
    that the batch fails on is left out with a ``Problem``; the others are then saved one by one.
    """
    documents = sorted((r for r in readings if isinstance(r, Document)), key=lambda d: d.as_of)
    unread = [reading for reading in readings if isinstance(reading, Unread)]
    try:
        return _load(store, documents, unread, rules, now, again=again)
    except WarehouseError:
        raise
    except Exception:  # noqa: BLE001  found out below, one by one
        result = _load(store, [], unread, rules, now)
        for document in documents:
            try:
                result += _load(store, [document], [], rules, now, again=again)
            except WarehouseError:
                raise
            except Exception as error:  # noqa: BLE001  one bad document must not stop the others
                result += _load(store, [], [_failed(document.capture, "load", error)], rules, now)
        return result


def _load(
    store: Store,
    documents: Sequence[Document],
    unread: Sequence[Unread],
    rules: tuple[Rule, ...],
    now: datetime,
    *,
    again: bool = False,
) -> BatchResult:
    with store.transaction():
        new, copies = ({}, []) if again else _part_copies(store, documents)
        new |= {d.article.version_id: d for d in documents} if again else {}
        decisions, alerts = _decide(store, list(new.values()), rules)
        rows = [CaptureRow(d.capture, Outcome.ARTICLE, version) for version, d in new.items()]
        rows += [CaptureRow(d.capture, Outcome.COPY, version) for d, version in copies]
        rows += [CaptureRow(u.capture, Outcome.UNREADABLE, None, u.not_article) for u in unread]
        save_captures(store, rows)
        save_articles(store, [ArticleRow(d.article, d.as_of) for d in new.values()], now)
        save_announcements(store, {version: d.announcements for version, d in new.items()})
        save_decisions(store, decisions, now)
        save_alerts(store, alerts, now)
        problems = [u.problem for u in unread]
        problems += [note for d in documents for note in d.article.notes]
        resolve_problems(store, [d.capture.uri for d in documents], STAGES, now)
        save_problems(store, problems, now)
    raised = Counter(alert.announcement_id for alert in alerts)
    by_id = {decision.announcement_id: decision for decision in decisions}
    return BatchResult(
        documents=(
            *(_result(version, d, by_id, raised) for version, d in new.items()),
            *(DocumentResult(d.capture.uri, Outcome.COPY, d.article) for d, _ in copies),
            *(DocumentResult(u.capture.uri, Outcome.UNREADABLE) for u in unread),
        ),
        alerts=tuple(alerts),
        problems=tuple(problems),
    )


def _result(
    version_id: str, document: Document, decisions: dict[str, Decision], raised: Counter[str]
) -> DocumentResult:
    keys = [announcement.key(version_id) for announcement in document.announcements]
    return DocumentResult(
        uri=document.capture.uri,
        outcome=Outcome.ARTICLE,
        article=document.article,
        findings=tuple(
            Finding(announcement, decisions[key], raised[key])
            for key, announcement in zip(keys, document.announcements, strict=True)
        ),
    )


def _part_copies(
    store: Store, documents: Sequence[Document]
) -> tuple[dict[str, Document], list[tuple[Document, str]]]:
    """Return version_id -> document for new content; and copies with the version they copy."""
    known = known_content(store, [document.article.content_key for document in documents])
    versions = {content: version_id for content, (_, version_id) in known.items()}
    new: dict[str, Document] = {}
    copies: list[tuple[Document, str]] = []
    for document in documents:
        article = document.article
        if version_id := versions.get(article.content_key):
            copies.append((document, version_id))
        else:
            versions[article.content_key] = article.version_id
            new[article.version_id] = document
    return new, copies


def _decide(
    store: Store, documents: Sequence[Document], rules: tuple[Rule, ...]
) -> tuple[list[Decision], list[Alert]]:
    if not documents:
        return [], []
    members = members_between(
        store, documents[0].as_of - LOAD_WINDOW, documents[-1].as_of + LOAD_WINDOW
    )
    book = ThreadBook(members)
    decisions: list[Decision] = []
    alerts: list[Alert] = []
    for document in documents:
        article = document.article
        decided = book.place(
            document.announcements,
            version_id=article.version_id,
            article_id=article.article_id,
            source=article.source,
            as_of=document.as_of,
        )
        decisions.extend(decided)
        for decision, announcement in zip(decided, document.announcements, strict=True):
            alerts.extend(alerts_for(decision, announcement, rules))
    return decisions, alerts
