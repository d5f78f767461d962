"""Derived keys: the same natural key gives the same id on every machine, in every run."""

from __future__ import annotations

import hashlib

KEY_LENGTH = 16  # hex digits, 64 bits: a clash is unlikely below some hundred million rows


def digest(*parts: object, length: int = KEY_LENGTH) -> str:
    """Hex digest of the parts; their number and borders count, so ("a", "b") is not ("ab",)."""
    sha = hashlib.sha256()
    for part in parts:
        data = part if isinstance(part, bytes) else str(part).encode("utf-8", "surrogatepass")
        sha.update(len(data).to_bytes(8, "big"))
        sha.update(data)
    return sha.hexdigest()[:length]
