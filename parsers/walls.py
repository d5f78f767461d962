"""Pages that stand in front of a page: checks for robots, questions of consent, logins.

Known by their titles, which begin so and say nothing else: an article may be about captchas. Their
marks (paths and names of scripts) tell whose a check is where something else says that it is one,
a status or a page too short for an article: ordinary pages load the same scripts.
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


# Who checks for robots, and what their pages hold
MARKS: tuple[tuple[str, str], ...] = (
    (
        "Cloudflare",
        r"challenges\.cloudflare\.com|/cdn-cgi/challenge-platform/|cf-browser-verification|_cf_chl_opt|cf-challenge",
    ),
    ("DDoS-Guard", r"/\.well-known/ddos-guard/|ddos-guard\.net/.{0,40}check"),
    ("Qrator", r"/__qrator/"),
    ("Imperva", r"/_Incapsula_Resource|Incapsula incident ID"),
    ("Akamai", r"errors\.edgesuite\.net|/_sec/cp_challenge/"),
    ("DataDome", r"captcha-delivery\.com|geo\.captcha-delivery"),
    ("PerimeterX", r"_pxCaptcha|px-captcha|/captcha/captcha\.js\?a=c"),
    ("Sucuri", r"sucuri_cloudproxy_js"),
    ("Yandex SmartCaptcha", r"/showcaptcha\?|smartcaptcha\.yandexcloud"),
    ("Anubis", r"/\.within\.website/x/cmd/anubis/"),
)
_MARKS = tuple((who, re.compile(rf"(?i){marks}")) for who, marks in MARKS)


def marked_by(text: str) -> str:
    """Say whose marks a page holds; "" for nobody's. An ordinary page may hold them too."""
    return next((who for who, marks in _MARKS if marks.search(text)), "")
