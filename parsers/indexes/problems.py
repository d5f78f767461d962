"""What is no index, said so that a person can mend it."""

from __future__ import annotations

import re

from parsers.text import clean_line, unescape
from parsers.walls import marked_by


class NotAnIndex(Exception):  # noqa: N818 - read as a sentence: raise NotAnIndex("empty", …)
    """The answer lists nothing: ``code`` for programs, ``message`` and ``cure`` for people.

    Codes: empty, too_short, html_instead, challenge, not_a_feed, not_a_sitemap, not_a_listing,
    too_large, too_many, bad_gzip.
    """

    def __init__(self, code: str, message: str, cure: str) -> None:
        """Keep the three apart; ``str()`` joins the message and the cure."""
        super().__init__(f"{message}; {cure}")
        self.code = code
        self.message = message
        self.cure = cure


# Words that readers of a robot check see. They count on a short page only: an article may be about
# captchas.
_CHALLENGE_WORDS = re.compile(
    r"(?i)just a moment|attention required|checking (?:your|if the site) (?:browser|connection)"
    r"|are you (?:a )?(?:human|robot)|verify(?:ing)? (?:that )?you are (?:a )?human|not a robot"
    r"|enable javascript and cookies|access (?:to this page has been )?denied|captcha"
    r"|проверка (?:браузера|безопасности)|вы не робот|доступ (?:запрещ[её]н|ограничен)"
)
SHORT_PAGE = 3_000  # characters of a page without its scripts, below which its words are judged
_TITLE = re.compile(r"(?is)<title[^<>]{0,200}>(.{0,300}?)</title")
_SCRIPT = re.compile(r"(?i)<(?:script|style)\b")
_SCRIPT_END = re.compile(r"(?i)</(?:script|style)\s*>")
_TAGS = re.compile(r"<[^<>]{0,2000}>")


def challenge_in(text: str) -> str:
    """Say who asks for a browser ("Cloudflare", "a robot check"); "" for any other page."""
    head = text[:200_000]
    # a whole page may load the same script as a challenge does: it has far more to say
    seen = _TAGS.sub(" ", " ".join(_SCRIPT.split(part, 1)[0] for part in _SCRIPT_END.split(head)))
    if len(clean_line(seen)) > SHORT_PAGE:
        return ""
    if who := marked_by(head):
        return who
    return "a robot check" if _CHALLENGE_WORDS.search(seen) else ""


def title_of(text: str) -> str:
    """Give the title of an HTML page, short enough for a message."""
    match = _TITLE.search(text[:200_000])
    return shortened(clean_line(unescape(match.group(1))), 80) if match else ""


def shortened(text: str, length: int) -> str:
    """Cut a text for a message."""
    return text if len(text) <= length else text[: length - 1] + "…"


def html_instead(text: str, what: str) -> NotAnIndex:
    """Say that an HTML page came where ``what`` ("a feed") should be, and which page it is."""
    if who := challenge_in(text):
        return challenged(who)
    title = title_of(text)
    named = f", titled “{title}”" if title else ""
    return NotAnIndex(
        "html_instead",
        f"an HTML page{named}, came instead of {what}"
        if named
        else f"an HTML page came, not {what}",
        "open the address in a browser: it may have moved, or ask for a login;"
        " “parley sources add” finds the feeds of a site",
    )


def challenged(who: str) -> NotAnIndex:
    """Say that a robot check stands before the page."""
    return NotAnIndex(
        "challenge",
        f"a page that checks for a browser came ({who})",
        "ask the publisher to let the User-Agent through, poll less often, or take another index",
    )
