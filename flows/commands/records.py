"""Records as JSON: what ``parse``, ``detect`` and ``article`` print for programs."""

from __future__ import annotations

from dataclasses import asdict

from parsers.records import Announcement, Article


def article_json(article: Article) -> dict[str, object]:
    """Return an article with its keys; fields as in parsers/records.py."""
    return {
        "article_id": article.article_id,
        "version_id": article.version_id,
        "content_key": article.content_key,
        **asdict(article),
    }


def not_analysed_words(article: Article) -> str:
    """Return what is said of an article whose language is not read."""
    return f"Not analysed: its language, {article.language!r}, is not among languages in [ingest]."


def announcement_json(announcement: Announcement) -> dict[str, object]:
    """Return an announcement as ``parley detect`` prints it; days as ISO 8601 text."""
    when = announcement.when
    return {
        "kind": str(announcement.kind),
        "status": str(announcement.status),
        "current": announcement.current,
        "parties": [party.name for party in announcement.parties],
        "place": announcement.place,
        "when": when.text,
        "when_start": when.start.isoformat() if when.start else None,
        "when_end": when.end.isoformat() if when.end else None,
        "said_by": announcement.said_by,
        "evidence": announcement.evidence,
        "span": [announcement.start, announcement.end],
        "field": str(announcement.field),
        "form": str(announcement.form),
        "confidence": announcement.confidence,
        "because": list(announcement.because),
    }
