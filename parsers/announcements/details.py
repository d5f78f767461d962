"""Who, where, when, how and by whose word: the fields around a mention."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from parsers import dates, gazetteer
from parsers.announcements.grammar import Tense, VerbGroup
from parsers.announcements.lexicon import Lexicon
from parsers.announcements.mentions import Mention
from parsers.announcements.names import Entity, distinct
from parsers.announcements.sentences import Sentence
from parsers.announcements.status import Reading
from parsers.dates import Direction
from parsers.records import NO_TIME, Field, Form, Kind, Party, Role, Status, When

_AHEAD = {Status.PLANNED, Status.CALLED_FOR, Status.POSTPONED}
_PLACES = {"country", "seat", "region"}


def when(sentence: Sentence, mention: Mention, reading: Reading, published: date | None) -> When:
    """Return the time nearest to the mention, on its side of a clause border."""
    expressions = dates.find(sentence.text)
    if not expressions:
        return NO_TIME
    verb = mention.verb or reading.verb
    first = sentence.tokens[mention.start].start
    last = sentence.tokens[mention.end - 1].end
    begin = min(first, sentence.tokens[verb.start].start) if verb else first
    saying = _saying_spans(sentence)
    best, best_cost = None, 1000.0
    for e in expressions:
        lead_in = sentence.text[max(0, e.start - 12) : e.start].lower()
        between = sentence.text[last : e.start] if e.start >= last else sentence.text[e.end : begin]
        cost = float(len(between)) + 25 * between.count(",") + 60 * between.count(";")
        if e.end <= begin:
            cost = cost * 1.5 + 10
        for at in saying:
            # "said on Thursday", "told reporters on Monday": the time of the saying.
            if 0 <= e.start - at <= 22 and not (first <= at <= last):
                cost += 120
            elif min(e.start, first) < at < max(e.start, first):
                cost += 60
        if lead_in.rstrip().endswith("since"):
            cost += 40
        if cost < best_cost:
            best, best_cost = e, cost
    if best is None or best_cost > 160:
        return NO_TIME
    return dates.resolve(best, published, _direction(reading))


def _direction(reading: Reading) -> Direction:
    if reading.status in _AHEAD:
        return Direction.FUTURE
    if reading.verb is not None and reading.verb.tense is Tense.FUTURE:
        return Direction.FUTURE
    return Direction.PAST


_SAID = ("said", "says", "told", "announced", "stated", "added", "reported", "wrote", "noted", "confirmed", "saying")  # fmt: skip


def _saying_spans(sentence: Sentence) -> list[int]:
    """Return where the words of saying end."""
    return [t.end for t in sentence.tokens if t.low in _SAID]


def place(sentence: Sentence, mention: Mention, found: list[Entity]) -> tuple[str, str]:
    """Return the place as written and its country: "in Vienna" near the mention, or "Gaza truce"."""
    lows, tokens = sentence.lows, sentence.tokens
    best: tuple[int, str, str] | None = None
    verb_words = mention.words.split()
    for at in range(len(lows)):
        takes = lows[at] in {"in", "at"} or (
            lows[at] == "to" and (mention.weak or _moves(lows, at))
        ) or (at == mention.end - 1 and verb_words[-1] in {"in", "to", "at", "for", "visit"})  # fmt: skip
        if not takes or at + 1 >= len(lows):
            continue
        text, country, end = _place_at(sentence, at + 1, found)
        if not text:
            continue
        distance = at - mention.end if at >= mention.end - 1 else (mention.start - end) + 6
        if ";" in lows[min(at, mention.end) : max(at, mention.start)]:
            continue
        if any(t in {"said", "told", "reporters"} for t in lows[max(0, at - 3) : at]):
            distance += 12  # "told reporters in Moscow"
        if best is None or distance < best[0]:
            best = (distance, text, country)
    if best and best[0] <= 14:
        return best[1], best[2]
    for e in found:
        if e.end in {mention.start, mention.start - 1} and e.sort in {"region", "seat"}:
            return _text(sentence, e), e.party.country
    if mention.kind is Kind.CEASEFIRE:
        region = next((e for e in found if e.sort == "region"), None)
        if region:
            return _text(sentence, region), region.party.country
    del tokens
    return "", ""


def _moves(lows: list[str], at: int) -> bool:
    near = set(lows[max(0, at - 4) : at])
    return bool(
        near
        & {
            "come",
            "coming",
            "comes",
            "came",
            "travel",
            "travels",
            "travelled",
            "traveled",
            "travelling",
            "traveling",
            "fly",
            "flies",
            "flew",
            "flying",
            "head",
            "heads",
            "heading",
            "headed",
            "go",
            "goes",
            "going",
            "went",
            "return",
            "returns",
            "arrive",
            "invited",
            "trip",
            "visit",
            "them",
            "delegation",
            "team",
        }
    )


def _place_at(sentence: Sentence, at: int, found: list[Entity]) -> tuple[str, str, int]:
    """Return (place as written, country, end) where one begins at token ``at``."""
    lows, tokens = sentence.lows, sentence.tokens
    if lows[at] in {
        "the",
        "southern",
        "northern",
        "eastern",
        "western",
        "central",
        "nearby",
        "neighbouring",
        "neighboring",
    } and at + 1 < len(lows):
        at += 1
    for e in found:
        if e.start == at and e.sort in _PLACES:
            following = tokens[e.end].text if e.end < len(tokens) else ""
            if following == "," and e.end + 1 < len(tokens):
                wider = next((f for f in found if f.start == e.end + 1 and f.sort in _PLACES), None)
                if wider and wider.sort == "country" and e.sort != "country":
                    return _text(sentence, e), wider.party.country, wider.end
            if following in {"'s", "’s"}:
                continue
            return _text(sentence, e), e.party.country, e.end
    words: list[str] = []
    for token in tokens[at : at + 3]:
        if not token.text[0].isupper():
            break
        words.append(token.text)
    for length in range(len(words), 0, -1):
        name = " ".join(words[:length])
        if (
            name.lower() in dates.MONTHS
            or name.lower() in dates.WEEKDAYS
            or name in gazetteer.names()
        ):
            return "", "", at
        country = gazetteer.town(name) if len(name) > 3 else None
        if country is not None:
            return name, country, at + length
    return "", "", at


def _text(sentence: Sentence, entity: Entity) -> str:
    return sentence.text[sentence.tokens[entity.start].start : sentence.tokens[entity.end - 1].end]


_CLAUSE_ENDS = {"that", "which", "while", "because", "although", "but", "as", "amid", "after", "before", "despite", "until", "when", "if"}  # fmt: skip


def parties(
    sentence: Sentence,
    mention: Mention,
    reading: Reading,
    found: list[Entity],
    place_text: str,
    lexicon: Lexicon,
) -> tuple[Party, ...]:
    """Return who agrees, calls or meets: the actors of the clause of the mention."""
    start, end = _clause(sentence, mention, reading, found)
    chosen: list[Party] = []
    for e in found:
        if not (start <= e.start and e.end <= end) or not e.actor:
            continue
        if _text(sentence, e) == place_text or e.sort == "attribute":
            continue
        if e.sort in {"country", "seat", "region"} and e.start and _is_place_use(sentence, e):
            continue
        if e.sort == "people" and not _people_act(sentence, e, found):
            continue
        if e.sort == "title" and not _title_acts(sentence, e):
            continue
        if e.sort == "name" and not sentence.title_case and sentence.field is not Field.TITLE:
            continue
        if (
            any(word in lexicon.speakers for word in e.party.office.lower().split())
            and mention.kind is Kind.MEETING
        ):
            continue
        party = e.party
        if e.sort == "mediator" or party.name.lower() in lexicon.mediators:
            party = replace(party, role=Role.MEDIATOR)
        chosen.append(party)
    return distinct(chosen)


def _clause(
    sentence: Sentence, mention: Mention, reading: Reading, found: list[Entity]
) -> tuple[int, int]:
    """Return the token range whose names belong to the mention."""
    lows = sentence.lows
    verb = mention.verb or reading.verb
    left = min(mention.start, verb.start if verb else mention.start)
    start = 0
    for at in range(left - 1, -1, -1):
        if lows[at] in {";", ":"} or (lows[at] in _CLAUSE_ENDS and at < left - 1):
            start = at + 1
            break
    right = max(mention.end, verb.end if verb else mention.end)
    end = len(lows)
    for at in range(right, len(lows)):
        if lows[at] in {";", ":", "—"} or (lows[at] in _CLAUSE_ENDS and at > right):
            end = at
            break
        if lows[at] == "," and any(
            t in {"said", "says", "told", "according"} for t in lows[at : at + 8]
        ):
            end = at
            break
        if lows[at] in {"said", "says"}:
            end = at
            break
    del found
    return start, end


def _is_place_use(sentence: Sentence, entity: Entity) -> bool:
    """Return whether a country or capital is named as a place: "in Moscow"."""
    before = sentence.lows[entity.start - 1]
    if before == "the" and entity.start > 1:
        before = sentence.lows[entity.start - 2]
    return before in {"in", "at", "into", "across", "inside", "near", "from"} or (
        before == "to" and _moves(sentence.lows, entity.start - 1)
    )


def _people_act(sentence: Sentence, entity: Entity, found: list[Entity]) -> bool:
    """Tell "Israelis accuse" and "Israeli officials" from "Russian news agencies"."""
    text = _text(sentence, entity)
    if text.endswith("s") or "-" in text:
        return True
    following = sentence.lows[entity.end] if entity.end < len(sentence.lows) else ""
    if any(e.start == entity.end and e.sort in {"title", "office"} for e in found):
        return True
    return following in {
        "and",
        ",",
        "side",
        "sides",
        "officials",
        "forces",
        "government",
        "army",
        "military",
        "authorities",
        "leaders",
        "leader",
        "delegation",
        "delegations",
        "diplomats",
        "diplomat",
        "negotiators",
        "representatives",
        "talks",
        "counterpart",
        "counterparts",
        "team",
        "presidents",
        "troops",
        "ministry",
        "rebels",
        "-",
    }


def _title_acts(sentence: Sentence, entity: Entity) -> bool:
    """Return whether an office without a name is specific enough to be a party."""
    words = entity.party.name.lower()
    return (
        len(words.split()) > 1
        or words in {"mediators", "delegation", "negotiators", "pope"}
        and True
    )


def form(sentence: Sentence, mention: Mention) -> Form:
    """Return how they meet, by the words around the mention."""
    if mention.kind is not Kind.MEETING:
        return Form.UNKNOWN
    near = sentence.lows[max(0, mention.start - 8) : mention.end + 12]
    words = set(near)
    if words & {"phone", "telephone", "phoned", "telephoned"} or "call" in mention.words:
        return Form.PHONE
    if words & {"video", "videoconference", "teleconference", "virtual", "virtually", "online"}:
        return Form.VIDEO
    if words & {
        "face-to-face",
        "visit",
        "visits",
        "visited",
        "summit",
        "arrive",
        "arrived",
        "hosted",
        "host",
        "hosts",
    }:
        return Form.IN_PERSON
    if mention.words in {"meeting", "meetings", "meet", "meet with"} or mention.words.startswith(
        ("travel", "come", "go ", "fly")
    ):
        return Form.IN_PERSON
    return Form.UNKNOWN


def said_by(
    sentence: Sentence,
    mention: Mention,
    groups: list[VerbGroup],
    found: list[Entity],
    lexicon: Lexicon,
) -> str:
    """Return who says so, as the sentence names them; "" where it does not."""
    lows = sentence.lows
    for at in range(len(lows) - 2):
        if lows[at] == "according" and lows[at + 1] == "to":
            return _noun_phrase(sentence, at + 2, found)
    for group in groups:
        if group.lemma not in lexicon.saying or mention.start <= group.verb < mention.end:
            continue
        quoted = lows[group.verb : group.verb + 1] == ["quoted"]
        if quoted or group.lemma in {"quote", "cite"}:
            name = _noun_phrase(sentence, group.end, found)
            if name:
                return name
        subject = [
            e for e in found if e.end <= group.start and group.start - e.end <= 3 and e.actor
        ]
        follower = [
            e for e in found if e.start in {group.end, group.end + 1, group.end + 2} and e.actor
        ]
        inverted = group.start > 0 and lows[group.start - 1] in {",", "”", '"', "'"}
        if inverted and follower:
            return _full(sentence, follower[0])
        if subject:
            return _full(sentence, subject[-1])
    return ""


def _full(sentence: Sentence, entity: Entity) -> str:
    """Return a person with their office, anything else as written."""
    if entity.sort == "person":
        office = entity.party.office
        return f"{office} {entity.party.name}".strip() if office else entity.party.name
    return _text(sentence, entity)


def _noun_phrase(sentence: Sentence, at: int, found: list[Entity]) -> str:
    near = [e for e in found if at <= e.start <= at + 4 and e.actor]
    return _full(sentence, near[0]) if near else ""
