"""Who is named: countries, organisations, groups and people, as a sentence writes them.

People are known by the way the article introduces them ("Russian Foreign Minister Sergei
Lavrov"); a later "Lavrov" is the same person. There is no list of people.
"""

from __future__ import annotations

from dataclasses import replace

from parsers.announcements import tabled
from parsers.announcements.cast import Cast, Entity
from parsers.announcements.everyday import NOT_NAMES, everyday
from parsers.announcements.lexicon import Lexicon
from parsers.announcements.sentences import Sentence
from parsers.announcements.titles import TELLING, of_whom
from parsers.calendars import MONTHS, WEEKDAYS
from parsers.records import Party

_CALENDAR = frozenset(MONTHS) | frozenset(WEEKDAYS)
_LINKS = frozenset(
    {"al", "bin", "ibn", "el", "de", "van", "von", "der", "ben", "abu", "da", "la", "ul"}
)
# Words that may stand between a country and the office of its holder: "Russia's top diplomat".
_BETWEEN = frozenset(
    {"'s", "top", "senior", "deputy", "new", "outgoing", "former", "acting", "chief"}
)
# Houses whose people act for the state: "a Chinese foreign ministry spokesman".
_HOUSES = frozenset({"foreign", "interior", "ministry", "presidential", "parliamentary"})
_OWNERS = frozenset({"country", "people", "seat", "organisation", "armed", "body", "mediator"})


_SPOKEN_TO = (["speaks", "to"], ["talks", "to"], ["spoke", "to"], ["talk", "to"])


def entities(sentence: Sentence, cast: Cast, lexicon: Lexicon) -> list[Entity]:
    """Return the names of a tokenised sentence, in order; people are added to ``cast``."""
    known = tabled.of_gazetteer(sentence)
    reader = _Reader(sentence, known, cast, lexicon)
    return sorted(reader.read(), key=lambda e: e.start)


