"""One request and what came back: what the fetcher gives and the archive keeps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flows.errors import ParleyError

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request and its response, after redirects; ``payload`` as it came, ``body`` decompressed.

    A 304 has no body. Names of headers are lower case.
    """

    url: str  # as asked for
    final_url: str  # where the response came from
    status: int
    headers: Headers
    payload: bytes  # as sent: perhaps compressed, never chunked
    body: bytes
    request_headers: Headers
    http_version: str  # "HTTP/1.1" or "HTTP/2"
    peer: str  # the IP address that was connected to
    fetched_at: datetime  # UTC: when the last response began
    seconds: float
    redirects: tuple[tuple[int, str], ...] = ()  # (status, address) of each hop before the last

    def header(self, name: str) -> str:
        """Return a header by its name in lower case; "" where it is not there."""
        return next((value for key, value in self.headers if key == name), "")

    @property
    def media_type(self) -> str:
        """The Content-Type as declared, with its charset."""
        return self.header("content-type")

    @property
    def not_modified(self) -> bool:
        """Whether it is a 304: what we have is still what is there."""
        return self.status == 304


class FetchFailed(ParleyError):  # noqa: N818  named by what is the case
    """An address could not be fetched.

    ``code`` is a stable word for scripts: bad_address, private_address, dns, connect, tls, timeout,
    cut_off, bad_answer (no HTTP), too_large, bad_encoding, redirect_loop, bad_redirect, robots,
    challenge, consent, forbidden, gone, rate_limited, server_error, client_error, host_paused,
    run_limit.
    ``permanent``: trying the same address again cannot help. ``retry_at`` (UTC): not before then.
    """

    def __init__(
        self,
        code: str,
        message: str,
        cure: str,
        *,
        permanent: bool = False,
        retry_at: datetime | None = None,
        status: int | None = None,
    ) -> None:
        super().__init__(message, cure=cure)
        self.code = code
        self.permanent = permanent
        self.retry_at = retry_at
        self.status = status
