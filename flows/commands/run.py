"""``parley ingest``, ``deliver`` and ``serve``: the commands that change something."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from flows.batch import BatchResult
from flows.commands.common import Flag, console, load_settings, write_json
from flows.deliver import Means, deliver_pending
from flows.errors import Exit, UsageError
from flows.files import Found
from flows.ingest import IngestResult, Onlooker, watched_by
from flows.report import (
    about,
    about_delivery,
    as_json,
    delivery_json,
    print_found,
    problem_lines,
)
from flows.settings import CONFIG_VARIABLE, Settings
from flows.terminal import count, say
from parsers.records import Problem


def ingest(
    paths: Annotated[list[Path], Parameter(negative=())] = [],  # noqa: B006  cyclopts wants a list
    /,
    *,
    source: Annotated[list[str], Parameter(negative=())] = [],  # noqa: B006  as above
    json: Flag = False,
) -> int:
    """Ingest files, all those in folders, or what is new at watched sources; deliver the alerts.

    What is known already is left out; hidden files are too. A metadata.toml in a folder tells of
    its files what they do not say themselves (docs/sources.md).

    Parameters
    ----------
    paths
        Files and folders.
    source
        A source of the watch list in parley.toml, instead of files; "all" for every one.
    json
        Print the result as JSON; alerts for the terminal go to standard error.

    """
    from flows.prefect_session import prefect_session  # noqa: PLC0415  Prefect takes a second

    settings = load_settings()
    if bool(paths) == bool(source):
        raise UsageError(
            "ingest takes files and folders, or --source.",
            cure="`parley ingest seeds`, or `parley ingest --source all`",
        )
    if source:
        return _ingest_sources(settings, tuple(source), json=json)
    if not any(os.path.lexists(path.expanduser()) for path in paths):
        raise UsageError(
            f"{', '.join(map(str, paths))}: no such file or folder.", cure="check the path"
        )
    say("Starting Prefect…")
    with prefect_session(settings):
        from flows.ingest_flow import ingest as ingest_flow  # noqa: PLC0415

        with watched_by(_Desk(json=json).onlooker()):
            result: IngestResult = ingest_flow(
                [str(path) for path in paths], os.environ.get(CONFIG_VARIABLE)
            )
    return _finish(result, json=json)


def _ingest_sources(settings: Settings, sources: tuple[str, ...], *, json: bool) -> int:
    from flows.prefect_session import prefect_session  # noqa: PLC0415  Prefect takes a second
    from flows.watch import WatchRequest, chosen  # noqa: PLC0415  the network's libraries

    chosen(WatchRequest(sources), settings)  # a wrong name is told before anything starts
    say("Starting Prefect…")
    with prefect_session(settings):
        from flows.watch_flow import watch  # noqa: PLC0415

        with watched_by(_Desk(json=json).onlooker()):
            result: IngestResult = watch(list(sources), os.environ.get(CONFIG_VARIABLE))
    return _finish(result, json=json)


def deliver(*, json: Flag = False) -> int:
    """Deliver the alerts that wait, and try again those that failed.

    Parameters
    ----------
    json
        Print the result as JSON; alerts for the terminal go to standard error.

    """
    settings = load_settings()
    means = Means(terminal=sys.stderr if json else None)
    if any(channel.block for channel in settings.channels):
        from flows.prefect_session import prefect_session  # noqa: PLC0415  takes seconds

        with prefect_session(settings):  # a block is a secret that Prefect keeps
            result = deliver_pending(settings, means)
    else:
        result = deliver_pending(settings, means)
    if json:
        write_json(delivery_json(result))
    else:
        say(about_delivery(result) or "No alerts wait.")
        _say_problems(result.problems)
    return Exit.PROBLEMS if result.waiting or result.given_up or result.problems else Exit.OK


def serve(*, port: int | None = None) -> int:
    """Watch a folder and deliver alerts, on a schedule, until stopped (Ctrl-C, SIGTERM).

    Runs a local Prefect server with its user interface, or uses the one at PREFECT_API_URL. The
    folder and the intervals are settings: [watch], [deliver] and [serve] in parley.toml.

    Parameters
    ----------
    port
        Where the server listens, instead of the port in the settings; 0 for any free one.

    """
    from flows.serve import serve as run_until_stopped  # noqa: PLC0415  takes seconds

    settings = load_settings()
    if port is not None:
        settings = settings.model_copy(
            update={"serve": settings.serve.model_copy(update={"port": port})}
        )
    return run_until_stopped(settings)


class _Desk:
    """Shows a person how an ingest goes."""

    def __init__(self, *, json: bool) -> None:
        self._json = json

    def onlooker(self) -> Onlooker:
        """Return what the ingest tells."""
        means = Means(terminal=sys.stderr if self._json else None)
        return Onlooker(collected=self._collected, loaded=self._loaded, progress=say, means=means)

    def _collected(self, found: Found) -> None:
        say(f"Reading {count(len(found.files), 'file')}…")

    def _loaded(self, batch: BatchResult) -> None:
        if not self._json:
            print_found(batch, console())
            sys.stdout.flush()
            if batch.alerts:
                say(f"Delivering {count(len(batch.alerts), 'alert')}…")


def _finish(result: IngestResult, *, json: bool) -> int:
    if json:
        write_json(as_json(result))
    else:
        out = console()
        out.print(about(result.batch))
        if delivered := about_delivery(result.delivery):
            out.print(delivered)
        _say_problems((*result.batch.problems, *result.delivery.problems))
    return result.exit_code


def _say_problems(problems: Iterable[Problem]) -> None:
    for line in problem_lines(problems):
        say(line)
