"""Who is named: countries, organisations, groups and people, as a sentence writes them.

People are known by the way the article introduces them ("Russian Foreign Minister Sergei
Lavrov"); a later "Lavrov" is the same person. There is no list of people.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from parsers import gazetteer
from parsers.announcements.lexicon import Lexicon
from parsers.announcements.sentences import Sentence
from parsers.records import Party

# Capitalised words that are no part of a person's name.
_NOT_NAMES = frozenset(
    "The A An In On At For But And Of He She They It We I His Her Their This That These Those When While After Before "
    "As If There Both Earlier Later Also Official Officials According However Monday Tuesday Wednesday Thursday Friday "
    "Saturday Sunday January February March April May June July August September October November December Mr Mrs Ms Dr "
    "Reuters AFP AP TASS Interfax Trend Twitter Telegram Facebook X BBC CNN News Agency Press Ministry Minister "
    "President Prime Foreign Defense Defence Secretary State General Council Army Forces War Group Group's With By To From "
    "Who What Why How Where No Not Yes New Old North South East West Northern Southern Eastern Western Central Middle Gulf "
    "Jewish Muslim Christian Arab Islamic European African Asian Orthodox Sea Street Square Palace House Office Live Updates Update "
    "Breaking Watch Exclusive Analysis Opinion".split()
)  # fmt: skip
_LINKS = frozenset({"al", "bin", "ibn", "el", "de", "van", "von", "der", "ben", "abu", "da", "la"})


@dataclass(frozen=True, slots=True)
class Entity:
    """A name in a sentence; ``start`` and ``end`` are token indexes (end exclusive)."""

    start: int
    end: int
    party: Party
    sort: str  # those of gazetteer.Name, and person, office

    @property
    def actor(self) -> bool:
        """True for those who can agree or meet."""
        return self.sort != "region"


class Cast:
    """The people of one article, by surname."""

    def __init__(self) -> None:
        self._by_surname: dict[str, Party] = {}

    def introduce(self, party: Party) -> None:
        """Remember a person; the fuller introduction stays."""
        surname = party.name.split()[-1]
        known = self._by_surname.get(surname)
        if known is None:
            self._by_surname[surname] = party
            return
        longer = party.name if len(party.name) > len(known.name) else known.name
        self._by_surname[surname] = replace(
            known,
            name=longer,
            office=known.office or party.office,
            country=known.country or party.country,
        )

    def get(self, name: str) -> Party | None:
        """Return the person with this surname or full name."""
        party = self._by_surname.get(name.split()[-1])
        if party and " " in name and " " in party.name and name.split()[0] != party.name.split()[0]:
            return None
        return party


def entities(sentence: Sentence, cast: Cast, lexicon: Lexicon) -> list[Entity]:
    """Return the names of a tokenised sentence, in order; people are added to ``cast``."""
    found = _people(sentence, _places_and_bodies(sentence), cast, lexicon)
    return sorted(found, key=lambda e: e.start)


def _places_and_bodies(sentence: Sentence) -> list[Entity]:
    """Return the names of the gazetteer; "Israel-Hamas" gives two."""
    tokens, table, found = sentence.tokens, gazetteer.names(), []
    index, longest = 0, gazetteer.longest()
    while index < len(tokens):
        if not tokens[index].text[0].isupper() and tokens[index].low not in {"al-shabaab"}:
            index += 1
            continue
        for length in range(min(longest, len(tokens) - index), 0, -1):
            words = [t.text for t in tokens[index : index + length]]
            entry = table.get(" ".join(words)) or (table.get(words[0]) if length == 1 else None)
            if entry:
                found.append(Entity(index, index + length, _party(entry), entry.sort))
                index += length - 1
                break
        else:
            parts = tokens[index].text.split("-")
            entries = [table.get(part) for part in parts] if len(parts) > 1 else []
            if entries and all(entries):
                found += [
                    Entity(index, index + 1, _party(e), e.sort) for e in entries if e is not None
                ]
            elif entries and entries[0] and len(parts) == 2:  # "US-backed", "Israel-bound"
                found.append(Entity(index, index + 1, _party(entries[0]), "attribute"))
        index += 1
    return found


def _party(entry: gazetteer.Name) -> Party:
    return Party(name=entry.shown, country=entry.country, organisation=entry.organisation)


def _people(sentence: Sentence, known: list[Entity], cast: Cast, lexicon: Lexicon) -> list[Entity]:
    """Return ``known`` with offices and people put in, joined with the country they act for."""
    by_start: dict[int, list[Entity]] = {}
    for entity in known:
        by_start.setdefault(entity.start, []).append(entity)
    found: list[Entity] = []
    index, country = 0, None  # country: the last country name that touches the next word
    while index < len(sentence.tokens):
        if index in by_start:
            group = by_start[index]
            found += group
            country = group[-1]
            index = group[-1].end
            continue
        office = lexicon.offices.at(sentence.lows, index)
        if office:
            index = _office(sentence, index, office, country, found, cast, lexicon)
        else:
            name_end = _name_end(sentence, index, by_start)
            if name_end > index:
                index = _person(sentence, index, name_end, found, cast, lexicon)
            elif sentence.lows[index] in {
                "'s",
                "top",
                "senior",
                "deputy",
                "new",
                "outgoing",
                "and",
                ",",
            }:
                index += 1
                continue
            else:
                index += 1
        country = None
    return found


def _office(
    sentence: Sentence,
    index: int,
    office: tuple[str, ...],
    country: Entity | None,
    found: list[Entity],
    cast: Cast,
    lexicon: Lexicon,
) -> int:
    """Read "Russian Foreign Minister Sergei Lavrov" or "the presidents of Armenia and …"."""
    end = index + len(office)
    words = " ".join(t.text for t in sentence.tokens[index:end])
    title = _singular(words)
    owner = (
        country
        if country
        and country.sort in {"country", "people", "seat", "organisation", "armed", "body"}
        else None
    )
    adjective = owner is not None and (
        owner.end == index or sentence.lows[owner.end : index] in (["'s"], ["top"], ["senior"], ["'s", "top"], ["deputy"], ["'s", "deputy"])
    )  # fmt: skip
    code = owner.party.country if owner and adjective else ""
    organisation = owner.party.organisation if owner and adjective else ""
    name_end = _name_end(sentence, end, {})
    if name_end > end and _is_title(words, lexicon):
        names = [(end, name_end)]
        plural = words.lower() != title.lower()
        while plural and name_end < len(sentence.lows) and sentence.lows[name_end] in {"and", ","}:
            next_end = _name_end(sentence, name_end + 1, {})
            if next_end == name_end + 1:
                break
            names.append((name_end + 1, next_end))
            name_end = next_end
        if owner and adjective and found and found[-1] is owner:
            found.pop()
        begin = owner.start if owner and adjective else index
        for start, stop in names:
            name = " ".join(t.text for t in sentence.tokens[start:stop])
            cast.introduce(Party(name, title, code, organisation))
            known = cast.get(name) or Party(name, title, code, organisation)
            found.append(Entity(begin, stop, known, "person"))
            begin = stop
        return name_end
    if owner and adjective and owner.sort in {"country", "people", "seat", "organisation", "armed"}:
        # "the Armenian president": the office stands for the person, the country for the side.
        found.pop()
        party = Party(owner.party.name, words, code, organisation)
        found.append(Entity(owner.start, end, party, "office"))
    else:
        found.append(Entity(index, end, Party(words, words), "title"))
    return end


def _is_title(words: str, lexicon: Lexicon) -> bool:
    return " ".join(words.lower().split()) != "official" and bool(lexicon)


def _singular(words: str) -> str:
    """Return "Foreign Minister" for "Foreign Ministers"."""
    if " of " in words:
        head, _, rest = words.partition(" of ")
        return f"{_singular(head)} of {rest}"
    if words.lower().endswith("men"):
        return words[:-3] + "man"
    return words[:-1] if words.endswith("s") and not words.endswith("ss") else words


def _name_end(sentence: Sentence, start: int, taken: dict[int, list[Entity]]) -> int:
    """Return the index after the capitalised words at ``start`` that can be a person's name."""
    end, tokens = start, sentence.tokens
    while end < len(tokens) and end - start < 4:
        text = tokens[end].text
        if end in taken or (not text[0].isupper() and text.lower() not in _LINKS):
            break
        if text in _NOT_NAMES or not text[0].isalpha() or (text.isupper() and len(text) > 3):
            break
        if text[0].islower() and (
            end == start or end + 1 >= len(tokens) or not tokens[end + 1].text[0].isupper()
        ):
            break
        if " ".join([text]) in gazetteer.names():
            break
        end += 1
    return end


