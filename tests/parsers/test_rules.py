"""Alert rules: who gets an alert for what."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from parsers.alerts.rules import Rule, alerts_for
from parsers.records import Announcement, Change, Decision, Field, Kind, Party, Status

NOON = datetime(2024, 5, 7, 12, tzinfo=UTC)
TRUCE = Announcement(
    kind=Kind.CEASEFIRE,
    status=Status.AGREED,
    current=True,
    evidence="Sudan's army and the RSF agreed to a truce.",
    field=Field.BODY,
    start=0,
    end=43,
    confidence=0.7,
    because=("agreed",),
    parties=(Party("Rapid Support Forces", country="SDN", organisation="RSF"),),
    worth_alert=True,
)
NEW = Decision("a1", "t1", Change.NEW, "new: …", NOON)
DEFAULT = Rule("default", channels=("terminal",))


def test_the_default_rule_takes_what_is_worth_an_alert() -> None:
    (alert,) = alerts_for(NEW, TRUCE, (DEFAULT,))
    assert (alert.rule, alert.channels, alert.thread_id) == ("default", ("terminal",), "t1")
    assert alerts_for(NEW, replace(TRUCE, worth_alert=False), (DEFAULT,)) == ()


@pytest.mark.parametrize("change", [Change.REPEAT, Change.BACKGROUND])
def test_repeats_and_background_alert_no_one(change: Change) -> None:
    assert alerts_for(replace(NEW, change=change), TRUCE, (DEFAULT,)) == ()


@pytest.mark.parametrize(
    ("rule", "wanted"),
    [
        (Rule("r", kinds=(Kind.CEASEFIRE,)), True),
        (Rule("r", kinds=(Kind.MEETING,)), False),
        (Rule("r", statuses=(Status.AGREED, Status.ENDED)), True),
        (Rule("r", statuses=(Status.CALLED_FOR,)), False),
        (Rule("r", countries=("SDN",)), True),
        (Rule("r", countries=("ETH",)), False),
        (Rule("r", parties=("rapid support",)), True),
        (Rule("r", parties=("hamas",)), False),
        (Rule("r", min_confidence=0.7), True),
        (Rule("r", min_confidence=0.71), False),
    ],
)
def test_a_rule_narrows(rule: Rule, wanted: bool) -> None:
    assert rule.wants(TRUCE) is wanted


def test_a_rule_can_ask_for_mere_calls_but_never_for_background() -> None:
    rule = Rule("calls", statuses=(Status.CALLED_FOR,))
    call = replace(TRUCE, status=Status.CALLED_FOR, worth_alert=False)
    assert rule.wants(call)
    assert not rule.wants(replace(call, current=False))


def test_alerts_of_two_rules_have_two_ids_and_the_same_input_the_same_id() -> None:
    rules = (DEFAULT, Rule("sudan", countries=("SDN",)))
    ids = [a.alert_id for a in alerts_for(NEW, TRUCE, rules)]
    assert len(set(ids)) == 2
    assert ids == [a.alert_id for a in alerts_for(NEW, TRUCE, rules)]
