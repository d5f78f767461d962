"""Where the war of an article is: the place of a ceasefire that its sentence leaves out."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from parsers import gazetteer
from parsers.announcements.cast import Entity
from parsers.announcements.sentences import Sentence
from parsers.records import Announcement, Kind

# So often must a region in dispute be named to be where the war is, unless the top names it.
_OFTEN = 2


def war_region(every: list[Sentence], named: dict[int, list[Entity]]) -> tuple[str, str]:
    """Return the region in dispute that the article is about and its country, or ("", "").

    It is named at the top or twice, and more often than any other.
    """
    counts: Counter[tuple[str, str]] = Counter()
    top: set[tuple[str, str]] = set()
    for sentence in every:
        for e in named[sentence.index]:
            if e.disputed:
                counts[e.party.name, e.party.country] += 1
                top |= {(e.party.name, e.party.country)} if sentence.on_top else set()
    ranked = counts.most_common(2)
    if not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return "", ""
    best, count = ranked[0]
    return best if best in top or count >= _OFTEN else ("", "")


def placed(events: tuple[Announcement, ...], region: tuple[str, str]) -> tuple[Announcement, ...]:
    """Return the events; a current ceasefire without a place is where the war is.

    That is the region in dispute, else the one country in which its armed groups fight.
    """
    return tuple(
        replace(e, place=where[0], place_country=where[1])
        if e.kind is Kind.CEASEFIRE and e.current and not e.place and any(where := _of(e, region))
        else e
        for e in events
    )


def _of(event: Announcement, region: tuple[str, str]) -> tuple[str, str]:
    if any(region):
        return region
    codes = {p.organisation for p in event.parties} - {""}
    countries = {gazetteer.fights_in().get(code, "") for code in codes} - {""}
    if len(countries) != 1:
        return "", ""
    code = countries.pop()
    return gazetteer.country_names().get(code, ""), code
