"""``parley doctor``: what is installed, how things are, what is wrong and its cure."""

from __future__ import annotations

import os
import platform
import shutil
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from typing import TYPE_CHECKING

from flows.commands.common import Flag, console, one_line, write_json
from flows.errors import Exit, ParleyError
from flows.report import problem_json
from flows.secrets import fill
from flows.settings import Settings, find_config, load_settings
from flows.terminal import count
from parsers.records import Problem

if TYPE_CHECKING:
    from warehouse.health import Health

LITTLE_SPACE = 500_000_000  # bytes
PACKAGES = ("parley", "duckdb", "prefect", "apprise")
_SHOWN = 5  # problems of documents; `SELECT * FROM problems` has all


@dataclass(slots=True)
class Report:
    """What the doctor found: facts by name, and what is wrong."""

    facts: dict[str, str] = field(default_factory=dict)
    wrong: list[Problem] = field(default_factory=list)
    code: Exit = Exit.OK

    def add(self, code: str, subject: str, message: str, cure: str) -> None:
        """Note something that is wrong."""
        self.wrong.append(Problem("doctor", code, subject, message, cure))


def doctor(*, json: Flag = False) -> int:
    """Say what is installed, how things are, what is wrong, and what to do about it.

    Parameters
    ----------
    json
        As JSON.

    """
    report = Report()
    report.facts["python"] = f"{platform.python_version()}"
    report.facts |= {name: version(name) for name in PACKAGES}
    try:
        settings = load_settings()
    except ParleyError as error:
        report.add("settings", "parley.toml", str(error), error.cure)
        report.code = Exit.USAGE
    else:
        report.facts["settings"] = str(find_config(None, os.environ) or "defaults; no parley.toml")
        _look_at_disk(settings, report)
        _look_at_warehouse(settings, report)
        _look_at_channels(settings, report)
        _look_at_sources(settings, report)
        _look_at_prefect(settings, report)
    if report.wrong and report.code is Exit.OK:
        report.code = Exit.PROBLEMS
    if json:
        write_json(
            {
                "facts": report.facts,
                "wrong": [problem_json(problem) for problem in report.wrong],
                "exit_code": int(report.code),
            }
        )
    else:
        _show(report)
    return report.code


def _look_at_disk(settings: Settings, report: Report) -> None:
    report.facts["data"] = str(settings.data)
    place = settings.data
    while not place.exists():
        place = place.parent
    if not place.is_dir():
        report.add(
            "no_folder",
            str(settings.data),
            f"{place}: not a folder",
            "move it away, or name another folder under [paths]",
        )
        report.code = Exit.WAREHOUSE
    elif not os.access(place, os.W_OK):
        report.add(
            "no_permission",
            str(settings.data),
            f"{settings.data}: may not be written",
            "give this user the right to write there, or name another folder under [paths]",
        )
    free = shutil.disk_usage(place).free
    report.facts["free space"] = f"{free / 1e9:,.1f} GB"
    if free < LITTLE_SPACE:
        report.add(
            "little_space",
            str(settings.data),
            f"{settings.data}: only {free / 1e6:,.0f} MB are free",
            "free some space, or move the data folder",
        )


def _look_at_warehouse(settings: Settings, report: Report) -> None:
    from warehouse.errors import WarehouseError, WarehouseHeld, WarehouseLocked  # noqa: PLC0415  DuckDB
    from warehouse.health import health  # noqa: PLC0415
    from warehouse.issues import open_problems  # noqa: PLC0415
    from warehouse.store import open_store  # noqa: PLC0415

    if not settings.store_path.exists():
        report.facts["warehouse"] = "none yet: `parley ingest PATH` makes it"
        return
    try:
        with open_store(settings.store_path, wait_seconds=1.0) as store:
            found = health(store, datetime.now(UTC))
            problems = open_problems(store, _SHOWN)
    except WarehouseLocked as error:
        report.facts["warehouse"] = f"in use: {one_line(str(error))}"
        if isinstance(error, WarehouseHeld):  # a run of Parley's own will be done soon
            report.add("warehouse", str(settings.store_path), str(error), error.cure)
            report.code = Exit.WAREHOUSE
        return
    except WarehouseError as error:
        report.add("warehouse", str(settings.store_path), str(error), error.cure)
        report.code = Exit.WAREHOUSE
        return
    report.facts |= _about(found)
    report.wrong += found.findings
    report.wrong += [each.problem for each in problems if each.problem.severity == "error"]
    if found.pending:
        report.add(
            "waiting",
            "deliver",
            f"{count(found.pending, 'message')} waiting to be delivered,"
            f" the oldest since {_when(found.oldest_pending_at)}",
            "`parley deliver` tries now; `parley serve` does on a schedule",
        )
    if not settings.read_copy_path.exists():
        report.add(
            "no_read_copy",
            str(settings.read_copy_path),
            f"{settings.read_copy_path}: there is no read copy",
            "`parley deliver` or `parley ingest PATH` makes it",
        )


