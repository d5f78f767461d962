"""``parley serve``: a local Prefect server, the watched folder and the delivery, until stopped."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flows.errors import Exit, ParleyError, UsageError
from flows.local_server import LocalServer, announce, answers, make_folder, only_server
from flows.prefect_env import api_url, prepare
from flows.settings import CONFIG_VARIABLE, Settings, find_config
from flows.terminal import say

if TYPE_CHECKING:
    from prefect.runner import Runner

LOOK_SECONDS = 0.5  # how often we look whether the server still runs


def serve(settings: Settings) -> int:
    """Run until SIGINT or SIGTERM; return the exit code. Raises ``ParleyError``."""
    prepare(settings)
    chosen = api_url(os.environ)
    if chosen is not None and not answers(chosen, 10.0):
        raise UsageError(
            "the Prefect API that PREFECT_API_URL or the active profile names does not answer.",
            cure="start it, or unset PREFECT_API_URL: Parley then brings a server of its own",
        )
    server = None
    if chosen is None:
        server = LocalServer(
            settings.prefect_home,
            lasting=True,
            host=settings.serve.host,
            port=settings.serve.port,
        )
    # The runs are processes of their own, perhaps in another folder: they get whole paths.
    config = find_config(None, os.environ)
    if config is not None:
        os.environ[CONFIG_VARIABLE] = str(config)
    os.environ["PARLEY_PATHS__DATA"] = str(settings.data)
    make_folder(settings.watch.folder, writable=False)
    with only_server(settings):
        return _serve(settings, server, chosen)


def _serve(settings: Settings, server: LocalServer | None, chosen: str | None) -> int:
    say("Starting…")
    try:
        if server is not None:
            server.start()
            chosen = server.api_url
        os.environ["PREFECT_API_URL"] = str(chosen)
        import flows.ingest_flow  # noqa: F401, PLC0415  a second, while the server starts

        if server is not None:
            server.wait()
            announce(settings, server)
        return asyncio.run(_run(settings, server))
    finally:
        if server is not None:
            server.stop()


async def _run(settings: Settings, server: LocalServer | None) -> int:
    from prefect.runner import Runner  # noqa: PLC0415  after its environment is set

    shortest = min(settings.watch.interval_seconds, settings.deliver.interval_seconds)
    # One run at a time: the warehouse has one writer.
    runner = Runner("parley", query_seconds=min(max(shortest / 2, 1), 10), limit=1)
    await _register(settings, runner)
    _tell(settings, server)

    stop = asyncio.Event()
    running = asyncio.create_task(runner.start())
    while not runner.started and not running.done():
        await asyncio.sleep(0.05)
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):  # instead of the runner's own, which exits at once
        loop.add_signal_handler(name, stop.set)
    while not stop.is_set() and not running.done():
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), LOOK_SECONDS)
        if server is not None and not server.running():
            running.cancel()
            raise ParleyError(
                "Prefect's server ended by itself.",
                cure=f"{server.log} may say why; run `parley serve` again",
            )
    if not running.done():
        say("Stopping…")
        await runner.astop()
    await running
    return Exit.OK


async def _register(settings: Settings, runner: Runner) -> None:
    """Register the two deployments, to run at once and then at their intervals."""
    from prefect.client.schemas.objects import (  # noqa: PLC0415
        ConcurrencyLimitConfig,
        ConcurrencyLimitStrategy,
    )
    from prefect.schedules import Interval  # noqa: PLC0415
    from prefect.types.entrypoint import EntrypointType  # noqa: PLC0415

    from flows.ingest_flow import deliver_alerts, ingest  # noqa: PLC0415

    now = datetime.now(UTC)
    common: dict[str, Any] = {
        # A run that finds the one before it still going is dropped: the next one is soon.
        "concurrency_limit": ConcurrencyLimitConfig(
            limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW
        ),
        "entrypoint_type": EntrypointType.MODULE_PATH,
        "paused": False,
    }
    watch = await ingest.ato_deployment(
        "watched folder",
        schedule=Interval(timedelta(seconds=settings.watch.interval_seconds), anchor_date=now),
        parameters={"paths": [str(settings.watch.folder)], "watching": True},
        description=f"Ingests what is new in {settings.watch.folder}.",
        **common,
    )
    deliver = await deliver_alerts.ato_deployment(
        "outbox",
        schedule=Interval(timedelta(seconds=settings.deliver.interval_seconds), anchor_date=now),
        description="Delivers the alerts that wait, and tries again those that failed.",
        **common,
    )
    deployments = [watch, deliver]
    if any(source.enabled for source in settings.sources):
        from flows.watch_flow import watch as watch_sources  # noqa: PLC0415

        # Looked at as often as the most frequent of them may be due.
        often = timedelta(seconds=settings.fetch.poll_min_seconds)
        deployments.append(
            await watch_sources.ato_deployment(
                "sources",
                schedule=Interval(often, anchor_date=now),
                parameters={"sources": ["all"], "scheduled": True},
                description="Polls the feeds, sitemaps and sections that are due.",
                **common,
            )
        )
    for deployment in deployments:
        await _forget_late_runs(await runner.aadd_deployment(deployment))


async def _forget_late_runs(deployment_id: UUID) -> None:
    """Delete the runs planned before we were stopped: one run now does the work of them all."""
    from prefect.client.orchestration import get_client  # noqa: PLC0415
    from prefect.client.schemas import filters  # noqa: PLC0415
    from prefect.client.schemas.objects import StateType  # noqa: PLC0415
    from prefect.client.schemas.sorting import FlowRunSort  # noqa: PLC0415

    async with get_client() as client:
        late = await client.read_flow_runs(
            sort=FlowRunSort.EXPECTED_START_TIME_ASC,
            limit=200,  # Prefect plans at most 100 ahead
            deployment_filter=filters.DeploymentFilter(
                id=filters.DeploymentFilterId(any_=[deployment_id])
            ),
            flow_run_filter=filters.FlowRunFilter(
                state=filters.FlowRunFilterState(
                    type=filters.FlowRunFilterStateType(any_=[StateType.SCHEDULED])
                ),
                expected_start_time=filters.FlowRunFilterExpectedStartTime.model_validate(
                    {"before_": datetime.now(UTC) - timedelta(seconds=5)}
                ),
            ),
        )
        for run in late:
            await client.delete_flow_run(run.id)


def _tell(settings: Settings, server: LocalServer | None) -> None:
    say(f"Watching {settings.watch.folder}, every {settings.watch.interval_seconds:g} s.")
    if names := [source.name for source in settings.sources if source.enabled]:
        say(f"Watching {', '.join(names)}, as often as each brings news.")
    say(f"Delivering alerts, every {settings.deliver.interval_seconds:g} s.")
    say(f"Prefect's interface: {server.url if server else 'as configured for Prefect'}")
    say("Ctrl-C stops it.")
