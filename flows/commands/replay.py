"""``parley replay``: what the parsers of today read in the captures of yesterday."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, date, datetime, time

from flows.commands.common import Flag, console, load_settings, one_line, write_json
from flows.errors import Exit, UsageError
from flows.report import problem_json, problem_lines
from flows.terminal import count, say


def replay(
    *,
    since: date | None = None,
    source: str | None = None,
    apply: Flag = False,
    alert: Flag = False,
    json: Flag = False,
) -> int:
    """Read all captures again: show gains, losses and changes, and put them in place if asked.

    Losses are never applied. Without --alert no alert is raised for what is found now.

    Parameters
    ----------
    since
        Only what was captured on this day (2026-11-01, UTC) or later.
    source
        Only this source of the watch list.
    apply
        Put the new readings in the place of the old.
    alert
        With --apply: raise alerts for what is found now; `parley deliver` sends them.
    json
        As JSON.

    """
    from flows.replay import replay as replay_captures  # noqa: PLC0415  DuckDB
    from warehouse.store import open_store  # noqa: PLC0415  DuckDB

    settings = load_settings()
    if alert and not apply:
        raise UsageError("--alert goes with --apply.", cure="add --apply, or leave --alert out")
    if not settings.store_path.exists():
        raise UsageError("there is no warehouse yet.", cure="`parley ingest PATH` makes it")
    start = datetime.combine(since, time.min, UTC) if since else None
    with open_store(settings.store_path, wait_seconds=settings.warehouse.wait_seconds) as store:
        result = replay_captures(
            store, settings, since=start, source=source, apply=apply, alert=alert
        )
        if apply:
            store.publish_read_copy(settings.read_copy_path)
    if json:
        problems = [problem_json(problem) for problem in result.problems]
        write_json({**asdict(result), "problems": problems})
    else:
        out = console()
        for changed in result.changes:
            what = f": {', '.join(changed.fields)}" if changed.fields else ""
            out.print(one_line(f"{changed.kind}  {changed.title or changed.uri}{what}"))
            for sign, lines in (("+", changed.found), ("-", changed.lost)):
                for line in lines:
                    out.print(f"    {sign} {one_line(line)}")
        kinds = [changed.kind for changed in result.changes]
        out.print(
            f"{count(result.captures, 'capture')}: {count(kinds.count('gain'), 'gain')},"
            f" {count(kinds.count('change'), 'change')},"
            f" {kinds.count('loss')} lost{'; applied' if result.applied else ''}."
        )
        if result.alerts:
            out.print(f"{count(result.alerts, 'alert')} raised: `parley deliver` sends them.")
        for text in problem_lines(result.problems):
            say(text)
    return Exit.PROBLEMS if result.problems else Exit.OK
