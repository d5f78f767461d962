"""The environment of Prefect, set before it is imported: quiet, no telemetry, data in one place.

Whoever has set Prefect up already (PREFECT_API_URL, PREFECT_HOME, PREFECT_PROFILE or a profile
file) keeps it that way: only what is not set is set.
"""

from __future__ import annotations

import os
import sys
import tomllib
from collections.abc import Mapping, MutableMapping
from pathlib import Path

from flows.settings import Settings

_OWN = ("PREFECT_API_URL", "PREFECT_HOME", "PREFECT_PROFILE", "PREFECT_PROFILES_PATH")

# What a run in a temporary server does not need. Each is a documented setting of Prefect.
_QUIET = {
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "DO_NOT_TRACK": "1",  # the client's own statistics
    # Errors reach the person in Parley's words; with all details they are in the run's log in
    # Prefect's UI and, with --debug, here.
    "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "CRITICAL",
    "PREFECT_RESULTS_PERSIST_BY_DEFAULT": "false",
    "PREFECT_INTERNAL_LOGGING_LEVEL": "CRITICAL",
    "PREFECT_SERVER_LOGGING_LEVEL": "ERROR",
}

# Two runs a minute would fill Prefect's database: the history of two weeks is enough.
_KEPT = {
    "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
    "PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD": str(14 * 24 * 3600),
}


def prepare(settings: Settings, environment: MutableMapping[str, str] | None = None) -> None:
    """Set the variables for this process and those it starts. Call it before importing Prefect."""
    environment = os.environ if environment is None else environment
    if environment is os.environ and "prefect" in sys.modules:
        raise RuntimeError("Prefect is imported already: its settings cannot be changed any more")
    for name, value in _QUIET.items():
        environment.setdefault(name, value)
    if environment.get("PARLEY_DEBUG"):
        environment["PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL"] = "INFO"
    home = settings.prefect_home
    if not set_up_by_user(environment):
        environment["PREFECT_HOME"] = str(home)
        for name, value in _KEPT.items():
            environment.setdefault(name, value)
    environment.setdefault("PREFECT_LOCAL_STORAGE_PATH", str(home / "results"))
    environment.setdefault("PREFECT_UI_STATIC_DIRECTORY", str(home / "ui"))


def set_up_by_user(environment: Mapping[str, str]) -> bool:
    """Whether somebody configured Prefect on this machine."""
    return any(environment.get(name) for name in _OWN) or _profiles(environment).exists()


def api_url(environment: Mapping[str, str]) -> str | None:
    """Return the Prefect API that the user chose: in the environment or in the active profile."""
    if url := environment.get("PREFECT_API_URL"):
        return url
    try:
        profiles = tomllib.loads(_profiles(environment).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    active = environment.get("PREFECT_PROFILE") or profiles.get("active")
    url = profiles.get("profiles", {}).get(active, {}).get("PREFECT_API_URL")
    return str(url) if url else None


def _profiles(environment: Mapping[str, str]) -> Path:
    if path := environment.get("PREFECT_PROFILES_PATH"):
        return Path(path).expanduser()
    home = environment.get("PREFECT_HOME") or "~/.prefect"
    return Path(home).expanduser() / "profiles.toml"
