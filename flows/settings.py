"""The settings: one ``parley.toml``, checked, with the environment over it.

docs/configuration.md explains each; parley.example.toml lists all with their defaults.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    ValidationError,
    field_validator,
    model_validator,
)

from flows.errors import SettingsError
from flows.secrets import literal_secret
from flows.settings_base import Name, Section
from flows.settings_errors import Misfit, Source, explain
from flows.settings_watch import Fetch, SourceSettings
from parsers.alerts.rules import Rule
from parsers.language import GLOSSED, READ
from parsers.records import STATUSES, Kind, Status

FILE_NAME = "parley.toml"
CONFIG_VARIABLE = "PARLEY_CONFIG"
PREFIX = "PARLEY_"


def _listed(value: object) -> object:
    return value.replace(",", " ").split() if isinstance(value, str) else value


def _readable(code: str) -> str:
    if code not in {READ, *GLOSSED}:
        raise ValueError(f"“{code}” cannot be read; allowed: {', '.join((READ, *GLOSSED))}")
    return code


Language = Annotated[str, AfterValidator(_readable)]


class Paths(Section):
    """Where things are kept."""

    data: Path = Path("data")


class Ingest(Section):
    """How documents are read."""

    max_bytes: int = Field(default=10_000_000, gt=0)  # a larger file is not read
    batch_size: int = Field(default=200, gt=0, le=10_000)  # documents in one transaction
    # Whose articles are analysed; PARLEY_INGEST__LANGUAGES parts them with commas.
    languages: Annotated[tuple[Language, ...], BeforeValidator(_listed)] = (READ,)


class Warehouse(Section):
    """How the warehouse file is used."""

    wait_seconds: float = Field(default=30.0, ge=0)  # for another writer to end


class Watch(Section):
    """The folder that ``parley serve`` watches."""

    folder: Path = Path("inbox")
    interval_seconds: float = Field(default=60.0, ge=1)


class Deliver(Section):
    """How alerts reach their channels."""

    interval_seconds: float = Field(default=60.0, ge=1)  # between deliveries of ``parley serve``
    tries: int = Field(default=3, gt=0, le=20)  # attempts at one message in one run
    backoff_seconds: float = Field(default=1.0, ge=0)  # before a second attempt; then doubled
    max_attempts: int = Field(default=10, gt=0)  # in all runs together; then it is given up
    timeout_seconds: float = Field(default=10.0, gt=0)  # for a server to accept or to answer


class Serve(Section):
    """Where ``parley serve`` listens when it starts its own Prefect server."""

    host: str = "127.0.0.1"
    port: int = Field(default=4200, ge=0, le=65535)  # 0: any free one


def _lower(value: object) -> object:
    return value.lower() if isinstance(value, str) else value


class RuleSettings(Section):
    """One ``[[rules]]``: which changes are alerted, and where to."""

    name: Name
    kinds: tuple[Annotated[Kind, BeforeValidator(_lower)], ...] = ()
    statuses: tuple[Annotated[Status, BeforeValidator(_lower)], ...] = ()
    countries: tuple[Annotated[str, Field(pattern=r"^[A-Z]{3}$")], ...] = ()
    parties: tuple[Annotated[str, Field(min_length=1)], ...] = ()
    min_confidence: float = Field(default=0.0, ge=0, le=1)
    channels: tuple[str, ...] = Field(default=("terminal", "file"), min_length=1)

    @model_validator(mode="after")
    def _can_match(self) -> RuleSettings:
        if self.kinds and self.statuses:
            possible = {status for kind in self.kinds for status in STATUSES[kind]}
            for status in self.statuses:
                if status not in possible:
                    raise ValueError(
                        f"statuses: {', '.join(self.kinds)} is never {status};"
                        f" allowed: {', '.join(sorted(possible))}"
                    )
        return self

    def record(self) -> Rule:
        """Return the rule as the parsers take it."""
        return Rule(**self.model_dump())


class ChannelSettings(Section):
    """One ``[[channels]]``: a place that alerts are delivered to."""

    name: Name
    type: Literal["terminal", "file", "apprise"]
    path: Path | None = None  # file: relative paths count from the data folder
    url: str | None = None  # apprise: with ${VARIABLE} for each secret
    block: Name | None = None  # apprise: a Prefect Secret block that holds the URL

    @field_validator("url")
    @classmethod
    def _no_literal_secret(cls, value: str | None) -> str | None:
        # The message must not repeat the value: it may be the secret.
        if value is not None and (secret := literal_secret(value)):
            raise ValueError(secret)
        return value

    @model_validator(mode="after")
    def _fits_type(self) -> ChannelSettings:
        own = {"terminal": (), "file": ("path",), "apprise": ("url", "block")}[self.type]
        for key in ("path", "url", "block"):
            if getattr(self, key) is not None and key not in own:
                raise ValueError(f"{key}: a channel of type {self.type} has none")
        if self.type == "apprise" and (self.url is None) == (self.block is None):
            raise ValueError("a channel of type apprise needs either url or block")
        return self


BUILT_IN = (
    ChannelSettings(name="terminal", type="terminal"),
    ChannelSettings(name="file", type="file", path=Path("alerts.jsonl")),
)


class Settings(Section):
    """All settings. Paths are absolute once ``load_settings`` has made them."""

    paths: Paths = Paths()
    ingest: Ingest = Ingest()
    warehouse: Warehouse = Warehouse()
    watch: Watch = Watch()
    deliver: Deliver = Deliver()
    serve: Serve = Serve()
    fetch: Fetch = Fetch()
    sources: tuple[SourceSettings, ...] = ()
    rules: tuple[RuleSettings, ...] = (RuleSettings(name="default"),)
    channels: tuple[ChannelSettings, ...] = ()

    @model_validator(mode="after")
    def _names_fit(self) -> Settings:
        for what, names in (
            ("rules", [rule.name for rule in self.rules]),
            ("channels", [channel.name for channel in self.channels]),
            ("sources", [source.name for source in self.sources]),
        ):
            for number, name in enumerate(names):
                if name in names[:number]:
                    raise Misfit(f"two are named “{name}”", (what, number, "name"))
        known = self.all_channels()
        for number, rule in enumerate(self.rules):
            for channel in rule.channels:
                if channel not in known:
                    raise Misfit(
                        f"rule “{rule.name}” sends to “{channel}”, which is no channel;"
                        f" there are: {', '.join(known)}",
                        ("rules", number, "channels"),
                    )
        return self

    def all_channels(self) -> dict[str, ChannelSettings]:
        """Return the channels by name: the two built-in ones, then (or instead) those given."""
        return {channel.name: channel for channel in (*BUILT_IN, *self.channels)}

    def rule_records(self) -> tuple[Rule, ...]:
        """Return the rules as the parsers take them."""
        return tuple(rule.record() for rule in self.rules)

    @property
    def data(self) -> Path:
        """The folder of all that Parley keeps."""
        return self.paths.data

    @property
    def store_path(self) -> Path:
        """The warehouse: for Parley's own writer only."""
        return self.data / "parley.duckdb"

    @property
    def read_copy_path(self) -> Path:
        """The copy of the warehouse that everybody reads."""
        return self.data / "parley-read.duckdb"

    @property
    def archive(self) -> Path:
        """The web archive: what was fetched, as WARC files."""
        return self.data / "archive"

    @property
    def prefect_home(self) -> Path:
        """What Prefect keeps, where the user has not set Prefect up otherwise."""
        return self.data / "prefect"


