"""What can go wrong in a command or a flow, in words a person can act on, and the exit codes."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """The exit codes of ``parley``, documented in docs/operations.md."""

    OK = 0
    PROBLEMS = 1  # finished, but some documents or deliveries had problems
    USAGE = 2  # a wrong command line or configuration
    WAREHOUSE = 3  # the warehouse cannot be used: locked, of a newer schema, disk full, damaged
    INTERRUPTED = 130  # Ctrl-C or SIGTERM


class ParleyError(Exception):
    """Something that a command cannot do. ``cure`` says what a person can do about it."""

    exit_code = Exit.PROBLEMS

    def __init__(self, message: str, *, cure: str) -> None:
        super().__init__(message)
        self.cure = cure


class UsageError(ParleyError):
    """The command line asks for something that cannot be."""

    exit_code = Exit.USAGE


class SettingsError(ParleyError):
    """The settings are not usable. The message names the key and, where possible, the line."""

    exit_code = Exit.USAGE


class NoDataFolder(ParleyError):  # noqa: N818  named by what is the case
    """A folder that Parley keeps things in cannot be used: not a folder, not ours, no room."""

    exit_code = Exit.WAREHOUSE
