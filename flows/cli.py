"""The ``parley`` command. Each command's module is imported only when it is called for."""

from __future__ import annotations

import os
import signal
import sys
import traceback
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from types import FrameType
from typing import Annotated, NoReturn

from cyclopts import App, CycloptsError, Parameter

from flows.errors import Exit, ParleyError
from flows.settings import CONFIG_VARIABLE
from flows.terminal import clean, say

DEBUG_VARIABLE = "PARLEY_DEBUG"

app = App(
    name="parley",
    help="Watches the news for ceasefires and meetings, and alerts once for each announcement.",
    help_epilogue=(
        "Exit codes: 0 all went well; 1 finished, but some documents or deliveries had problems; "
        "2 wrong command line or configuration; 3 the warehouse cannot be used; 130 interrupted."
    ),
    version=lambda: version("parley"),
    version_flags=["--version"],
    help_flags=["--help", "-h"],
    help_format="plaintext",
    result_action="return_value",
    suppress_keyboard_interrupt=False,  # ``guarded`` says it in words
)

# name -> (module:function in flows/commands, examples), in the order of the help
COMMANDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "ingest": ("run:ingest", ("seeds", "page.html inbox", "seeds --json", "--source all")),
    "alerts": ("ask:alerts", ("--limit 5", "--since 2020-10-01 --json")),
    "announcements": (
        "ask:announcements",
        ("--kind ceasefire --status violated", "--background --json"),
    ),
    "article": ("article:article", ("176fda09", "176fda09 --json")),
    "parse": (
        "text:parse",
        ("seeds/002_3db6768c7b0f1e3c.txt", "page.html --url https://example.org/1 --json"),
    ),
    "detect": (
        "text:detect",
        ("seeds/002_3db6768c7b0f1e3c.txt", "< text.txt", "--jsonl articles.jsonl > found.jsonl"),
    ),
    "explain": (
        "explain:explain",
        ("seeds/002_3db6768c7b0f1e3c.txt", "176fda09", "- --json < text.txt"),
    ),
    "sql": (
        "sql:sql",
        (
            '"SELECT kind, status, count(*) FROM announcements GROUP BY ALL"',
            '"SHOW TABLES"',
            "--csv < question.sql > answer.csv",
        ),
    ),
    "sources": ("sources:sources", ("", "check", "check tass", "add https://example.org")),
    "replay": ("replay:replay", ("", "--since 2026-11-01 --source tass", "--apply")),
    "deliver": ("run:deliver", ("",)),
    "serve": ("run:serve", ("", "--port 4300 --config desk.toml")),
    "doctor": ("doctor:doctor", ("", "--json")),
}

for _place, (_name, (_where, _examples)) in enumerate(COMMANDS.items()):
    app.command(
        f"flows.commands.{_where}",
        name=_name,
        sort_key=_place,
        help_epilogue="\n".join(
            ["Examples:", *(f"  parley {_name} {_example}".rstrip() for _example in _examples)]
        ),
    )


@app.meta.default
def launch(
    *tokens: Annotated[str, Parameter(show=False, allow_leading_hyphen=True)],
    config: Path | None = None,
    debug: Annotated[bool, Parameter(negative=())] = False,
) -> int:
    """Run a command.

    Parameters
    ----------
    tokens
        The command and what it is given.
    config
        The settings file. Without it: PARLEY_CONFIG, else ./parley.toml, else the defaults.
    debug
        Show the Python traceback of an error, and Prefect's log (also PARLEY_DEBUG=1).

    """
    if config is not None:
        os.environ[CONFIG_VARIABLE] = str(config)
    if debug:
        os.environ[DEBUG_VARIABLE] = "1"
    result = app(tokens, exit_on_error=False, print_error=False)
    return int(result or Exit.OK)


def main() -> NoReturn:
    """Run ``parley`` and end the process with its exit code."""
    signal.signal(signal.SIGTERM, _terminated)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a terminal that cannot show a character gets a sign
            stream.reconfigure(errors="backslashreplace")
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run one command line; return its exit code. Errors are told on standard error."""
    if not {*COMMANDS, *app.version_flags} & set(arguments):
        for name in COMMANDS:
            app[name]  # imports it: the list of commands shows its docstring
    app.meta.suppress_keyboard_interrupt = False
    return guarded(lambda: app.meta(arguments, exit_on_error=False, print_error=False))


def _terminated(_signal: int, _frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt


def guarded(command: Callable[[], object]) -> int:
    """Run the command; turn what goes wrong into plain words and an exit code."""
    try:
        result = command()
        sys.stdout.flush()
    except BrokenPipeError:
        # `| head` has read enough. What Python would still flush at exit has nowhere to go.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.OK
    except KeyboardInterrupt:
        say("Interrupted. Nothing is lost: run the same command again.")
        return Exit.INTERRUPTED
    except CycloptsError as error:
        return _explain(str(error), "`parley --help` or `parley COMMAND --help`", Exit.USAGE)
    except ParleyError as error:
        return _explain(str(error), error.cure, error.exit_code)
    except Exception as error:  # noqa: BLE001  the last resort
        return _unexpected(error)
    return int(result) if isinstance(result, int) else Exit.OK


def _unexpected(error: Exception) -> int:
    from warehouse.errors import WarehouseError  # noqa: PLC0415  DuckDB is not always needed

    if isinstance(error, WarehouseError):
        return _explain(str(error), error.cure, Exit.WAREHOUSE)
    return _explain(
        f"{type(error).__name__}: {error}",
        "this is a fault of Parley: please report it with the output of the same command "
        "with --debug",
        Exit.PROBLEMS,
    )


def _explain(message: str, cure: str, code: Exit) -> int:
    if os.environ.get(DEBUG_VARIABLE):
        traceback.print_exc()
    say(f"parley: {clean(message).rstrip()}\n  what to do: {cure}")
    return code


if __name__ == "__main__":
    main()
