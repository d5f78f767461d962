"""What sharing, AMP and printing add to addresses: tables that ``parsers.addresses`` applies.

A parameter stands here only where it is known to say how a reader came, never what is shown. Names
that may name the article (id, p, story, cid, eid, uid …) stay out, whatever else they are used for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

# Names of parameters, whole and in lower case, as their senders document them.
TRACKING = re.compile(
    r"utm_\w+"  # Google Analytics' campaigns; Matomo and Yandex read them too
    r"|(?:mtm|pk|piwik)_\w+"  # Matomo
    r"|_ga|_gl|_gac|ga_(?:source|medium|campaign|content|term)"  # Google Analytics across sites
    r"|[gdy]clid|ysclid|fbclid|msclkid|ttclid|twclid|wbraid|gbraid|li_fat_id|rb_clickid|yadclid"
    r"|gad_(?:source|campaignid)|gclsrc|srsltid"  # clicks on Google's advertisements
    r"|mc_[ce]id|mkt_tok|_hsenc|_hsmi|hsctatracking|vero_id|oly_(?:enc|anon)_id|ml_subscriber(?:_hash)?"
    r"|at_\w+"  # Piano; the BBC and French papers
    r"|xtor|xts"  # AT Internet, Piano's ancestor
    r"|ns_(?:mchannel|source|campaign|linkname|fee)"  # Comscore
    r"|cmpid|icid|icmp|ocid|s_cid|wt[._]mc(?:_id)?|_openstat|igsh|igshid|smid|smtyp"
    r"|__twitter_impression|amp_js_v|amp_gsa|usqp|__tn__|__s"
)
# Parameters that track with these values only: "source=rss" does, "source=17" may be a page's own.
_CHANNELS = (
    r"rss|rss2|feed|rss_?feed|atom|twitter|facebook|fb|telegram|tg|whatsapp|viber|vk|ok|mail"
)
TRACKING_VALUES: dict[str, re.Pattern[str]] = {
    name: re.compile(rf"(?i)(?:{values})")
    for name, values in {
        "from": _CHANNELS,
        "source": _CHANNELS,
        "src": _CHANNELS,
        "ref": _CHANNELS,
        "referrer": _CHANNELS,
        "partner": r"rss|rssnyt|rss_?feed",  # The New York Times
        "emc": r"rss",
        "ref_src": r"twsrc(?:\^|%5E)\w+(?:(?:\||%7C)\w+(?:\^|%5E)\w*)*",  # pages shown in X
        "ref_url": r"https?(?::|%3A).*",
        "rss": r"1|true|",
        "feature": r"share|rss",
    }.items()
}
# Parameters that ask for another view of the same article.
VIEWS: dict[str, re.Pattern[str]] = {
    name: re.compile(rf"(?i)(?:{values})")
    for name, values in {
        "amp": r"|1|true|yes",
        "outputtype": r"amp",
        "output": r"amp",
        "print": r"1|y|yes|true",
        "printable": r"1|y|yes|true",
    }.items()
}


@dataclass(frozen=True, slots=True)
class Rule:
    """An address of a view of an article → that of the article.

    ``pattern`` is matched against "host/path", whole; the replacement gives host and path. A group
    "s" tells https from http, where the view carries the scheme in its path.
    """

    name: str
    pattern: re.Pattern[str]
    replacement: str


def _rule(name: str, pattern: str, replacement: str) -> Rule:
    return Rule(name, re.compile(pattern), replacement)


# Every view is known by one of these words; an address without them is spared the rules.
HINT = re.compile(r"(?i)(?<![a-z])amp(?![a-z])|ampproject|print")
_HOST = r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)+"
_SITE = r"[^/]+"  # with its port
# The last part of a path that names an article: it holds a digit or a hyphen. "/tag/amp/" stays.
_NAMED = r"[^/0-9-]*[0-9-][^/]*"
RULES: tuple[Rule, ...] = (
    # These three change the host.
    # Google's copies: https://a-example.cdn.ampproject.org/c/s/a.example/x, also v/ and wp/
    _rule(
        "AMP cache",
        rf"[a-z0-9_-]+\.cdn\.ampproject\.org/(?:c|v|wp)/(?P<s>s/)?({_HOST})(/.*)",
        r"\2\3",
    ),
    _rule(
        "AMP viewer",
        rf"(?:www\.)?google(?:\.[a-z]{{2,3}}){{1,2}}/amp/(?P<s>s/)?({_HOST})(/.*)",
        r"\2\3",
    ),
    _rule("AMP host", rf"amp\.({_HOST})(/.*)", r"\1\2"),
    # Pangea (RFE/RL, VOA): /amp/{slug}/{id}.html and /amp/{id}.html
    _rule("AMP of Pangea", rf"({_SITE})/amp/((?:[^/]+/)?[0-9]+\.html)", r"\1/a/\2"),
    # TASS: {url}/amp; WordPress: {url}amp/, where the slash belongs to the address
    _rule("AMP suffix", rf"({_SITE}(?:/[^/]+)*/{_NAMED})/amp(/?)", r"\1\2"),
    _rule("AMP ending", rf"({_SITE}(?:/[^/]+)*/{_NAMED})\.amp(\.html?)?", r"\1\2"),
    _rule("Today.Az print", r"((?:www\.)?today\.az)/print(/news/.+)", r"\1\2"),
    _rule("news.am print", r"((?:www\.)?news\.am/[a-z]{3})/print(/news/.+)", r"\1\2"),
)
