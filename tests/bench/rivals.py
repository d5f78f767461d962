"""Extractors whose requirements do not fit ours, in an environment of their own.

Reads pages as JSON from standard input, [{"name", "html", "publisher"}], and prints for each
extractor the seconds of each round and the texts by page, as {extractor: {"seconds", "texts"}}.
``publisher`` is the name that fundus has for the site, or "".
"""

from __future__ import annotations

import json
import re
import sys
import time
import warnings
from collections.abc import Callable
from datetime import date
from typing import Any

warnings.simplefilter("ignore")

import newspaper
import readability
from fundus import PublisherCollection

ROUNDS, REPEATS = 5, 3
TAGS = re.compile(r"<[^>]+>")
PUBLISHERS = {publisher.name: publisher for publisher in PublisherCollection}


def main() -> None:
    """Measure and print."""
    pages = json.load(sys.stdin)
    readers: dict[str, tuple[Callable[[dict[str, str]], str], list[dict[str, str]]]] = {
        "readability-lxml": (_readability, pages),
        "newspaper4k": (_newspaper, pages),
        "fundus": (_fundus, [page for page in pages if page["publisher"] in PUBLISHERS]),
    }
    found: dict[str, Any] = {}
    for name, (read, asked) in readers.items():
        texts = {page["name"]: read(page) for page in asked}  # and warm
        seconds = []
        for _ in range(ROUNDS if asked else 0):
            begin = time.perf_counter()
            for _ in range(REPEATS):
                for page in asked:
                    read(page)
            seconds.append((time.perf_counter() - begin) / REPEATS / len(asked))
        found[name] = {"seconds": seconds, "texts": texts}
    sys.stdout.write(json.dumps(found))


def _readability(page: dict[str, str]) -> str:
    try:
        return TAGS.sub(" ", readability.Document(page["html"]).summary(html_partial=True))
    except readability.readability.Unparseable:
        return ""


def _newspaper(page: dict[str, str]) -> str:
    article = newspaper.Article("https://example.org/1", fetch_images=False)
    article.download(input_html=page["html"])
    article.parse()
    return str(article.text)


def _fundus(page: dict[str, str]) -> str:
    parser = PUBLISHERS[page["publisher"]].parser(date(2024, 4, 28))
    return str(parser.parse(page["html"], "suppress").get("body") or "")


if __name__ == "__main__":
    main()
