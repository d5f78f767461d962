"""One alert for one announcement, however many outlets carry it, each in its own words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from parsers.alerts.rules import Rule, alerts_for
from parsers.alerts.threads import ThreadBook
from tests.parsers.detecting import body

NOON = datetime(2023, 5, 9, 12, tzinfo=UTC)  # a Tuesday
END = "Fighting in the region has killed hundreds."

# event → what the outlets write: title, first paragraph
SAME = {
    "a truce agreed": [
        (
            "Sudan's army and RSF agree to seven-day truce",
            "Sudan's army and the paramilitary Rapid Support Forces have agreed to a seven-day "
            "truce from Thursday, South Sudan's foreign ministry said on Tuesday.",
        ),
        (
            "Sudan: warring sides agree week-long ceasefire",
            "The Sudanese Armed Forces and the Rapid Support Forces accepted a seven-day ceasefire "
            "starting on 11 May, officials in Juba said.",
        ),
        (
            "Sudan’s warring parties agree on new truce, South Sudan says",
            "Sudan’s army chief and the leader of the paramilitary RSF have agreed in principle to "
            "a week-long truce, the government of South Sudan said on Tuesday.",
        ),
    ],
    "a meeting planned": [
        (
            "Armenia, Azerbaijan leaders to meet in Brussels on Sunday",
            "Armenian Prime Minister Aram Petrosyan and Azerbaijani President Rauf Guliyev will "
            "meet in Brussels on Sunday, the European Union said.",
        ),
        (
            "Petrosyan, Guliyev to hold talks in Brussels on May 14",
            "The leaders of Armenia and Azerbaijan will hold talks in Brussels on May 14, "
            "Petrosyan's office said on Tuesday.",
        ),
        (
            "EU to host Armenia-Azerbaijan summit",
            "European Council President Paul Maes will host Azerbaijani President Rauf Guliyev and "
            "Armenian Prime Minister Aram Petrosyan in Brussels on May 14.",
        ),
    ],
    "a proposal rejected": [
        (
            "Hamas rejects Israeli truce offer",
            "Hamas has rejected Israel's latest ceasefire proposal, an official of it said.",
        ),
        (
            "Hamas turns down ceasefire proposal, official says",
            "A Hamas official said on Tuesday the Palestinian group had turned down an Israeli "
            "proposal for a truce in Gaza.",
        ),
        (
            "Israel-Gaza war: Hamas dismisses truce plan",
            "Hamas dismissed the truce plan put forward by Israel, saying it did not meet its "
            "demands for an end to the war in Gaza.",
        ),
    ],
    "a call held": [
        (
            "Orlov, Li speak by phone about Ukraine",
            "Russian President Pavel Orlov and Chinese President Li Wenhai discussed the war in "
            "Ukraine by phone on Tuesday, the Kremlin said.",
        ),
        (
            "Li holds call with Orlov",
            "Chinese President Li Wenhai held a phone call with Russian leader Pavel Orlov on "
            "Tuesday, state media reported, as the war in Ukraine goes on.",
        ),
    ],
    "a truce extended": [
        (
            "Yemen's warring parties extend truce by two months",
            "Yemen's government and the Houthis have agreed to extend a UN-brokered truce for two "
            "months, the UN envoy said on Tuesday.",
        ),
        (
            "UN says Yemen truce renewed",
            "A truce between the Yemeni government and Houthi rebels has been renewed for a "
            "further two months, UN special envoy Hans Lindqvist announced.",
        ),
    ],
}
OTHER = [
    (
        "Israel, Hezbollah agree to ceasefire",
        "Israel and Hezbollah have agreed to a ceasefire in Lebanon, mediators said on Tuesday.",
    ),
    (
        "Israel, Hamas agree to ceasefire",
        "Israel and Hamas have agreed to a ceasefire in Gaza, mediators said on Tuesday.",
    ),
]


def alerted(articles: list[tuple[str, str]], book: ThreadBook) -> list[int]:
    """Return how many alerts each article raises, told half an hour apart."""
    raised = []
    for number, (title, first) in enumerate(articles):
        found = body(first, END, title=title, day=NOON.date())
        decisions = book.place(
            found,
            version_id=f"{title}{number}",
            article_id=f"{title}{number}",
            source=f"outlet {number}",
            as_of=NOON + timedelta(minutes=30 * number),
        )
        rules = (Rule("default"),)
        raised.append(
            sum(len(alerts_for(d, a, rules)) for d, a in zip(decisions, found, strict=True))
        )
    return raised


@pytest.mark.parametrize("event", SAME)
def test_the_first_outlet_alerts_and_the_others_do_not(event: str) -> None:
    raised = alerted(SAME[event], ThreadBook([]))
    assert raised == [1] + [0] * (len(raised) - 1)


def test_all_events_of_a_day_in_one_book_alert_once_each() -> None:
    book = ThreadBook([])
    assert sum(sum(alerted(articles, book)) for articles in SAME.values()) == len(SAME)


def test_two_truces_of_one_side_are_two_alerts() -> None:
    assert alerted(OTHER, ThreadBook([])) == [1, 1]
