"""Where: the place of an event, as the sentence has it."""

from __future__ import annotations

from parsers import gazetteer
from parsers.announcements.cast import Entity
from parsers.announcements.scene import Scene
from parsers.announcements.sentences import Sentence
from parsers.calendars import MONTHS, WEEKDAYS
from parsers.records import Field, Kind

PLACES = frozenset({"country", "seat", "region"})
# Beyond this many tokens a place belongs to something else.
_PLACE_REACH = 20
# Beside these a place is that of the speaker.
_SPEAKING = frozenset({"said", "says", "told", "reporters", "speaking", "speech", "address"})
MOVES = frozenset(
    "come coming comes came travel travels travelled traveled travelling traveling fly flies flew "
    "flying head heads heading headed go goes going went return returns returning arrive invited "
    "trip visit them delegation team tour".split()
)  # fmt: skip
# Who does these gives the place: "Egypt to host talks".
_HOSTING = frozenset({"host", "organise", "organize"})
_TOPICS = frozenset("war conflict fighting situation crisis settlement peace events".split())
_LEAVING = frozenset({"leave", "depart", "head"})
_ADJECTIVES = frozenset(
    "the southern northern eastern western central nearby neighbouring neighboring".split()
)


def place(scene: Scene, names: list[Entity]) -> tuple[str, str]:
    """Return the place as written and its country: "in Vienna", "the Gaza truce"."""
    return _adjoining(scene, names) or _led(scene, names) or _beside(scene, names) or ("", "")


# Between a mention and a place these open another clause.
_BORDERS = frozenset({"as", "while", "although", "but", "which", "who", "whose", "after", "before"})


def _adjoining(scene: Scene, names: list[Entity]) -> tuple[str, str] | None:
    """Return the region or city that makes a compound with a ceasefire: "the Gaza truce"."""
    if scene.mention.kind is not Kind.CEASEFIRE:
        return None
    for e in names:
        if e.sort in {"region", "seat"} and e.end == scene.mention.start:
            return words(scene.sentence, e), e.party.country
    return None


def _led(scene: Scene, names: list[Entity]) -> tuple[str, str] | None:
    """Return the nearest place that a preposition leads."""
    lows, mention, sentence = scene.lows, scene.mention, scene.sentence
    best: tuple[int, str, str] | None = None
    for at in range(len(lows) - 1):
        if not _takes_place(scene, at):
            continue
        text, country, end = _place_at(sentence, at + 1, names)
        if not text or ";" in lows[min(at, mention.end) : max(at, mention.start)]:
            continue
        distance = at - mention.end + 1 if at >= mention.end - 1 else mention.start - end + 6
        around = {*lows[max(0, at - 3) : at], *lows[end : end + 2]}
        if around & _SPEAKING:
            distance += 12  # "told reporters in Moscow"
        if _held_there(scene, at):
            distance = min(distance, 5)
        if lows[end : end + 2] == [",", "where"] and end < mention.start:
            distance = min(distance, 4)  # "flew to Kyiv, where he met …"
        between = range(mention.end, at) if at >= mention.end else range(end + 2, mention.start)
        # "broke a truce, even as delegates remained in Qatar for negotiations"
        if sentence.field is not Field.TITLE:
            distance += 11 * sum(lows[i] in _BORDERS for i in between)
        distance += 6 * any(i in scene.others for i in (at - 1, at - 2))
        if best is None or distance < best[0]:
            best = (distance, text, country)
    return best[1:] if best and best[0] <= _PLACE_REACH else None


# What a meeting does at its place.
_HOLDING = frozenset(
    "hold host take convene meet gather open begin start resume schedule set plan".split()
)


def _held_there(scene: Scene, at: int) -> bool:
    """Return whether a place is where the meeting is held: "which was held on Thursday in X"."""
    if scene.mention.kind is not Kind.MEETING or at <= scene.mention.end:
        return False
    verb = next((g for g in reversed(scene.groups) if g.end <= at), None)
    if verb is None or verb.lemma not in _HOLDING or at - verb.end > 5:
        return False
    between = range(scene.mention.end, verb.start)
    return not any(i in scene.others or scene.lows[i] == ";" for i in between)


def _beside(scene: Scene, names: list[Entity]) -> tuple[str, str] | None:
    """Return a place without a preposition: "the Gaza truce", "Egypt to host talks"."""
    sentence, ceasefire = scene.sentence, scene.mention.kind is Kind.CEASEFIRE
    for e in names:
        hosted = scene.lows[max(0, e.start - 2) : e.start] == ["hosted", "by"]
        if hosted and not ceasefire and e.sort in PLACES:
            return words(sentence, e), e.party.country
        if e.sort in PLACES and _is_its_place(scene, e, names):
            return words(sentence, e), e.party.country
        if ceasefire and e.sort == "office" and _SIDES & set(e.party.office.lower().split()):
            return e.party.name, e.party.country  # "Yemen's warring parties agree …"
    region = next((e for e in names if e.sort == "region"), None)
    return (words(sentence, region), region.party.country) if ceasefire and region else None


def _is_its_place(scene: Scene, e: Entity, names: list[Entity]) -> bool:
    mention = scene.mention
    if mention.start < e.start < mention.end:
        # "round of Istanbul talks", "halt to Myanmar offensive"
        return (mention.kind is Kind.CEASEFIRE) == (e.sort == "country")
    if any(
        g.lemma in _HOSTING
        and not g.passive
        and 0 <= g.start - e.end < 3
        and g.start <= mention.start
        for g in scene.groups
    ):
        return mention.kind is Kind.MEETING
    if mention.verb is not None:
        return mention.kind is Kind.CEASEFIRE and _of_it(scene, e)
    if e.sort == "country":
        return mention.kind is Kind.CEASEFIRE and _of_it(scene, e)
    if sum(f.start == e.start for f in names) > 1:
        return False  # "the Belgrade-Pristina round"
    acting = any(g.start <= e.end < g.end and g.finite for g in scene.groups)
    # not "Pyongyang shuns dialogue"
    return e.end == mention.start or (e.end == mention.start - 1 and not acting)