def find_config(given: Path | None, environment: Mapping[str, str]) -> Path | None:
    """Return the settings file: as given, from PARLEY_CONFIG, ./parley.toml, or None.

    Raises ``SettingsError`` for one that was asked for and is not there.
    """
    asked = given or (Path(named) if (named := environment.get(CONFIG_VARIABLE)) else None)
    if asked is not None:
        if not asked.is_file():
            raise SettingsError(
                f"{asked}: no such settings file.",
                cure=f"--config or {CONFIG_VARIABLE} names it: name a file that is there, or none; "
                "parley.example.toml lists every setting",
            )
        return asked.absolute()
    here = Path(FILE_NAME)
    return here.absolute() if here.is_file() else None


def load_settings(
    given: Path | None = None, environment: Mapping[str, str] | None = None
) -> Settings:
    """Read, override from the environment and check the settings.

    Relative paths count from the folder of the file or, without one, from the current folder.
    Raises ``SettingsError`` naming each wrong key, its line and what is allowed.
    """
    environment = os.environ if environment is None else environment
    config = find_config(given, environment)
    text = ""
    if config is not None:
        try:
            text = config.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise SettingsError(
                f"{config}: cannot be read: {error}.", cure="write it as UTF-8 text"
            ) from error
    try:
        values: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(
            f"{config}: not TOML: {error}.", cure="put text in double quotes, one key a line"
        ) from error
    source = Source(str(config) if config else "the settings", text)
    _override(values, environment, source)
    try:
        settings = Settings.model_validate(values)
    except ValidationError as error:
        raise SettingsError(
            explain(error, Settings, source),
            cure="parley.example.toml and docs/configuration.md explain every setting",
        ) from None  # its text would repeat the values, which may be secrets
    return _with_absolute_paths(settings, config.parent if config else Path.cwd())


def _override(values: dict[str, Any], environment: Mapping[str, str], source: Source) -> None:
    """Put PARLEY_SECTION__KEY over the values of the file. Lists are not for the environment."""
    sections = {
        name: sorted(field.annotation.model_fields)
        for name, field in Settings.model_fields.items()
        if isinstance(field.annotation, type) and issubclass(field.annotation, Section)
    }
    for variable, value in environment.items():
        match = re.fullmatch(PREFIX + r"([A-Z]+)__([A-Z_]+)", variable)
        if not match:
            continue
        section, key = match[1].lower(), match[2].lower()
        if key not in sections.get(section, ()):
            allowed = [
                f"{PREFIX}{name}__{each}".upper() for name in sections for each in sections[name]
            ]
            raise SettingsError(
                f"{variable}: no such setting.", cure=f"one of: {', '.join(allowed)}"
            )
        table = values.setdefault(section, {})
        if isinstance(table, dict):  # else the check of the file says what is wrong
            table[key] = value
            source.variables[(section, key)] = variable


def _with_absolute_paths(settings: Settings, base: Path) -> Settings:
    data = (base / settings.paths.data.expanduser()).absolute()
    channels = tuple(
        channel.model_copy(update={"path": data / (channel.path or Path("alerts.jsonl"))})
        if channel.type == "file"
        else channel
        for channel in settings.all_channels().values()
    )
    return settings.model_copy(
        update={
            "paths": Paths(data=data),
            "watch": settings.watch.model_copy(
                update={"folder": (base / settings.watch.folder.expanduser()).absolute()}
            ),
            "channels": channels,
        }
    )
