"""Whether a name beside a mention is somebody who acts, not a place, a topic or an attribute."""

from __future__ import annotations

from parsers.announcements.cast import Entity
from parsers.announcements.clause import subject
from parsers.announcements.grammar import Tense
from parsers.announcements.places import MOVES, PLACES, words
from parsers.announcements.scene import Reading, Scene
from parsers.records import Field, Kind, Status

_PEOPLE = frozenset({"person", "office", "title"})
# After an adjective of nation these act for the state: "Armenian forces", "the Iranian side".
_ACTING = frozenset(
    "and , side sides officials forces government army military authorities leaders leader "
    "delegation delegations diplomats diplomat negotiators representatives talks counterpart "
    "counterparts team presidents troops ministry rebels leadership ministers negotiations "
    "meeting summit group movement fighters proposal offer plan officers commanders "
    "generals".split()
)


# After an adjective of nation these act for the state where a truce is kept or broken.
_FIGHTING = frozenset(
    "posts soldiers gunners artillery drones jets warplanes planes aircraft tanks warships "
    "strikes airstrikes shelling positions units marines".split()
)


def acts(scene: Scene, reading: Reading, e: Entity, names: list[Entity], place: str) -> bool:
    """Return whether a name is an actor here, not a place, a speaker or an attribute."""
    sentence = scene.sentence
    if e.end <= sentence.dateline or (e.sort == "region" and not _acting(scene, e)):
        return False
    if e.sort == "country" and _owns(scene, e, names):
        return False
    if e.sort == "attribute":
        # "US-led Sudan talks", "Arab-backed truce": where nobody else is named
        alone = not any(f.sort not in {"attribute", "region"} for f in names)
        return alone and 0 < scene.mention.start - e.start <= 4
    if words(sentence, e) == place and not _hosts(scene, e):
        return False
    if e.sort in PLACES and _beside_place(scene, e, names, place):
        return False
    if e.sort in PLACES and (_as_topic(scene, e) or _comes_from(scene, e)):
        return False
    if e.sort in PLACES and e.start and _as_place(scene, e):
        return False
    if e.sort == "people":
        return _people_act(scene, e, names) and not _offered(scene, reading, e)
    if e.sort == "title":
        of_named = scene.lows[e.end : e.end + 1] == ["of"] and any(
            e.end < f.start <= e.end + 2 for f in names
        )  # "representatives of the government and X"
        return _title_acts(scene, e.party.name.lower()) and not of_named
    before = scene.lows[e.start - 1] if e.start else ""
    if e.sort == "name":
        placed = before in {"in", "at", "near", "from"}
        told = sentence.field is Field.TITLE or _met(scene, e, names)
        return not placed and (told or _subject_or_bidden(scene, reading, e, names))
    if e.sort == "person" and not e.party.office and before in {"in", "at", "near"}:
        return False  # an unknown place
    speaks = any(word in scene.lexicon.speakers for word in e.party.office.lower().split())
    return not (speaks and scene.mention.kind is Kind.MEETING)


def _met(scene: Scene, e: Entity, names: list[Entity]) -> bool:
    """Return whether a lone capitalised word stands where one who meets does: "between X and Y"."""
    lows, at = scene.lows, e.start - 1
    if scene.mention.kind is not Kind.MEETING or at < 0:
        return False
    if lows[at] == "and" and any(f.end == at and f.sort in _PEOPLE | {"name"} for f in names):
        at = next(f.start for f in names if f.end == at) - 1
    return lows[at] in {"between", "with"} or scene.mention.end == at + 1


# Who comes behind these is to meet: "urged Putin to hold talks".
_BIDDING = frozenset({"urge", "ask", "invite", "press", "tell", "call", "persuade"})


def _subject_or_bidden(scene: Scene, reading: Reading, e: Entity, names: list[Entity]) -> bool:
    """Return whether a lone capitalised word meets: "Lukashenko and Putin held", "urged Putin to".

    The word before may be another such name.
    """
    verb, lows = scene.mention.verb or reading.verb, scene.lows
    if scene.mention.kind is not Kind.MEETING or verb is None:
        return False
    at = e.end
    while lows[at : at + 1] in (["and"], [","]):
        joined = next((f for f in names if f.start == at + 1), None)
        if joined is None or joined.sort not in _PEOPLE | {"name"}:
            return False
        at = joined.end
    if at == verb.start and verb.finite:
        return True
    over = next((g for g in scene.groups if g.end == e.start), None)
    return over is not None and over.lemma in _BIDDING and verb.tense is Tense.INFINITIVE


# "the Ukraine war", "the Iran deal": a topic, not a side.
_TOPICS = frozenset(
    "war conflict crisis issue question deal settlement border peace invasion offensive campaign "
    "dispute ceasefire truce situation".split()
)
# "officials from Egypt": a side; "the threat from Russia": none.
_SENT = frozenset(
    "officials leaders ministers envoys delegates delegations delegation negotiators teams team "
    "representatives mediators diplomats members commanders sides forces ones those officers "
    "generals troops delegates lawmakers experts chiefs counterparts colleagues".split()
)


def _as_topic(scene: Scene, e: Entity) -> bool:
    """Return whether a country only says which war is meant: "the Ukraine war"."""
    after = scene.lows[e.end] if e.end < len(scene.lows) else ""
    inside = scene.mention.start <= e.end < scene.mention.end
    return after in _TOPICS and not inside and e.sort == "country"


