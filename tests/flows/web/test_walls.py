"""Which pages are taken for walls, and which are not."""

from __future__ import annotations

import pytest

from flows.web.walls import simple_wall


def page(title: str, more: str = "") -> bytes:
    return f"<html><head><title>{title}</title></head><body>{more}</body></html>".encode()


@pytest.mark.parametrize(
    ("status", "headers", "body", "found"),
    [
        (403, (("cf-mitigated", "challenge"),), b"", "challenge: Cloudflare"),
        (503, (), page("Just a moment..."), "challenge: Cloudflare"),
        (200, (), page("DDoS-Guard"), "challenge: DDoS-Guard"),
        (403, (), page("", "<script src='/_Incapsula_Resource?x'>"), "challenge: Imperva"),
        (200, (), page("Are you a robot?"), "challenge: a check for robots"),
        (200, (), page("Before you continue"), "consent: a consent page"),
        (403, (), page("Forbidden"), None),
        (200, (), page("Just a moment of silence for the ferry"), None),
        (200, (), page("Who is behind DDoS-Guard"), None),
        # Cloudflare puts its script into ordinary pages too
        (200, (), page("News", "<script src='/cdn-cgi/challenge-platform/x'>"), None),
        (404, (), page("Not found", "<script src='/cdn-cgi/challenge-platform/x'>"), None),
        (200, (), page("Just a moment...", "x" * 30_000), None),
    ],
)
def test_walls(
    status: int, headers: tuple[tuple[str, str], ...], body: bytes, found: str | None
) -> None:
    assert simple_wall(status, headers, body) == found
