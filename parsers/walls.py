"""Pages that stand in front of a page: checks for robots, questions of consent, logins.

Known here by their titles, which begin so and say nothing else: an article may be about captchas,
and ordinary pages load the scripts of those who check for robots.
"""

from __future__ import annotations

import re

from parsers.not_article import NotArticle

TITLES: tuple[tuple[NotArticle, str, str], ...] = (
    (
        NotArticle.CHALLENGE,
        "Cloudflare",
        r"just a moment\W*$|attention required\W*(?:cloudflare\W*)?$",
    ),
    (NotArticle.CHALLENGE, "DDoS-Guard", r"ddos-guard\W*$"),
    (
        NotArticle.CHALLENGE,
        "a check for robots",
        r"checking your browser\b|access denied\W*$|are you (?:a )?(?:human|robot)"
        r"|verify(?:ing)? (?:that )?you are (?:a )?human|captcha\W*$|robot check\W*$"
        r"|проверка браузера|вы не робот|доступ ограничен\W*$",
    ),
    (
        NotArticle.CONSENT,
        "a consent page",
        r"before you continue\b|we value your privacy\W*$|(?:cookie|privacy) consent\W*$"
        r"|your privacy choices\W*$|согласие на использование файлов cookie",
    ),
    (
        NotArticle.LOGIN,
        "a login page",
        r"(?:log|sign) ?in\W*(?:$|to (?:continue|read)\b)|subscribe to (?:continue|read)\b"
        r"|вход на сайт\W*$|войти\W*$",
    ),
)
_TITLES = tuple((kind, who, re.compile(rf"(?i)^\s*(?:{marks})")) for kind, who, marks in TITLES)


def wall_titled(title: str) -> tuple[NotArticle, str] | None:
    """Say what wall a page of this title is, and whose; None for any other page."""
    short = title[:300]
    found = ((kind, who) for kind, who, pattern in _TITLES if pattern.search(short))
    return next(found, None)
