"""How and by whose word: the form of a meeting, and who says so."""

from __future__ import annotations

from parsers.announcements.cast import Entity
from parsers.announcements.grammar import VerbGroup
from parsers.announcements.places import words
from parsers.announcements.scene import Scene
from parsers.announcements.sentences import Sentence
from parsers.records import Form, Kind


def form(scene: Scene) -> Form:
    """Return how they meet, by the words around the mention."""
    mention = scene.mention
    if mention.kind is not Kind.MEETING:
        return Form.UNKNOWN
    near = set(scene.lows[max(0, mention.start - 8) : mention.end + 12])
    said = set(mention.words.split())
    if near & {"phone", "telephone", "phoned", "telephoned"} or said & {
        "call",
        "calls",
        "phone",
        "telephone",
    }:
        return Form.PHONE
    if near & {"video", "videoconference", "teleconference", "virtual", "virtually", "online"}:
        return Form.VIDEO
    if said & {
        "meet",
        "meeting",
        "meetings",
        "visit",
        "summit",
        "travel",
        "come",
        "go",
        "fly",
        "arrive",
        "host",
    }:
        return Form.IN_PERSON
    return (
        Form.IN_PERSON
        if near & {"face-to-face", "visit", "visits", "visited", "hosted"}
        else Form.UNKNOWN
    )


def said_by(scene: Scene, names: list[Entity], speaker: str) -> str:
    """Return who says so, as the sentence names them; ``speaker`` stands for "he said"."""
    lows, sentence = scene.lows, scene.sentence
    for at in range(len(lows) - 2):
        if lows[at : at + 2] == ["according", "to"]:
            near = next((e for e in names if at + 2 <= e.start <= at + 6), None)
            if near and near.sort != "region":
                return full(sentence, near)
            if lows[at + 2] in {"him", "her"}:
                return speaker
    for group in scene.groups:
        event = scene.mention.start <= group.verb < scene.mention.end
        if group.lemma in scene.lexicon.saying and not event:
            name = _sayer(scene, group, names, speaker)
            if name is not None:
                return name
    return ""


def _sayer(scene: Scene, group: VerbGroup, names: list[Entity], speaker: str) -> str | None:
    """Return the subject of a verb of saying, or of "quoted … as saying"; None: not named."""
    sentence, before = scene.sentence, scene.lows[max(0, group.start - 1) : group.start]
    if group.lemma in {"quote", "cite"}:
        quoted = next((e for e in names if group.end <= e.start <= group.end + 4), None)
        if quoted:
            return full(sentence, quoted)
    subject = subject_of(group.start, scene, names)
    if subject:
        return full(sentence, subject)
    if before in (["he"], ["she"]):
        return speaker
    if before in (["they"], ["we"]):
        return ""
    follower = next((e for e in names if group.end <= e.start <= group.end + 2), None)
    inverted = before in ([], [","], ["”"], ['"'], ["'"])
    return full(sentence, follower) if inverted and follower else None


def subject_of(index: int, scene: Scene, names: list[Entity]) -> Entity | None:
    """Return the name before the verb at ``index``; an apposition may stand between."""
    for e in reversed(names):
        if e.end > index or e.sort in {"region", "attribute"}:
            continue
        between = scene.lows[e.end : index]
        adverbs = scene.lexicon.grammar["adverbs"] | {",", "however", "has", "have"}
        if all(w in adverbs or w.endswith("ly") for w in between):
            return e
        return e if between[:1] == [","] and between[-1:] == [","] and len(between) < 10 else None
    return None


def _with_head(sentence: Sentence, entity: Entity) -> str:
    """Return "foreign ministry of Rwanda" for the entity "Rwanda" in it."""
    at = entity.start
    if at > 1 and sentence.lows[at - 1] == "of":
        at -= 2
        while at > 0 and sentence.lows[at - 1].isalpha() and sentence.lows[at - 1] not in _NO_HEAD:
            at -= 1
        end = sentence.tokens[entity.end - 1].end
        return sentence.text[sentence.tokens[at].start : end]
    return words(sentence, entity)


_NO_HEAD = frozenset("the a an and or by to for from that said says as".split())


def full(sentence: Sentence, entity: Entity) -> str:
    """Return a person with their office, anything else as written."""
    if entity.sort != "person":
        return _with_head(sentence, entity)
    return f"{entity.party.office} {entity.party.name}".strip()
