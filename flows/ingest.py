"""Files to alerts: collect, parse and detect, load, deliver. No Prefect here.

``run_ingest`` is the order of the stages. flows/ingest_flow.py runs the same with each stage as a
Prefect task.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from flows.batch import (
    STAGES,
    BatchResult,
    Document,
    DocumentResult,
    Outcome,
    Unread,
    load_documents,
    new_items,
    read_documents,
)
from flows.deliver import DeliveryResult, Means, deliver_pending
from flows.errors import Exit
from flows.files import (
    Found,
    Sidecars,
    find_files,
    folders_in,
    read_items,
    unmatched_metadata,
)
from flows.settings import Settings
from parsers.records import Problem
from warehouse.issues import open_problems, resolve_problems, save_problems
from warehouse.runs import RunCounts, finish_run, start_run
from warehouse.store import Store, WarehouseError, open_store

SETTLE_SECONDS = 2.0  # a watched file that changed later than this ago may still be growing


@dataclass(frozen=True, slots=True)
class Request:
    """What to ingest. ``watching``: nobody looks on, and the same folder comes up again and again.

    Then nothing is recorded where nothing happened, and files still being written are left alone.
    """

    paths: tuple[Path, ...]
    watching: bool = False

    @property
    def name(self) -> str:
        """What is ingested, in a few words: the name of the run."""
        first = self.paths[0].name or str(self.paths[0])
        more = f" and {len(self.paths) - 1} more" if len(self.paths) > 1 else ""
        return f"{'watch' if self.watching else 'ingest'} {first}{more}"


@dataclass(frozen=True, slots=True)
class ReadResult:
    """What one batch of files held: documents to load, documents known, problems."""

    readings: list[Document | Unread]
    known: list[DocumentResult]
    problems: list[Problem]


@dataclass(frozen=True, slots=True)
class IngestResult:
    """What came of an ingest."""

    name: str
    batch: BatchResult
    delivery: DeliveryResult = field(default_factory=DeliveryResult)
    missing: tuple[str, ...] = ()  # paths that are not there
    nothing_there: bool = False  # none of the paths is

    @property
    def exit_code(self) -> Exit:
        """How the command ends."""
        if self.nothing_there:
            return Exit.USAGE
        problems = (*self.batch.problems, *self.delivery.problems)
        bad = any(problem.severity == "error" for problem in problems)
        return Exit.PROBLEMS if bad or self.delivery.given_up else Exit.OK


@dataclass(frozen=True, slots=True)
class Stages:
    """The stages as callables: plain functions, or Prefect tasks around them."""

    collect: Callable[[Request], Found]
    read: Callable[[Sequence[Path], Sidecars, Settings, bool], ReadResult]
    load: Callable[[Sequence[Document | Unread], Settings], BatchResult]
    deliver: Callable[[Settings], DeliveryResult]


@dataclass(frozen=True, slots=True)
class Onlooker:
    """Who is told how an ingest goes, and what its delivery uses of the world."""

    collected: Callable[[Found], None] = lambda _: None
    loaded: Callable[[BatchResult], None] = lambda _: None
    progress: Callable[[str], None] = lambda _: None  # in words, while it goes on
    means: Means = field(default_factory=Means)


_onlooker: ContextVar[Onlooker] = ContextVar("onlooker")


@contextmanager
def watched_by(onlooker: Onlooker) -> Iterator[None]:
    """Tell this onlooker about the ingests in the block; a flow's parameters cannot carry it."""
    token = _onlooker.set(onlooker)
    try:
        yield
    finally:
        _onlooker.reset(token)


def current_onlooker() -> Onlooker:
    """Return who looks on, or one who does not."""
    return _onlooker.get(Onlooker())


def collect(request: Request) -> Found:
    """List the files to read."""
    settled = time.time() - SETTLE_SECONDS if request.watching else None
    return find_files(request.paths, settled_before=settled)


def read(files: Sequence[Path], sidecars: Sidecars, settings: Settings, again: bool) -> ReadResult:
    """Read one batch of files, leave out what the warehouse knows, parse and detect the rest.

    ``again``: try again what could not be read before.
    """
    items, problems = read_items(files, sidecars, settings.ingest.max_bytes)
    with open_store(settings.store_path, wait_seconds=settings.warehouse.wait_seconds) as store:
        fresh, known = new_items(store, items, again=again)
    return ReadResult(read_documents(fresh, settings.ingest), known, problems)


def load(readings: Sequence[Document | Unread], settings: Settings) -> BatchResult:
    """Load one batch of documents in one transaction."""
    with open_store(settings.store_path, wait_seconds=settings.warehouse.wait_seconds) as store:
        return load_documents(store, readings, settings.rule_records(), datetime.now(UTC))


def deliver(settings: Settings) -> DeliveryResult:
    """Deliver what is in the outbox, by the means of the onlooker."""
    return deliver_pending(settings, current_onlooker().means)


PLAIN = Stages(collect, read, load, deliver)


