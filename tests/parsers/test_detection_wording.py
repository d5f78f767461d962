"""How the trade words it: negation, control, asides, anaphors, headlines that leave words out."""

from __future__ import annotations

from datetime import date

import pytest

from parsers.announcements.lexicon import inflect, load
from parsers.announcements.sentences import LONGEST, split
from parsers.records import Kind
from tests.parsers.detecting import alerts, body, headline, pairs

CEASEFIRE, MEETING = str(Kind.CEASEFIRE), str(Kind.MEETING)
# Said before each sentence, so that it is the sentence that decides, not the company it keeps.
WAR = "Fighting between Ukraine and Russia killed dozens of civilians in Donetsk, both said."

SENTENCES = [
    ("Russia has no intention of holding talks with Ukraine, it said.", MEETING, "ruled_out"),
    ("There was no question of talks with Russia, Ukraine said.", MEETING, "ruled_out"),
    ("Russia withdrew on Tuesday from the talks with Ukraine in Minsk.", MEETING, "cancelled"),
    ("A planned meeting of Russia and Ukraine did not take place.", MEETING, "cancelled"),
    ("In two hours of talks in Minsk Russia and Ukraine discussed mines.", MEETING, "held"),
    ("Russian and Ukrainian officials talked in Minsk until late.", MEETING, "held"),
    ("The Russian and Ukrainian leaders are conferring in Minsk.", MEETING, "under_way"),
    ("Russian and Ukrainian envoys are to fly from Minsk to Doha.", MEETING, "planned"),
    ("Russia and Ukraine agreed to come back to Istanbul on June 17.", MEETING, "planned"),
    ("Ukraine will not send its negotiators back to Minsk for now.", MEETING, "ruled_out"),
    (
        "The talks of Russia and Ukraine that were to start on Thursday are now set for May 28.",
        MEETING,
        "postponed",
    ),
    ("Ukraine asks that a session with Russia be called.", MEETING, "called_for"),
    ("Ukraine's president would not consider their plan for a truce.", CEASEFIRE, "rejected"),
    ("A truce with Russia is not an option, Ukraine said.", CEASEFIRE, "rejected"),
    ("A truce is not something that Ukraine will accept, it said.", CEASEFIRE, "rejected"),
    (
        "Ukraine had offered Russia, through Oman, a pause in attacks that would last a month, "
        "it said.",
        CEASEFIRE,
        "proposed",
    ),
    (
        "Talks between Russia and Ukraine on a truce ended without a result on Monday.",
        CEASEFIRE,
        "proposed",
    ),
    (
        "The truce in Donetsk, which Russia had declared until Sunday, was prolonged.",
        CEASEFIRE,
        "extended",
    ),
    ("Russia's advance runs counter to the truce, Ukraine said.", CEASEFIRE, "violated"),
    ("Russia does not honour the ceasefire, Ukraine said.", CEASEFIRE, "violated"),
    ("Russia and Ukraine have come to terms on a halt to shelling.", CEASEFIRE, "agreed"),
    (
        "That the shelling would end at midnight on Wednesday was settled by telephone.",
        CEASEFIRE,
        "proposed",
    ),
]


@pytest.mark.parametrize(("sentence", "kind", "status"), SENTENCES)
def test_sentence(sentence: str, kind: str, status: str) -> None:
    assert (kind, status) in pairs(body(f"{WAR} {sentence}"))


HEADLINES = [
    ("Postponed: Russia-Ukraine talks in Minsk", MEETING, "postponed"),
    ("Modi, Sharif not meeting in Astana", MEETING, "ruled_out"),
    ("Russia, Ukraine presidents 'won't meet' before June", MEETING, "ruled_out"),
    ("Kremlin: they'll meet in Minsk on Monday, Putin and Zelensky agree", MEETING, "planned"),
    ("Hamas delegation leaves Cairo without agreement", MEETING, "held"),
    ("Kosovo, Serbia negotiators leave Brussels after four hours", MEETING, "held"),
    ("Delhi refuses third-party mediation on Kashmir", MEETING, "ruled_out"),
    ("Qatar suspends mediation between Israel and Hamas", MEETING, "cancelled"),
    ("Deal struck to end fighting in Gaza", CEASEFIRE, "agreed"),
    ("Sudan army chief orders his troops to hold fire", CEASEFIRE, "agreed"),
    ("No truce with RSF, Sudan army chief tells troops", CEASEFIRE, "rejected"),
]


@pytest.mark.parametrize(("title", "kind", "status"), HEADLINES)
def test_headline(title: str, kind: str, status: str) -> None:
    assert (kind, status) in pairs(headline(title))


