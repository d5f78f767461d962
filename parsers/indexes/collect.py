"""Items of an index become links: one form of address, each once, what is wrong counted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import tzinfo

from parsers.addresses import article_address, resolve
from parsers.indexes.problems import shortened
from parsers.indexes.stated import instant_of, published_of
from parsers.language import declared_language
from parsers.records import UNPUBLISHED
from parsers.text import clean_line, unescape
from parsers.watching import Link

LONGEST_TITLE = 500  # characters; longer ones are the text of the article
LONGEST_SECTION = 100
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,1000}>|<!--.{0,1000}?-->")


class Collector:
    """Takes the items of one index in its order."""

    def __init__(self, base: str, articles: str, zone: tzinfo | None, most: int) -> None:
        """Set what holds for all items.

        ``articles`` is a regular expression that must be found in an address; ``most`` is the
        number of items that are looked at.
        """
        self._base = base
        self._wanted = re.compile(articles).search if articles else None
        self._zone = zone
        self._most = most
        self._links: dict[str, Link] = {}
        self._seen = 0
        self._unwanted = 0
        self._faults: dict[str, tuple[int, str]] = {}  # fault: how often, and the first example

    @property
    def is_full(self) -> bool:
        """Whether as many items were taken as will be looked at."""
        return self._seen >= self._most

    @property
    def links(self) -> tuple[Link, ...]:
        """The links so far."""
        return tuple(self._links.values())

    def add(
        self,
        stated: str,
        *,
        title: str = "",
        published: str = "",
        updated: str = "",
        section: str = "",
        language: str = "",
    ) -> None:
        """Take an item as the index states it: address, perhaps relative, and texts or ""."""
        self._seen += 1
        if not stated.strip():
            self._fault("without a link", title)
            return
        url = article_address(resolve(self._base, stated))
        if not url:
            self._fault("whose link is no web address", stated)
            return
        if url in self._links:
            return
        if self._wanted and not self._wanted(url):
            self._unwanted += 1
            return
        when = published_of(published, self._zone) if published else UNPUBLISHED
        if published.strip() and when is UNPUBLISHED:
            self._fault("with a date that cannot be believed", published)
        self._links[url] = Link(
            url=url,
            title=plain_line(title, LONGEST_TITLE),
            published=when,
            updated_at=instant_of(updated, self._zone) if updated else None,
            section=plain_line(section, LONGEST_SECTION),
            language=declared_language(language, title) if language else "",
        )

    def doubts(self) -> Iterator[str]:
        """Say what was wrong with the items, one line a fault, with the first example."""
        if not self._seen:
            yield "it lists nothing"
        for fault, (count, example) in self._faults.items():
            named = f", such as “{shortened(clean_line(example), 60)}”" if example.strip() else ""
            yield f"{count} of {self._seen} item(s) {fault}{named}"
        if self._unwanted and not self._links:
            yield f"none of the {self._unwanted} address(es) fits “articles” of the source"

    def _fault(self, fault: str, example: str) -> None:
        count, first = self._faults.get(fault, (0, example))
        self._faults[fault] = (count + 1, first)


def plain_line(text: str, most: int) -> str:
    """Make one line of a title or section that may hold markup and entities, however escaped."""
    text = text[: most * 10]
    for _ in range(2):  # some feeds escape what is escaped already
        if "<" in text:
            text = _TAG.sub("", text)
        if "&" in text:
            text = unescape(text)
    return shortened(clean_line(text), most)
