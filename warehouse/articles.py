"""Captures and articles: what came in, and what was read in it."""

# ruff: noqa: S608  SQL is put together from names in the code only; values are parameters
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from parsers.records import (
    Announcement,
    Article,
    Basis,
    Capture,
    Decision,
    PageType,
    Precision,
    Published,
)
from warehouse.announcements import read_announcements
from warehouse.bulk import AMONG, Row, as_json, existing, insert_missing, row_source, utc
from warehouse.errors import WarehouseError
from warehouse.store import Reader, Store, connection_of
from warehouse.threads import read_decisions


@dataclass(frozen=True, slots=True)
class CaptureRow:
    """A capture and what came of it.

    ``outcome`` is ``article`` (a version not known before), ``copy`` (its article was known) or
    ``unreadable``; ``version_id`` names the article version, None when unreadable; ``not_article``
    what an unreadable one is instead, where that is known.
    """

    capture: Capture
    outcome: str
    version_id: str | None = None
    not_article: str | None = None


@dataclass(frozen=True, slots=True)
class StoredAnnouncement:
    """An announcement with its key, and what was decided about it (None: nothing yet)."""

    announcement_id: str
    announcement: Announcement
    decision: Decision | None


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """An article version as the warehouse has it; instants in UTC.

    ``capture_uris``: the files and URLs in which it was found, the first one first.
    ``announcements``: in the order of the text.
    """

    article_id: str
    version_id: str
    article: Article
    as_of: datetime
    ingested_at: datetime
    capture_uris: tuple[str, ...]
    announcements: tuple[StoredAnnouncement, ...]


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """An article and the instant (UTC) that orders it: published, or captured where unknown."""

    article: Article
    as_of: datetime


def known_captures(store: Store, capture_ids: Sequence[str]) -> set[str]:
    """Return those of the captures that the warehouse has, whatever came of them."""
    return existing(store.connection, "capture", "capture_id", capture_ids)