# Sides of a civil war: behind a country's genitive they fight in it.
_SIDES = frozenset({"warring", "rival", "rivals", "generals", "factions", "sides"})


def _of_it(scene: Scene, e: Entity) -> bool:
    """Return whether a country says where it is: "Yemen truce", "Yemen's warring parties"."""
    lows, after = scene.lows, scene.lows[e.end : e.end + 2]
    if after[:1] == ["'s"] and after[1:] and after[1] in _SIDES:
        return True
    adjacent = e.end == scene.mention.start and scene.mention.verb is None
    return adjacent and lows[e.start - 1 : e.start] not in (["and"], [","], ["with"])


def _takes_place(scene: Scene, at: int) -> bool:
    """Return whether the word at ``at`` can lead a place."""
    low, mention = scene.lows[at], scene.mention
    if low in {"in", "at", "near", "around", "outside"}:
        # "the war in Ukraine" is a topic of the talks, not their place.
        topic = mention.kind is Kind.MEETING and scene.lows[max(0, at - 1)] in _TOPICS
        return not topic
    if low == "to" and mention.words.startswith(("speak", "talk", "phone", "call")):
        return False  # "will speak to Netanyahu"
    if low == "to":
        return mention.weak or bool(set(scene.lows[max(0, at - 4) : at]) & MOVES)
    if low == "for" and at and scene.lexicon.forms.get(scene.lows[at - 1], ("",))[0] in _LEAVING:
        return True
    return at == mention.end - 1 and mention.words.split()[-1] in {"visit", "for"}


def _place_at(sentence: Sentence, at: int, names: list[Entity]) -> tuple[str, str, int]:
    """Return (place as written, country, end) where one begins at token ``at``."""
    lows, tokens = sentence.lows, sentence.tokens
    if lows[at] in _ADJECTIVES and at + 1 < len(lows):
        at += 1
    for e in names:
        if e.start != at or e.sort not in PLACES:
            continue
        following = lows[e.end] if e.end < len(lows) else ""
        if following == "'s" and _SORTS_OF_PLACE.isdisjoint(lows[e.end + 1 : e.end + 4]):
            continue
        wider = next((f for f in names if f.start == e.end + 1 and f.sort == "country"), None)
        if following == "," and wider and e.sort != "country":
            return words(sentence, e), wider.party.country, wider.end
        return words(sentence, e), e.party.country, e.end
    for e in names:
        if e.start == at and e.sort in {"people", "office"} and lows[e.end : e.end + 1] in _TOWNS:
            end = e.end + 1
            return sentence.text[tokens[at].start : tokens[end - 1].end], e.party.country, end
    capitals = []
    for token in tokens[at : at + 3]:
        if not token.text[0].isupper():
            break
        capitals.append(token.text)
    for length in range(len(capitals), 0, -1):
        name = " ".join(capitals[:length])
        known = name.lower() in MONTHS or name.lower() in WEEKDAYS or name in gazetteer.names()
        country = None if known or len(name) < 4 else gazetteer.town(name)
        if country is not None:
            return name, country, at + length
    return _unknown(sentence, at, len(capitals), names)


# Behind an adjective of nation: "in the Turkish capital", "in the Swiss city".
_TOWNS = (["capital"], ["city"], ["town"], ["resort"])
# Behind a name in small letters these make it a place: "the Tithwal crossing".
_SORTS_OF_PLACE = frozenset(
    "crossing spaceport region village town city province district resort airport base port "
    "island valley palace hotel peninsula border camp suburb county capital building south north "
    "east west hall residence compound sector zone area checkpoint outpost square bridge".split()
)


def _unknown(
    sentence: Sentence, at: int, capitals: int, names: list[Entity]
) -> tuple[str, str, int]:
    """Return a place that no table knows: "in Niono", "at the Tithwal crossing"."""
    lows, end = sentence.lows, at + capitals
    people = any(e.start <= at < e.end and e.sort in _NO_PLACE for e in names)
    short = capitals == 1 and len(lows[at]) < 4
    if not capitals or sentence.title_case or short or people:
        return "", "", at
    if lows[at] in MONTHS or lows[at] in WEEKDAYS or lows[at] in _NO_NAMES:
        return "", "", at
    if end < len(lows) and lows[end] in _SORTS_OF_PLACE:
        end += 1
    elif lows[end : end + 1] == ["'s"]:
        return "", "", at
    tokens = sentence.tokens
    return sentence.text[tokens[at].start : tokens[end - 1].end], "", end


_NO_PLACE = frozenset({"organisation", "armed", "body", "mediator", "office", "title", "people"})
# Capitalised behind a preposition, and no place: "in English", "at Christmas".
_NO_NAMES = frozenset("english christmas easter ramadan eid mr mrs ms dr i".split())


def words(sentence: Sentence, entity: Entity) -> str:
    """Return the entity as the text has it; "Israel-Gaza" is taken apart."""
    if entity.end - entity.start == 1 and entity.sort in PLACES:
        token = sentence.tokens[entity.start].text
        if token != entity.party.name and entity.party.name in token.split("-"):
            return entity.party.name
    return sentence.text[sentence.tokens[entity.start].start : sentence.tokens[entity.end - 1].end]