def _person(
    sentence: Sentence, start: int, end: int, found: list[Entity], cast: Cast, lexicon: Lexicon
) -> int:
    """Read a name without an office before it: a known one, or a new one with two words."""
    if sentence.title_case:
        end = min(end, start + 3)
    for stop in range(end, start, -1):
        name = " ".join(t.text for t in sentence.tokens[start:stop])
        known = cast.get(name)
        if known is not None:
            found.append(Entity(start, stop, known, "person"))
            return stop
    words = [t.low for t in sentence.tokens[start:end]]
    if sentence.title_case and any(_is_common(w, lexicon) for w in words):
        keep = 0
        while keep < len(words) and not _is_common(words[keep], lexicon):
            keep += 1
        if keep == 0:
            return start + 1
        end = start + keep
    sentence_opener = start == 0 or sentence.tokens[start - 1].text in "“\"‘'"
    if end - start == 1 and sentence_opener and _is_common(words[0], lexicon):
        return end
    name = " ".join(t.text for t in sentence.tokens[start:end])
    office, code = _apposition(sentence, end, lexicon)
    party = Party(name, office, code)
    if end - start > 1 or office:
        cast.introduce(party)
    found.append(Entity(start, end, party, "person" if end - start > 1 or office else "name"))
    return end


def _apposition(sentence: Sentence, index: int, lexicon: Lexicon) -> tuple[str, str]:
    """Read ", the Russian foreign minister," after a name → office and country."""
    lows, tokens = sentence.lows, sentence.tokens
    if index >= len(lows) or lows[index] != ",":
        return "", ""
    table, code = gazetteer.names(), ""
    for at in range(index + 1, min(index + 5, len(lows))):
        if lows[at] == ",":
            break
        if (entry := table.get(tokens[at].text)) and entry.country:
            code = entry.country
        if office := lexicon.offices.at(lows, at):
            end = at + len(office)
            if end + 1 < len(lows) and lows[end] == "of" and not code:
                entry = table.get(tokens[end + 1].text)
                code = entry.country if entry else ""
            return " ".join(t.text for t in tokens[at:end]), code
    return "", ""