def _about(found: Health) -> dict[str, str]:
    last = found.last_run
    return {
        "warehouse": f"{found.size_bytes / 1e6:,.1f} MB, schema version {found.schema_version}"
        f" (this Parley's: {found.newest_version})",
        "holds": f"{count(found.rows['article'], 'article version')},"
        f" {count(found.rows['announcement'], 'announcement')},"
        f" {count(found.rows['alert'], 'alert')}",
        "last run": f"{last.name}, {_when(last.started_at)}: {last.state}" if last else "none",
        "given up": count(found.given_up, "message"),
        "problems": f"{found.open_problems:,} open",
    }


def _when(instant: datetime | None) -> str:
    return f"{instant:%Y-%m-%d %H:%M} UTC" if instant else "?"


def _look_at_channels(settings: Settings, report: Report) -> None:
    from flows.channels import is_understood  # noqa: PLC0415  messages, too

    names = []
    for channel in settings.all_channels().values():
        rules = [rule.name for rule in settings.rules if channel.name in rule.channels]
        used = f"from {', '.join(rules)}" if rules else "no rule sends to it"
        names.append(f"{channel.name} ({channel.type}, {used})")
        if channel.url is not None:
            try:
                url = fill(channel.url, os.environ, channel.name)
            except ParleyError as error:
                report.add("no_secret", channel.name, str(error), error.cure)
            else:
                if not is_understood(url):
                    report.add(
                        "bad_url",
                        channel.name,
                        f"channel “{channel.name}”: its URL is not one that Apprise understands",
                        "https://github.com/caronc/apprise lists the services and their URLs",
                    )
    report.facts["channels"] = "; ".join(names)


def _look_at_sources(settings: Settings, report: Report) -> None:
    names = [source.name for source in settings.sources if source.enabled]
    report.facts["sources"] = ", ".join(names) or "none are watched"
    if names:
        report.facts["contact"] = settings.fetch.contact or (
            "none: sites cannot write to you before they ban; put yours under [fetch]"
        )


def _look_at_prefect(settings: Settings, report: Report) -> None:
    from flows.local_server import answers, find_serving  # noqa: PLC0415
    from flows.prefect_env import api_url  # noqa: PLC0415

    chosen = api_url(os.environ)
    if chosen is None:
        serving = find_serving(settings)
        report.facts["prefect api"] = serving or "a temporary server for each ingest"
    elif answers(chosen, 5.0):
        report.facts["prefect api"] = "the one that PREFECT_API_URL or the active profile names"
    else:
        report.add(
            "no_prefect",
            "prefect",
            "the Prefect API that PREFECT_API_URL or the active profile names does not answer",
            "start it, or unset PREFECT_API_URL: Parley then brings a server of its own",
        )


def _show(report: Report) -> None:
    out = console()
    width = max(map(len, report.facts))
    for name, value in report.facts.items():
        out.print(f"{name:<{width}}  {one_line(value)}", soft_wrap=True)
    out.print()
    if not report.wrong:
        out.print("Nothing is wrong.")
    for problem in report.wrong:
        mark = "!" if problem.severity == "error" else "?"
        out.print(f"{mark} {one_line(problem.message)}", soft_wrap=True)
        out.print(f"    {one_line(problem.cure)}", soft_wrap=True)