def known_content(store: Store, content_keys: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Return content_key -> (article_id, version_id) for the content that the warehouse has.

    Content that stands at several addresses belongs to the article that came first.
    """
    rows = store.connection.execute(
        "SELECT content_key, article_id, version_id FROM article"
        f" WHERE content_key IN {AMONG}"
        " ORDER BY ingested_at DESC, version_id DESC",
        [as_json(list(content_keys))],
    ).fetchall()
    return {key: (article_id, version_id) for key, article_id, version_id in rows}


def save_captures(store: Store, rows: Sequence[CaptureRow]) -> int:
    """Save captures and their bodies, each distinct body once; return how many were new.

    A capture that is known keeps its row; only one that was unreadable takes a better outcome.
    """
    with store.atomic():
        connection = store.connection
        values = [_capture_values(row) for row in rows]
        readable = [v for v in values if v["outcome"] != "unreadable"]
        if readable:
            columns = ("capture_id", "outcome", "version_id")
            source = row_source(connection, "capture", columns)
            connection.execute(
                f"UPDATE capture SET outcome = new.outcome, version_id = new.version_id"
                f" FROM {source} AS new WHERE capture.capture_id = new.capture_id"
                f" AND capture.outcome = 'unreadable'",
                [as_json([{name: v[name] for name in columns} for v in readable])],
            )
        _save_bodies(store, rows)
        return insert_missing(connection, "capture", ("capture_id",), values)


def _capture_values(row: CaptureRow) -> Row:
    capture = row.capture
    return {
        "capture_id": capture.capture_id,
        "uri": capture.uri,
        "sha256": capture.sha256,
        "size_bytes": len(capture.body),
        "media_type": capture.media_type,
        "captured_at": capture.captured_at,
        "outcome": row.outcome,
        "version_id": row.version_id,
        "not_article": row.not_article,
        "source": capture.source or None,
        "archive_file": capture.archived.file if capture.archived else None,
        "archive_offset": capture.archived.offset if capture.archived else None,
        "archive_length": capture.archived.length if capture.archived else None,
    }


def _save_bodies(store: Store, rows: Sequence[CaptureRow]) -> None:
    captures = (row.capture for row in rows)
    bodies = {each.sha256: each.body for each in captures if each.archived is None}
    known = existing(store.connection, "capture_body", "sha256", bodies)
    new = [(sha256, body) for sha256, body in bodies.items() if sha256 not in known]
    if new:
        # Bytes go as they are: ten times as fast here as through JSON or a list of BLOBs.
        store.connection.executemany("INSERT INTO capture_body (sha256, body) VALUES (?, ?)", new)


def save_articles(store: Store, rows: Sequence[ArticleRow], ingested_at: datetime) -> int:
    """Save article versions; return how many were new. A version that is known keeps its row.

    ``Article.notes`` are no part of the table: save them with ``save_problems``.
    """
    with store.atomic():
        return insert_missing(
            store.connection,
            "article",
            ("version_id",),
            [_article_values(row, ingested_at) for row in rows],
        )


def _article_values(row: ArticleRow, ingested_at: datetime) -> Row:
    article, published = row.article, row.article.published
    month, day = published.month_day or (None, None)
    return {
        "version_id": article.version_id,
        "article_id": article.article_id,
        "content_key": article.content_key,
        "title": article.title,
        "title_basis": article.title_basis,
        "lead": article.lead,
        "text": article.text,
        "source": article.source,
        "source_basis": article.source_basis,
        "url": article.url,
        "published_at": published.at,
        "published_date": published.day,
        "published_month": month,
        "published_day": day,
        "published_precision": published.precision,
        "published_basis": published.basis,
        "published_text": published.text,
        "published_utc_offset_minutes": published.utc_offset_minutes,
        "as_of": row.as_of,
        "updated_at": article.updated_at,
        "byline": article.byline,
        "agency": article.agency,
        "dateline": article.dateline,
        "section": article.section,
        "language": article.language,
        "language_basis": article.language_basis,
        "page_type": article.page_type,
        "captions": article.captions,
        "tags": article.tags,
        "format": article.format,
        "layout": article.layout,
        "ingested_at": ingested_at,
    }


PUBLISHED = (
    "published_precision, published_basis, published_at, published_date, published_month,"
    " published_day, published_utc_offset_minutes, published_text"
)
_ARTICLE = (
    "text, format, layout, title, title_basis, lead, source, source_basis, url, byline, agency,"
    " dateline, section, language, language_basis, updated_at, captions, tags, page_type"
)


def read_published(values: Sequence[Any]) -> Published:
    """Return the record of the columns ``PUBLISHED``."""
    precision, basis, instant, day, month, month_day, offset, text = values
    return Published(
        precision=Precision(precision),
        basis=Basis(basis),
        at=utc(instant) if instant else None,
        day=day,
        month_day=(month, month_day) if month else None,
        utc_offset_minutes=offset,
        text=text,
    )


def read_articles(reader: Reader, version_ids: Sequence[str]) -> dict[str, Article]:
    """Return version_id -> Article for those versions that exist; without its notes."""
    rows = connection_of(reader).execute(
        f"SELECT version_id, {PUBLISHED}, {_ARTICLE} FROM article WHERE version_id IN {AMONG}",
        [as_json(list(version_ids))],
    )
    return {row[0]: _read_article(row[1:]) for row in rows.fetchall()}


def _read_article(values: Sequence[Any]) -> Article:
    fields: dict[str, Any] = dict(zip(_ARTICLE.split(", "), values[8:], strict=True))
    updated_at: datetime | None = fields["updated_at"]
    fields |= {
        "published": read_published(values[:8]),
        "title_basis": Basis(fields["title_basis"]),
        "source_basis": Basis(fields["source_basis"]),
        "language_basis": Basis(fields["language_basis"]),
        "page_type": PageType(fields["page_type"]),
        "updated_at": utc(updated_at) if updated_at else None,
        "captions": tuple(fields["captions"]),
        "tags": tuple(fields["tags"]),
    }
    return Article(**fields)


def article_by_id(reader: Reader, id_prefix: str) -> StoredArticle:
    """Return the article whose article_id or version_id begins with ``id_prefix``.

    An article_id stands for its latest version. Raises ``WarehouseError`` where no article or more
    than one begins so.
    """
    connection = connection_of(reader)
    found = connection.execute(
        "SELECT article_id AS id, version_id FROM articles WHERE starts_with(article_id, $prefix)"
        " UNION SELECT version_id, version_id FROM article WHERE starts_with(version_id, $prefix)"
        " ORDER BY id LIMIT 10",
        {"prefix": id_prefix},
    ).fetchall()
    if not found or not id_prefix:
        raise WarehouseError(
            f"no article has an id that begins with '{id_prefix}'.",
            cure="`SELECT article_id, title FROM articles` lists what there is",
        )
    if len(found) > 1:
        raise WarehouseError(
            f"'{id_prefix}' begins more than one id: {', '.join(row[0] for row in found)}.",
            cure="give more of its digits",
        )
    version_id: str = found[0][1]
    return _stored_article(reader, version_id)


def _stored_article(reader: Reader, version_id: str) -> StoredArticle:
    connection = connection_of(reader)
    ((article_id, as_of, ingested_at),) = connection.execute(
        "SELECT article_id, as_of, ingested_at FROM article WHERE version_id = ?", [version_id]
    ).fetchall()
    uris = connection.execute(
        "SELECT uri FROM capture WHERE version_id = ? ORDER BY captured_at, capture_id",
        [version_id],
    ).fetchall()
    ids = [
        str(announcement_id)
        for (announcement_id,) in connection.execute(
            "SELECT announcement_id FROM announcement WHERE version_id = ?"
            " ORDER BY list_position(['title', 'lead', 'body'], evidence_field), span_start,"
            " span_end, kind, status",
            [version_id],
        ).fetchall()
    ]
    announcements = read_announcements(reader, ids)
    decisions = read_decisions(reader, ids)
    return StoredArticle(
        article_id=article_id,
        version_id=version_id,
        article=read_articles(reader, [version_id])[version_id],
        as_of=utc(as_of),
        ingested_at=utc(ingested_at),
        capture_uris=tuple(str(uri) for (uri,) in uris),
        announcements=tuple(
            StoredAnnouncement(key, announcements[key], decisions.get(key)) for key in ids
        ),
    )
