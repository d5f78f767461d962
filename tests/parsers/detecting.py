"""Short ways to run detection in tests."""

from __future__ import annotations

from datetime import date

from parsers.announcements import detect
from parsers.records import Announcement, Article, Basis, PageType, Precision, Published

DAY = date(2024, 5, 7)  # a Tuesday


def headline(title: str, day: date = DAY) -> tuple[Announcement, ...]:
    """Detect in a title with an empty body."""
    return detect(_article("", day, title=title))


def article_of(title: str, day: date = DAY) -> Article:
    """Return an article that is a title with an empty body."""
    return _article("", day, title=title)


def body(*paragraphs: str, day: date | None = DAY, title: str = "") -> tuple[Announcement, ...]:
    """Detect in a body of paragraphs."""
    return detect(_article("\n\n".join(paragraphs), day, title=title))


def opinion(text: str) -> tuple[Announcement, ...]:
    """Detect in an opinion piece."""
    return detect(_article(text, DAY, page_type=PageType.OPINION))


def _article(
    text: str, day: date | None, *, title: str = "", page_type: PageType = PageType.ARTICLE
) -> Article:
    published = Published(Precision.DAY, Basis.METADATA, None, day) if day else Published()
    return Article(
        text=text,
        format="plain",
        title=title,
        title_basis=Basis.PAGE if title else Basis.NONE,
        language="en",
        published=published,
        page_type=page_type,
    )


def pairs(found: tuple[Announcement, ...]) -> set[tuple[str, str]]:
    """Return the current (kind, status) pairs."""
    return {(str(a.kind), str(a.status)) for a in found if a.current}


def alerts(found: tuple[Announcement, ...]) -> bool:
    """Return whether anything is worth an alert by the default rule."""
    return any(a.worth_alert for a in found)
