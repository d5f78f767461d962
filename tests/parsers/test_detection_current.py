"""What is current: the time of a paragraph, the sort of a text, ordinary news."""

from __future__ import annotations

import pytest

from tests.parsers.detecting import alerts, body, headline

# Bodies without a title that announce nothing: history, views, questions, lists of dates.
BACKGROUND = [
    (
        "Nobody in the villages along the river counts the shells any more.",
        "In 2020, the presidents of Azerbaijan and Armenia agreed a truce in Moscow. The two then "
        "met in Brussels and again in Sochi. They spoke by phone every week.",
    ),
    (
        "Russian forces shelled Kharkiv on Tuesday, killing four.",
        "Last winter Moscow declared a truce for the holidays. It was broken within hours.",
    ),
    (
        "I have covered this war since its first day, and I no longer believe in ceasefires.",
        "Hamas and Israel have agreed to a truce, I am told. My friends laugh when I say so.",
    ),
    (
        "What is the Minsk agreement?",
        "It is a ceasefire deal that Ukraine and Russia signed in Belarus.",
        "Why did it fail?",
        "Both sides accused each other of violations, and talks broke down.",
    ),
    (
        "February 24: Russia invades Ukraine.",
        "March 29: Negotiators of Russia and Ukraine meet in Istanbul.",
        "April 7: Talks are suspended.",
        "April 30: Russia and Ukraine agree to a truce in Mariupol.",
    ),
    ("In the first scenario, Beijing and Washington hold talks, and a ceasefire is agreed.",),
]

CURRENT = [
    (
        "Sudan's army has rejected a truce proposed by the United States, its commander said.",
        '"I will not sign anything", he told reporters. "I have said so. My men want victory."',
    ),
    (
        "The presidents of Azerbaijan and Armenia agreed a truce in 2020, which was broken often.",
        "Armenia's prime minister and Azerbaijan's president will meet in Brussels on Friday.",
    ),
    (
        "In 2020, Armenia and Azerbaijan agreed a truce. On Monday, their foreign ministers met in "
        "Geneva. They spoke of the border and of peace.",
    ),
]


@pytest.mark.parametrize("paragraphs", BACKGROUND, ids=lambda p: p[0][:30])
def test_background_does_not_alert(paragraphs: tuple[str, ...]) -> None:
    assert not alerts(body(*paragraphs))


@pytest.mark.parametrize("paragraphs", CURRENT, ids=lambda p: p[0][:30])
def test_current_alerts(paragraphs: tuple[str, ...]) -> None:
    assert alerts(body(*paragraphs))


def test_what_lasts_so_far_is_current() -> None:
    assert alerts(headline("Sudan: truce so far respected in Khartoum, residents say"))
    assert not alerts(headline("Putin and Erdogan have met five times so far"))


def test_what_decided_tells_how_sure() -> None:
    plain = headline("Armenia, Azerbaijan foreign ministers sign ceasefire in Washington")
    vague = body(
        "Shelling of the border villages went on, the army said.",
        "Armenia and Azerbaijan are in talks on a truce.",
    )
    assert plain[0].confidence > vague[0].confidence


def test_one_state_and_a_word_of_conflict_are_ordinary_news() -> None:
    assert not alerts(
        body("Nurses in Kenya agreed to a truce with the army's hospitals, a union leader said.")
    )
    assert not alerts(
        body(
            "Oil fell on Tuesday as traders weighed tariffs and a build in crude stocks.",
            "OPEC ministers of Saudi Arabia and Russia will meet on Friday. Brent fell.",
        )
    )


def test_years_lead_to_an_old_truce_but_not_over_a_comma() -> None:
    assert not alerts(body("It is thirty years this month since the guns fell silent in Karabakh."))
    assert alerts(body("Ten years after the war, Armenia and Azerbaijan signed a truce on Monday."))