class _Reader:
    """Walks a sentence once, joining countries, offices and names."""

    def __init__(
        self, sentence: Sentence, known: list[Entity], cast: Cast, lexicon: Lexicon
    ) -> None:
        self.sentence = sentence
        self.cast = cast
        self.lexicon = lexicon
        self.found: list[Entity] = []
        self.known: dict[int, list[Entity]] = {}
        for entity in known:
            self.known.setdefault(entity.start, []).append(entity)

    def read(self) -> list[Entity]:
        """Return all names."""
        self._walk()
        if self.sentence.title_case:
            return [e for e in self.found if e.sort != "name" or self._shown_to_act(e)]
        return self.found

    def _shown_to_act(self, entity: Entity) -> bool:
        """Return whether the words beside a lone capitalised word of a headline make it a name."""
        lows = self.sentence.lows
        before = lows[entity.start - 1] if entity.start else ""
        after = lows[entity.end] if entity.end < len(lows) else ""
        forms = self.lexicon.forms
        acts = after in forms or after in {"'s", ",", ":", "and", "to", "-", "will", "may", "in"}
        spoken = lows[max(0, entity.start - 2) : entity.start] in _SPOKEN_TO
        return acts or spoken or before in forms or before in {"with", "and", ",", "by", "between"}

    def _walk(self) -> None:
        index, owner = 0, None  # owner: a country or body that touches the next word
        lows = self.sentence.lows
        while index < len(lows):
            if index in self.known:
                self.found += self.known[index]
                owner = self.known[index][-1]
                index = owner.end
                continue
            office = self.lexicon.offices.at(lows, index)
            if office and owner and self._names_staff(index + len(office), office):
                index += len(office)
                continue
            if office and not self._no_office(index, index + len(office)):
                index = self._office(index, index + len(office), owner)
            elif owner and lows[index] in _BETWEEN | TELLING | _HOUSES:
                index += 1
                continue
            else:
                end = self._name_end(index)
                index = self._person(index, end, owner) if end > index else index + 1
            owner = None

    def _names_staff(self, behind: int, office: tuple[str, ...]) -> bool:
        """Return whether a group only tells whose the next office is: "Sudanese army spokesman"."""
        group = " ".join(office) in self.lexicon.groups
        lows = self.sentence.lows
        return group and behind < len(lows) and self.lexicon.offices.at(lows, behind) is not None

    def _no_office(self, index: int, end: int) -> bool:
        """Return whether it is a verb or an adjective: "heads to Riyadh", "an official visit"."""
        lows = self.sentence.lows
        after = lows[end] if end < len(lows) else ""
        if lows[index] in {"colleague", "colleagues"}:  # only "her Polish colleague"
            owned = bool(self.found) and self.found[-1].end == index
            return not owned and lows[index - 1] not in {"his", "her", "their"}
        if lows[index] in {"heads", "head", "leads"}:
            return after in {"to", "for", "into", "back", "off"}
        if lows[index] == "chair" and lows[index - 1] in {"will", "to"}:
            return True
        return lows[index] == "official" and after in self.lexicon.meeting_nouns

    def _words(self, start: int, end: int) -> str:
        return " ".join(t.text for t in self.sentence.tokens[start:end])

    def _office(self, index: int, end: int, owner: Entity | None) -> int:
        """Read "Russian Foreign Minister Sergei Lavrov", "Presidents A and B", "the envoy"."""
        words = self._words(index, end)
        if _before_to(self.sentence.lows, index) in _SERVING:
            index = index - 3 if self.sentence.lows[index - 1] == "the" else index - 2
            words = self._words(index, end)  # "assistant to the president NAME"
        owned = owner is not None and owner.sort in _OWNERS
        code = owner.party.country if owner and owned else ""
        organisation = owner.party.organisation if owner and owned else ""
        names = self._names_after(end, plural=words.lower() != _singular(words).lower())
        if not names:
            holders = self._holders(end)
            named = self._named_behind(end, words, holders)
            if named:
                self.found.append(replace(named, start=index))
                return named.end
            if holders:
                for entity in holders:
                    party = replace(entity.party, office=words)
                    held = (
                        self.cast.holder(_singular(words), party.country) if party.country else None
                    )
                    sort = "person" if held else "office"
                    self.found.append(Entity(entity.start, entity.end, held or party, sort))
                return holders[-1].end
            if owner and owned and self.found and self.found[-1] is owner:
                # "the Armenian president": the country stands for the side.
                self.found.pop()
                held = self.cast.holder(words, code)
                party = held or replace(owner.party, office=words)
                sort = "person" if held else "office"
                self.found.append(Entity(owner.start, end, party, sort))
            else:
                known = self._known_holder(index, words)
                if known is None:
                    return self._title(index, end)
                self.found.append(Entity(index, end, known, "person"))
            return end
        begin = index
        if owner and owned and self.found and self.found[-1] is owner:
            self.found.pop()
            begin = owner.start
        for start, stop in names:
            country = code or self._country_after(stop)
            party = Party(self._words(start, stop), _singular(words), country, organisation)
            self.found.append(Entity(begin, stop, self.cast.introduce(party), "person"))
            begin = stop
        return names[-1][1]

    def _title(self, index: int, end: int) -> int:
        """Read an office or group without a name, in full: "local commanders of the two armies"."""
        lows, start = self.sentence.lows, index
        while start > 0 and lows[start - 1] in TELLING and start - 1 not in self.known:
            start -= 1
        stop = of_whom(lows, end)
        words = self._words(start, stop)
        self.found.append(Entity(start, stop, Party(words, words), "title"))
        return stop

    def _named_behind(self, index: int, words: str, holders: list[Entity]) -> Entity | None:
        """Read "President of Ukraine Petro Poroshenko", "president of this country Petro …"."""
        code, end = "", index
        if len(holders) == 1:
            code, end = holders[0].party.country, holders[0].end
        elif self.sentence.lows[index : index + 3] in (
            ["of", "this", "country"],
            ["of", "the", "country"],
        ):
            code = next((e.party.country for e in reversed(self.found) if e.party.country), "")
            end = index + 3
        end = self._behind_body(end) if code else end
        stop = self._name_end(end) if end > index else end
        if stop == end:
            return None
        party = self.cast.introduce(Party(self._words(end, stop), _singular(words), code))
        return Entity(end, stop, party, "person")

    def _behind_body(self, end: int) -> int:
        """Return where the name begins in "head of the Houthi council, NAME", else ``end``."""
        lows, at = self.sentence.lows, end
        while at < min(len(lows), end + 4) and self.sentence.tokens[at].text.islower():
            if lows[at] in self.lexicon.forms or lows[at] in self.lexicon.grammar["small"]:
                break
            at += 1
        if lows[at : at + 1] == [","] and self._opens_name(at + 1):
            return at + 1
        return at if at > end and self._name_end(at) - at > 1 else end

    def _known_holder(self, index: int, words: str) -> Party | None:
        """Return whom "the prime minister" means: the one person introduced with this office."""
        definite = index > 0 and self.sentence.lows[index - 1] == "the"
        return self.cast.holder(words, "") if definite else None

    def _holders(self, index: int) -> list[Entity]:
        """Return the countries in "of Armenia and Azerbaijan" behind an office."""
        lows, holders = self.sentence.lows, []
        at = index + 1 if lows[index : index + 1] == ["of"] else len(lows)
        while at in self.known or lows[at : at + 1] == ["the"] or self._in_full(at):
            if at in self.known:
                holders += [e for e in self.known[at] if e.sort in _OWNERS]
                at = self.known[at][-1].end
                joined = lows[at : at + 1] in (["and"], [","])
                at += 1 if joined else len(lows)
            else:
                at += 1
        return holders

    def _in_full(self, at: int) -> bool:
        """Return whether it is "Republic" or "of" in "the Republic of Armenia"."""
        lows = self.sentence.lows
        state = lows[at : at + 2] == ["republic", "of"]
        return state or (lows[at : at + 1] == ["of"] and lows[at - 1] == "republic")

    def _names_after(self, start: int, *, plural: bool) -> list[tuple[int, int]]:
        """Return the names behind an office; several behind a plural ("X of Russia and Y")."""
        lows = self.sentence.lows
        if not plural and lows[start : start + 1] in (["for"], ["to"]):
            # "Washington's envoy for Africa, Daniel Kessler, met"
            closed = next(
                (i for i in range(start, min(start + 5, len(lows))) if lows[i] == ","), -1
            )
            start = closed if closed > 0 and self._opens_name(closed + 1) else start
        if (
            not plural
            and start < len(lows) - 1
            and lows[start] == ","
            and self._opens_name(start + 1)
        ):
            start += 1  # "the spokeswoman, Maria Zakharova"
        end = self._name_end(start)
        if end == start:
            return []
        names = [(start, end)]
        while plural and end < len(lows) - 1:
            at = end
            if lows[at] == "of" and at + 1 in self.known:
                at = self.known[at + 1][-1].end
            if at >= len(lows) or lows[at] not in {"and", ","}:
                break
            at += 2 if lows[at : at + 2] == [",", "and"] else 1
            end = self._name_end(at)
            if end == at:
                break
            names.append((at, end))
        return names

    def _opens_name(self, index: int) -> bool:
        """Return whether a name of two words or more stands at ``index``, closed by a comma."""
        end = self._name_end(index)
        return end - index > 1 and (
            end >= len(self.sentence.lows) or self.sentence.lows[end] in {",", "."}
        )

    def _country_after(self, index: int) -> str:
        """Read "of Russia" behind a name."""
        lows = self.sentence.lows
        if index < len(lows) - 1 and lows[index] == "of" and index + 1 in self.known:
            return self.known[index + 1][-1].party.country
        return ""

    def _name_end(self, start: int) -> int:
        """Return the index after the capitalised words at ``start`` that can be a name."""
        end, tokens = start, self.sentence.tokens
        while end < len(tokens) and end - start < 6 and end not in self.known:
            text = tokens[end].text
            behind = tokens[end + 1].text if end + 1 < len(tokens) else "."
            linked = text.lower() in _LINKS and behind[0].isupper()
            joined = text.partition("-")[0] in _LINKS and text.partition("-")[2][:1].isupper()
            if not (text[0].isupper() or joined or (linked and end > start)):
                break
            if text in NOT_NAMES or text.lower().rstrip(".") in _CALENDAR:
                break
            if text.isupper() and len(text) > 1 and end == start and len(text) > 3:
                break
            low = tokens[end].low
            if low in self.lexicon.ceasefire_nouns or low in self.lexicon.meeting_nouns:
                break
            if self.sentence.title_case and everyday(low, self.lexicon):
                break
            end += 1
        return end

    def _person(self, start: int, end: int, owner: Entity | None) -> int:
        """Read a name without an office before it: a known one, or a new one."""
        for stop in range(end, start, -1):
            known = self.cast.get(self._words(start, stop))
            if known is not None:
                begin = start
                if (
                    owner
                    and self.found
                    and self.found[-1] is owner
                    and owner.end == start
                    and owner.sort == "people"
                ):
                    self.found.pop()  # "Azerbaijani Aliyev"
                    known = self.cast.introduce(
                        replace(known, country=known.country or owner.party.country)
                    )
                    begin = owner.start
                self.found.append(Entity(begin, stop, known, "person"))
                return stop
        first = self.sentence.tokens[start]
        before = self.sentence.text[first.start - 1 : first.start]
        opens = start == 0 or before in set("“\"‘'") or self.sentence.lows[start - 1] == ":"
        name = self._words(start, end)
        halves = name.split("-")
        pair = len(halves) == 2 and all(h[:1].isupper() for h in halves)
        if end - start == 1 and opens and everyday(first.low, self.lexicon) and not pair:
            return end
        if end - start == 1 and pair and halves[0].lower() not in _LINKS:
            for half in halves:  # "a Putin-Zelensky meeting"
                known = self.cast.get(half) or Party(half)
                self.found.append(Entity(start, end, known, "name"))
            return end
        office, country = self._apposition(end)
        if owner and owner.sort == "country" and owner.end == start - 1 and not country:
            country = owner.party.country  # "Sudan's Abdel Fattah al-Burhan"
        party = Party(name, office, country)
        if end - start > 1 or office or self._speaks(end):
            party = self.cast.introduce(party)
            self.found.append(Entity(start, end, party, "person"))
        else:
            self.found.append(Entity(start, end, party, "name"))
        return end

    def _speaks(self, index: int) -> bool:
        """Return whether a verb of saying follows: "Lavrov said"."""
        for low in self.sentence.lows[index : index + 3]:
            form = self.lexicon.forms.get(low)
            if form and form[0] in {"say", "tell", "announce", "add", "note", "stress", "warn"}:
                return True
            if low not in self.lexicon.grammar["adverbs"] | {"did", "also", "has"}:
                return False
        return False

    def _apposition(self, index: int) -> tuple[str, str]:
        """Read ", the Russian foreign minister," behind a name → office and country."""
        lows, country = self.sentence.lows, ""
        if index >= len(lows) or lows[index] != ",":
            return "", ""
        at = index + 1
        while at < min(index + 5, len(lows)):
            office = self.lexicon.offices.at(lows, at)
            if office:
                end = at + len(office)
                if lows[end : end + 1] not in ([","], ["of"], ["."], ["for"]):
                    break  # "in Apulia, officials said"
                return self._words(at, end), country or self._country_after(end)
            if at in self.known:
                country = self.known[at][-1].party.country
                at = self.known[at][-1].end
            elif lows[at] in _BETWEEN | {"the", "a", "an"}:
                at += 1
            else:
                break
        return "", ""


# Before "to the president" these make an office of their own.
_SERVING = frozenset({"assistant", "adviser", "advisor", "aide", "envoy", "representative"})


def _before_to(lows: list[str], index: int) -> str:
    """Return the word before "to" or "to the" in front of ``index``, or ""."""
    at = index - 2 if lows[max(0, index - 1) : index] == ["the"] else index - 1
    return lows[at - 1] if at > 0 and lows[at] == "to" else ""


def _singular(words: str) -> str:
    """Return "Foreign Minister" for "Foreign Ministers"."""
    if " of " in words:
        head, _, rest = words.partition(" of ")
        return f"{_singular(head)} of {rest}"
    if words.lower().endswith("men"):
        return words[:-3] + "man"
    return words[:-1] if words.endswith("s") and not words.endswith("ss") else words
