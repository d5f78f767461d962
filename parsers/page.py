"""Between ``parsers.article`` and the formats: a ``Page`` goes in, a ``Draft`` comes out.

A format is one module in ``parsers/formats/`` with a ``NAME``, a ``RANK`` (lower is asked first),
``recognise(page) -> bool`` and ``parse(page) -> Draft``. It reads what the document itself says.
Metadata, language, page type and the reconciling of dates are added behind it, the same for all.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from parsers.addresses import host_of
from parsers.markup import parse_markup, select_one, visible_lines
from parsers.not_article import NotArticle
from parsers.records import UNPUBLISHED, Basis, PageType, Published
from parsers.text import clean

if TYPE_CHECKING:
    from lxml.etree import _Element as Element


class NotAnArticle(Exception):  # noqa: N818 - read as a sentence: raise NotAnArticle(GALLERY)
    """The page was read well and is something else; ``str()`` names what, with its article.

    ``sure`` is False where the page only lacks what an article has.
    """

    def __init__(self, kind: NotArticle, name: str = "", *, sure: bool = True) -> None:
        super().__init__(name or kind.phrase)
        self.kind = kind
        self.sure = sure


class UnknownLayout(Exception):  # noqa: N818 - read as a sentence: raise UnknownLayout("tass", …)
    """A page of a format's source fits none of its layouts; ``looked_for`` says what was sought."""

    def __init__(self, format_name: str, looked_for: str) -> None:
        super().__init__(f"it fits no layout of format {format_name}: looked for {looked_for}")
        self.format_name = format_name
        self.looked_for = looked_for


@dataclass(frozen=True)
class Page:
    """A decoded capture. ``text`` is clean for a text file and markup for an HTML file."""

    text: str
    url: str = ""  # where it came from, "" for a file with no URL in its metadata
    is_html: bool = False
    zone: tzinfo | None = None  # of the source, as the watch list has it: for dates without any

    @cached_property
    def tree(self) -> Element:
        """The parsed markup; nobody may change it, since others read it too.

        Raises ValueError for one that no parser reads to its end.
        """
        return parse_markup(self.text)

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """The lines a reader sees: of the text, or of the whole visible page. Blank ones stay."""
        if not self.is_html:
            return tuple(self.text.split("\n"))
        return visible_lines(self.tree)

    @cached_property
    def host(self) -> str:
        """Lower-case host without "www."; of the canonical link for a saved page, or ""."""
        if self.url or not self.is_html:
            return host_of(self.url)
        link = select_one(self.tree, "link[rel~=canonical][href]")
        return host_of(link.get("href") or "") if link is not None else ""

    def is_from(self, *domains: str) -> bool:
        """Whether the URL is on one of the domains, or below one."""
        return any(self.host == domain or self.host.endswith("." + domain) for domain in domains)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What a format found in a page; "" or () where the page says nothing."""

    paragraphs: tuple[str, ...]
    layout: str = ""  # the version of the source's layout that fitted
    title: str = ""
    lead: str = ""
    source: str = ""
    source_basis: Basis = Basis.PAGE
    url: str = ""  # as the page gives it, perhaps relative
    byline: str = ""
    agency: str = ""
    dateline: str = ""
    dateline_date: Published = UNPUBLISHED  # basis DATELINE: MONTH_DAY, or DAY with a year
    section: str = ""
    language: str = ""  # as declared by the page
    published: Published = UNPUBLISHED  # basis PAGE
    updated_at: datetime | None = None
    captions: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    page_type: PageType | None = None  # None: to be judged by title, section and URL

    @property
    def has_body(self) -> bool:
        """Whether any paragraph holds something to read."""
        return any(clean(paragraph).strip() for paragraph in self.paragraphs)


class Format(Protocol):
    """The shape of a module in ``parsers/formats/``."""

    NAME: str
    RANK: int

    def recognise(self, page: Page) -> bool:
        """Tell whether the page is of this format, by its structure or its host."""

    def parse(self, page: Page) -> Draft:
        """Read the page.

        Raise ``NotAnArticle`` for another sort of page of this source, ``UnknownLayout`` for one
        whose text is not where any known layout has it.
        """
