"""The ingest as a Prefect flow, with a task at each seam. Importing this imports Prefect."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from prefect import flow, task
from prefect.artifacts import create_markdown_artifact
from prefect.cache_policies import NO_CACHE
from prefect.events import emit_event
from prefect.runtime import deployment, flow_run

from flows import ingest as stages
from flows.batch import BatchResult, Document, Outcome, Unread
from flows.deliver import DeliveryResult
from flows.errors import ParleyError
from flows.files import Found, Sidecars
from flows.ingest import IngestResult, ReadResult, Request, Stages, run_ingest
from flows.report import about, markdown, problem_lines
from flows.settings import Settings, load_settings
from flows.terminal import say
from warehouse.store import WarehouseError


def _may_pass(_task: object, _run: object, state: Any) -> bool:
    """Whether trying again can help: not for a lock (it was waited for), a schema, a full disk."""
    try:
        state.result()
    except WarehouseError as error:
        return type(error) is WarehouseError
    except OSError:
        return True
    except Exception:  # noqa: BLE001  a fault of ours fails again
        return False
    return False


_SEAM: dict[str, Any] = {"cache_policy": NO_CACHE, "persist_result": False}
RETRIED: dict[str, Any] = {
    **_SEAM,
    "retries": 2,
    "retry_delay_seconds": [1, 5],
    "retry_condition_fn": _may_pass,
}


@task(name="collect files", task_run_name="collect files", **RETRIED)
def collect(request: Request) -> Found:
    """List the files."""
    return stages.collect(request)


@task(name="parse and detect", task_run_name="parse and detect", **RETRIED)
def read(files: Sequence[Path], sidecars: Sidecars, settings: Settings, again: bool) -> ReadResult:
    """Read, parse and detect in one batch of files."""
    return stages.read(files, sidecars, settings, again)


@task(name="load", task_run_name="load", **RETRIED)
def load(readings: Sequence[Document | Unread], settings: Settings) -> BatchResult:
    """Load one batch in one transaction."""
    return stages.load(readings, settings)


@task(name="deliver", task_run_name="deliver", **RETRIED)
def deliver(settings: Settings) -> DeliveryResult:
    """Deliver the outbox. It makes its own attempts at each message."""
    return stages.deliver(settings)


TASKS = Stages(collect, read, load, deliver)


def _run_name() -> str:
    parameters = flow_run.parameters
    paths = tuple(Path(path) for path in parameters["paths"])
    return Request(paths, parameters["watching"]).name


@flow(name="ingest", flow_run_name=_run_name, persist_result=False, log_prints=False)
def ingest(paths: list[str], config: str | None = None, watching: bool = False) -> IngestResult:
    """Ingest files and folders, and deliver the alerts.

    ``config``: the parley.toml to use. ``watching``: for a folder that comes up again and again;
    nothing is recorded where nothing happened.
    """
    settings = load_settings(Path(config) if config else None)
    request = Request(tuple(Path(path) for path in paths), watching)
    with plain_words():
        result = run_ingest(request, settings, TASKS)
    if not watching:
        create_markdown_artifact(markdown(result), key="ingest", description=request.name)
        return result
    announce_alerts(result)
    if result.batch.count(Outcome.KNOWN) < len(result.batch.documents) or result.batch.problems:
        create_markdown_artifact(markdown(result), key="watch", description=request.name)
        say(f"{datetime.now(UTC):%H:%M} UTC  {about(result.batch)}")
        for line in problem_lines((*result.batch.problems, *result.delivery.problems)):
            say(line)
    return result


def announce_alerts(result: IngestResult) -> None:
    """Emit an event for each alert, for those who hang automations of their own on them."""
    for alert in result.batch.alerts:
        emit_event(
            "parley.alert.raised",
            resource={
                "prefect.resource.id": f"parley.alert.{alert.alert_id}",
                "parley.rule": alert.rule,
                "parley.thread": alert.thread_id,
            },
            payload={"reason": alert.reason, "as_of": alert.as_of.isoformat()},
        )


@contextmanager
def plain_words() -> Iterator[None]:
    """Say in a line what stops a run that ``parley serve`` started; Prefect's log has the rest."""
    try:
        yield
    except (ParleyError, WarehouseError) as error:
        if deployment.id:
            say(f"{datetime.now(UTC):%H:%M} UTC  {error}\n    {error.cure}")
        raise


@flow(name="deliver", flow_run_name="deliver", persist_result=False, log_prints=False)
def deliver_alerts(config: str | None = None) -> DeliveryResult:
    """Deliver the alerts that wait in the outbox."""
    with plain_words():
        result = deliver(load_settings(Path(config) if config else None))
    if result.delivered or result.given_up:
        for line in problem_lines(result.problems):
            say(line)
    return result
