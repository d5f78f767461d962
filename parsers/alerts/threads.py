"""Which announcements are about the same ceasefire or meeting, and what each one changes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from parsers.records import Announcement, Decision, Member


class ThreadBook:
    """The threads known so far. ``place`` decides about one announcement and remembers it.

    Give it the members of all threads within ``WINDOW`` of the articles of a batch, then place
    the batch in the order of publication.
    """

    def __init__(self, members: Iterable[Member]) -> None:
        raise NotImplementedError

    def place(
        self,
        announcement: Announcement,
        *,
        version_id: str,
        article_id: str,
        source: str,
        as_of: datetime,
    ) -> Decision:
        """Decide whether the announcement is new, changes a thread, repeats it or is background."""
        raise NotImplementedError
