"""The source formats: every module of this package is one, in the order of its ``RANK``.

A new source is one new module here with the names of ``parsers.page.Format``, and a stored page
beside its expected JSON in ``tests/parsers/pages/``; nothing lists the modules.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import cast

from parsers.page import Format


@cache
def all_formats() -> tuple[Format, ...]:
    """Load the formats, the most particular first; the last ones take whatever is left."""
    modules = [import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__)]
    formats = [cast("Format", module) for module in modules]
    return tuple(sorted(formats, key=lambda format_: (format_.RANK, format_.NAME)))


def format_named(name: str) -> Format | None:
    """Find a format by its name."""
    return next((found for found in all_formats() if name == found.NAME), None)
