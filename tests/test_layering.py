"""Each room keeps to its rule, as read from the imports.

parsers: text in, records out; no network, disk, clock, DuckDB or Prefect. warehouse: the only room
that touches DuckDB. flows: the only room that touches the network and Prefect. Imports go downwards
only: flows -> warehouse -> parsers.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("parsers", "warehouse", "flows")
BELOW = {"parsers": {"parsers"}, "warehouse": {"warehouse", "parsers"}, "flows": set(ROOMS)}

NETWORK = {
    *("aiohttp", "apprise", "fastapi", "ftplib", "http", "httpx", "imaplib", "poplib"),
    *("requests", "smtplib", "socket", "socketserver", "ssl", "urllib3", "uvicorn", "websockets"),
    *("prefect", "asyncio", "feedparser"),
}
MACHINE = {
    *("os", "io", "pathlib", "shutil", "subprocess", "tempfile", "glob", "fcntl", "mmap", "time"),
    *("sched", "threading", "multiprocessing", "concurrent", "filelock", "signal", "random"),
    *("secrets", "uuid", "sys", "logging", "sqlite3", "duckdb", "ctypes", "select"),
}
# urllib.parse only takes text apart; urllib.request fetches.
FORBIDDEN = {
    "parsers": NETWORK | MACHINE | {"urllib.request"},
    "warehouse": NETWORK | {"urllib.request"},
    "flows": {"duckdb"},
}
# Each exception has a reason, and is for one file.
ALLOWED = {
    # feedparser opens files and addresses itself, unless it is given a stream: this one module
    # takes feeds apart with it, and gives it a stream of bytes in memory, nothing else.
    "parsers/indexes/feeds.py": {"feedparser", "io.BytesIO"},
}
CALLS = {
    "parsers": {
        "open",
        "input",
        "print",
        "now",
        "today",
        "utcnow",
        "exec",
        "eval",
        "compile_command",
    }
}
TOO_LONG = 400  # lines of a module; about 300 is the aim


def modules(room: str) -> list[Path]:
    return sorted((ROOT / room).rglob("*.py"))


def imports(path: Path) -> Iterator[str]:
    """Yield the modules that a file imports, anywhere in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import"
            for alias in node.names:
                yield f"{node.module}.{alias.name}"


def broken_rules(room: str, path: Path) -> list[str]:
    found = []
    for name in imports(path):
        top = name.split(".")[0]
        if top in ROOMS and top not in BELOW[room]:
            found.append(f"imports upwards: {name}")
        parts = name.split(".")
        prefixes = {".".join(parts[:length]) for length in range(1, len(parts) + 1)}
        allowed = ALLOWED.get("/".join(path.parts[-3:]), set())
        if name not in allowed and (bad := prefixes & FORBIDDEN[room]):
            found.append(f"imports {bad.pop()}")
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            called = node.func.id if isinstance(node.func, ast.Name) else ""
            if isinstance(node.func, ast.Attribute) and node.func.attr in {
                "now",
                "today",
                "utcnow",
            }:
                called = node.func.attr
            if called in CALLS.get(room, set()):
                found.append(f"line {node.lineno}: calls {called}()")
    return found


@pytest.mark.parametrize("room", ROOMS)
def test_each_room_keeps_to_its_rule(room: str) -> None:
    assert modules(room)
    broken = {
        str(path.relative_to(ROOT)): found
        for path in modules(room)
        if (found := broken_rules(room, path))
    }
    assert not broken


@pytest.mark.parametrize(
    ("room", "text", "said"),
    [
        ("parsers", "import duckdb\n", "imports duckdb"),
        ("parsers", "def f():\n    from urllib.request import urlopen\n", "imports urllib.request"),
        ("parsers", "from urllib.parse import urlsplit\n", ""),
        ("parsers", "import warehouse.store\n", "imports upwards: warehouse.store"),
        ("parsers", "from datetime import datetime\nx = datetime.now()\n", "line 2: calls now()"),
        ("parsers", "x = open('a')\n", "line 1: calls open()"),
        (
            "warehouse",
            "from flows.settings import Settings\n",
            "imports upwards: flows.settings.Settings",
        ),
        ("warehouse", "import httpx\n", "imports httpx"),
        ("warehouse", "import duckdb\n", ""),
        ("flows", "import duckdb\n", "imports duckdb"),
        ("flows", "import prefect\n", ""),
    ],
)
def test_a_broken_rule_is_seen(tmp_path: Path, room: str, text: str, said: str) -> None:
    path = tmp_path / "module.py"
    path.write_text(text, encoding="utf-8")
    assert broken_rules(room, path) == ([said] if said else [])


def test_an_exception_is_for_one_file_and_one_name(tmp_path: Path) -> None:
    text = "import feedparser\nfrom io import BytesIO\nfrom io import FileIO\nimport httpx\n"
    for place, said in (
        ("parsers/indexes/feeds.py", ["imports io", "imports httpx"]),
        (
            "parsers/indexes/sitemaps.py",
            ["imports feedparser", "imports io", "imports io", "imports httpx"],
        ),
    ):
        path = tmp_path / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        assert broken_rules("parsers", path) == said


def test_feedparser_is_given_a_stream_only() -> None:
    """Text or bytes would be taken for an address or the name of a file."""
    tree = ast.parse((ROOT / "parsers/indexes/feeds.py").read_text(encoding="utf-8"))
    calls = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "feedparser"
    ]
    assert [ast.unparse(call.args[0]) for call in calls] == ["BytesIO(data)"]


def test_nothing_else_stands_at_the_top() -> None:
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert packages == {*ROOMS, "tests"}


def test_modules_stay_small() -> None:
    long = {
        str(path.relative_to(ROOT)): count
        for room in ROOMS
        for path in modules(room)
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > TOO_LONG
    }
    assert not long
