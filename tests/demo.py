"""Watching live sources, shown on this machine alone: ``make demo-live``.

Starts the test sites on loopback, looks at them twice through Prefect, with an article that is
corrected, one that is published and one that is gone already in between, and asks the warehouse.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from tests.site import faults
from tests.site.server import running_sites
from tests.site.site import Site
from tests.site.stories import ceasefire

ROOT = Path(__file__).parents[1]
KINDS = ("tass", "today_az", "rferl", "azatutyun", "voa", "generic")
COUNT = 6  # stories a site
FETCH = """
[fetch]
contact = "desk@example.org"
allow_loopback = true
host_interval_seconds = 0.02
backoff_seconds = 0.05
"""
QUESTIONS = (
    (
        "Articles",
        "SELECT source, count(*) AS articles, sum(versions) AS versions,"
        " max(published) AS latest FROM articles GROUP BY ALL ORDER BY ALL",
    ),
    (
        "What was corrected",
        "SELECT source, title, title_before, len(added) AS added, len(removed) AS removed"
        " FROM article_changes",
    ),
    (
        "Announcements",
        "SELECT kind, status, count(*) AS told, count(DISTINCT thread_id) AS threads"
        " FROM announcements WHERE is_current GROUP BY ALL ORDER BY ALL",
    ),
    ("Alerts", "SELECT kind, status, change, source, title FROM alerts"),
    (
        "Health of the sources",
        "SELECT source, kind, count(*) AS indexes, max(failures) AS failures,"
        " max(changed_at) AS last_news FROM endpoint GROUP BY ALL ORDER BY ALL",
    ),
    ("Links by state", "SELECT state, count(*) AS links FROM link GROUP BY ALL ORDER BY ALL"),
    ("Open problems", "SELECT severity, stage, code, message FROM problems LIMIT 8"),
)


def main() -> int:
    """Run both rounds; return the exit code of the last question."""
    with (
        running_sites(*KINDS, count=COUNT) as sites,
        tempfile.TemporaryDirectory() as name,
    ):
        folder = Path(name)
        (folder / "parley.toml").write_text(FETCH + watch_list(sites), encoding="utf-8")
        generic = sites["generic"]
        generic.set_fault(path_of(generic, 2), faults.answer(503), times=1)
        say("First round: all sources; one page answers 503 once, and is tried again.")
        parley(folder, "ingest", "--source", "all")
        now = datetime.now(UTC)
        tass = sites["tass"]
        tass.change(tass.stories[0].number, now, title="Corrected: " + tass.stories[0].title)
        sites["voa"].publish(ceasefire(9_000_001, now, random.Random(7)))
        taken = generic.publish(ceasefire(9_000_002, now, random.Random(8)))
        generic.set_fault(taken.removeprefix(generic.base), faults.answer(410))
        say("Second round: TASS has corrected a title, VOA has a new story, one is gone already.")
        parley(folder, "ingest", "--source", "all")
        for title, question in QUESTIONS:
            say(title)
            code = parley(folder, "sql", question)
        return code


def watch_list(sites: dict[str, Site]) -> str:
    """Return the sites as [[sources]]."""
    return "".join(
        f'\n[[sources]]\nname = "{kind}"\nfeeds = {list(site.feeds)}\n'
        f"sitemaps = {list(site.sitemaps)}\nexpect = {{ body_chars = 200, articles_a_day = 1 }}\n"
        for kind, site in sites.items()
    )


def path_of(site: Site, place: int) -> str:
    """Return the path of a story of the site, the newest being 0."""
    return site.story_url(site.stories[place]).removeprefix(site.base)


def parley(folder: Path, *arguments: str) -> int:
    """Run a command as a person does."""
    return subprocess.run(
        [sys.executable, "-m", "flows.cli", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
    ).returncode


def say(text: str) -> None:
    """Print a heading."""
    sys.stdout.write(f"\n== {text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
