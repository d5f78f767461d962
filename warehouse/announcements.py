"""Announcements with their parties."""

# ruff: noqa: S608  SQL is put together from names in the code only; values are parameters
from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from parsers.records import (
    Announcement,
    Field,
    Form,
    Kind,
    Party,
    Precision,
    Role,
    Status,
    When,
)
from warehouse.bulk import AMONG, Row, as_json, existing, insert_missing
from warehouse.store import Reader, Store, connection_of

KEY = ("announcement_id",)


def save_announcements(store: Store, found: Mapping[str, Sequence[Announcement]]) -> int:
    """Save version_id -> announcements, with their parties; return how many were new.

    An announcement that is known keeps its row and its parties. Of two with one key (the same kind,
    status, span and trigger in one version), the first counts.
    """
    by_id: dict[str, tuple[str, Announcement]] = {}
    for version_id, announcements in found.items():
        for announcement in announcements:
            by_id.setdefault(announcement.key(version_id), (version_id, announcement))
    with store.atomic():
        known = existing(store.connection, "announcement", "announcement_id", by_id)
        new = {key: value for key, value in by_id.items() if key not in known}
        parties = [
            _party_values(key, position, party)
            for key, (_, announcement) in new.items()
            for position, party in enumerate(announcement.parties, start=1)
        ]
        insert_missing(store.connection, "party", ("announcement_id", "position"), parties)
        rows = [_values(key, *value) for key, value in new.items()]
        return insert_missing(store.connection, "announcement", KEY, rows)


def _party_values(announcement_id: str, position: int, party: Party) -> Row:
    return {
        "announcement_id": announcement_id,
        "position": position,
        "name": party.name,
        "office": party.office,
        "country": party.country,
        "organisation": party.organisation,
        "role": party.role,
    }


def _values(announcement_id: str, version_id: str, announcement: Announcement) -> Row:
    return {
        "announcement_id": announcement_id,
        "version_id": version_id,
        "kind": announcement.kind,
        "status": announcement.status,
        "is_current": announcement.current,
        "evidence": announcement.evidence,
        "evidence_field": announcement.field,
        "span_start": announcement.start,
        "span_end": announcement.end,
        "trigger_start": announcement.trigger,
        "confidence": announcement.confidence,
        "because": announcement.because,
        "said_by": announcement.said_by,
        "place": announcement.place,
        "place_country": announcement.place_country,
        "when_text": announcement.when.text,
        "when_start_date": announcement.when.start,
        "when_end_date": announcement.when.end,
        "when_precision": announcement.when.precision,
        "form": announcement.form,
        "formal": announcement.formal,
        "worth_alert": announcement.worth_alert,
    }


_COLUMNS = (
    "kind, status, is_current, evidence, evidence_field, span_start, span_end, trigger_start,"
    " confidence, because, said_by, place, place_country, when_text, when_start_date,"
    " when_end_date, when_precision, form, formal, worth_alert"
)


def read_announcements(reader: Reader, announcement_ids: Sequence[str]) -> dict[str, Announcement]:
    """Return announcement_id -> Announcement for those that exist."""
    connection = connection_of(reader)
    wanted = [as_json(list(announcement_ids))]
    among = f"announcement_id IN {AMONG}"
    parties: dict[str, list[Party]] = {}
    rows = connection.execute(
        "SELECT announcement_id, name, office, country, organisation, role"
        f" FROM party WHERE {among} ORDER BY announcement_id, position",
        wanted,
    ).fetchall()
    for announcement_id, name, office, country, organisation, role in rows:
        party = Party(name, office, country, organisation, Role(role))
        parties.setdefault(announcement_id, []).append(party)
    rows = connection.execute(
        f"SELECT announcement_id, {_COLUMNS} FROM announcement WHERE {among}",
        wanted,
    ).fetchall()
    return {row[0]: _read(row[1:], tuple(parties.get(row[0], ()))) for row in rows}


def _read(values: Sequence[Any], parties: tuple[Party, ...]) -> Announcement:
    row: dict[str, Any] = dict(zip(_COLUMNS.split(", "), values, strict=True))
    return Announcement(
        kind=Kind(row["kind"]),
        status=Status(row["status"]),
        current=row["is_current"],
        evidence=row["evidence"],
        field=Field(row["evidence_field"]),
        start=row["span_start"],
        trigger=row["trigger_start"],
        end=row["span_end"],
        confidence=row["confidence"],
        because=tuple(row["because"]),
        parties=parties,
        said_by=row["said_by"],
        place=row["place"],
        place_country=row["place_country"],
        when=When(
            text=row["when_text"],
            start=row["when_start_date"],
            end=row["when_end_date"],
            precision=Precision(row["when_precision"]),
        ),
        form=Form(row["form"]),
        formal=row["formal"],
        worth_alert=row["worth_alert"],
    )
