"""Prefect's environment, and the servers it may use. No server is started here."""

from __future__ import annotations

import json
import os
from pathlib import Path
from types import SimpleNamespace

import pytest
from filelock import FileLock

from flows.errors import NoDataFolder, ParleyError
from flows.local_server import LocalServer, ServerFailed, answers, find_serving, only_server
from flows.prefect_env import api_url, prepare, set_up_by_user
from flows.settings import Settings
from tests.flows.receivers import webhook


def test_it_is_quiet_and_keeps_its_data_in_the_data_folder(
    settings: Settings, tmp_path: Path
) -> None:
    environment = {"HOME": str(tmp_path), "PREFECT_PROFILES_PATH": ""}
    prepare(settings, environment)
    assert environment["PREFECT_HOME"] == str(settings.data / "prefect")
    assert environment["PREFECT_SERVER_ANALYTICS_ENABLED"] == "false"
    assert environment["DO_NOT_TRACK"] == "1"
    assert environment["PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL"] == "CRITICAL"
    for name in ("PREFECT_LOCAL_STORAGE_PATH", "PREFECT_UI_STATIC_DIRECTORY"):
        assert environment[name].startswith(str(settings.data))


@pytest.mark.parametrize(
    "chosen",
    [
        {"PREFECT_API_URL": "http://prefect.example.org/api"},
        {"PREFECT_HOME": "/srv/prefect"},
        {"PREFECT_PROFILE": "desk"},
    ],
)
def test_what_the_user_set_up_stays(settings: Settings, chosen: dict[str, str]) -> None:
    environment = {**chosen, "PREFECT_RESULTS_PERSIST_BY_DEFAULT": "true"}
    prepare(settings, environment)
    assert environment.get("PREFECT_HOME") == chosen.get("PREFECT_HOME")
    assert environment["PREFECT_RESULTS_PERSIST_BY_DEFAULT"] == "true"
    assert chosen.items() <= environment.items()


def test_a_profile_counts(settings: Settings, tmp_path: Path) -> None:
    profiles = tmp_path / "profiles.toml"
    environment = {"PREFECT_PROFILES_PATH": str(profiles)}
    assert api_url(environment) is None
    profiles.write_text(
        'active = "desk"\n[profiles.desk]\nPREFECT_API_URL = "http://desk/api"\n'
        '[profiles.home]\nPREFECT_API_URL = "http://home/api"\n[profiles.none]\n'
    )
    assert set_up_by_user(environment)
    assert api_url(environment) == "http://desk/api"
    assert api_url({**environment, "PREFECT_PROFILE": "home"}) == "http://home/api"
    assert api_url({**environment, "PREFECT_PROFILE": "none"}) is None
    assert api_url({**environment, "PREFECT_API_URL": "http://x/api"}) == "http://x/api"


def test_debugging_shows_prefects_log(settings: Settings) -> None:
    environment = {"PARLEY_DEBUG": "1"}
    prepare(settings, environment)
    assert environment["PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL"] == "INFO"


def test_a_server_that_is_not_there() -> None:
    assert not answers("http://127.0.0.1:9/api", 1.0)
    with webhook() as hook:  # it is no Prefect: its answer to GET is an error
        assert not answers(f"http://127.0.0.1:{hook.port}/api", 1.0)


def test_a_note_of_a_server_that_was_killed_is_not_believed(settings: Settings) -> None:
    home = settings.prefect_home
    home.mkdir(parents=True)
    assert find_serving(settings) is None
    (home / "serve.json").write_text(json.dumps({"api_url": "http://127.0.0.1:9/api", "pid": 1}))
    assert find_serving(settings) is None
    with FileLock(home / "serve.lock"):  # somebody serves, but does not answer
        assert find_serving(settings) is None
    (home / "serve.json").write_text("half a no")
    assert find_serving(settings) is None


def test_one_serve_for_one_data_folder(settings: Settings) -> None:
    with (
        only_server(settings),
        pytest.raises(ParleyError, match="another `parley serve` runs"),
        only_server(settings),
    ):
        pass


def test_a_port_that_is_taken_is_named(tmp_path: Path) -> None:
    with webhook() as hook, pytest.raises(ServerFailed, match=rf"127.0.0.1:{hook.port}.*in use"):
        LocalServer(tmp_path, lasting=True, port=hook.port).start()


def test_a_server_that_cannot_start_is_explained(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", os.devnull)
    monkeypatch.setattr("sys.executable", "/bin/false")
    server = LocalServer(tmp_path, lasting=False).start()
    with pytest.raises(ServerFailed, match="server ended at once") as caught:
        server.wait()
    assert "server.log" in caught.value.cure
    assert not server.running()


def test_a_full_disk_is_named_and_no_half_made_database_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.executable", "/bin/false")
    full = SimpleNamespace(free=1000)
    monkeypatch.setattr("shutil.disk_usage", lambda _: full)
    for made, left in ((False, False), (True, True)):
        server = LocalServer(tmp_path, lasting=False).start()
        (tmp_path / "prefect.db").touch()
        if made:  # by an earlier Prefect, perhaps: run history is not to be lost
            (tmp_path / "database-of-3.0.0").touch()
        with pytest.raises(NoDataFolder, match="no room") as caught:
            server.wait()
        assert "free some space" in caught.value.cure
        assert (tmp_path / "prefect.db").exists() is left