def test_what_it_stands_for_is_answered() -> None:
    offer = "Russia offered Ukraine a truce of 30 days on Monday."
    refused = pairs(body(offer, "Ukraine turned it down within hours."))
    longer = pairs(body("Russia and Ukraine agreed to a truce.", "They extended it on Tuesday."))
    broken = pairs(body(offer, "Ukraine called the raid a violation of the agreement."))
    assert (CEASEFIRE, "rejected") in refused
    assert (CEASEFIRE, "extended") in longer
    assert (CEASEFIRE, "violated") in broken


@pytest.mark.parametrize(
    "sentence",
    [
        "The two officers went over how the halt to firing should be kept up.",
        "Sitting down with them again is of no use.",
        "The opposition asked for the budget of the trip.",
    ],
)
def test_a_thought_announces_nothing(sentence: str) -> None:
    assert not alerts(body(WAR, sentence))


PARTIES = [
    (
        "A ceasefire between Israel and the Iran-backed group Hezbollah took effect.",
        {"Israel", "Hezbollah"},
    ),
    (
        "The truce has held, a lull in the war between Saudi Arabia and the Houthis.",
        {"Saudi Arabia", "Houthis"},
    ),
    ("Israel's army said that the ceasefire with Hamas was in effect.", {"Israel", "Hamas"}),
    (
        "The governor and the tribal confederation reached a truce with the rebels.",
        {"governor", "tribal confederation", "rebels"},
    ),
    ("The Armed Forces will not observe a truce with the rebels.", {"Armed Forces", "rebels"}),
    (
        "Germany and France, which restored sanctions, had agreed with Iran to hold a meeting.",
        {"Germany", "France", "Iran"},
    ),
]


@pytest.mark.parametrize(("sentence", "expected"), PARTIES)
def test_parties(sentence: str, expected: set[str]) -> None:
    found = body(WAR.replace("Ukraine", "the army").replace("Russia", "rebels"), sentence)
    assert expected in [{p.name for p in a.parties} for a in found]


@pytest.mark.parametrize(
    ("sentence", "place"),
    [
        ("The session in Geneva of Georgia and Russia is over; a tent burnt in Ergneti.", "Geneva"),
        ("The border session of Georgia and Russia was held on Thursday in Ergneti.", "Ergneti"),
        ("Talks of Russia and Ukraine will be hosted by Oman.", "Oman"),
    ],
)
def test_places(sentence: str, place: str) -> None:
    found = [a for a in body(WAR, sentence) if a.kind is Kind.MEETING]
    assert place in {a.place for a in found}


def test_the_day_behind_a_verb_that_looks_ahead_lies_ahead() -> None:
    (found,) = body("A draft on a truce in Gaza could be put to a vote on Friday.")
    assert found.when.start == date(2024, 5, 10)


def test_a_day_in_an_aside_is_of_the_aside() -> None:
    (found,) = body("The text, which could be put to a vote on Friday, foresees a truce in Gaza.")
    assert found.when.start is None


def test_the_present_below_a_headline_looks_ahead() -> None:
    (found,) = body("EU leaders hold a summit on Ukraine in Brussels on Thursday.")
    assert found.when.start == date(2024, 5, 9)


@pytest.mark.parametrize(
    ("lemma", "form"),
    [
        ("see", "seeing"),
        ("agree", "agreed"),
        ("begin", "beginning"),
        ("submit", "submitted"),
        ("travel", "travelled"),
        ("travel", "traveling"),
        ("die", "dying"),
        ("deny", "denies"),
    ],
)
def test_regular_forms(lemma: str, form: str) -> None:
    assert form in inflect(lemma)


def test_fly_is_a_verb_though_it_ends_like_an_adverb() -> None:
    assert (MEETING, "planned") in pairs(headline("Blinken to fly to Doha for Gaza talks"))


def test_is_and_was_are_no_reason_to_read_a_text() -> None:
    lexicon = load("en")
    assert not lexicon.triggers("It was cold, and the farmers have hay that is dry.", "It is late.")
    assert not lexicon.triggers("The river is high.", "It is late. " * 60 + "They join and pay.")
    assert lexicon.triggers("The river is high.", "It is late. " * 60 + "They signed a truce.")


def test_a_text_without_stops_is_cut_where_it_can_be() -> None:
    text = "Russia and Ukraine agreed to a truce, and talks go on, " * 200
    pieces = [text[start:end] for start, end in split(text)]
    assert "".join(pieces) == text
    assert max(map(len, pieces)) <= LONGEST
    assert all(piece.endswith(", ") for piece in pieces)
    assert max(len(text[start:end]) for start, end in split("a" * 5_000)) <= LONGEST
