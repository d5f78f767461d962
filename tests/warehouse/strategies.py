"""Any record that the pipeline could make, for the property tests."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import strategies as st

from parsers.records import (
    STATUSES,
    Alert,
    Announcement,
    Article,
    Basis,
    Capture,
    Change,
    Decision,
    Field,
    Form,
    Kind,
    PageType,
    Party,
    Precision,
    Problem,
    Published,
    Role,
    When,
)
from tests.warehouse.examples import AWKWARD

# Anything but half characters, which are no text (bulk.clean).
texts = st.one_of(st.text(st.characters(exclude_categories=["Cs"]), max_size=30), st.just(AWKWARD))
some_texts = st.lists(texts, max_size=3).map(tuple)
EARLY, LATE = datetime.fromisoformat("1900-01-01"), datetime.fromisoformat("2100-01-01")
instants = st.datetimes(EARLY, LATE, timezones=st.just(UTC))
maybe_dates = st.none() | st.dates()

publications = st.builds(
    Published,
    precision=st.sampled_from(Precision),
    basis=st.sampled_from(Basis),
    at=st.none() | instants,
    day=maybe_dates,
    month_day=st.none() | st.tuples(st.integers(1, 12), st.integers(1, 31)),
    utc_offset_minutes=st.integers(-840, 840),
    text=texts,
)
articles = st.builds(
    Article,
    text=texts,
    format=texts,
    title=texts,
    title_basis=st.sampled_from(Basis),
    lead=texts,
    source=texts,
    source_basis=st.sampled_from(Basis),
    url=texts,
    byline=texts,
    agency=texts,
    dateline=texts,
    section=texts,
    language=texts,
    language_basis=st.sampled_from(Basis),
    published=publications,
    updated_at=st.none() | instants,
    captions=some_texts,
    tags=some_texts,
    page_type=st.sampled_from(PageType),
)
parties = st.builds(Party, texts, texts, texts, texts, st.sampled_from(Role))
announcements = st.sampled_from(Kind).flatmap(
    lambda kind: st.builds(
        Announcement,
        kind=st.just(kind),
        status=st.sampled_from(STATUSES[kind]),
        current=st.booleans(),
        evidence=texts,
        field=st.sampled_from(Field),
        start=st.integers(0, 100_000),
        end=st.integers(0, 100_000),
        confidence=st.floats(0, 1),
        because=some_texts,
        parties=st.lists(parties, max_size=3).map(tuple),
        said_by=texts,
        place=texts,
        place_country=texts,
        when=st.builds(When, texts, maybe_dates, maybe_dates, st.sampled_from(Precision)),
        form=st.sampled_from(Form),
        formal=st.booleans(),
        worth_alert=st.booleans(),
    )
)
captures = st.builds(Capture, uri=texts, body=st.binary(max_size=50), captured_at=instants)
problems = st.builds(
    Problem, texts, texts, texts, texts, texts, texts, capture_id=st.none() | texts
)


def decisions(announcement_id: str) -> st.SearchStrategy[Decision]:
    """Return decisions about that announcement."""
    return st.builds(
        Decision,
        announcement_id=st.just(announcement_id),
        thread_id=st.sampled_from(["one", "two"]),
        change=st.sampled_from(Change),
        reason=texts,
        as_of=instants,
    )


def alerts(announcement_id: str) -> st.SearchStrategy[Alert]:
    """Return alerts about that announcement."""
    return st.builds(
        Alert,
        alert_id=st.text("0123456789abcdef", min_size=1, max_size=16),
        thread_id=texts,
        announcement_id=st.just(announcement_id),
        rule=texts,
        change=st.sampled_from(Change),
        reason=texts,
        as_of=instants,
        channels=st.lists(texts, unique=True, max_size=3).map(tuple),
    )
