"""The records that pass between the rooms, in the order of the pipeline.

    Capture -> Article -> Announcement -> (thread) Decision -> Alert -> (delivery)

All are immutable. Instants are timezone-aware UTC ``datetime``; calendar days are ``date`` in the
zone of the source. The vocabulary (kind, status, current) is that of ``docs/detection.md``.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import StrEnum

from parsers.keys import digest


class Basis(StrEnum):
    """What a field of an article rests on, strongest first."""

    PAGE = "page"  # stated by the page itself, in a place meant for it
    FEED = "feed"  # stated by the feed item that led to the page
    METADATA = "metadata"  # stated by the metadata.toml beside the file
    DATELINE = "dateline"  # read from the dateline ("MOSCOW, November 12. /TASS/.")
    TEXT = "text"  # inferred from the running text
    NONE = "none"  # not known


class PageType(StrEnum):
    """What sort of page a capture holds. Only some sorts can announce something."""

    ARTICLE = "article"
    OPINION = "opinion"
    EXPLAINER = "explainer"
    TIMELINE = "timeline"
    LIVE = "live"


class Kind(StrEnum):
    """The two things Parley watches for."""

    CEASEFIRE = "ceasefire"
    MEETING = "meeting"


class Status(StrEnum):
    """What the text says of it; ``STATUSES`` says which go with which kind."""

    CALLED_FOR = "called_for"
    PROPOSED = "proposed"
    AGREED = "agreed"
    IN_FORCE = "in_force"
    EXTENDED = "extended"
    VIOLATED = "violated"
    REJECTED = "rejected"
    ENDED = "ended"
    PLANNED = "planned"
    UNDER_WAY = "under_way"
    HELD = "held"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"
    RULED_OUT = "ruled_out"


STATUSES: dict[Kind, tuple[Status, ...]] = {
    Kind.CEASEFIRE: (
        Status.CALLED_FOR,
        Status.PROPOSED,
        Status.AGREED,
        Status.IN_FORCE,
        Status.EXTENDED,
        Status.VIOLATED,
        Status.REJECTED,
        Status.ENDED,
    ),
    Kind.MEETING: (
        Status.CALLED_FOR,
        Status.PLANNED,
        Status.UNDER_WAY,
        Status.HELD,
        Status.POSTPONED,
        Status.CANCELLED,
        Status.RULED_OUT,
    ),
}


class Form(StrEnum):
    """How the parties of a meeting meet."""

    IN_PERSON = "in_person"
    PHONE = "phone"
    VIDEO = "video"
    UNKNOWN = "unknown"


class Precision(StrEnum):
    """How exact a time is. ``MONTH_DAY`` is a day whose year is not known."""

    MINUTE = "minute"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    MONTH_DAY = "month_day"
    UNKNOWN = "unknown"


class Role(StrEnum):
    """A party agrees or meets; a mediator brings parties together."""

    PARTY = "party"
    MEDIATOR = "mediator"


class Field(StrEnum):
    """The part of an article in which evidence stands."""

    TITLE = "title"
    LEAD = "lead"
    BODY = "body"


class Change(StrEnum):
    """What an announcement does to its thread."""

    NEW = "new"  # opens a thread
    CHANGED = "changed"  # changes its status, date, place or parties
    REPEAT = "repeat"  # says again what the thread says
    BACKGROUND = "background"  # not current: stored, in no thread


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that went wrong and stopped nothing else. One row in ``issues``.

    ``code`` is a stable word for scripts (``"empty"``, ``"too_large"``, ``"date_contradiction"``);
    ``message`` names the thing and what is wrong with it; ``cure`` says what a person can do.
    """

    stage: str  # capture, parse, detect, load, deliver, metadata
    code: str
    subject: str  # the file, URL or channel concerned
    message: str
    cure: str
    severity: str = "error"  # error: something is missing; warning: it went on with a doubt
    capture_id: str | None = None

    @property
    def issue_id(self) -> str:
        """Hex key: the same problem with the same thing is one row, however often it is seen."""
        return digest("issue", self.stage, self.code, self.subject, self.capture_id or "")


@dataclass(frozen=True, slots=True)
class ArchivePlace:
    """Where an exchange is in the web archive: its records follow each other in one file."""

    file: str  # relative to the archive's folder, with "/"
    offset: int  # bytes
    length: int  # bytes of all its records


@dataclass(frozen=True, slots=True)
class Capture:
    """What came over the wire or from a file, byte for byte."""

    uri: str  # "file:///…" or the URL it came from
    body: bytes
    captured_at: datetime  # UTC
    media_type: str = ""  # as declared by whoever sent it; a hint, never trusted
    source: str = ""  # name in the watch list; "" for a file
    archived: ArchivePlace | None = None  # None: its body is kept in the warehouse

    @property
    def sha256(self) -> str:
        """Hex SHA-256 of the body, as ``sha256sum`` prints it."""
        return hashlib.sha256(self.body).hexdigest()

    @property
    def capture_id(self) -> str:
        """Hex key of (body, uri)."""
        return digest("capture", self.sha256, self.uri)


@dataclass(frozen=True, slots=True)
class FileMetadata:
    """What a metadata.toml says of one file beside it; "" or None where it says nothing."""

    url: str = ""
    source: str = ""
    published: date | datetime | None = None  # a datetime carries its zone; without one, UTC
    title: str = ""
    note: str = ""  # how the above was established, for a person


