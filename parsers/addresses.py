"""Web addresses in one form, so that one article has one address.

``web_address`` brings the spelling to one form and takes tracking off; ``article_address`` also
maps views of an article (AMP, print) to the article. Both give "" for what is no http(s) address,
and both are idempotent. A host changes by a rule of ``parsers.address_rules`` only; scheme, "www."
and "m." stay, since another spelling may not answer: ``address_key`` compares without them.

courlan's normalisation was tried and not taken: it drops parameters that may name an article
("cid", "uid", an empty "id="), sorts the others, and writes punycode hosts out.
"""

from __future__ import annotations

import re
from ipaddress import AddressValueError, IPv6Address
from urllib.parse import urljoin, urlsplit

from parsers.address_rules import HINT, RULES, TRACKING, TRACKING_VALUES, VIEWS

# Mirrors show a publisher's page under their own host: its canonical address is believed.
MIRRORS = ("cloudfront.net", "pangea-cms.com")
LONGEST = 4_096  # characters; the sitemap protocol allows 2,047
PORTS = {"http": 80, "https": 443}

# What most addresses look like already; nothing below would change them.
_PLAIN = re.compile(
    r"https?://[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})+/(?:[\w~-][\w.~-]*(?:/[\w~-][\w.~-]*)*/?)?",
    re.ASCII,
)
# Around an address, browsers take white space and control characters off; in it, line ends.
_AROUND = "".join(map(chr, range(0x21))) + "\x7f\u00a0\ufeff\u200b"
_HOST = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,62})(?:\.[a-z0-9_][a-z0-9_-]{0,62})*")
# One percent sign with its digits, or one character that may not stand as it is (RFC 3986).
_IN_PATH = re.compile(r"%[0-9A-Fa-f]{2}|[^A-Za-z0-9._~!$&'()*+,;=:@/-]")
_IN_QUERY = re.compile(r"%[0-9A-Fa-f]{2}|[^A-Za-z0-9._~!$&'()*+,;=:@/?-]")
_UNRESERVED = re.compile(r"[A-Za-z0-9._~-]")
_DEVICE = re.compile(r"^(?:www\.)?(?:m\.)?(?=[^/]*\.)")


def web_address(url: str) -> str:
    """Bring an http(s) address to one form; "" for others.

    Lower-case scheme and host, punycode, no default port, dot segments, fragment or tracking; one
    way of percent-encoding. The path keeps its case, the parameters keep their order.
    """
    if _PLAIN.fullmatch(url) and len(url) <= LONGEST:
        return url
    found = _parts(url)
    return "" if found is None else _joined(*found)


def article_address(url: str) -> str:
    """Give the address of the article that an address shows, in one form; "" for no address."""
    return amp_to_article(web_address(url))


def amp_to_article(url: str) -> str:
    """Map a view of an article (AMP, print) to the article; any other address to its one form.

    ``m.`` hosts stay: whether the desktop page has the same path only the page itself can say
    (``canonical_address``).
    """
    url = web_address(url)
    # Views of views: an AMP cache of an AMP host of a page with /amp. Each step is shorter.
    while HINT.search(url) and (following := _one_view_less(url)) != url:
        url = following
    return url


def address_key(url: str) -> str:
    """Give what two spellings of one article share: host without "www." or "m.", path, query."""
    return _DEVICE.sub("", article_address(url).partition("://")[2])


def canonical_address(fetched: str, stated: str, known: str) -> str:
    """Choose the address of an article.

    ``fetched`` is where the capture came from, no address for a file; ``stated`` what the page
    says, perhaps relative; ``known`` what a person wrote. A page speaks for its own host only, a
    mirror for its publisher's: else any site could pass its text off as a version of another's.
    """
    here = article_address(fetched)
    own = article_address(resolve(here or known, stated))
    if not here:
        return own or article_address(known)
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


def resolve(base: str, stated: str) -> str:
    """Give the whole address of a link on the page ``base``; "" where it is no http(s) address."""
    stated = stated.strip(_AROUND)
    if _PLAIN.fullmatch(stated):
        return web_address(stated)
    try:
        return web_address(urljoin(base, stated)) if stated else ""
    except ValueError:
        return ""


