"""Bytes in, Article out: picks the format, then adds what is the same for every format."""

from __future__ import annotations

import json
from datetime import UTC, tzinfo
from urllib.parse import urlsplit

from parsers.addresses import canonical_address, web_address
from parsers.formats import all_formats, format_named
from parsers.language import declared_language, detect_language
from parsers.markup import tame
from parsers.not_article import NotArticle
from parsers.page import Draft, Format, NotAnArticle, Page, UnknownLayout
from parsers.page_type import page_type_of
from parsers.paragraphs import display_title
from parsers.published import Evidence, reconcile, stated
from parsers.records import (
    Article,
    Basis,
    Capture,
    FileMetadata,
    Precision,
    Problem,
    Published,
)
from parsers.spoken import full_dates, infer_from_text, spoken_weekday
from parsers.text import Decoded, clean, clean_line, decode, is_markup, kind_of_binary, unescape

NOTHING = FileMetadata()
# What stands in front of a page instead of it: says something of the site, not of the page
WALLS = frozenset({NotArticle.CHALLENGE, NotArticle.CONSENT, NotArticle.LOGIN})


class Unreadable(Exception):  # noqa: N818 - it is no fault of the program
    """The capture holds no article; ``problem`` says why and what a person can do.

    ``page_type`` says what it is instead, where that is known.
    """

    def __init__(self, problem: Problem, page_type: NotArticle | None = None) -> None:
        super().__init__(problem.message)
        self.problem = problem
        self.page_type = page_type


def read_article(
    capture: Capture,
    metadata: FileMetadata | None = None,
    *,
    feed: FileMetadata | None = None,
    max_bytes: int = 10_000_000,
    format: str = "auto",  # noqa: A002 - the name of the setting
    language: str = "",
    zone: tzinfo | None = None,
) -> Article:
    """Read the article of a capture.

    ``metadata`` is what a person wrote of the file, ``feed`` what the feed item said that led to
    the page, ``language`` (ISO 639-1) and ``zone`` what the watch list says of its site: the
    page's own word counts more. ``format`` names a module of ``parsers/formats/``, or "auto".
    Raises ``Unreadable``; doubts that stop nothing are in ``Article.notes``.
    """
    reading = _Reading(capture, metadata or NOTHING, feed or NOTHING, language)
    decoded = reading.decode(max_bytes)
    try:
        return reading.read(decoded, format, zone)
    except Unreadable:
        raise
    except Exception as error:  # hostile markup must not stop the batch
        raise reading.unreadable(
            "parse_failed",
            f"a parser failed on it: {type(error).__name__}: {error!s:.200}",
            "report this with the capture; the other articles are not affected",
        ) from error


