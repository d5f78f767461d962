"""What detection is measured beside: a keyword alert, and a bag-of-words classifier."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable
from itertools import pairwise
from typing import Any

from tests.scoring import half, words_of

# What a keyword alert listens for, as a desk would set it up.
KEYWORDS = re.compile(
    r"cease-?fire|truce|armistice|cessation of hostilities|\bmeet(?:s|ing|ings)?\b|\bmet\b|summit"
    r"|\btalks\b|negotiat|\bvisit(?:s|ed)?\b|phone call"
    r"|перемир|прекращени\w+ огня|припиненн\w+ вогню|\bвстре[чт]|зустр|переговор|саммит|саміт"
    r"|візит|\bвизит|телефонн\w+ разговор|телефонн\w+ розмов"
    r"|հրադադար|զինադադար|հանդիպ|բանակց|գագաթնաժողով|\bայց|հեռախոսազրույց",
    re.IGNORECASE,
)
_WORD = re.compile(r"[a-z]+(?:-[a-z]+)*")
# Of the regression: passes over the data, rate of the first pass, weight of the L2 penalty.
_EPOCHS, _RATE, _DECAY = 60, 2.0, 1e-4


def keyword(text: str) -> bool:
    """Return whether a keyword alert would go off."""
    return KEYWORDS.search(text) is not None


def _grams(text: str) -> Counter[str]:
    words = _WORD.findall(text.lower())
    return Counter(words + [f"{a} {b}" for a, b in pairwise(words)])


def tfidf(rows: list[dict[str, Any]]) -> Callable[[str], bool]:
    """Return a TF-IDF logistic regression (words and pairs), trained on the dev rows among these.

    Plain stochastic descent in a fixed order, so that each run gives the same weights.
    """
    train = [(_grams(words_of(r)), bool(r["alert"])) for r in rows if half(r["id"]) == "dev"]
    seen = Counter(gram for grams, _ in train for gram in grams)
    idf = {g: math.log((1 + len(train)) / (1 + n)) + 1 for g, n in seen.items() if n > 1}

    def vector(grams: Counter[str]) -> dict[str, float]:
        raw = {g: (1 + math.log(n)) * idf[g] for g, n in grams.items() if g in idf}
        norm = math.sqrt(sum(x * x for x in raw.values())) or 1.0
        return {g: x / norm for g, x in raw.items()}

    weights: dict[str, float] = {}
    bias = 0.0
    vectors = [(vector(grams), alert) for grams, alert in train]
    for epoch in range(_EPOCHS):
        rate = _RATE / (1 + epoch / 10)
        for features, alert in vectors:
            at = bias + sum(weights.get(g, 0.0) * x for g, x in features.items())
            step = rate * (alert - 1 / (1 + math.exp(-max(-30.0, min(30.0, at)))))
            bias += 0.1 * step
            for g, x in features.items():
                weights[g] = weights.get(g, 0.0) * (1 - rate * _DECAY) + step * x

    def alerts(text: str) -> bool:
        return bias + sum(weights.get(g, 0.0) * x for g, x in vector(_grams(text)).items()) > 0

    return alerts
