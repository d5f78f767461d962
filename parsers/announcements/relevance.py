"""Whether a mention is an announcement in our sense: a conflict, and someone who acts."""

from __future__ import annotations

from parsers.announcements.cast import Entity
from parsers.announcements.lexicon import Lexicon
from parsers.announcements.scene import Scene
from parsers.records import Field, Kind, Party

# Distinct words of war in an article from which on an unnamed "talks" is about the war.
_WARM, _HOT = 1, 4
# Distinct words of sport, markets and the like from which on an article is about them.
_MUCH = 3


def not_ours(
    scene: Scene, who: tuple[Party, ...], names: list[Entity], heat: int, ordinary_heat: int
) -> str:
    """Return why a mention is no announcement in our sense, or "".

    ``heat``: how many distinct words of war and dispute the article has; ``ordinary_heat``: of
    sport, markets and the like.
    """
    lows, lexicon, mention = scene.lows, scene.lexicon, scene.mention
    ordinary = sum(lexicon.ordinary.at(lows, at) is not None for at in range(len(lows)))
    hot = sum(lexicon.conflict.at(lows, at) is not None for at in range(len(lows)))
    hot += sum(e.disputed for e in names)
    title = scene.sentence.field is Field.TITLE
    if title and any(lexicon.markets.at(lows, at) for at in range(len(lows))):
        return "a headline of markets"
    if mention.kind is Kind.CEASEFIRE:
        if mention.deal and hot == 0 and heat < _HOT:
            return "a deal with no word of war"
        return "ordinary news" if ordinary > hot and heat < _HOT else ""
    before = lows[mention.start - 1] if mention.start else ""
    about_war = bool(before) and lexicon.conflict.at(lows, mention.start - 1) == (before,)
    topical = title and any(e.sort in {"country", "region", "seat"} for e in names)
    domestic = not lexicon.excluded["bodies"].isdisjoint(lows)
    reasons = (
        ("ordinary news", ordinary > hot or (ordinary_heat >= _MUCH and ordinary_heat > heat)),
        ("", mention.anaphor),  # it stands for one that was accepted
        ("no political party named", not who and not about_war and not topical),
        ("a body of one state", domestic and not any(p.organisation or p.country for p in who)),
        (
            "not a meeting between parties",
            before in lexicon.excluded["meeting_before_unless_actor"] and not who,
        ),
        ("nobody to meet", mention.words in {"forum", "conference"} and len(who) < 2),
        ("no official named", mention.weak and not _official(names, who, lexicon)),
        (
            "no conflict in the article",
            not title and heat < _WARM and hot == 0 and not _statecraft(who, lexicon),
        ),
    )
    return next((reason for reason, holds in reasons if holds), "")


def _statecraft(who: tuple[Party, ...], lexicon: Lexicon) -> bool:
    """Return whether one who leads or negotiates meets another: news without a word of war too."""
    return len(who) > 1 and any(
        p.country and not lexicon.envoys.isdisjoint(_stems(p.office.lower())) for p in who
    )


def _stems(office: str) -> set[str]:
    """Return an office and its last word, each without the ending of a plural."""
    last = office.rsplit(maxsplit=1)[-1] if office else ""
    return {w.removesuffix("s") for w in (office, last)} | {office, last}


def _official(names: list[Entity], who: tuple[Party, ...], lexicon: Lexicon) -> bool:
    """Return whether someone who can speak for a side is named."""
    sorts = {e.sort for e in names if e.party in who}
    offices = [p.office.lower() for p in who if p.office]
    if offices and not any(w in lexicon.envoys for o in offices for w in (o, o.split()[-1])):
        return False
    able = {"person", "office", "title", "name", "organisation", "armed"}
    return bool(sorts & able) or len(who) > 1