class _Reading:
    """One capture on its way to an article."""

    def __init__(
        self, capture: Capture, metadata: FileMetadata, feed: FileMetadata, site_language: str
    ) -> None:
        self.capture = capture
        self.site_language = site_language
        self.metadata = metadata
        self.feed = feed
        self.notes: list[Problem] = []

    def problem(self, code: str, message: str, cure: str, severity: str = "error") -> Problem:
        name = self.capture.uri.rsplit("/", 1)[-1] or self.capture.uri
        return Problem(
            "parse",
            code,
            self.capture.uri,
            f"{name}: {message}",
            cure,
            severity,
            self.capture.capture_id,
        )

    def unreadable(self, code: str, message: str, cure: str) -> Unreadable:
        return Unreadable(self.problem(code, message, cure))

    def note(self, code: str, message: str, cure: str) -> None:
        self.notes.append(self.problem(code, message, cure, "warning"))

    def decode(self, max_bytes: int) -> Decoded:
        """Refuse what is no text, and decode the rest."""
        body = self.capture.body
        if len(body) > max_bytes:
            raise self.unreadable(
                "too_large",
                f"it has {len(body):,} bytes, more than the {max_bytes:,} allowed",
                "give the article alone, or raise the limit",
            )
        if not body.strip():
            raise self.unreadable("empty", "the file is empty", "fetch or save it again")
        binary = kind_of_binary(body)
        if binary:
            raise self.unreadable(
                "not_text", f"this is {binary}, not text", "give the article as text or HTML"
            )
        decoded = decode(body, self.capture.media_type)
        broken = decoded.text.count("\ufffd")
        if broken > len(decoded.text) * 0.05 + 3:
            raise self.unreadable(
                "not_text", "this is binary data, not text", "give the article as text or HTML"
            )
        if decoded.doubt:
            self.note("encoding", decoded.doubt, "save the file as UTF-8")
        return decoded

    def read(self, decoded: Decoded, format_name: str, zone: tzinfo | None) -> Article:
        markup = is_markup(decoded.text)
        if markup:
            text = self.tamed(decoded.text)
        else:
            text = clean(decoded.text).strip()
            self.refuse_data(text)
        page = Page(text, web_address(self.capture.uri) or self.metadata.url, markup, zone)
        if markup:
            try:
                page.tree  # noqa: B018  parsing it is what may fail
            except ValueError as error:
                raise self.unreadable(
                    "too_large", f"it has {error}", "give the article alone"
                ) from None
        used, draft = self.draft(page, format_name)
        return self.article(page, used.NAME, draft)

    def tamed(self, text: str) -> str:
        try:
            return tame(text)
        except ValueError as error:
            raise self.unreadable(
                "too_large", f"it has {error}", "give the article alone"
            ) from None

    def refuse_data(self, text: str) -> None:
        """Refuse text that holds nothing, or that is for machines."""
        if not text:
            raise self.unreadable("empty", "no text is left in it", "fetch or save it again")
        if text[0] in "{[" and text[-1] in "}]":
            try:
                json.loads(text)
            except (ValueError, RecursionError):
                return  # an editor's note in brackets, for example
            raise self.unreadable("not_article", "this is JSON, not an article", "leave it out")

    def draft(self, page: Page, format_name: str) -> tuple[Format, Draft]:
        """Let the formats read the page; one that finds no body hands on to the next."""
        candidates = [found for found in all_formats() if found.recognise(page)]
        if format_name != "auto":
            named = format_named(format_name)
            if named is None:
                known = ", ".join(found.NAME for found in all_formats())
                raise self.unreadable(
                    "unknown_format",
                    f"there is no format “{format_name}”",
                    f"use auto or one of {known}",
                )
            candidates = [named]
        failed: list[str] = []
        unknown_layout = False
        for candidate in candidates:
            try:
                draft = candidate.parse(page)
            except UnknownLayout as unknown:
                # Its source is known and its design is not: told loudly, and read meanwhile by the
                # next format, so that no announcement is lost until the parser is mended.
                self.notes.append(
                    self.problem(
                        "unknown_layout",
                        str(unknown),
                        f"add its design to LAYOUTS in parsers/formats/{unknown.format_name}.py,"
                        " then `parley replay --apply`",
                    )
                )
                unknown_layout = True
                continue
            except NotAnArticle as other:
                if unknown_layout and not other.sure:
                    break
                problem = self.not_article(other)
                raise Unreadable(problem, other.kind) from None
            if draft.has_body:
                if failed:
                    self.note(
                        "layout_changed",
                        f"format {', '.join(failed)} found no text; {candidate.NAME} read it",
                        f"look at parsers/formats/{failed[0]}.py: the layout may have changed",
                    )
                return candidate, draft
            failed.append(candidate.NAME)
        if unknown_layout:
            raise Unreadable(self.notes[-1])
        raise self.unreadable(
            "no_text",
            f"no article text was found in it (tried: {', '.join(failed) or 'nothing'})",
            "see whether the page needs a browser, or is a list of other pages",
        )

    def not_article(self, other: NotAnArticle) -> Problem:
        """Say what the page is: where a feed led to it, a video among the news is no error."""
        said = f"this is {other}, not an article"
        if other.kind in WALLS:
            return self.problem(other.kind.value, said, "look at the address in a browser")
        if self.capture.source:
            return self.problem("not_article", said, "nothing: it is noted, and left", "warning")
        return self.problem("not_article", said, "leave it out")

    def article(self, page: Page, format_name: str, draft: Draft) -> Article:
        paragraphs = [_tidy(paragraph, page) for paragraph in draft.paragraphs]
        paragraphs = [paragraph for paragraph in paragraphs if paragraph]
        text = "\n\n".join(paragraphs)
        title, title_basis = self.title(_tidy(draft.title, page), text)
        url = canonical_address(self.capture.uri, draft.url, self.metadata.url)
        section = _tidy(draft.section, page)
        language, language_basis = _language(draft.language, self.site_language, f"{title}\n{text}")
        captions = tuple(_tidy(caption, page) for caption in draft.captions)
        source, source_basis = self.source(_tidy(draft.source, page), draft.source_basis)
        return Article(
            text=text,
            format=format_name,
            layout=draft.layout,
            title=title,
            title_basis=title_basis,
            lead=_tidy(draft.lead, page),
            source=source,
            source_basis=source_basis,
            url=url,
            byline=_tidy(draft.byline, page),
            agency=_tidy(draft.agency, page),
            dateline=_tidy(draft.dateline, page),
            section=section,
            language=language,
            language_basis=language_basis,
            published=self.published(draft, paragraphs, captions),
            updated_at=draft.updated_at,
            captions=tuple(dict.fromkeys(filter(None, captions))),
            tags=tuple(dict.fromkeys(filter(None, (_tidy(tag, page) for tag in draft.tags)))),
            page_type=draft.page_type or page_type_of(title, section, urlsplit(url).path),
            notes=tuple(self.notes),
        )

    def title(self, own: str, text: str) -> tuple[str, Basis]:
        for title, basis in (
            (own, Basis.PAGE),
            (self.feed.title, Basis.FEED),
            (self.metadata.title, Basis.METADATA),
        ):
            if title:
                return clean_line(title), basis
        return display_title(text) or text[:20], Basis.TEXT

    def source(self, own: str, own_basis: Basis) -> tuple[str, Basis]:
        for source, basis in (
            (own, own_basis),
            (self.feed.source, Basis.FEED),
            (self.metadata.source, Basis.METADATA),
        ):
            if source:
                return source, basis
        return "", Basis.NONE

    def published(
        self, draft: Draft, paragraphs: list[str], captions: tuple[str, ...]
    ) -> Published:
        """Reconcile all that is known of the date; contradictions and gaps become notes."""
        found, contradictions = reconcile(
            Evidence(
                page=draft.published,
                feed=stated(self.feed.published, Basis.FEED),
                metadata=stated(self.metadata.published, Basis.METADATA),
                dateline=draft.dateline_date,
                text=infer_from_text(paragraphs, captions, draft.dateline_date),
                weekday=spoken_weekday(paragraphs[0]),
                captions=tuple(day for caption in captions for day in full_dates(caption)),
                captured=self.capture.captured_at.astimezone(UTC).date(),
            )
        )
        # One row: the key of a problem is its code and subject.
        if contradictions:
            self.note(
                "date_contradiction",
                "; ".join(one.message for one in contradictions),
                contradictions[0].cure,
            )
        if found.precision is Precision.UNKNOWN:
            self.note(
                "date_unknown",
                "the text does not say when it was published, so “today” and “Monday” stay open",
                "give its date in metadata.toml: published = 2020-11-12",
            )
        elif found.precision is Precision.MONTH_DAY:
            self.note(
                "year_unknown",
                f"only month and day are known (“{found.text}”)",
                "give its date in metadata.toml: published = 2020-11-12",
            )
        return found


def _tidy(text: str, page: Page) -> str:
    """Put any field on one line; entities in plain text are read, in markup they already are."""
    return clean_line(text if page.is_html else unescape(text))


def _language(declared: str, of_site: str, text: str) -> tuple[str, Basis]:
    for said, basis in ((declared, Basis.PAGE), (of_site, Basis.METADATA)):
        if language := declared_language(said, text):
            return language, basis
    found = detect_language(text)
    return found, Basis.TEXT if found else Basis.NONE
