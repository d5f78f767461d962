"""Whether a mention is an announcement in our sense: a conflict, and someone who acts.

A truce between neighbours and talks over pay use the words of war and diplomacy. What tells them
apart is the company they keep: states, armed groups and places in dispute on the one side, the
words of sport, markets, courts and party politics on the other, in the sentence and in the article.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from parsers.announcements.cast import Entity
from parsers.announcements.lexicon import Lexicon, Phrases
from parsers.announcements.mention import Mention
from parsers.announcements.scene import Scene
from parsers.announcements.sentences import Sentence
from parsers.records import Field, Kind, Party

# Heat of an article from which on an unnamed "talks" is about the war, whatever else it has.
_WARM, _SOME, _HOT = 1.0, 2.0, 3.0
# Sentences of a body up to which it is judged as kindly as a headline.
BRIEF = 3
# Distinct words of sport, markets and the like from which on an article is about them.
_MUCH = 3
# Names that by themselves make an article one of conflict or of relations between states.
_STATES = frozenset({"country", "seat", "people"})
_BODIES = frozenset({"organisation", "armed", "body", "mediator"})
_PEOPLE = frozenset({"person", "office"})
# Bodies that two states at odds can share: "the committee is to meet on September 23".
_JOINT = frozenset({"committee"})
# An office that says nothing of foreign policy.
_ANY_MINISTER = frozenset({"minister"})


@dataclass(frozen=True, slots=True)
class Theatre:
    """What an article as a whole is about."""

    heat: float = 0.0  # distinct words of war; those that other trades use too count half
    war: int = 0  # distinct words that belong to wars alone
    ordinary: float = 0.0  # distinct words of sport, markets and the like; the soft ones count half
    armed: bool = False  # names an armed group or a place in dispute
    states: int = 0  # distinct countries
    led: bool = False  # names one who leads a state or its foreign policy
    brief: bool = False  # a line or two, which cannot say much of the company it keeps
    talks: bool = False  # a meeting of ours was told of before, as its news
    bare: bool = False  # a headline without a body, or over a line or two of conflict or leaders

    @property
    def everyday(self) -> bool:
        """True where the article is about something else than war and diplomacy."""
        # Markets speak of a place in dispute in passing.
        least = 2 * self.heat if self.armed else self.heat
        few = self.brief and not (self.led and self.states > 1)
        return self.ordinary >= (1 if few else _MUCH) and self.ordinary > least


def theatre(every: list[Sentence], named: dict[int, list[Entity]], lexicon: Lexicon) -> Theatre:
    """Return what the article is about, from all its sentences and names."""
    war, conflict = _distinct(every, lexicon.war), _distinct(every, lexicon.conflict)
    shared = {words for words in conflict - war if " ".join(words) not in lexicon.ceasefire_nouns}
    names = [e for some in named.values() for e in some]
    disputed = {e.party.name for e in names if e.disputed}
    armed = {e.party.organisation for e in names if e.sort == "armed"}
    acting = _STATES | _PEOPLE  # "Sudan's army", "the Armenian foreign minister"
    states = {e.party.country for e in names if e.sort in acting and e.party.country}
    # "ceasefire" where two states are named is a ceasefire between states; "truce" need not be.
    nouns = {" ".join(words) for words in _distinct(every, lexicon.ceasefire_nouns)}
    literal = len(states) > 1 and any(lexicon.figurative.isdisjoint(n.split()) for n in nouns)
    heat = len(war) + len(shared) / 2 + len(disputed) + len(armed) + 2 * literal
    told = sum(s.field is not Field.TITLE for s in every)
    led = any(e.party.office.lower() in lexicon.leaders - _ANY_MINISTER for e in names)
    return Theatre(
        heat=heat,
        war=len(war),
        ordinary=_weight(_distinct(every, lexicon.ordinary), lexicon),
        armed=bool(disputed or armed),
        led=led,
        brief=told <= BRIEF,
        bare=told == 0 or (told <= BRIEF and (heat > 0 or led or len(states) > 1)),
        states=len(states),
    )


def _weight(found: Iterable[tuple[str, ...] | None], lexicon: Lexicon) -> float:
    """Return the weight of words of ordinary news."""
    return sum(0.5 if " ".join(words) in lexicon.soft else 1.0 for words in found if words)


def _distinct(every: list[Sentence], phrases: Phrases) -> set[tuple[str, ...]]:
    """Return the phrases of a list that the article has."""
    return {
        words
        for sentence in every
        for at in range(len(sentence.lows))
        if (words := phrases.at(sentence.lows, at))
    }


@dataclass(frozen=True, slots=True)
class _Around:
    """What the words of the sentence say."""

    title: bool
    hot: int  # words of war and dispute that are no word for a truce, names in dispute
    ordinary: float
    truce: bool  # has a word for a truce


def _around(scene: Scene, names: list[Entity], about: Theatre) -> _Around:
    lows, lexicon = scene.lows, scene.lexicon
    truce = {at for at in range(len(lows)) if lexicon.ceasefire_nouns.at(lows, at)}
    war = sum(
        lexicon.conflict.at(lows, at) is not None and at not in truce for at in range(len(lows))
    )
    ordinary = _weight((lexicon.ordinary.at(lows, at) for at in range(len(lows))), lexicon)
    return _Around(
        title=scene.sentence.field is Field.TITLE,
        hot=war + sum(e.disputed or e.sort == "armed" for e in names),
        # One soft word says nothing where two states are named.
        ordinary=ordinary if about.states < 2 or ordinary >= 1 else 0.0,
        truce=bool(truce),
    )


def not_ours(
    scene: Scene, who: tuple[Party, ...], names: list[Entity], about: Theatre, *, undone: bool
) -> str:
    """Return why a mention is no announcement in our sense, or "".

    ``undone``: it is put off, called off or ruled out, which is said of what is known.
    """
    lows, around = scene.lows, _around(scene, names, about)
    if around.title and any(scene.lexicon.markets.at(lows, at) for at in range(len(lows))):
        return "a headline of markets"
    if scene.mention.kind is Kind.CEASEFIRE:
        return _no_ceasefire(scene, names, about, around)
    if undone and not around.ordinary and (about.talks or about.armed) and not about.everyday:
        return ""
    return _no_meeting(scene, who, names, about, around)


def _no_ceasefire(scene: Scene, names: list[Entity], about: Theatre, around: _Around) -> str:
    named = any(
        e.sort in _STATES | _BODIES or e.disputed or e.party.country or e.party.organisation
        for e in names
    )
    some = named or (around.title and any(e.sort in {"name", *_PEOPLE} for e in names))
    loose = scene.lexicon.figurative.isdisjoint(scene.mention.words.split())
    reasons = (
        (
            "a deal with no word of war",
            scene.mention.deal and around.hot == 0 and about.heat < _HOT,
        ),
        (
            "ordinary news",
            around.ordinary > around.hot + any(e.sort == "armed" for e in names)
            and about.heat < _HOT,
        ),
        (
            "an article of something else",
            about.everyday and around.hot == 0,
        ),
        ("", scene.mention.anaphor),  # it stands for one that was accepted
        (
            "no conflict in the article",
            about.heat < _WARM and around.hot == 0 and not some and not (around.title and loose),
        ),
        (
            "nobody at war in the article",
            not around.title
            and not (about.brief and (named or about.heat >= _WARM))
            and not (loose and about.states > 1)  # "cessation of fire" between two states
            and not about.armed
            and about.heat < (_HOT, _SOME, _WARM)[min(2, about.states)],
        ),
    )
    return next((reason for reason, holds in reasons if holds), "")


def _no_meeting(
    scene: Scene, who: tuple[Party, ...], names: list[Entity], about: Theatre, around: _Around
) -> str:
    lows, lexicon, mention, title = scene.lows, scene.lexicon, scene.mention, around.title
    before = lows[mention.start - 1] if mention.start else ""
    # "war talks", "the Congo peace talks", "intra-Afghan dialogue"
    near = range(max(0, mention.start - (1 if mention.verb else 2)), mention.start)
    placed = any(e.sort in {"country", "people", "region"} and e.start in near for e in names)
    about_war = bool(before) and lexicon.conflict.at(lows, mention.start - 1) == (before,)
    about_war = about_war or (placed and mention.verb is None and before not in {"after", "in"})
    topical = (title or about.bare) and any(e.sort in {"country", "region", "seat"} for e in names)
    at_odds = about.heat >= _HOT and about.states > 1
    bodies = lexicon.excluded["bodies"] - (_JOINT if at_odds else frozenset())
    domestic = not bodies.isdisjoint(lows)
    coded = any(p.country or p.organisation for p in who)
    told = around.hot or around.truce or topical or _names(names) > 1
    theatre_named = about.armed or about.heat >= (_WARM if about.states > 1 else _HOT)
    # One state and "dispute", "border", "strike": the words of any quarrel.
    warlike = around.hot and (about.states > 1 or about.war > 0)
    heads = about.ordinary < 1 and about.states > 1 and _heads(who, lexicon)
    # One word of war does not outweigh one of sport where nobody is at odds.
    margin = 0 if around.title or about.states > 1 or about.armed else 1
    reasons = (
        (
            "ordinary news",
            around.ordinary and around.ordinary + margin > around.hot and not _at_war(about),
        ),
        ("an article of something else", about.everyday),
        ("", mention.anaphor),  # it stands for one that was accepted
        ("", about.talks and not around.ordinary and not domestic and not mention.weak),
        ("no political party named", not who and not about_war and not topical),
        ("a body of one state", domestic and not coded and not (title and told)),
        (
            "not a meeting between parties",
            before in lexicon.excluded["meeting_before_unless_actor"] and not who,
        ),
        (
            "nobody to meet",
            mention.words in {"forum", "conference"} and len(who) < _enough(around),
        ),
        (
            "no official named",
            mention.weak
            and not about_war
            and not (before in {"his", "her"} and who)  # "His visit to the White House"
            and not _official(mention, names, who, lexicon, title=title),
        ),
        (
            "no state or armed group in the article",
            not (coded or theatre_named or heads or (told and about.bare)),
        ),
        (
            "no conflict in the article",
            not about.bare
            and about.heat < (_WARM if _peers(who, lexicon) > 1 or warlike else _SOME)
            and not about.armed
            and not (heads or _statecraft(who, lexicon))
            # Two states by name, and not a word of another trade.
            and not (_peers(who, lexicon) > 1 and not about.ordinary),
        ),
    )
    return next((reason for reason, holds in reasons if holds), "")


def _enough(around: _Around) -> int:
    """Return how many must be named for a conference: fewer where it is about a war."""
    return 1 if around.title or around.hot else 2


def _at_war(about: Theatre) -> bool:
    return about.armed and about.heat >= _HOT


def _peers(who: tuple[Party, ...], lexicon: Lexicon) -> int:
    """Return how many act that can be at odds: a body of states counts where a leader meets it.

    A minister of transport meets the European Union too, and nobody is at war.
    """
    led = any(p.office.lower() in lexicon.leaders - _ANY_MINISTER for p in who)
    sides = {p.office.lower() for p in who if p.office.lower() in lexicon.groups}
    states = {p.country or (p.organisation if led else "") for p in who} - {""}
    return max(len(states), len(sides))  # "the government and the opposition"


def _names(names: list[Entity]) -> int:
    """Return how many people a headline names."""
    return len({e.party.name for e in names if e.sort in {"name", "person", "office", "title"}})


def _statecraft(who: tuple[Party, ...], lexicon: Lexicon) -> bool:
    """Return whether one who leads or negotiates meets another: news without a word of war too."""
    return _peers(who, lexicon) > 1 and any(p.country and _office(p, lexicon.envoys) for p in who)


def _heads(who: tuple[Party, ...], lexicon: Lexicon) -> bool:
    """Return whether those act who lead a state or its foreign policy: "their presidents"."""
    offices = lexicon.leaders - _ANY_MINISTER
    return any(not offices.isdisjoint(_stems(p.office.lower())) for p in who if p.office)


def _office(party: Party, offices: frozenset[str]) -> bool:
    return not offices.isdisjoint(_stems(party.office.lower()))


def _stems(office: str) -> set[str]:
    """Return an office and its last word, each without the ending of a plural."""
    last = office.rsplit(maxsplit=1)[-1] if office else ""
    return {w.removesuffix("s") for w in (office, last)} | {office, last}


def _official(
    mention: Mention, names: list[Entity], who: tuple[Party, ...], lexicon: Lexicon, *, title: bool
) -> bool:
    """Return whether someone who can speak for a side is named."""
    if mention.verb is not None and mention.words.split()[0] in lexicon.sending | lexicon.recalling:
        return True  # "will not send a delegation to"
    sorts = {e.sort for e in names if e.party in who}
    offices = [p.office.lower() for p in who if p.office]
    able_offices = lexicon.envoys | lexicon.groups
    if offices and not any(w in able_offices for o in offices for w in _stems(o)):
        return False
    if title and any(p.country or p.organisation for p in who):
        return True  # "Israel scraps planned visit to Washington"
    able = {"person", "office", "title", "name", "organisation", "armed"}
    return bool(sorts & able) or len(who) > 1