_Parts = tuple[str, str, str, list[str]]  # scheme, host with port, path, parameters


def _parts(url: str) -> _Parts | None:
    """Take an address apart, each part in its one form; None for what is no http(s) address."""
    if len(url) > LONGEST:
        return None
    try:
        split = urlsplit(url.strip(_AROUND))
        scheme, port = split.scheme, split.port
        name = split.hostname or ""
    except ValueError:
        return None
    # A name and a password in an address would end up in logs, and in the hands of a redirect.
    host = _host(name) if scheme in PORTS and "@" not in split.netloc else ""
    if not host:
        return None
    shown = "" if port is None or port == PORTS[scheme] else f":{port}"
    path = _without_dots(_encoded(split.path, _IN_PATH)) or "/"
    query = _encoded(split.query, _IN_QUERY)
    return scheme, host + shown, path, _kept(query)


def _joined(scheme: str, host: str, path: str, query: list[str]) -> str:
    address = f"{scheme}://{host}{path}" + ("?" + "&".join(query) if query else "")
    return address if len(address) <= LONGEST else ""


def _host(name: str) -> str:
    """Bring a host name to lower-case ASCII (IDNA 2008, as the fetcher does); "" for none."""
    if ":" in name:
        try:
            return f"[{IPv6Address(name)}]" if "%" not in name else ""
        except AddressValueError:
            return ""
    if not name.isascii():
        import idna  # noqa: PLC0415 - rarely needed, and its tables are large

        try:
            name = idna.encode(name, uts46=True).decode("ascii")
        except (idna.IDNAError, UnicodeError):
            return ""
    name = name.lower().removesuffix(".")
    return name if len(name) <= 253 and _HOST.fullmatch(name) else ""


def _encoded(text: str, unfit: re.Pattern[str]) -> str:
    """Percent-encode what may not stand as it is, decode what may, and write digits upper case."""
    return unfit.sub(_encoded_one, text)


def _encoded_one(match: re.Match[str]) -> str:
    found = match.group()
    if len(found) == 3:
        char = chr(int(found[1:], 16))
        return char if _UNRESERVED.fullmatch(char) else found.upper()
    return "".join(f"%{byte:02X}" for byte in found.encode("utf-8", "replace"))


def _without_dots(path: str) -> str:
    """Resolve "." and ".." (RFC 3986, 5.2.4)."""
    if "/." not in path:
        return path
    kept: list[str] = []
    parts = path.split("/")
    for part in parts[1:]:
        if part == "..":
            kept[-1:] = []
        elif part != ".":
            kept.append(part)
    if parts[-1] in {".", ".."}:
        kept.append("")
    return "/" + "/".join(kept)


def _kept(query: str) -> list[str]:
    """Take tracking out of a query, and the remains of "&amp;" that was escaped twice."""
    kept = []
    for part in query.split("&"):
        own = part
        while own.startswith("amp;"):
            own = own.removeprefix("amp;")
        name, _, value = own.partition("=")
        known = TRACKING_VALUES.get(name.lower())
        if own and not TRACKING.fullmatch(name.lower()) and not (known and known.fullmatch(value)):
            kept.append(own)
    return kept


def _one_view_less(url: str) -> str:
    """Apply the first rule that fits, and take off parameters that ask for another view."""
    found = _parts(url) if url else None
    if found is None:
        return url
    scheme, host, path, query = found
    query = [part for part in query if not _asks_for_a_view(part)]
    place = host + path
    for rule in RULES:
        if match := rule.pattern.fullmatch(place):
            if "s" in rule.pattern.groupindex:
                scheme = "https" if match["s"] else "http"
            host, _, path = match.expand(rule.replacement).partition("/")
            path = "/" + path
            break
    # the path of a cache is an address of its own: its spelling is looked at again
    return web_address(_joined(scheme, host, path, query))


def _asks_for_a_view(part: str) -> bool:
    name, _, value = part.partition("=")
    known = VIEWS.get(name.lower())
    return known is not None and known.fullmatch(value) is not None
