"""The settings of watching: how to fetch, and the watch list."""

from __future__ import annotations

import re
from typing import Annotated
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, Field, field_validator, model_validator

from flows.settings_base import Name, Section
from parsers.addresses import web_address


class Fetch(Section):
    """How addresses are fetched: politely, safely, and with an end."""

    contact: str = ""  # a mail address or a web page of yours, told to every site
    allow_loopback: bool = False  # for tests and local mirrors
    max_bytes: int = Field(default=10_000_000, gt=0)  # of a response, after decompression
    connect_seconds: float = Field(default=10.0, gt=0)
    total_seconds: float = Field(default=60.0, gt=0)  # for one response with its redirects
    concurrency: int = Field(default=10, gt=0, le=100)  # requests under way at once, all hosts
    host_concurrency: int = Field(default=2, gt=0, le=20)  # of them, to one host
    host_interval_seconds: float = Field(default=1.0, ge=0)  # between two requests to one host
    tries: int = Field(default=3, gt=0, le=10)  # attempts at one address in one run
    backoff_seconds: float = Field(default=1.0, ge=0)  # before the second; doubled for each more
    max_attempts: int = Field(default=12, gt=0)  # in all runs together; then it is given up
    run_requests: int = Field(default=2_000, gt=0)  # in one run; the rest waits for the next
    run_seconds: float = Field(default=600.0, gt=0)
    pause_after: int = Field(default=5, gt=0)  # failures in a row, and the host is left alone
    pause_min_seconds: float = Field(default=300.0, ge=0)  # the first time; then doubled
    pause_max_seconds: float = Field(default=21_600.0, ge=0)
    poll_min_seconds: float = Field(default=60.0, ge=1)  # the interval adapts between these
    poll_max_seconds: float = Field(default=3_600.0, ge=1)
    robots_hours: float = Field(default=24.0, gt=0)  # how long a robots.txt is believed
    max_age_days: float = Field(default=7.0, gt=0)  # links that say they are older are left

    @model_validator(mode="after")
    def _bounds(self) -> Fetch:
        if self.poll_min_seconds > self.poll_max_seconds:
            raise ValueError("poll_min_seconds is greater than poll_max_seconds")
        if self.pause_min_seconds > self.pause_max_seconds:
            raise ValueError("pause_min_seconds is greater than pause_max_seconds")
        return self


def _address(value: str) -> str:
    if not web_address(value):
        raise ValueError(f"“{value}” is no web address; write it whole: https://…")
    return value


Address = Annotated[str, AfterValidator(_address)]


class Expect(Section):
    """The least that a source that is well brings; what is not met is a problem of its health.

    Shares are of the articles that it brought in the last days.
    """

    title: float = Field(default=0.95, ge=0, le=1)  # share of articles with a title of their own
    date: float = Field(default=0.95, ge=0, le=1)  # share with a day of publication
    body_chars: int = Field(default=400, ge=0)  # characters of the median body
    articles_a_day: float = Field(default=1.0, ge=0)


class SourceSettings(Section):
    """One ``[[sources]]``: a site that is watched."""

    name: Name
    feeds: tuple[Address, ...] = ()
    sitemaps: tuple[Address, ...] = ()
    sections: tuple[Address, ...] = ()  # HTML pages that list articles
    articles: str = ""  # a regular expression: only addresses in which it is found; "": all
    interval_seconds: float = Field(default=300.0, ge=1)  # the first; then it adapts
    parser: str = "auto"  # a format of docs/sources.md
    language: Annotated[str, Field(pattern=r"^([a-z]{2})?$")] = ""
    zone: str = ""  # IANA name, for dates that carry none
    enabled: bool = True
    expect: Expect = Expect()

    @field_validator("zone")
    @classmethod
    def _zone_exists(cls, value: str) -> str:
        try:
            if value:
                ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise ValueError(f"“{value}” is no time zone; write it as Europe/Moscow") from None
        return value

    @field_validator("articles")
    @classmethod
    def _pattern_works(cls, value: str) -> str:
        try:
            re.compile(value)
        except re.error as error:
            raise ValueError(f"“{value}” is no regular expression: {error}") from None
        return value

    @model_validator(mode="after")
    def _has_an_index(self) -> SourceSettings:
        if not (self.feeds or self.sitemaps or self.sections):
            raise ValueError("a source needs feeds, sitemaps or sections")
        return self

    @property
    def hosts(self) -> frozenset[str]:
        """The hosts of its indexes, lower case."""
        all_of_them = (*self.feeds, *self.sitemaps, *self.sections)
        return frozenset((urlsplit(url).hostname or "").lower() for url in all_of_them)
