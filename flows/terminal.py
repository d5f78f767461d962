"""What a person sees: plain words on any terminal, safe whatever an article's text contains."""

from __future__ import annotations

import os
import re
import shutil
import sys
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from rich.console import Console

WIDTH_WITHOUT_TERMINAL = 120

# Escape sequences could repaint the screen or fake a line; direction overrides could reverse it.
_SEQUENCE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[@-Z\\-_])?")
_CONTROL = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)


def clean(text: str) -> str:
    """Return the text without what a terminal would obey: only line feeds stay."""
    return _CONTROL.sub(_harmless, _SEQUENCE.sub("", text.replace("\r\n", "\n")))


def _harmless(match: re.Match[str]) -> str:
    return " " if match[0] in "\t\r\u2028\u2029" else "\ufffd"


def one_line(text: str) -> str:
    """Return the text on one line, as ``clean`` makes it."""
    return " ".join(clean(text).split())


def count(number: int, thing: str) -> str:
    """Return "1 alert", "2 alerts"."""
    plural = f"{thing[:-1]}ies" if thing.endswith("y") else f"{thing}s"
    return f"{number:,} {thing if number == 1 else plural}"


def console(stream: TextIO | None = None) -> Console:
    """Return a console on the stream (default: standard output); colour only on a terminal."""
    from rich.console import Console  # noqa: PLC0415  only where something is shown

    class Plain(Console):
        def on_broken_pipe(self) -> None:
            raise BrokenPipeError  # not an exit of its own: the command's end is decided elsewhere

    stream = stream or sys.stdout
    width = None
    if not stream.isatty():
        width = int(os.environ.get("COLUMNS") or WIDTH_WITHOUT_TERMINAL)
    elif shutil.get_terminal_size().columns <= 0:
        width = WIDTH_WITHOUT_TERMINAL
    return Plain(file=stream, width=width, highlight=False, markup=False, emoji=False)


def say(text: str) -> None:
    """Tell the person how things go: on standard error, so that results stay alone."""
    sys.stderr.write(clean(text) + "\n")
    sys.stderr.flush()
