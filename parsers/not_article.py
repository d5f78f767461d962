"""What a page is that holds no article."""

from __future__ import annotations

from enum import StrEnum


class NotArticle(StrEnum):
    """What a page is that holds no article."""

    AUDIO = "audio"
    VIDEO = "video"
    GALLERY = "gallery"
    LISTING = "listing"  # a section, a tag, search results
    HOME = "home"
    PROGRAMME = "programme"  # a broadcast, with its schedule and episodes
    ERROR = "error"  # "page not found", whatever the server's status said
    CHALLENGE = "challenge"  # a check for robots in front of the page
    CONSENT = "consent"  # a question about cookies instead of the page
    LOGIN = "login"  # a wall of registration or payment
    FEED = "feed"
    SITEMAP = "sitemap"
    QUIZ = "quiz"
    DATA = "data"  # JSON, a wire item without text

    @property
    def phrase(self) -> str:
        """Its name in a sentence: "this is …"."""
        return _PHRASES[self]


_PHRASES: dict[NotArticle, str] = {
    NotArticle.AUDIO: "an audio page",
    NotArticle.VIDEO: "a video page",
    NotArticle.GALLERY: "a gallery",
    NotArticle.LISTING: "a list of other pages",
    NotArticle.HOME: "the home page of a site",
    NotArticle.PROGRAMME: "a programme page",
    NotArticle.ERROR: "an error page",
    NotArticle.CHALLENGE: "a check for robots",
    NotArticle.CONSENT: "a question about cookies",
    NotArticle.LOGIN: "a page for those who log in or pay",
    NotArticle.FEED: "a feed",
    NotArticle.SITEMAP: "a sitemap",
    NotArticle.QUIZ: "a quiz",
    NotArticle.DATA: "data",
}
