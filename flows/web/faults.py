"""What went wrong in one attempt, as a ``FetchFailed`` and what it says of the host.

Statuses follow RFC 9110; which of them are worth another attempt is a table here.
"""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import StrEnum

import h2.exceptions
import h11
import httpcore

from flows.web.exchange import FetchFailed

# What httpcore, and h2 below it, raise for a connection or an answer that went wrong.
TRANSPORT_ERRORS = (
    httpcore.NetworkError,
    httpcore.TimeoutException,
    httpcore.ProtocolError,
    h2.exceptions.H2Error,
    OSError,  # with ssl.SSLError: a secure connection may break while it is read
)


class Blame(StrEnum):
    """What a failed attempt says of the host."""

    NONE = "none"  # it answered
    UNKNOWN = "unknown"  # nothing: it was not asked
    PAGE = "page"  # one page may do this by itself; several in a row are the host
    HOST = "host"  # nothing on it can be reached
    FORBIDS = "forbids"  # it does not want us on this page, or at all
    SLOWER = "slower"  # it wants us to come less often
    WALL = "wall"  # it shows robots something else than its pages


@dataclass(frozen=True, slots=True)
class Fault:
    """A failed attempt. ``again``: another may go well. ``wait_seconds``: Retry-After, if said."""

    error: FetchFailed
    blame: Blame = Blame.NONE
    again: bool = False
    wait_seconds: float | None = None


_CODES = {
    401: "forbidden",
    402: "forbidden",
    403: "forbidden",
    404: "gone",
    407: "forbidden",
    410: "gone",
    429: "rate_limited",
    451: "forbidden",
}
# A person at the server, or a moment later, may change these; of all other 4xx the page is sure.
_MAY_CHANGE = frozenset({401, 402, 403, 407, 408, 409, 421, 423, 425, 429, 451})
_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})
_CURES = {
    "gone": "nothing: the page is no longer there",
    "forbidden": "read what the site allows; a contact under [fetch] tells it who asks",
    "rate_limited": "raise host_interval_seconds under [fetch], or poll the source less often",
    "server_error": "nothing: it is tried again by itself",
    "client_error": "open the address in a browser; correct it in the watch list",
}


def of_status(url: str, status: int, retry_after: str, now: datetime, longest: float) -> Fault:
    """Judge a status that is no success. ``longest``: more seconds of Retry-After are cut."""
    code = _CODES.get(status, "server_error" if status >= 500 else "client_error")
    error = FetchFailed(
        code,
        f"{url}: the server answered {status}.",
        _CURES[code],
        permanent=status < 500 and status not in _MAY_CHANGE,
        status=status,
    )
    blame = Blame.NONE
    if status >= 500:
        blame = Blame.PAGE
    elif code == "forbidden":
        blame = Blame.FORBIDS
    elif code == "rate_limited":
        blame = Blame.SLOWER
    wait = seconds_to_wait(retry_after, now, longest) if status in {429, 503} else None
    return Fault(error, blame, again=status in _AGAIN, wait_seconds=wait)


def seconds_to_wait(retry_after: str, now: datetime, longest: float) -> float | None:
    """Read a Retry-After: seconds, or an HTTP date (RFC 9110, 10.2.3); None for anything else."""
    text = retry_after.strip()
    if text.isascii() and text.isdigit():
        return min(float(text[:12]), longest)
    try:
        at = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    if at.tzinfo is None:
        at = at.replace(tzinfo=UTC)
    return min(max(0.0, (at - now).total_seconds()), longest)


def of_error(url: str, error: Exception) -> Fault:
    """Judge what the transport raised."""
    tls = _tls_error(error)
    if tls is not None:
        why = getattr(tls, "verify_message", "") or tls.reason or str(tls)
        return Fault(
            FetchFailed(
                "tls",
                f"{url}: no secure connection: {why}.",
                "open the address in a browser; if it complains too, the site has to mend it",
            ),
            Blame.HOST,
        )
    if isinstance(error, httpcore.ConnectTimeout | httpcore.ConnectError):
        code = "timeout" if isinstance(error, httpcore.ConnectTimeout) else "connect"
        return Fault(
            FetchFailed(
                code, f"{url}: no connection: {error}.", "nothing: it is tried again by itself"
            ),
            Blame.HOST,
            again=True,
        )
    if isinstance(error, httpcore.TimeoutException):
        return timeout(url, 0.0)
    if _broke_the_rules(error):
        # What a server sent beyond one answer is read as the next one: another attempt has a new
        # connection.
        return Fault(
            FetchFailed(
                "bad_answer",
                f"{url}: the answer is no HTTP: {error}.",
                "nothing: it is tried again by itself; if it stays, the site has to mend it",
            ),
            Blame.PAGE,
            again=True,
        )
    return cut_off(url, str(error) or type(error).__name__)


def of_guard(error: FetchFailed) -> Fault:
    """Judge what our own side of the connection raised: no address, or one that is refused."""
    if error.code == "dns":
        return Fault(error, Blame.HOST, again=True)
    return Fault(error, Blame.UNKNOWN)


def cut_off(url: str, why: str) -> Fault:
    """Give the fault of an answer that ended before its end."""
    return Fault(
        FetchFailed(
            "cut_off", f"{url}: the answer was cut off: {why}.", "nothing: it is tried again"
        ),
        Blame.PAGE,
        again=True,
    )


def timeout(url: str, seconds: float) -> Fault:
    """Give the fault of an answer that took too long."""
    within = f" within {seconds:g} s" if seconds else ""
    return Fault(
        FetchFailed(
            "timeout",
            f"{url}: no whole answer{within}.",
            "nothing: it is tried again; for a slow site raise total_seconds under [fetch]",
        ),
        Blame.PAGE,
        again=True,
    )


def too_large(url: str, limit: int) -> Fault:
    """Give the fault of an answer over the limit."""
    return Fault(
        FetchFailed(
            "too_large",
            f"{url}: more than {limit:,} bytes after decompression.",
            "raise max_bytes under [fetch] if the page is worth it",
            permanent=True,
        )
    )


def bad_encoding(url: str, why: str) -> Fault:
    """Give the fault of an answer that cannot be decompressed."""
    return Fault(
        FetchFailed(
            "bad_encoding",
            f"{url}: the answer cannot be decompressed: {why}.",
            "nothing here: the site has to mend it",
        )
    )


def bad_redirect(url: str, why: str, *, code: str = "bad_redirect") -> Fault:
    """Give the fault of a redirect that is not followed."""
    return Fault(
        FetchFailed(
            code,
            f"{url}: {why}.",
            "open the address in a browser, and put the one that it ends at into the watch list",
        )
    )


def wall(url: str, status: int, found: str) -> Fault:
    """Give the fault of a page that stands before the pages: "challenge: …" or "consent: …"."""
    code, _, whose = found.partition(": ")
    what = "asks for consent" if code == "consent" else "checks for robots"
    return Fault(
        FetchFailed(
            code,
            f"{url}: instead of the page the site {what} ({whose or code}, status {status}).",
            "ask the site for access, or use its feed; Parley does not get around such pages",
            status=status,
        ),
        Blame.WALL,
    )


def _tls_error(error: BaseException) -> ssl.SSLError | None:
    return next((one for one in (error, *error.args) if isinstance(one, ssl.SSLError)), None)


def _broke_the_rules(error: Exception) -> bool:
    if isinstance(error, h2.exceptions.H2Error | httpcore.LocalProtocolError):
        return True
    # httpcore keeps the cause among the arguments only
    return "peer closed" not in str(error) and any(
        isinstance(one, h11.RemoteProtocolError) for one in error.args
    )