@dataclass(frozen=True, slots=True)
class Published:
    """When an article was published, how exactly that is known, and what it rests on.

    ``at`` is set for precision MINUTE only; ``day`` for MINUTE and DAY, in the zone of the source;
    ``month_day`` (month, day) for MONTH_DAY. ``text`` is the wording it was read from.
    """

    precision: Precision = Precision.UNKNOWN
    basis: Basis = Basis.NONE
    at: datetime | None = None
    day: date | None = None
    month_day: tuple[int, int] | None = None
    utc_offset_minutes: int = 0
    text: str = ""

    @property
    def as_of(self) -> datetime | None:
        """The instant (UTC) for putting articles in order: ``at``, or the start of ``day``."""
        if self.at is not None:
            return self.at
        if self.day is not None:
            return datetime.combine(self.day, time.min, tzinfo=UTC)
        return None


UNPUBLISHED = Published()


@dataclass(frozen=True, slots=True)
class Article:
    """What a parser read in a capture. One version of one article.

    ``text`` is the body: paragraphs joined by one blank line, without title, lead, captions,
    datelines' boilerplate or navigation. Spans of evidence are character offsets into it.
    """

    text: str
    format: str  # the parser that read it: tass, today_az, pangea, plain, generic
    title: str = ""
    title_basis: Basis = Basis.NONE  # TEXT: a display title derived from the first sentence
    lead: str = ""
    source: str = ""  # the outlet, as people name it: "TASS", "RFE/RL"
    source_basis: Basis = Basis.NONE
    url: str = ""  # canonical URL, or ""
    byline: str = ""
    agency: str = ""  # the news agency credited with the text
    dateline: str = ""  # the city of the dateline, as written: "MOSCOW"
    section: str = ""
    language: str = ""  # ISO 639-1, or "" where it could not be told
    language_basis: Basis = Basis.NONE
    published: Published = UNPUBLISHED
    updated_at: datetime | None = None
    captions: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    page_type: PageType = PageType.ARTICLE
    layout: str = ""  # the version of the source's layout that fitted ("2020"); "" for a text
    notes: tuple[Problem, ...] = ()  # doubts met while parsing; they become issues rows

    @property
    def content_key(self) -> str:
        """Hex key of what a reader sees; white space does not count."""
        own_title = self.title if self.title_basis is not Basis.TEXT else ""
        return digest("content", " ".join(own_title.split()), " ".join(self.text.split()))

    @property
    def article_id(self) -> str:
        """Hex key of the canonical URL, or of the content where there is no URL."""
        return digest("article", self.url or self.content_key)

    @property
    def version_id(self) -> str:
        """Hex key of this version: the article and its content."""
        return digest("version", self.article_id, self.content_key)


@dataclass(frozen=True, slots=True)
class Party:
    """One who agrees or meets, as the article introduces them."""

    name: str  # "Sergei Lavrov", "Armenia", "OSCE Minsk Group"
    office: str = ""  # "Foreign Minister"
    country: str = ""  # ISO 3166-1 alpha-3, or ""
    organisation: str = ""  # code of parsers/lexicons/organisations.toml, or ""
    role: Role = Role.PARTY

    @property
    def named(self) -> bool:
        """False for an office or group alone ("the rebels"), which does not tell who it is."""
        return bool(self.country or self.organisation) or self.name.lower() != self.office.lower()


@dataclass(frozen=True, slots=True)
class When:
    """When it happens: the words, and the days they mean (inclusive, zone of the source)."""

    text: str = ""
    start: date | None = None
    end: date | None = None
    precision: Precision = Precision.UNKNOWN


NO_TIME = When()


@dataclass(frozen=True, slots=True)
class Announcement:
    """What an article says of one ceasefire or one meeting.

    ``start`` and ``end`` are character offsets of ``evidence`` in the article's ``field``;
    ``trigger`` is that of the word in it that names the event: one sentence can tell of two.
    """

    kind: Kind
    status: Status
    current: bool
    evidence: str
    field: Field
    start: int
    end: int
    confidence: float  # 0..1
    because: tuple[str, ...]  # readable cues, in the order in which they decided
    trigger: int = 0
    parties: tuple[Party, ...] = ()
    said_by: str = ""
    place: str = ""
    place_country: str = ""  # ISO 3166-1 alpha-3, or ""
    when: When = NO_TIME
    form: Form = Form.UNKNOWN
    formal: bool = False  # called_for: a formal invitation or offer by a leader or minister
    worth_alert: bool = False  # by the default rule of docs/detection.md, before any thread

    def key(self, version_id: str) -> str:
        """Hex key within an article version: kind, status, field, span and trigger."""
        span = (self.field, self.start, self.end, self.trigger)
        return digest("announcement", version_id, self.kind, self.status, *span)


@dataclass(frozen=True, slots=True)
class Member:
    """An announcement as a thread remembers it: enough to decide what is new."""

    announcement_id: str
    thread_id: str
    article_id: str
    source: str
    as_of: datetime  # UTC: when its article was published, or captured where that is unknown
    announcement: Announcement


@dataclass(frozen=True, slots=True)
class Decision:
    """What an announcement does to its thread, and why, in words an analyst can check."""

    announcement_id: str
    thread_id: str  # "" for background
    change: Change
    reason: str
    as_of: datetime  # UTC


@dataclass(frozen=True, slots=True)
class Alert:
    """A rule's decision that a change of a thread is worth a person's attention."""

    alert_id: str
    thread_id: str
    announcement_id: str
    rule: str
    change: Change
    reason: str
    as_of: datetime  # UTC: publication of the article that caused it
    channels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Notice:
    """An alert as one channel delivers it: everything a desk needs, in one record."""

    delivery_id: str  # the idempotency key: the same for every attempt
    channel: str
    alert: Alert
    announcement: Announcement
    created_at: datetime  # UTC
    title: str
    title_derived: bool
    source: str
    url: str  # canonical URL, or ""
    capture_uri: str  # where the bytes came from: a file or a URL
    published: Published
    attempts: int = 0  # attempts made before this one
