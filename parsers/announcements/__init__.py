"""Finds ceasefire and meeting announcements in an article."""

from __future__ import annotations

from parsers.records import Announcement, Article


def detect(article: Article) -> tuple[Announcement, ...]:
    """Return what the article says of ceasefires and meetings, strongest evidence first."""
    raise NotImplementedError
