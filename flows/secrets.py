"""Secrets: only from the environment or a Prefect block, and never in what people read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import quote

from flows.errors import ParleyError

PLACEHOLDER = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")

# Apprise addresses that need hold no secret: what a URL of any other kind names is a credential
# (a bot token, a webhook's path, a user key).
_OPEN = {
    *("json", "jsons", "xml", "xmls", "form", "forms", "mailto", "mailtos", "syslog", "rsyslog"),
    *("dbus", "gnome", "kde", "macosx", "windows"),
}
_SECRET_KEYS = re.compile(
    r"[?&][^=&]*(pass|token|secret|key|auth|user|pwd|sig)[^=&]*=(?!\$\{)[^&]", re.IGNORECASE
)
_CURE = "keep it in the environment and write ${NAME_OF_THE_VARIABLE} here, or use block"


def literal_secret(url: str) -> str:
    """Say, without repeating it, what in the URL looks like a secret written out; else ""."""
    scheme, separator, rest = url.partition("://")
    if not separator or not re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*", scheme):
        # A URL that is one variable as a whole is the safest way to write it.
        if PLACEHOLDER.fullmatch(url.strip()):
            return ""
        return "must be an Apprise URL such as json://host/path or ${VARIABLE}"
    authority = re.split(r"[/?#]", rest, maxsplit=1)[0]
    if "@" in authority:
        user, _, password = authority.rpartition("@")[0].partition(":")
        for part in (user, password):
            # A user name alone (mailto://desk@host) gives nothing away; one with a password does.
            if part and password and not PLACEHOLDER.fullmatch(part):
                return f"a user or password is written out before the “@”; {_CURE}"
    if _SECRET_KEYS.search(rest):
        return f"a secret is written out behind the “?”; {_CURE}"
    if scheme.lower() not in _OPEN and not PLACEHOLDER.search(rest):
        return f"what a {scheme}:// URL names is a secret, and it is written out; {_CURE}"
    return ""


def fill(url: str, environment: Mapping[str, str], channel: str) -> str:
    """Put the variables in. Raises ``ParleyError`` naming those that are not set.

    A value is quoted for a URL unless it is the whole URL.
    """
    missing = sorted({name for name in PLACEHOLDER.findall(url) if not environment.get(name)})
    if missing:
        raise ParleyError(
            f"channel “{channel}”: {', '.join(missing)} is not set in the environment.",
            cure=f"set {', '.join(missing)} where Parley runs, then `parley deliver`",
        )
    whole = PLACEHOLDER.fullmatch(url.strip())
    if whole:
        return environment[whole[1]]
    authority, at, rest = _parted(url)
    # A user or password is taken as it is; some services' credentials are several parts of the
    # URL ("TokenA/TokenB/TokenC").
    return _put_in(authority, environment, safe="") + at + _put_in(rest, environment, safe="/%")


def _parted(url: str) -> tuple[str, str, str]:
    """Part the URL behind "user:password@"; without one, all of it is in the last part."""
    before, at, rest = url.partition("@")
    if at and not re.search(r"[/?#]", before.partition("://")[2]):
        return before, at, rest
    return "", "", url


def _put_in(text: str, environment: Mapping[str, str], *, safe: str) -> str:
    return PLACEHOLDER.sub(lambda match: quote(environment[match[1]], safe=safe), text)