def run_ingest(request: Request, settings: Settings, stages: Stages = PLAIN) -> IngestResult:
    """Run all stages. Raises ``WarehouseError`` where the warehouse cannot be used."""
    onlooker = current_onlooker()
    log = _RunLog(request, settings)
    found = stages.collect(request)
    onlooker.collected(found)
    try:
        batch = _read_and_load(request, found, settings, stages, log)
    except BaseException:
        log.failed()
        raise
    log.completed(batch)
    onlooker.loaded(batch)
    return IngestResult(
        name=request.name,
        batch=batch,
        delivery=stages.deliver(settings),
        missing=found.missing,
        nothing_there=len(found.missing) == len(request.paths),
    )


def _read_and_load(
    request: Request, found: Found, settings: Settings, stages: Stages, log: _RunLog
) -> BatchResult:
    size = settings.ingest.batch_size
    sidecars = Sidecars()
    readings: list[Document | Unread] = []
    known: list[DocumentResult] = []
    problems = list(found.problems)
    for start in range(0, len(found.files), size):
        files = found.files[start : start + size]
        part = stages.read(files, sidecars, settings, not request.watching)
        readings += part.readings
        known += part.known
        problems += part.problems
    problems += unmatched_metadata(folders_in(request.paths, found.files), sidecars)
    problems += sidecars.problems
    problems = log.note(problems, sidecars)

    # All documents before the first is loaded: publication, not the file's name, is the order.
    readings.sort(key=lambda reading: reading.as_of)
    result = BatchResult(tuple(known), problems=tuple(problems))
    for start in range(0, len(readings), size):
        result += stages.load(readings[start : start + size], settings)
    return result


class _Asked:
    """What an ingest looked at, to tell which open problems it would have met again."""

    def __init__(self, paths: Sequence[Path], sidecars: Sidecars) -> None:
        absolute = [path.expanduser().absolute() for path in paths]
        self._metadata = tuple(f"{path}#" for path in sidecars.files())
        self._uris = {path.as_uri() for path in absolute}
        self._folders = tuple(f"{path.as_uri()}/" for path in absolute if path.is_dir())

    def is_over(self, problem: Problem) -> bool:
        """Whether a problem that this ingest did not meet is over."""
        if problem.stage == "metadata":
            return problem.subject.startswith(self._metadata)
        if problem.stage == "capture" and problem.subject in self._uris:
            return True
        # A document that could not be read, and that somebody took away.
        return (
            problem.stage in STAGES
            and problem.subject.startswith(self._folders)
            and not os.path.lexists(url2pathname(urlsplit(problem.subject).path))
        )


class _RunLog:
    """The row of this run, and the problems that no document carries."""

    def __init__(self, request: Request, settings: Settings) -> None:
        self._request = request
        self._settings = settings
        self._started_at = datetime.now(UTC)
        if not request.watching:  # where nobody looks on, only a run that did something is recorded
            with self._store() as store:
                start_run(store, request.name, "ingest", self._started_at)

    def _store(self) -> AbstractContextManager[Store]:
        return open_store(
            self._settings.store_path, wait_seconds=self._settings.warehouse.wait_seconds
        )

    def note(self, problems: list[Problem], sidecars: Sidecars) -> list[Problem]:
        """Save these problems, and close those that are no more: mended or removed files.

        Return those to speak of: for a watched folder only what was not said before.
        """
        still = {problem.issue_id for problem in problems}
        asked = _Asked(self._request.paths, sidecars)
        with self._store() as store:
            before = {each.problem.issue_id: each.problem for each in open_problems(store)}
            over = [
                problem
                for key, problem in before.items()
                if key not in still and asked.is_over(problem)
            ]
            if self._request.watching:  # seen and said before: no news, and nothing to write
                problems = [each for each in problems if before.get(each.issue_id) != each]
            if not over and not problems:
                return []
            with store.transaction():
                now = datetime.now(UTC)
                for stage in {problem.stage for problem in over}:
                    subjects = [problem.subject for problem in over if problem.stage == stage]
                    resolve_problems(store, subjects, [stage], now)
                save_problems(store, problems, now)
        return problems

    def completed(self, batch: BatchResult) -> None:
        """Record what the run did, and publish the read copy."""
        counts = RunCounts(
            documents=len(batch.documents),
            new_articles=batch.count(Outcome.ARTICLE),
            known=batch.count(Outcome.KNOWN),
            announcements=batch.announcements,
            alerts=len(batch.alerts),
            problems=len(batch.errors),
        )
        idle = self._request.watching and counts.documents == counts.known
        with self._store() as store:
            if not idle:
                self._finish(store, counts, "completed")
            store.publish_read_copy(self._settings.read_copy_path)

    def failed(self) -> None:
        """Record that the run failed, where the warehouse still takes it."""
        with suppress(WarehouseError), self._store() as store:
            self._finish(store, RunCounts(), "failed")

    def _finish(self, store: Store, counts: RunCounts, state: str) -> None:
        with store.transaction():
            run_id = start_run(store, self._request.name, "ingest", self._started_at)
            finish_run(store, run_id, datetime.now(UTC), counts, state=state)
