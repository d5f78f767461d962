"""The test site is one that the parsers know, and misbehaves as it should."""

from __future__ import annotations

import subprocess
import sys
import urllib.request
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta

import pytest

from parsers.announcements import detect
from parsers.article import read_article
from parsers.records import Article, Capture
from tests.site.layouts import LAYOUTS, TRAP
from tests.site.server import KINDS, running_sites
from tests.site.site import Site
from tests.site.stories import Story

NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
FORMATS = {"tass": "tass", "today_az": "today_az", "generic": "generic"}  # all others: pangea


@pytest.fixture(scope="module")
def sites() -> Iterator[Mapping[str, Site]]:
    with running_sites(now=NOW) as running:
        yield running


def page(url: str) -> tuple[bytes, str]:
    with urllib.request.urlopen(url, timeout=10) as answer:
        return answer.read(), answer.headers["Content-Type"]


def article(site: Site, story: Story) -> Article:
    body, media_type = page(site.story_url(story))
    return read_article(Capture(site.story_url(story), body, NOW, media_type))


@pytest.mark.parametrize("kind", KINDS)
def test_articles_are_read_by_the_format_of_their_kind(
    sites: Mapping[str, Site], kind: str
) -> None:
    site = sites[kind]
    for story in site.stories:
        read = article(site, story)
        assert read.format == FORMATS.get(kind, "pangea")
        assert (read.title, read.language) == (story.title, story.language)
        at = read.published.at
        assert at is not None
        assert abs(at - story.published_at) < timedelta(minutes=1)
        assert TRAP not in read.text
        for paragraph in story.paragraphs[1:]:
            assert paragraph in read.text


@pytest.mark.parametrize("kind", KINDS)
def test_what_stories_announce_is_found_and_nothing_else(
    sites: Mapping[str, Site], kind: str
) -> None:
    site = sites[kind]
    announcing = [story for story in site.stories if story.announces]
    assert {story.announces for story in announcing} == {"ceasefire", "meeting"}
    for story in site.stories:
        if story.language == "en":
            kinds = {str(found.kind) for found in detect(article(site, story))}
            assert kinds == ({story.announces} if story.announces else set()), story.title


@pytest.mark.parametrize("kind", KINDS)
def test_every_story_is_in_an_index(sites: Mapping[str, Site], kind: str) -> None:
    site = sites[kind]
    listed = b"".join(page(url)[0] for url in (*site.feeds, *site.sections))
    for story in site.stories:
        assert site.story_url(story).removeprefix(site.base).encode() in listed


def test_a_site_changes_while_it_runs(sites: Mapping[str, Site]) -> None:
    site = sites["rferl"]
    story = site.stories[0]
    first = page(site.feeds[0])[0]
    site.change(story.number, NOW, lead="Another lead", paragraphs=("Another text.",))
    assert page(site.feeds[0])[0] != first
    assert b"Another text." in page(site.story_url(story))[0]
    site.delete(story.number)
    with pytest.raises(urllib.error.HTTPError, match="404"):
        page(site.story_url(story))
    assert page(site.publish(story))[0]


def test_the_addresses_of_one_story(sites: Mapping[str, Site]) -> None:
    for kind, amp in (("tass", "{}/amp"), ("rferl", "/amp{}")):
        site = sites[kind]
        own = LAYOUTS[kind].path(site.stories[0])
        assert page(site.url(amp.format(own.removeprefix("/a") if kind == "rferl" else own)))[0]
    today = sites["today_az"]
    assert page(today.url("/print" + LAYOUTS["today_az"].path(today.stories[0])))[0]
    assert b"utm_source=" in page(sites["tass"].feeds[0])[0]
    assert len(page(sites["voa"].url("/api/wrong-token"))[0]) == 11


def test_it_runs_by_itself() -> None:
    command = [sys.executable, "-m", "tests.site", "3"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            lines = [process.stdout.readline().split() for _ in KINDS]
            assert [line[0] for line in lines] == list(KINDS)
            assert page(lines[0][2])[0].startswith(b"<?xml")
        finally:
            process.terminate()
