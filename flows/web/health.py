"""Whether a source is well: it answers, it brings news, and its articles are whole."""

from __future__ import annotations

from datetime import datetime, timedelta

from flows.settings_watch import SourceSettings
from flows.web.discover import endpoints_of
from parsers.records import Problem
from warehouse.store import Store
from warehouse.watching import read_endpoints, source_quality

FAILS = 3  # polls in a row, from which on an endpoint is not well
LOOKS_BACK = timedelta(days=3)
ENOUGH = 5  # articles, before their shares say anything
# Without news for this many times its usual gap, or for this long, a source is silent.
SILENT_GAPS, SILENT_AT_LEAST = 3, timedelta(hours=6)


def health_of(store: Store, source: SourceSettings, now: datetime) -> list[Problem]:
    """Return what is wrong with a source, in words; [] for one that is well."""
    known = read_endpoints(store)
    endpoints = [known.get(each.endpoint_id, each) for each in endpoints_of(source)]
    found = []
    failing = [each for each in endpoints if each.failures >= FAILS]
    if failing and len(failing) == len(endpoints):
        message = f"none of its indexes answers; the last error: {failing[0].error}"
        found.append(_problem(source, "source_failing", message, "see `SELECT * FROM endpoint`"))
    wanted = source.expect
    brought = [each.changed_at for each in endpoints if each.changed_at]
    if wanted.articles_a_day and brought:
        gap = max(SILENT_AT_LEAST, SILENT_GAPS * timedelta(days=1) / wanted.articles_a_day)
        if now - max(brought) > gap:
            message = (
                f"nothing new since {max(brought):%Y-%m-%d %H:%M} UTC;"
                f" {wanted.articles_a_day:g} articles a day are expected"
            )
            cure = "look at its feeds in a browser; their addresses or the site may have changed"
            found.append(_problem(source, "source_silent", message, cure))
    quality = source_quality(store, source.name, now - LOOKS_BACK)
    if quality.articles >= ENOUGH:
        cure = "its layout may have changed: `parley parse` one of its pages"
        for name, is_, least in (
            ("title", quality.titled, wanted.title),
            ("date", quality.dated, wanted.date),
        ):
            if is_ < least:
                message = f"{is_:.0%} of its articles have a {name}; {least:.0%} are expected"
                found.append(_problem(source, f"few_{name}s", message, cure))
        if quality.median_chars < wanted.body_chars:
            message = (
                f"its median body has {quality.median_chars} characters;"
                f" {wanted.body_chars} are expected"
            )
            found.append(_problem(source, "short_bodies", message, cure))
    return found


def _problem(source: SourceSettings, code: str, message: str, cure: str) -> Problem:
    return Problem("health", code, source.name, f"{source.name}: {message}", cure)
