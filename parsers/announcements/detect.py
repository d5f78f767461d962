"""The path of an article through detection."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import date

from parsers.announcements import current, details, mentions, places, status, timing
from parsers.announcements.cast import Cast, Entity, distinct, sides
from parsers.announcements.confidence import Ground, confidence
from parsers.announcements.eras import Eras, eras
from parsers.announcements.explain import Considered, Explained, explained
from parsers.announcements.genre import TELLS_NOTHING, genre
from parsers.announcements.gloss import gloss
from parsers.announcements.grammar import Tense, verb_groups
from parsers.announcements.lexicon import Lexicon, load
from parsers.announcements.mention import process
from parsers.announcements.mentions_ceasefire import bare_deals, heads
from parsers.announcements.merge import merge, without_echoes
from parsers.announcements.names import entities
from parsers.announcements.parties import around, parties
from parsers.announcements.relevance import Theatre, not_ours, theatre
from parsers.announcements.scene import Reading, Scene
from parsers.announcements.sentences import Sentence, sentences
from parsers.announcements.separate import Part, parts
from parsers.announcements.war import placed, war_region
from parsers.language import GLOSSED, READ
from parsers.records import (
    Announcement,
    Article,
    Basis,
    Field,
    Kind,
    PageType,
    Party,
    Precision,
    Status,
)

# How many sentences on "the proposal" can still mean the truce that was proposed.
_ANAPHOR_REACH = 4


@dataclass(slots=True)
class _Context:
    """What the sentences of one article share."""

    article: Article
    lexicon: Lexicon
    about: Theatre = field(default_factory=Theatre)
    cast: Cast = field(default_factory=Cast)
    speaker: str = ""  # who spoke last, with office
    person: Party | None = None  # whom "he" means
    eras: Eras = field(default_factory=Eras)  # what times hold for undated sentences
    page: PageType = PageType.ARTICLE  # as the page says, else as the text shows
    places: dict[Kind, tuple[str, str]] = field(default_factory=dict)  # named last, by kind
    near: tuple[Party, ...] = ()  # who was named beside the last meeting
    considered: list[Considered] = field(default_factory=list)  # in the sentence at hand
    last: dict[Kind, tuple[int, Announcement]] = field(default_factory=dict)  # sentence, event


def analysed(article: Article, languages: Collection[str] = (READ,)) -> bool:
    """Return whether the article is read: its language is one of ``languages``, or unknown.

    A line of text too short for its language to be told is tried all the same: an alert lost costs
    more than a look.
    """
    return article.language in languages or not article.language


def detect(article: Article, languages: Collection[str] = (READ,)) -> tuple[Announcement, ...]:
    """Return what the article says of ceasefires and meetings, strongest evidence first.

    An article in a language that is none of ``languages`` (ISO 639-1; ``READ`` and those of
    ``GLOSSED`` can be read) gives nothing; ``analysed`` tells it apart.
    """
    if not analysed(article, languages):
        return ()
    if article.language in GLOSSED:
        glossed = gloss(article)
        return tuple(glossed.announcement(found) for found in detect(glossed.article))
    found, region = _told(article, None)
    return placed(merge(found), region)


def explain(article: Article, languages: Collection[str] = (READ,)) -> tuple[Explained, ...]:
    """Return what detection makes of each sentence, in the order of the article.

    Nothing where its language is not read or no word of the article is a trigger.
    """
    if not analysed(article, languages):
        return ()
    if article.language in GLOSSED:
        glossed = gloss(article)
        return tuple(glossed.explained(each) for each in explain(glossed.article))
    notes: list[Explained] = []
    _told(article, notes)
    return tuple(notes)


def _told(
    article: Article, notes: list[Explained] | None
) -> tuple[list[Announcement], tuple[str, str]]:
    """Return the announcements of each sentence, and the region of the war with its country.

    What led to them is added to ``notes``.
    """
    nothing: tuple[list[Announcement], tuple[str, str]] = ([], ("", ""))
    title = article.title if article.title_basis is not Basis.TEXT else ""
    lexicon = load(READ)
    if not lexicon.triggers(f"{title}\n{article.lead}", article.text):
        return nothing
    every = sentences(article)
    context = _Context(article, lexicon)
    named: dict[int, list[Entity]] = {}
    for sentence in sorted(every, key=lambda s: s.field is Field.TITLE):
        sentence.tokenise()
        # This pass introduces the people, the title last.
        named[sentence.index] = entities(sentence, context.cast, lexicon)
    context.about = theatre(every, named, lexicon)
    context.eras = eras(every, article.published.day, lexicon)
    context.page = article.page_type
    if context.page is PageType.ARTICLE:
        context.page = genre(every, article.published.day, lexicon.language)
    found: list[Announcement] = []
    for sentence in every:
        names = named[sentence.index]
        told_before = context.last and not lexicon.anaphor_words.isdisjoint(sentence.lows)
        if told_before or not lexicon.trigger_words.isdisjoint(sentence.lows):
            names = entities(sentence, context.cast, lexicon)  # now with the whole cast
            context.considered = []
            told = _in_sentence(sentence, names, context)
            found += told
            if sentence.field is not Field.BODY or sentence.paragraph == 0:
                context.eras.topics |= {c.kind for c in context.considered}
            context.last |= {a.kind: (sentence.index, a) for a in told}
            if any(a.kind is Kind.MEETING and a.worth_alert for a in told):
                context.about = replace(context.about, talks=True)
            context.places |= {a.kind: (a.place, a.place_country) for a in told if a.place}
        if notes is not None:
            notes.append(explained(sentence, names, context.considered, lexicon))
            context.considered = []
        _remember(sentence, names, context)
    return found, war_region(every, named)


def _remember(sentence: Sentence, names: list[Entity], context: _Context) -> None:
    """Keep who spoke last and whom "he" will mean: the first person of a sentence, its subject."""
    if sentence.field is Field.TITLE:
        return
    able = context.lexicon.leaders | context.lexicon.speakers
    people = [
        e
        for e in names
        if e.sort == "person" or (e.sort == "office" and e.party.office.lower() in able)
    ]
    if people:
        context.person = people[0].party
        context.speaker = details.full(sentence, people[0])


def _in_sentence(sentence: Sentence, names: list[Entity], context: _Context) -> list[Announcement]:
    lexicon = context.lexicon
    nouns = mentions.nouns(sentence, lexicon, told=Kind.CEASEFIRE in context.last)
    if not any(m.kind is Kind.CEASEFIRE and not heads(sentence, m) for m in nouns):
        nouns += bare_deals(sentence, names, lexicon)
    taken = {at for m in nouns for at in range(m.start, m.end)}
    taken |= {at for e in names for at in range(e.start, e.end) if e.sort != "name"}
    groups = verb_groups(sentence, lexicon, taken)
    acts = mentions.verbs(sentence, groups, lexicon, names)
    covered = {at for m in acts for at in range(m.start, m.end)}
    near = {k for k, (at, _) in context.last.items() if sentence.index - at <= _ANAPHOR_REACH}
    fresh = near - {m.kind for m in [*acts, *nouns]}
    again = mentions.anaphors(sentence, groups, lexicon, fresh)
    if not any(m.kind is Kind.MEETING for m in [*nouns, *acts]):
        again += mentions.presences(sentence, names, lexicon)
    events = {at for m in nouns for at in range(m.start, m.end)}
    found = []
    for mention in [*acts, *(m for m in nouns if m.start not in covered), *again]:
        others = events - set(range(mention.start, mention.end))
        scene = Scene(sentence, mention, groups, lexicon, taken, others)
        reading = status.read(scene)
        mention.leads_on = _leads_on(scene)
        told, why = _announced(scene, reading, names, context)
        cues = tuple(reading.because)
        context.considered += [
            Considered(mention.words, mention.kind, cues, why, announcement)
            for announcement in (*told, *([] if told else [None]))
        ]
        found += [(mention, announcement) for announcement in told]
    kept = without_echoes(found)
    _note_echoes(context.considered, kept)
    return kept


def _leads_on(scene: Scene) -> bool:
    """Return whether it says what another meeting is for, or beside what: "… for talks"."""
    mention, lows = scene.mention, scene.lows
    if mention.kind is not Kind.MEETING:
        return False
    if mention.verb is not None:
        purpose = mention.verb.tense is Tense.INFINITIVE and not mention.weak
        return purpose and mention.verb.lemma in {"discuss", "negotiate", "talk", "hold"}
    near = lows[max(0, mention.start - 6) : mention.start]
    if scene.sentence.field is Field.TITLE and "for" in near:
        return True
    return not {"sidelines", "margins", "fringes"}.isdisjoint(near)


def _note_echoes(considered: list[Considered], kept: list[Announcement]) -> None:
    """Mark what was dropped because the sentence names its event by another word."""
    there = {(a.kind, a.trigger) for a in kept}
    for at, each in enumerate(considered):
        found = each.announcement
        if found is not None and (found.kind, found.trigger) not in there:
            considered[at] = replace(
                each, ruled_out="names the same event again", announcement=None
            )


def _announced(
    scene: Scene, reading: Reading, names: list[Entity], context: _Context
) -> tuple[list[Announcement], str]:
    """Return the announcements of one reading, or none and why they are none in our sense."""
    mention, article = scene.mention, context.article
    published = article.published.day
    when = timing.when(scene, reading, published)
    if reading.status is None and mention.kind is Kind.MEETING and mention.verb is None:
        _by_date_ahead(scene, reading, published)
        when = timing.when(scene, reading, published)
    if reading.status is None:
        return [], "nothing is said of its state"
    place, country = places.place(scene, names)
    who = parties(scene, reading, names, place, context.person)
    who = _with_those_before(scene, who, context)
    near = around(scene, reading, names, place, context.person)
    near = distinct([*(p for p in who if p.named), *_with_those_before(scene, near, context)])
    if not near and mention.verb is None and mention.kind is Kind.MEETING:
        near = context.near
    undone = reading.status in {Status.CANCELLED, Status.POSTPONED, Status.RULED_OUT}
    alien = not_ours(scene, near, names, context.about, undone=undone)
    if alien:
        return [], alien
    context.near = near if mention.kind is Kind.MEETING else context.near
    told = reading.status in {Status.HELD, Status.UNDER_WAY} and reading.verb is not None
    if told and when.start and published and when.start > published:
        reading.status = Status.PLANNED
        reading.because.append("dated ahead of publication")
    if mention.anaphor and not place:
        place, country = context.places.get(mention.kind, ("", ""))
    whole = Part(mention.start, who, when, (place, country))
    each = parts(scene, reading, names, whole, published)
    if len(each) > 1:
        reading.because.append(f"one of {len(each)} that the sentence tells apart")
    return [_announcement(scene, reading, names, part, context) for part in each], ""


def _announcement(
    scene: Scene, reading: Reading, names: list[Entity], part: Part, context: _Context
) -> Announcement:
    """Return the record of one event; its status has been read."""
    state = reading.status or Status.PLANNED
    mention, sentence, article = scene.mention, scene.sentence, context.article
    published, when, who = article.published.day, part.when, part.parties
    verdict = current.judge(scene, reading, when, published, context.eras)
    if context.page in TELLS_NOTHING:
        verdict = current.Verdict(False, f"a page of sort {context.page}")
    alone = verdict.ground is Ground.HEADLINE and not article.text.strip()
    formal = _formal(scene, reading, who, names)
    return Announcement(
        kind=mention.kind,
        status=state,
        current=verdict.current,
        evidence=sentence.text,
        field=sentence.field,
        start=sentence.start,
        end=sentence.end,
        trigger=sentence.start + sentence.tokens[part.at].start,
        confidence=confidence(
            Ground.ALONE if alone else verdict.ground,
            mention.kind,
            state,
            reading.strength,
            named=any(p.country or p.organisation for p in who),
            control=reading.control,
        ),
        because=(f'"{mention.words}"', *reading.because, verdict.because),
        parties=who,
        said_by=details.said_by(scene, names, context.speaker),
        place=part.place[0],
        place_country=part.place[1],
        when=when,
        form=details.form(scene),
        formal=formal,
        worth_alert=verdict.current
        and worth_alert(mention.kind, state, context.page, formal=formal),
    )


def _with_those_before(
    scene: Scene, who: tuple[Party, ...], context: _Context
) -> tuple[Party, ...]:
    """Return the parties with those of the meeting that "the talks", "this meeting" stands for."""
    mention = scene.mention
    told = context.last.get(Kind.MEETING) or context.last.get(Kind.CEASEFIRE)
    if mention.kind is not Kind.MEETING or told is None:
        return who
    before = told[1].parties
    if Kind.MEETING not in context.last:
        # Those of a truce may sign, break or talk: "the sides will hold their first meeting".
        return before if not who and sides(before) > 1 else who
    if mention.anaphor:
        return distinct([*before, *who])
    near = set(scene.lows[max(0, mention.start - 2) : mention.start])
    pointing = near & {"this", "such", "these"}
    unnamed = not any(p.country or p.organisation or p.name != p.office for p in who)
    # "The two leaders last met in Bali", "They will both attend"
    both = scene.lows[:2] in (["the", "two"], ["the", "leaders"], ["both", "sides"])
    again = both or scene.lows[:1] in (["they"], ["both"])
    if unnamed and again and len(before) > 1:
        return before
    return before if mention.verb is None and (not who or (pointing and unnamed)) else who


def _by_date_ahead(scene: Scene, reading: Reading, published: date | None) -> None:
    """Read "the summit in August" as planned where nothing else is said of it."""
    if reading.verb is not None and reading.verb.tense in {Tense.PAST, Tense.PLUPERFECT}:
        return  # "Wednesday's phone call was the second"
    near = range(max(0, scene.mention.start - 4), scene.mention.start)
    if any(g.verb in near and g.finite and g.tense is Tense.PAST for g in scene.groups):
        return  # "who chaired that gathering on Friday evening"
    assumed = Reading(Status.PLANNED)
    when = timing.when(scene, assumed, published)
    exact = when.precision in {Precision.DAY, Precision.WEEK, Precision.MONTH}
    if exact and when.start and published and when.start > published and not process(scene.mention):
        reading.status = Status.PLANNED
        reading.because.append(f"dated ahead: {when.text}")


_NOT_ALERTING = frozenset({Status.CALLED_FOR})


def worth_alert(kind: Kind, status_: Status, page: PageType, *, formal: bool) -> bool:
    """Return the default rule of docs/detection.md for a current announcement."""
    if page in TELLS_NOTHING:
        return False
    return status_ not in _NOT_ALERTING or (kind is Kind.MEETING and formal)


def _formal(scene: Scene, reading: Reading, who: tuple[Party, ...], names: list[Entity]) -> bool:
    """Return whether a call for a meeting is an invitation or offer by a leader or minister."""
    if reading.status is not Status.CALLED_FOR or scene.mention.kind is not Kind.MEETING:
        return False
    verb = reading.verb
    hosts = verb is not None and verb.lemma == "host"  # a mediator's offer, not a party's
    offered = (reading.control == "offer" and not hosts) or (
        verb is not None and verb.lemma in {"invite", "offer", "propose"}
    )
    if (
        verb is not None
        and verb.lemma == "offer"
        and (scene.lows[scene.mention.start - 2 : scene.mention.start].count("for"))
    ):
        return False  # "offers Boa Vista for talks" between others
    ready = any('"ready for" of it' in cue or '"open to" of it' in cue for cue in reading.because)
    leaders = scene.lexicon.leaders
    said = any(e.party.office.lower() in leaders for e in names if e.sort in {"title", "office"})
    if ready and said and who:
        return True  # "Pakistan ready for talks with India, says foreign minister"
    # A headline gives no offices; those it names without one are leaders more often than not.
    known = scene.lexicon.leaders | ({""} if scene.sentence.field is Field.TITLE else set())
    return offered and any(p.office.lower() in known and not p.organisation for p in who)
