"""Current or background: the article's own news, or an older event that it recalls."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from parsers import dates
from parsers.announcements.confidence import Ground
from parsers.announcements.eras import Eras
from parsers.announcements.frames import ages_ago
from parsers.announcements.grammar import Tense
from parsers.announcements.markers import marker_of
from parsers.announcements.scene import Reading, Scene
from parsers.announcements.timing import of_its_past
from parsers.dates import Direction
from parsers.records import Field, Kind, Precision, Status, When

# Days before publication within which a dated event is still news at the top of an article; the
# number shrinks to FRESH_AT_END on the way down, where articles recall how things came about.
FRESH_DAYS = 5.0
FRESH_AT_END = 1.0
# A sentence whose own saying is older than this is background whatever it says.
OLD_SAYING_DAYS = 5
# Within so many days "May 8" is the coming one, where a plan is told.
_COMING_DAYS = 45

# An old truce can end or be broken today: "the 2018 deal has collapsed".
_NEWS_OF_OLD = frozenset({Status.ENDED, Status.VIOLATED, Status.EXTENDED, Status.REJECTED})
_NOW = frozenset({Tense.PRESENT, Tense.PROGRESSIVE, Tense.PERFECT, Tense.FUTURE})
# Strength of a cue up to which, below the top and undated, it decides nothing.
WEAK = 0.5
# Down to here a plan for the truce that an article is about is told as of now.
_UPPER = 0.6
# A headline names an older day only to recall it.
OLD_TITLE_DAYS = 31

_DONE = frozenset(
    {
        Status.HELD,
        Status.AGREED,
        Status.IN_FORCE,
        Status.EXTENDED,
        Status.VIOLATED,
        Status.REJECTED,
        Status.ENDED,
        Status.CANCELLED,
        Status.POSTPONED,
    }
)
# What articles recall in passing; that something is off, or goes on, is news wherever it stands.
_RECALLED = frozenset({Status.HELD, Status.AGREED, Status.IN_FORCE, Status.VIOLATED})
_YEARS = frozenset({"year", "years", "decade", "decades", "century"})
_FRAMES = frozenset({"since", "despite", "under", "until", "before"})

_LOW = "undated past, low in the article"
_BELOW = "undated, below the top of the article"


@dataclass(frozen=True, slots=True)
class Verdict:
    """``current``, the cue that decided, and what sort of cue it is."""

    current: bool
    because: str
    ground: Ground = Ground.BACKGROUND


def judge(
    scene: Scene, reading: Reading, when: When, published: date | None, times: Eras
) -> Verdict:
    """Return whether the announcement is current, with the cue that decided.

    ``times`` says what the days of the article mean for its undated sentences.
    """
    aside = _aside(scene, reading, published)
    if aside:
        return aside
    marker = marker_of(scene, reading)
    if scene.sentence.field is Field.TITLE:
        return _headline(scene, reading, when, published, marker)
    verdict = _by_date(scene, reading, when, published, marker)
    verdict = verdict or _undated(scene, reading, marker, times)
    if when.start is not None:
        return verdict
    past = reading.verb is None or reading.verb.tense is Tense.PAST or reading.verb.open
    if times.looks_back and past and verdict.current:
        return Verdict(False, "an article that looks back")
    then = times.past.get(scene.sentence.index)
    if then and verdict.current and not _of_now(scene, reading):
        return Verdict(False, f"its paragraph is of {then}")
    if verdict.current and _beside_the_point(scene, reading, times):
        return Verdict(False, "undated past, and the top names no such thing")
    dated = scene.sentence.field is Field.BODY and scene.sentence.paragraph in times.fresh
    if dated and verdict.because in {_LOW, _BELOW}:
        return Verdict(True, "its paragraph is dated within two days", Ground.DATED)
    return verdict


def _aside(scene: Scene, reading: Reading, published: date | None) -> Verdict | None:
    """Return the verdict on what is said in general, in thought, or of a deal by its year."""
    lows, lexicon, start = scene.lows, scene.lexicon, scene.mention.start
    if not lexicon.general.isdisjoint(lows[max(0, start - 6) : scene.mention.end + 6]):
        return Verdict(False, "said of what is so in general")
    if reading.hypothetical or _supposed(scene) or _unclear(scene):
        return Verdict(False, "hypothetical")
    if any(lexicon.imagined.at(lows, at) for at in range(len(lows))):
        return Verdict(False, "a scene that is imagined")
    if _span_before(scene, reading):
        return Verdict(False, "told as what came before", Ground.OLD)
    if _had_been_said(scene, reading) or _had_agreed(scene, reading):
        return Verdict(False, "past perfect")
    if _years_since(lows, start):
        return Verdict(False, "a span of years leads to it", Ground.OLD)
    year = lows[max(0, start - 1)]
    old = published is not None and year.isdecimal() and 1900 < int(year) < published.year
    news = (
        reading.status in _NEWS_OF_OLD and reading.verb is not None and reading.verb.tense in _NOW
    )
    title = scene.sentence.field is Field.TITLE
    news = news or (title and reading.status in _NEWS_OF_OLD)  # "alleges breach of 2021 truce"
    agreed_now = scene.sentence.field is Field.TITLE and reading.control == "plan"
    return Verdict(False, f"of {year}", Ground.OLD) if old and not (news or agreed_now) else None


def _unclear(scene: Scene) -> bool:
    """Return whether it is asked: "It was not clear whether they would see each other"."""
    before = scene.lows[: scene.mention.start]
    at = before.index("whether") if "whether" in before else 0
    return bool(at) and not {"clear", "unclear", "unknown"}.isdisjoint(before[max(0, at - 3) : at])


def _supposed(scene: Scene) -> bool:
    """Return whether the sentence opens as a supposition: "Should a truce be signed one day"."""
    lows, body = scene.lows, scene.sentence.field is not Field.TITLE
    if not body or "," in lows[1 : scene.mention.start]:
        return False
    pairs = [lows[i : i + 2] for i in range(len(lows))]
    were = lows[:1] == ["if"] and ["were", "to"] in pairs
    were = were or (lows[:1] == ["were"] and "ever" in lows)  # "Were a truce ever signed"
    return lows[:1] == ["should"] or were


def _span_before(scene: Scene, reading: Reading) -> bool:
    """Return whether it is told as what came before: "two days after they agreed to a truce"."""
    verb = scene.mention.verb or reading.verb
    start = min(scene.mention.start, verb.start) if verb else scene.mention.start
    if scene.sentence.field is Field.TITLE or reading.status not in _DONE:
        return False
    units = {"year"} if reading.status in _NEWS_OF_OLD else {"day", "week", "month", "hour", "year"}
    for at in range(start - 1, max(0, start - _SPAN_REACH), -1):
        sides = (scene.sentence.tokens[at - 1].text, scene.sentence.tokens[at + 1].text)
        listed = scene.lows[at] == "," and all(t[0].isupper() for t in sides)  # "France, Germany"
        told = scene.lows[at] in {"said", "says"} and "after" not in scene.lows[at - 4 : at]
        if (scene.lows[at] in {",", ";"} and not listed) or told:
            return False
        if scene.lows[at] in {"after", "since"}:
            return scene.lows[at - 1].removesuffix("s") in units
    return False


# How many words may stand between "two weeks after" and what was before.
_SPAN_REACH = 15


def _years_since(lows: list[str], start: int) -> bool:
    """Return whether years lead to the mention: "It is thirty years this month since the truce"."""
    for at in range(start - 1, max(0, start - 6), -1):
        if lows[at] == ",":
            return False  # "Years after the war, a truce holds"
        if lows[at] in {"since", "after"}:
            return not _YEARS.isdisjoint(lows[max(0, at - 4) : at])
    return False


def _headline(
    scene: Scene, reading: Reading, when: When, published: date | None, marker: str
) -> Verdict:
    """Judge a headline: its own news, but for an old day, a question, a word that looks back."""
    if ages_ago(scene):
        return Verdict(False, "a span of time leads to it")
    if when.end and published and (published - when.end).days > OLD_TITLE_DAYS:
        return Verdict(False, f"dated {when.text}", Ground.OLD)
    if scene.sentence.text.rstrip(" '\"”’").endswith("?"):
        return Verdict(False, "a question")
    if marker and not _today_all_the_same(reading, marker):
        return Verdict(False, f'"{marker}" looks back')
    verb = reading.verb
    told = verb is not None and verb.tense in {Tense.PAST, Tense.PLUPERFECT}
    aside = told and verb is not None and scene.lows[verb.start - 1] in {"that", "which", "who"}
    who = aside and verb is not None and scene.lows[verb.start - 1] == "who"
    if who or (aside and not any(g.finite and g is not verb for g in scene.groups)):
        return Verdict(False, "told beside a headline without a verb")  # "the summit that failed"
    return Verdict(True, "headline", Ground.HEADLINE)


def _today_all_the_same(reading: Reading, marker: str) -> bool:
    """Return whether a headline tells news in spite of "since": "first strike since the truce"."""
    if marker != "since":
        return False
    return reading.status in _NEWS_OF_OLD or (
        reading.verb is not None and reading.verb.tense in _NOW and reading.framed != "since"
    )


def _beside_the_point(scene: Scene, reading: Reading, times: Eras) -> bool:
    """Return whether it is told as past in an article whose top names nothing of its kind."""
    sentence, verb = scene.sentence, reading.verb
    told = {Tense.PAST, Tense.PERFECT}
    past = verb is not None and verb.tense in told and not verb.open
    below = sentence.field is Field.BODY and sentence.paragraph > 0
    said = any(g.lemma in scene.lexicon.saying and g.finite and g is not verb for g in scene.groups)
    apart = scene.mention.kind not in times.topics
    return below and past and apart and not said and reading.status in _RECALLED


def _of_now(scene: Scene, reading: Reading) -> bool:
    """Return whether the verb tells of the present or of what lies ahead of it."""
    verb = reading.verb
    return verb is not None and verb.tense in _NOW and not _was_to(scene, reading)


def _by_date(
    scene: Scene, reading: Reading, when: When, published: date | None, marker: str
) -> Verdict | None:
    """Judge by the day of the event, or of the saying; None where the text gives none."""
    if published is None:
        return None
    if when.start is not None and when.end is not None:
        earlier = when.text.lower().startswith("earlier")  # "earlier this month" ends today
        today = when.end == published and reading.status is Status.PLANNED and not earlier
        ahead = when.end > published or today
        if (
            ahead
            and not _was_to(scene, reading)
            and reading.verb is not None
            and reading.verb.tense is not Tense.PAST
        ):
            return Verdict(True, f"dated ahead: {when.text}", Ground.AHEAD)
        # A week or a month is judged by its middle.
        wide = when.precision is not Precision.DAY
        last = when.start + (when.end - when.start) / 2 if wide else when.end
        age = (published - last).days
        if _goes_on(scene, reading):
            age = min(age, 0)
        fresh = FRESH_DAYS - (FRESH_DAYS - FRESH_AT_END) * scene.sentence.depth
        if age > fresh:
            return Verdict(False, f"dated {_ago(age, wide=wide)}: {when.text}", Ground.OLD)
        if _before_the_past(scene, reading):
            return Verdict(False, "past perfect")
        if marker in scene.lexicon.background_strong:
            return Verdict(False, f'"{marker}" looks back')
        return Verdict(True, f"dated {_ago(age, wide=wide)}: {when.text}", Ground.DATED)
    now = {Tense.PRESENT, Tense.PERFECT}
    if reading.verb is not None and reading.verb.tense in now and scene.sentence.on_top:
        return None  # "has formally invited X, who took office three years ago"
    for expression in dates.find(scene.sentence.text, scene.lexicon.language):
        said = reading.status is not Status.HELD and of_its_past(scene, expression)
        if _near_ahead(expression, published) or said:
            continue  # "will visit Moscow on May 8 before travelling to Brussels"
        resolved = dates.resolve(expression, published, Direction.PAST)
        if resolved.end and (published - resolved.end).days > OLD_SAYING_DAYS:
            return Verdict(False, f"the sentence is dated {resolved.text}")
    return None


def _goes_on(scene: Scene, reading: Reading) -> bool:
    """Return whether it goes on since its day: "have been meeting since Thursday"."""
    verb = reading.verb
    if verb is None or reading.status is not Status.UNDER_WAY:
        return False
    now = scene.lows[verb.start] in {"have", "has", "is", "are"}
    return now and verb.tense is Tense.PROGRESSIVE


def _near_ahead(expression: dates.TimeExpression, published: date) -> bool:
    """Return whether a time can be one of the days to come."""
    coming = dates.resolve(expression, published, Direction.FUTURE).start
    return coming is not None and 0 <= (coming - published).days < _COMING_DAYS


def _ago(days: int, *, wide: bool) -> str:
    """Return an age for people: that of a week or a month is about right, of a day exact."""
    if days < 0 and not wide:
        return "ahead"
    if days <= 0:
        return "the day of publication" if not wide else "up to publication"
    if wide:
        return f"about {days} days before publication"
    return "the day before publication" if days == 1 else f"{days} days before publication"


def _undated(scene: Scene, reading: Reading, marker: str, times: Eras) -> Verdict:
    """Judge by words, tense and the place in the article."""
    sentence, verb, status = scene.sentence, reading.verb, reading.status
    if marker and (marker in scene.lexicon.background_strong or status in _DONE):
        return Verdict(False, f'"{marker}" looks back')
    if reading.framed in _FRAMES and status not in {Status.PLANNED, Status.VIOLATED}:
        return Verdict(False, f'"{reading.framed}" makes it a frame')
    if _before_the_past(scene, reading):
        return Verdict(False, "past perfect")
    if _was_to(scene, reading) and not sentence.on_top:
        return Verdict(False, "the future of a time past")
    weak = scene.mention.kind is Kind.MEETING and reading.strength <= WEAK
    if weak and not (sentence.on_top or scene.mention.anaphor or reading.control):
        return Verdict(False, "a weak cue, undated")
    of_the_news = Kind.CEASEFIRE in times.topics and sentence.depth < _UPPER
    open_ = of_the_news and verb is not None and verb.tense in _NOW
    if status is Status.PROPOSED and not (sentence.on_top or open_):
        return Verdict(False, "a plan, undated, below the top of the article")
    meeting = scene.mention.kind is Kind.MEETING
    if meeting and reading.framed in {"during", "after", "following"} and sentence.depth > 0.25:
        return Verdict(False, f'"{reading.framed}" an undated {scene.mention.words}')
    if sentence.on_top:
        return Verdict(True, "at the top of the article", Ground.TOP)
    if scene.mention.deal:
        return Verdict(False, f"a {scene.mention.words} below the top of the article")
    past = verb is not None and verb.tense in {Tense.PAST, Tense.PARTICIPLE, Tense.GERUND}
    if (
        (status in _DONE or status is Status.PROPOSED)
        and (past or verb is None)
        and sentence.depth > 0.5
    ):
        return Verdict(False, _LOW)
    if (
        status in {Status.HELD, Status.UNDER_WAY}
        and (past or verb is None)
        and sentence.depth > 0.25
    ):
        return Verdict(False, _BELOW)
    return Verdict(True, "told as of now", Ground.TOLD)


def _was_to(scene: Scene, reading: Reading) -> bool:
    """Return whether it is told as "was to meet": ahead of a time that is past."""
    verb = reading.verb
    return (
        verb is not None
        and verb.tense is Tense.FUTURE
        and scene.lows[verb.start] in {"was", "were"}
    )


def _had_been_said(scene: Scene, reading: Reading) -> bool:
    """Return whether it "had" been said before: "had warned that they might adjourn the talks"."""
    verb = reading.verb
    if verb is None or not verb.open:
        return False
    said = [g for g in scene.groups if g.finite and g.end <= verb.start]
    return bool(said) and said[-1].tense is Tense.PLUPERFECT


def _had_agreed(scene: Scene, reading: Reading) -> bool:
    """Return whether it is what had been agreed, or done: "under which they had agreed to end"."""
    verb = reading.verb
    if verb is None or scene.sentence.field is Field.TITLE:
        return False
    if scene.lows[verb.start - 1 : verb.start + 1] == ["for", "having"]:
        return True  # "criticised them for having vetoed three drafts"
    before = [g for g in scene.groups if g.finite and g.end <= verb.start]
    said = any(g.lemma in scene.lexicon.saying and g.tense is Tense.PAST for g in before)
    infinitive = verb.tense is Tense.INFINITIVE and reading.control == "plan"
    return infinitive and bool(before) and before[-1].tense is Tense.PLUPERFECT and not said


def _before_the_past(scene: Scene, reading: Reading) -> bool:
    """Return whether a past perfect tells what was before; reported speech only shifts tenses.

    "He said they had agreed" is news; "they had agreed in spring" is not.
    """
    verb, saying = reading.verb, scene.lexicon.saying
    if verb is None or verb.tense is not Tense.PLUPERFECT:
        return False
    said = [g for g in scene.groups if g.lemma in saying and g.finite and g is not verb]
    return not any(
        g.tense is not Tense.PLUPERFECT for g in said
    )  # "had reported that they had met"
