"""The watching of sources as a Prefect flow, with a task at each seam. Imports Prefect."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from prefect import flow, task
from prefect.artifacts import create_markdown_artifact
from prefect.events import emit_event
from prefect.runtime import flow_run

from flows import watch as stages
from flows.batch import BatchResult
from flows.deliver import DeliveryResult
from flows.ingest import IngestResult
from flows.ingest_flow import RETRIED, announce_alerts, deliver, plain_words
from flows.report import about, markdown, problem_lines
from flows.settings import Settings, load_settings
from flows.terminal import say
from flows.watch import Discovered, WatchRequest, WatchStages, run_watch
from flows.web.collect import Collected


@task(name="discover", task_run_name="discover", **RETRIED)
def discover(request: WatchRequest, settings: Settings) -> Discovered:
    """Poll the indexes that are due."""
    return stages.discover(request, settings)


@task(name="fetch", task_run_name="fetch", **RETRIED)
def fetch(request: WatchRequest, settings: Settings) -> Collected:
    """Fetch one batch of the links that wait."""
    return stages.fetch(request, settings)


@task(name="parse, detect and load", task_run_name="parse, detect and load", **RETRIED)
def load(collected: Collected, settings: Settings) -> BatchResult:
    """Read a batch of pages and load it."""
    return stages.load(collected, settings)


def _deliver(settings: Settings) -> DeliveryResult:
    return deliver(settings)


TASKS = WatchStages(discover, fetch, load, _deliver)


def _run_name() -> str:
    return WatchRequest(tuple(flow_run.parameters["sources"])).name


@flow(name="watch", flow_run_name=_run_name, persist_result=False, log_prints=False)
def watch(sources: list[str], config: str | None = None, scheduled: bool = False) -> IngestResult:
    """Look at the sources of the watch list, and deliver the alerts.

    ``config``: the parley.toml to use. ``scheduled``: only what is due, and no record of idle runs.
    """
    settings = load_settings(Path(config) if config else None)
    with plain_words():
        result = run_watch(WatchRequest(tuple(sources), scheduled), settings, TASKS)
    if result.batch.documents or result.batch.problems:
        create_markdown_artifact(markdown(result), key="sources", description=result.name)
    if scheduled:
        announce_alerts(result)
        for problem in result.batch.problems:
            if problem.stage == "health":
                emit_event(
                    "parley.source.unhealthy",
                    resource={"prefect.resource.id": f"parley.source.{problem.subject}"},
                    payload={"code": problem.code, "message": problem.message},
                )
        if result.batch.documents or result.batch.problems:
            say(f"{datetime.now(UTC):%H:%M} UTC  {about(result.batch)}")
            for line in problem_lines((*result.batch.problems, *result.delivery.problems)):
                say(line)
    return result
