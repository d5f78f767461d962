"""Invented news: mostly ordinary, some of it announcing ceasefires and meetings.

Days are told relative to when a story is published, as in real news. Every sentence is made up.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

SECTIONS = ("world", "politics", "economy", "society")
TOWNS = ("Norwich", "Lisbon", "Geneva", "Astana", "Tashkent", "Ljubljana", "Tallinn", "Porto")
PAIRS = (
    ("Armenia", "Azerbaijan"),
    ("India", "Pakistan"),
    ("Sudan", "Ethiopia"),
    ("Thailand", "Cambodia"),
    ("Serbia", "Kosovo"),
    ("Morocco", "Algeria"),
)
_THINGS = (
    ("ferry line", "reopened", "Passengers had waited for it since the spring."),
    ("grain harvest", "was weighed", "Farmers spoke of the driest summer in ten years."),
    ("railway bridge", "was painted", "Two lanes stayed open to traffic at night."),
    ("city orchestra", "played in the park", "The mayor thanked the musicians."),
    ("river gauge", "was repaired", "The old one had shown the same level for a month."),
    ("public library", "opened a reading room", "It has places for ninety readers."),
    ("bread price", "stayed the same", "Bakers had warned of dearer flour."),
    ("school roof", "was mended", "Lessons go on in the gymnasium until then."),
)
_MORE = (
    "Officials said that the cost was within what had been planned for the year.",
    "A spokeswoman for the town told reporters that more would follow in the autumn.",
    "Residents interviewed by this reporter were pleased, though some asked for benches.",
    "The council will look at the figures again when the season is over.",
    "Engineers from two firms took part, and the work was finished a day early.",
)
_ARMENIAN = (
    "Գետի մակարդակը գիշերը բարձրացել է երկու մետրով, հայտնել են քաղաքապետարանից։",
    "Բնակիչներն ասել են, որ ջուրը տներին չի հասել։",
    "Աշխատանքները կշարունակվեն մինչև շաբաթվա վերջ։",
)


@dataclass(frozen=True, slots=True)
class Story:
    """One article of a site, before it has a layout."""

    number: int  # its id on the site
    title: str
    lead: str
    paragraphs: tuple[str, ...]
    published_at: datetime  # UTC
    updated_at: datetime  # UTC
    section: str = "world"
    city: str = "Norwich"
    language: str = "en"
    announces: str = ""  # "ceasefire", "meeting" or "": what a reader would be alerted of

    @property
    def slug(self) -> str:
        """The title as part of an address."""
        words = "".join(sign if sign.isalnum() else "-" for sign in self.title.lower())
        return "-".join(word for word in words.split("-") if word and word.isascii()) or "story"


def stories(count: int, now: datetime, *, seed: int = 1, first: int = 1_000_001) -> list[Story]:
    """Make so many stories, the newest first, ten minutes apart; two of ten announce something."""
    chance = random.Random(seed)
    found = []
    for at in range(count):
        published = now - timedelta(minutes=10 * (at + 1))
        if at % 10 == 3:
            found.append(ceasefire(first + count - at, published, chance))
        elif at % 10 == 7:
            found.append(meeting(first + count - at, published, chance))
        else:
            found.append(ordinary(first + count - at, published, chance))
    return found


def ordinary(number: int, published: datetime, chance: random.Random) -> Story:
    """Make news that alerts no one."""
    town = chance.choice(TOWNS)
    thing, done, more = chance.choice(_THINGS)
    cost = chance.randrange(20, 900)
    return Story(
        number,
        f"The {thing} of {town} {done}, number {number}",
        f"It cost {cost} thousand euros",
        (
            f"The {thing} of {town} {done} on {published:%A}. {more}",
            f"It cost {cost} thousand euros, the town said.",
            *chance.sample(_MORE, 3),
        ),
        published,
        published,
        chance.choice(SECTIONS),
        town,
    )


def ceasefire(number: int, published: datetime, chance: random.Random) -> Story:
    """Make a story that announces a ceasefire."""
    first, second = chance.choice(PAIRS)
    town = chance.choice(TOWNS)
    return Story(
        number,
        f"{first} and {second} agree to a ceasefire",
        "The truce takes effect at midnight",
        (
            f"{first} and {second} have agreed to a ceasefire along their border, "
            f"their foreign ministries said on {published:%A}.",
            "The ceasefire takes effect at midnight, according to a joint statement.",
            *chance.sample(_MORE, 2),
        ),
        published,
        published,
        "world",
        town,
        announces="ceasefire",
    )


def meeting(number: int, published: datetime, chance: random.Random) -> Story:
    """Make a story that announces a meeting three days later."""
    first, second = chance.choice(PAIRS)
    town = chance.choice(TOWNS)
    day = published + timedelta(days=3)
    return Story(
        number,
        f"Foreign ministers of {first} and {second} to meet in {town}",
        "The border is on the agenda",
        (
            f"The foreign ministers of {first} and {second} will meet in {town} on "
            f"{day:%A}, {day:%B} {day.day}, the two ministries said on {published:%A}.",
            "They will discuss the border, according to a joint statement.",
            *chance.sample(_MORE, 2),
        ),
        published,
        published,
        "politics",
        town,
        announces="meeting",
    )


def armenian(number: int, published: datetime) -> Story:
    """Make a story in Armenian."""
    return Story(
        number,
        f"Գետի մակարդակը բարձրացել է ({number})",
        "",
        _ARMENIAN,
        published,
        published,
        "world",
        "Երևան",
        language="hy",
    )