def _comes_from(scene: Scene, e: Entity) -> bool:
    """Tell "the threat from Russia", a source, from "envoys from Qatar", a side."""
    at = e.start - 1
    while at > 0 and (scene.lows[at] in {"the", "and", ",", "both"} or _listed(scene, at)):
        at -= 1
    if at < 1 or scene.lows[at] not in {"from", "against"}:
        return False
    return scene.lows[at] == "against" or scene.lows[at - 1] not in _SENT


def _listed(scene: Scene, at: int) -> bool:
    return at in scene.nouns and at not in scene.others


def _beside_place(scene: Scene, e: Entity, names: list[Entity], place: str) -> bool:
    """Return whether it is the second of two places: "will visit Moscow and Kyiv"."""
    joined = scene.lows[e.start - 1 : e.start] == ["and"]
    if not joined or scene.mention.words not in scene.lexicon.travel:
        return False
    first = next((f for f in names if f.end == e.start - 1 and f.sort in PLACES), None)
    return first is not None and words(scene.sentence, first) == place


def _hosts(scene: Scene, e: Entity) -> bool:
    """Return whether a place is also the host: "Egypt to host talks"."""
    verb = scene.mention.verb
    return verb is not None and verb.lemma == "host" and e.end <= verb.start


def _title_acts(scene: Scene, title: str) -> bool:
    """Return whether an office or group without a name tells enough to be a party."""
    lexicon = scene.lexicon
    told = title in lexicon.groups or title in lexicon.mediators or len(title.split()) > 1
    told = told or (scene.sentence.field is Field.TITLE and title in lexicon.leaders)
    several = title.endswith("s") and not lexicon.envoys.isdisjoint({title, title[:-1]})
    told = told or title in lexicon.bands
    return told or (several and scene.mention.kind is Kind.MEETING)


_ARTICLES = frozenset({"the", "a", "an", "his", "her", "its", "their"})


def _is_met(scene: Scene, e: Entity) -> bool:
    """Return whether an office alone is who is met: "with his counterpart", "met the envoy"."""
    at = e.start - 1
    if at < 1 or scene.lows[at] not in _ARTICLES:
        return False
    return scene.lows[at - 1] == "with" or (
        scene.mention.verb is not None and at == scene.mention.end
    )


def does_it(scene: Scene, reading: Reading, e: Entity, names: list[Entity]) -> bool:
    """Return whether an office alone is who meets or agrees: "the governor met the rebels"."""
    verb, lexicon = scene.mention.verb or reading.verb, scene.lexicon
    stem = e.party.name.lower().rsplit(maxsplit=1)[-1]
    if stem not in lexicon.envoys | {"governor"}:
        return False
    if scene.mention.kind is Kind.MEETING and _is_met(scene, e):
        return True
    return verb is not None and verb.finite and e in subject(scene, names, verb.start)


def _as_place(scene: Scene, e: Entity) -> bool:
    """Return whether a country or capital is named as a place: "in Moscow"."""
    if e.end < len(scene.lows) and scene.lows[e.end] == "'s":
        return False  # "at Baku's request"
    at = e.start - 1
    while at > 0 and scene.lows[at] in {"the", "and", ",", "southern", "northern"}:
        at -= 1
    before = scene.lows[at]
    moved = before == "to" and bool(set(scene.lows[max(0, at - 4) : at]) & MOVES)
    about = scene.mention.kind is Kind.MEETING and before in {"about", "on", "over", "regarding"}
    return before in {"in", "at", "into", "across", "inside", "near"} or moved or about


def _acting(scene: Scene, e: Entity) -> bool:
    """Return whether those of a region act: "the Tigray delegation"."""
    return e.end < len(scene.lows) and scene.lows[e.end] in _ACTING - {",", "and"}


def _owns(scene: Scene, e: Entity, names: list[Entity]) -> bool:
    """Return whether a country only says whose a group is: "Colombia's ELN rebels"."""
    genitive = scene.lows[e.end : e.end + 1] == ["'s"]
    return genitive and any(
        f.sort in {"armed", "person"} and e.end < f.start <= e.end + 2 for f in names
    )


def _offered(scene: Scene, reading: Reading, e: Entity) -> bool:
    """Return whether a nation only made what another accepts: "agreed to an American proposal"."""
    noun = scene.lows[e.end : e.end + 1]
    answer = reading.status in {Status.AGREED, Status.REJECTED}
    return answer and noun in (["proposal"], ["offer"], ["plan"], ["draft"]) and e.start > 0


def _people_act(scene: Scene, e: Entity, names: list[Entity]) -> bool:
    """Tell "Israelis accuse" and "Israeli officials" from "Russian news agencies"."""
    text = words(scene.sentence, e)
    if text.endswith("s") and "-" not in text:
        return True
    if any(f.start == e.end and f.sort in {"title", "office"} for f in names):
        return True
    if e.end in scene.others or e.end >= len(scene.lows):
        return e.end in scene.others
    met = scene.mention.kind is Kind.MEETING and (
        e.start == scene.mention.end or scene.lows[e.start - 1] in {"with", "between"}
    )
    noun = scene.lows[e.end]
    if scene.mention.kind is Kind.CEASEFIRE and noun in _FIGHTING:
        return True
    return noun in _ACTING or (met and noun.endswith("s") and noun.isalpha())
