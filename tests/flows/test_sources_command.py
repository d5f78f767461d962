"""``parley sources`` against real sites on loopback."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from flows.cli import run
from flows.settings import load_settings
from tests.site import faults
from tests.site.server import running_sites

OPEN = "[fetch]\nallow_loopback = true\nhost_interval_seconds = 0\nbackoff_seconds = 0\n"


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "parley.toml"  # the current folder of every test here
    path.write_text(OPEN, encoding="utf-8")
    return path


@pytest.mark.parametrize("kind", ["rferl", "voa", "generic"])
def test_the_feeds_of_a_site_are_found_and_work(
    kind: str, config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with running_sites(kind, count=3) as sites:
        site = sites[kind]
        page = site.story_url(site.stories[0])  # any page of a site will do
        assert run(["sources", "add", page, "--name", "local"]) == 0
        (source,) = load_settings(config, {}).sources
        assert set(source.feeds) & set(site.feeds)
        capsys.readouterr()
        assert run(["sources", "check", "--json"]) == 0
        looks = json.loads(capsys.readouterr().out)["local"]
        assert {look["kind"] for look in looks} >= {"feed", "article"}
        assert [look["url"] for look in looks if not look["ok"]] == []
        assert "characters" in looks[-1]["said"]
        assert run(["sources", "add", site.base, "--name", "local"]) == 2
        assert "already" in capsys.readouterr().err


def test_a_check_says_what_is_wrong(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with running_sites("rferl", count=3) as sites:
        site = sites["rferl"]
        config.write_text(f'{OPEN}[[sources]]\nname = "one"\nfeeds = ["{site.feeds[0]}"]\n')
        path = site.feeds[0].removeprefix(site.base)
        site.set_fault(path, faults.answer(200, b"Wrong token"))
        assert run(["sources", "check", "one"]) == 1
        told = capsys.readouterr().out
        assert "Wrong token" in told
        assert "/rssfeeds" in told


def test_the_list(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["sources"]) == 0
    assert "sources add" in capsys.readouterr().err
    config.write_text(f'{OPEN}[[sources]]\nname = "one"\nfeeds = ["http://127.0.0.1/"]\n')
    assert run(["sources"]) == 0
    assert "one: 1 indexes, no news yet; not polled yet" in capsys.readouterr().out


@pytest.mark.parametrize("target", ["", "ftp://example.org", "example"])
def test_what_is_no_address_is_refused(
    target: str, config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["sources", "add", target]) == 2
    assert "address" in capsys.readouterr().err
    assert config.read_text(encoding="utf-8") == OPEN


def test_a_site_that_does_not_answer(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["sources", "add", "http://127.0.0.1:9/"]) == 2
    assert "127.0.0.1:9" in capsys.readouterr().err
