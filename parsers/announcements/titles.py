"""Offices and groups without a name: how much of the words around them tells who they are."""

from __future__ import annotations

# In front of an office or group these tell which one.
TELLING = frozenset(
    "local military village tribal rival warring opposing two three four five both regional "
    "political army brigade rebel opposition government religious interim transitional legitimate "
    "armed foreign defence defense internationally recognised recognized exiled elected "
    "civilian".split()
)


def of_whom(lows: list[str], end: int) -> int:
    """Return the end of "of the two armies", "from both sides" behind an office, else ``end``."""
    if lows[end : end + 1] not in (["of"], ["from"]):
        return end
    at = end + 1
    while at < len(lows) and lows[at] in TELLING | {"the", "their", "its"}:
        at += 1
    counted = lows[at - 1] in {"two", "three", "both", "four"} and at < len(lows)
    known = at < len(lows) and (lows[at] in _WHOM or (counted and lows[at].endswith("s")))
    return at + 1 if known else end


# Of whom an office can be that names nobody.
_WHOM = frozenset(
    "countries states nations sides parties armies groups army camps neighbours neighbors families "
    "powers administration bloc forces factions militias tribes communities governments".split()
)
