"""Web addresses in one form, so that one article has one address."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit, urlunsplit

# Added to addresses by those who share them; no part of what the address names.
_TRACKING = re.compile(r"(?i)^(?:utm_\w+|fbclid|gclid|yclid|mc_[ce]id|_openstat|at_\w+)(?:=|$)")
# Mirrors show a publisher's page under their own host: its canonical address is believed.
MIRRORS = ("cloudfront.net", "pangea-cms.com")


def web_address(url: str) -> str:
    """Bring an http(s) address to one form: no fragment, default port or tracking; "" for others.

    Scheme and host become lower case; the path keeps its case.
    """
    try:
        parts = urlsplit(url.strip())
        port = f":{parts.port}" if parts.port not in {None, 80, 443} else ""
    except ValueError:
        return ""
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        return ""
    query = "&".join(part for part in parts.query.split("&") if part and not _TRACKING.match(part))
    return urlunsplit((parts.scheme, parts.hostname + port, parts.path or "/", query, ""))


def canonical_address(fetched: str, stated: str, known: str) -> str:
    """Choose the address of an article.

    ``fetched`` is where the capture came from, no address for a file; ``stated`` what the page
    says, perhaps relative; ``known`` what a person wrote. A page speaks for its own host only, a
    mirror for its publisher's: else any site could pass its text off as a version of another's.
    """
    here = web_address(fetched)
    own = _joined(here or known, stated)
    if not here:
        return own or web_address(known)
    mirrored = any(host_of(here) == one or host_of(here).endswith("." + one) for one in MIRRORS)
    return own if own and (host_of(own) == host_of(here) or mirrored) else here


def host_of(url: str) -> str:
    """Give the host without the prefix of a device ("www.", "m.", "amp."); "" for no address."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    for prefix in ("www.", "m.", "amp."):
        host = host.removeprefix(prefix)
    return host


def _joined(base: str, stated: str) -> str:
    try:
        return web_address(urljoin(base, stated)) if stated else ""
    except ValueError:
        return ""
