"""The people and bodies that an article names: an entity in a sentence, the cast of an article."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from parsers import gazetteer
from parsers.records import Party, Role


@dataclass(frozen=True, slots=True)
class Entity:
    """A name in a sentence; ``start`` and ``end`` are token indexes (end exclusive).

    ``sort`` is one of gazetteer.Name's, or person (introduced or known), office ("the Armenian
    president"), title (an office alone), name (a lone capitalised word, perhaps a surname),
    attribute ("US-backed").
    """

    start: int
    end: int
    party: Party
    sort: str
    disputed: bool = False  # a region whose name by itself brings up a conflict


class Cast:
    """The people of one article, by surname."""

    def __init__(self) -> None:
        self._by_surname: dict[str, Party] = {}
        self._by_first: dict[str, Party] = {}  # "Xi Jinping" is "Xi" later

    def introduce(self, party: Party) -> Party:
        """Remember a person and return what is known of them; the fuller introduction stays."""
        surname = _surname(party.name)
        known = self.get(party.name)
        if known is not None:
            party = replace(
                known,
                name=max(party.name, known.name, key=len),
                office=known.office or party.office,
                country=known.country or party.country,
                organisation=known.organisation or party.organisation,
            )
        self._by_surname[surname] = party
        if " " in party.name:
            self._by_first.setdefault(party.name.split()[0], party)
        return party

    def holder(self, office: str, country: str) -> Party | None:
        """Return the one person introduced with this office, of this country where one is given.

        One who was introduced without a country ("Chancellor Olaf Scholz") is the "German
        chancellor" where nobody else holds the office.
        """
        wanted = {office.lower()} if office.lower() != "leader" else _LEADING
        people = self._by_surname.values()
        holders = {p for p in people if p.office.lower() in wanted}
        if not holders and " " not in office:  # "the secretary" of state, "the envoy" special
            holders = {p for p in people if office.lower() in p.office.lower().split()}
        if country:
            own = {p for p in holders if p.country == country}
            stateless = {p for p in holders if not p.country}
            holders = own or (stateless if stateless == holders else set())
        if len(holders) != 1:
            return None
        party = holders.pop()
        if country and not party.country:
            party = self.introduce(replace(party, country=country))
        return party

    def get(self, name: str) -> Party | None:
        """Return the person with this surname or full name."""
        party = self._by_surname.get(_surname(name))
        if party is None and " " not in name:
            return self._by_first.get(name)
        both = party is not None and " " in name and " " in party.name
        if both and party is not None and name.split(maxsplit=1)[0] != party.name.split()[0]:
            return None  # another person of the same surname
        return party


# Who can be meant by "the leaders of A and B".
_LEADING = frozenset({"leader", "president", "prime minister", "premier", "chancellor", "king"})


def _surname(name: str) -> str:
    """Return the last word of a name; "al-Burhan", "Al-Burhan" and "Burhan" are one surname."""
    last = name.rsplit(maxsplit=1)[-1]
    return last[3:] if last[:3].lower() in {"al-", "el-"} else last


def distinct(parties: Iterable[Party]) -> tuple[Party, ...]:
    """Return the parties without repeats; a country named with its officials counts once."""
    seen: dict[tuple[str, str], Party] = {}
    for party in parties:
        seen.setdefault((party.name, party.office.lower()), party)
    with_office = {p.name for p in seen.values() if p.office}
    once: dict[str, Party] = {}
    for party in seen.values():
        if party.office or party.name not in with_office:
            once.setdefault(party.name, party)
    # "Aliyev met the Armenian PM": who is named by name speaks for the state or body.
    spoken_for = {_code(p) for p in once.values() if _code(p) and _person(p)}
    return tuple(p for p in once.values() if _person(p) or _code(p) not in spoken_for)


def sides(parties: Iterable[Party]) -> int:
    """Return how many sides are named: states, organisations, people without either."""
    named = (p for p in parties if p.named and p.role is Role.PARTY)
    return len({_code(p) or p.name for p in named})


def _code(party: Party) -> str:
    return party.organisation or party.country


def _person(party: Party) -> bool:
    """Return whether it is somebody by name, not a state, a body or an office alone."""
    return party.named and party.name not in gazetteer.names()