# Endings of English words that are seldom those of a surname, for headlines where all is capitals.
_ENDINGS = ("ing", "tion", "tions", "ment", "ments", "ness", "ity", "ies", "ally", "ism", "ful", "less", "able", "ible", "ed", "ous", "ive", "ance", "ence", "ship", "ly")  # fmt: skip
_COMMON = frozenset(
    "a about above accord accused across act after again against aid air all amid among an and another any are army as at "
    "attack attacks away back ban base battle be before behind being best between beyond big bid blast body border both "
    "by camp can case chief child children city civilian civilians close closer come control could court crisis crossing cut "
    "daily day days dead deadly deal death deaths despite details did die dies does down draft drive due during each early "
    "east effort efforts end enters entry even ever every evidence exit expert experts face faces fails fair fear fears few "
    "fight fighters fighting final fire first five food for force forces four fresh from front full future get gets goes good "
    "group groups grow growing had half hard has have he health heavy help her here high his hit hits home hope hopes hospital host "
    "hostage hostages hours house how human if in inside into is it its jail join journalist journalists just key kill killed kills "
    "last late latest law leave left less life like limit list live local long look looks lost made major make makes man many map "
    "march mass may meet men middle military minister mission month months more most move moves much must near need needs new news next "
    "night no north not now of off office on one only open or order orders other our out over pact part parts past path pause peace people "
    "per plan plans plea point police port power pressure prison prisoner prisoners protest protests push quit raid rain rally rate ready "
    "rebel rebels reform relief release report reports rescue rest result return right rights rise risk road role round rule said same save say "
    "says school sea second security see seek seeks sees send set seven shot should show shows sides sign six soldier soldiers some "
    "south state states step still stop strike strikes strip such support talk talks team ten terms test than that the their them then there these "
    "they this those three through time to today too top total town trade troops truck trucks truth turn two under until up "
    "update updates urgent us use vehicle very via victim victims video view vote voters votes vow vows wait war warning warns was water way we week weeks "
    "west what when where which while who why will win wins with without woman women work workers world would wrap wounded year years yet you your zone "
    "live breaking israel's spy surprise amid key top senior holds civilian optimism".split()
)  # fmt: skip


def _is_common(word: str, lexicon: Lexicon) -> bool:
    """Return whether a capitalised word of a headline is an everyday word, not a name."""
    return (
        word in _COMMON
        or word in lexicon.forms
        or word.endswith(_ENDINGS)
        or word in lexicon.conflict
        or word in lexicon.meeting_nouns
        or "-" in word
    )


def distinct(parties: Iterable[Party]) -> tuple[Party, ...]:
    """Return the parties without repeats: a person once, a country once unless offices differ."""
    seen: dict[tuple[str, str], Party] = {}
    for party in parties:
        seen.setdefault((party.name, party.office.lower()), party)
    named = {p.name for p in seen.values() if p.office}
    return tuple(p for p in seen.values() if p.office or p.name not in named)
