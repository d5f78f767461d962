"""``parley sources``: the watch list, whether it works, and a new entry for it."""

from __future__ import annotations

import asyncio
import json as json_text
import os
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from flows.commands.common import Flag, ask, console, load_settings, one_line, write_json
from flows.errors import Exit, UsageError
from flows.settings import FILE_NAME, Settings, find_config
from flows.settings_watch import SourceSettings
from flows.terminal import say
from flows.watch import WatchRequest, chosen
from flows.web.exchange import FetchFailed
from flows.web.fetcher import Fetcher
from flows.web.scout import Look, check, scout, source_name
from parsers.addresses import web_address


def sources(
    action: Literal["list", "add", "check"] = "list",
    targets: Annotated[list[str], Parameter(negative=())] = [],  # noqa: B006  cyclopts wants a list
    /,
    *,
    name: str | None = None,
    json: Flag = False,
) -> int:
    """List the sources, try them (check NAME…), or find the feeds of a site (add URL).

    `check` asks each feed, sitemap and section once, reads the newest article that they list, and
    says what it saw. `add` looks at a site, tries what may be its feeds and sitemaps, and writes
    what works into parley.toml.

    Parameters
    ----------
    action
        What to do.
    targets
        Names of sources, for check (default: all); the address of a site, for add.
    name
        For add: the name of the new source, instead of one made from its address.
    json
        As JSON.

    """
    settings = load_settings()
    if action == "add":
        return _add(settings, targets, name, json=json)
    if action == "check":
        return _check(settings, tuple(targets) or ("all",), json=json)
    return _list(settings, json=json)


def _list(settings: Settings, *, json: bool) -> int:
    known: dict[str, dict[str, object]] = {}
    if settings.read_copy_path.exists():
        for source, news, failures, error in ask(
            settings,
            "SELECT source, strftime(max(changed_at), '%Y-%m-%d %H:%M UTC'), max(failures),"
            " max(error) FROM endpoint GROUP BY source",
        ).rows:
            known[str(source)] = {"last_news": news, "failures": failures, "error": error}
        for source, message in ask(
            settings, "SELECT subject, message FROM problems WHERE stage = 'health'"
        ).rows:
            known.setdefault(str(source), {})["health"] = message
    rows = [
        {
            "name": source.name,
            "enabled": source.enabled,
            "indexes": len((*source.feeds, *source.sitemaps, *source.sections)),
            "last_news": "",
            "failures": 0,
            "error": "",
            "health": "",
        }
        | known.get(source.name, {})
        for source in settings.sources
    ]
    if json:
        write_json(rows)
        return Exit.OK
    if not rows:
        say("No sources are watched. `parley sources add URL` finds the feeds of a site.")
    out = console()
    for row in rows:
        state = row["health"] or row["error"] or ("well" if row["last_news"] else "not polled yet")
        if not row["enabled"]:
            state = "not enabled"
        news = f"last news {row['last_news']}" if row["last_news"] else "no news yet"
        out.print(
            one_line(f"{row['name']}: {row['indexes']} indexes, {news}; {state}"), soft_wrap=True
        )
    return Exit.OK


def _check(settings: Settings, names: tuple[str, ...], *, json: bool) -> int:
    wanted = chosen(WatchRequest(names), settings)

    async def look() -> dict[str, list[Look]]:
        async with Fetcher(settings.fetch) as fetcher:
            found = await asyncio.gather(*(check(fetcher, source) for source in wanted))
        return {source.name: looks for source, looks in zip(wanted, found, strict=True)}

    found = asyncio.run(look())
    if json:
        write_json({name: list(map(asdict, looks)) for name, looks in found.items()})
    else:
        for name, looks in found.items():
            console().print(name)
            for each in looks:
                _show(each)
    well = all(look.ok for looks in found.values() for look in looks)
    return Exit.OK if well else Exit.PROBLEMS


def _show(look: Look) -> None:
    out = console()
    mark = "+" if look.ok else "!"
    out.print(f"  {mark} {look.kind} {one_line(look.url)}", soft_wrap=True)
    out.print(f"      {one_line(look.said)}", soft_wrap=True)
    if look.cure:
        out.print(f"      {one_line(look.cure)}", soft_wrap=True)


def _add(settings: Settings, targets: Sequence[str], name: str | None, *, json: bool) -> int:
    if len(targets) != 1 or not web_address(targets[0]):
        raise UsageError(
            "add takes the address of one site.", cure="`parley sources add https://example.org`"
        )
    (url,) = targets
    name = name or source_name(url)
    if name in {source.name for source in settings.sources}:
        raise UsageError(f"there is a source “{name}” already.", cure="choose another --name")

    async def look() -> list[Look]:
        async with Fetcher(settings.fetch) as fetcher:
            return await scout(fetcher, url, (lambda _: None) if json else _show)

    try:
        found = asyncio.run(look())
    except FetchFailed as failure:
        raise UsageError(f"{url}: {failure}", cure=failure.cure) from failure
    if not found:
        raise UsageError(
            f"{url}: no feed and no sitemap was found.",
            cure="if a page of it lists articles, write it into parley.toml as a section",
        )
    source = SourceSettings(
        name=name,
        feeds=tuple(look.url for look in found if look.kind == "feed"),
        sitemaps=tuple(look.url for look in found if look.kind == "sitemap"),
    )
    path = find_config(None, os.environ) or Path(FILE_NAME).absolute()
    entry = _entry(source)
    with path.open("a", encoding="utf-8") as file:
        file.write(entry)
    load_settings()  # what was written is valid
    if json:
        write_json({"name": name, "file": str(path), "found": list(map(asdict, found))})
    else:
        console().print(f"Its indexes ({len(found)}):")
        console().print(entry.strip())
        say(f"Written to {path}. `parley sources check {name}` reads one of its articles.")
    return Exit.OK


def _entry(source: SourceSettings) -> str:
    """Return the entry as TOML; a JSON string is one of TOML too."""
    lines = ["", "[[sources]]", f"name = {json_text.dumps(source.name)}"]
    for key in ("feeds", "sitemaps"):
        if urls := getattr(source, key):
            listed = ", ".join(json_text.dumps(url, ensure_ascii=True) for url in urls)
            lines.append(f"{key} = [{listed}]")
    return "\n".join(lines) + "\n"
