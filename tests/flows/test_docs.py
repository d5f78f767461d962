"""The documentation says what is the case."""

from __future__ import annotations

import re
import tomllib

import pytest

from flows.cli import COMMANDS
from flows.errors import Exit
from flows.settings import Settings, load_settings
from tests.flows.conftest import GAZA, ROOT, ingest, write

DOCS = ROOT / "docs"


def text(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def test_every_field_of_a_message_is_explained(settings: Settings, tmp_path: object) -> None:
    folder = write(settings.data.parent / "in", {"a.txt": (GAZA, "2024-01-15")})
    (notice, *_) = ingest(settings, folder).delivery.delivered
    from parsers.alerts.messages import as_json

    table = text("notifications.md").split("| field | meaning |")[1]
    explained = {
        name
        for row in table.splitlines()
        if row.startswith("| `")
        for name in re.findall(r"`(\w+)`", row.split("|")[1])
    }
    assert explained == set(as_json(notice))


def test_the_examples_of_channels_are_valid() -> None:
    (block,) = re.findall(r"```toml\n(.*?)```", text("notifications.md"), re.DOTALL)
    settings = Settings.model_validate(tomllib.loads(block))
    assert len(settings.channels) == 4


def test_the_examples_of_rules_are_valid() -> None:
    rules = text("configuration.md").split("    [[rules]]", 1)[1].split("## [channels]")[0]
    block = "\n".join(line.removeprefix("    ") for line in f"    [[rules]]{rules}".splitlines())
    values = tomllib.loads(block)
    values["channels"] = [{"name": "mail", "type": "terminal"}]
    assert len(Settings.model_validate(values).rules) == 2


def test_every_command_and_exit_code_is_listed() -> None:
    operations = text("operations.md")
    for name in COMMANDS:
        assert re.search(rf"`{name}\b", operations), name
    codes = re.findall(r"^\| (\d+) \|", operations, re.MULTILINE)
    assert [int(code) for code in codes] == list(Exit)


@pytest.mark.parametrize("name", ["configuration.md", "notifications.md", "operations.md"])
def test_links_lead_somewhere(name: str) -> None:
    for target in re.findall(r"\bdocs/[\w-]+\.md", text(name)):
        assert (ROOT / target).exists(), target


def test_the_defaults_in_the_table_are_the_defaults() -> None:
    defaults = load_settings(None, {}).model_dump(mode="json")  # tuples as lists
    section = ""
    checked = 0
    for line in text("configuration.md").splitlines():
        if found := re.match(r"## \[(\w+)\]", line):
            section = found[1]
        row = re.match(r"\| `(\w+)` \| `(.+?)` \|", line)
        if row and section not in {"rules", "channels", "sources", "paths", "watch"}:
            assert tomllib.loads(f"x = {row[2]}")["x"] == defaults[section][row[1]], line
            checked += 1
    assert checked > 8
