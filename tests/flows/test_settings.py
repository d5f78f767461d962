from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from flows.errors import ParleyError, SettingsError
from flows.secrets import fill, literal_secret
from flows.settings import Settings, load_settings
from flows.settings_base import Section
from tests.flows.conftest import ROOT

EXAMPLE = ROOT / "parley.example.toml"
DOC = ROOT / "docs" / "configuration.md"


def load(tmp_path: Path, text: str, **environment: str) -> Settings:
    config = tmp_path / "parley.toml"
    config.write_text(text, encoding="utf-8")
    return load_settings(config, environment)


def test_without_a_file_the_defaults_count(tmp_path: Path) -> None:
    settings = load_settings(None, {})
    assert settings.data == tmp_path / "data"
    assert settings.store_path == tmp_path / "data" / "parley.duckdb"
    assert [rule.channels for rule in settings.rules] == [("terminal", "file")]
    assert set(settings.all_channels()) == {"terminal", "file"}


def test_the_file_is_found(tmp_path: Path) -> None:
    (tmp_path / "parley.toml").write_text("[ingest]\nmax_bytes = 1\n")
    (tmp_path / "named.toml").write_text("[ingest]\nmax_bytes = 2\n")
    (tmp_path / "given.toml").write_text("[ingest]\nmax_bytes = 3\n")
    named = {"PARLEY_CONFIG": str(tmp_path / "named.toml")}
    assert load_settings(None, {}).ingest.max_bytes == 1
    assert load_settings(None, named).ingest.max_bytes == 2
    assert load_settings(tmp_path / "given.toml", named).ingest.max_bytes == 3
    with pytest.raises(SettingsError, match=r"gone\.toml: no such") as caught:
        load_settings(tmp_path / "gone.toml", {})
    assert "--config" in caught.value.cure


def test_relative_paths_count_from_the_file(tmp_path: Path) -> None:
    (tmp_path / "conf").mkdir()
    config = tmp_path / "conf" / "parley.toml"
    config.write_text('[paths]\ndata = "store"\n[watch]\nfolder = "../drop"\n')
    settings = load_settings(config, {})
    assert settings.data == tmp_path / "conf" / "store"
    assert settings.watch.folder.resolve() == tmp_path / "drop"
    assert settings.all_channels()["file"].path == tmp_path / "conf" / "store" / "alerts.jsonl"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "[paths]\n\n[ingest]\nmax_byte = 1\n",
            r"line 4: ingest, max_byte: unknown key; did you mean “max_bytes”\? allowed: max_bytes",
        ),
        ("[ingst]\nmax_bytes = 1\n", r"line 1: ingst: unknown key; did you mean “ingest”"),
        ('[ingest]\nmax_bytes = "many"\n', r"line 2: ingest, max_bytes: must be a valid integer"),
        ("[ingest]\nmax_bytes = 0\n", r"line 2: .*greater than 0"),
        (
            '[[rules]]\nname = "a"\n[[rules]]\nname = "b"\nkinds = ["truce"]\n',
            r"line 5: rules 2, kinds: must be 'ceasefire' or 'meeting'",
        ),
        ('[[rules]]\nname = "a"\nstatuses = ["done"]\n', r"line 3: .*'called_for', 'proposed'"),
        (
            '[[rules]]\nname = "a"\nkinds = ["meeting"]\nstatuses = ["violated"]\n',
            r"meeting is never violated; allowed: .*cancelled",
        ),
        (
            '[[rules]]\nname = "a"\nchannels = ["desk"]\n',
            r"line 3: .*“desk”, which is no channel.*terminal",
        ),
        (
            '[[rules]]\nname = "a"\n[[rules]]\nname = "a"\n',
            r"line 4: rules 2, name: two are named “a”",
        ),
        ('[[rules]]\nname = "a"\ncountries = ["Armenia"]\n', r"line 3: .*\[A-Z\]\{3\}"),
        (
            '[[channels]]\nname = "x"\ntype = "pigeon"\n',
            r"line 3: .*'terminal', 'file' or 'apprise'",
        ),
        (
            '[[channels]]\nname = "x"\ntype = "apprise"\n',
            r"line 1: channels 1: .*either url or block",
        ),
        ('[[channels]]\ntype = "file"\n', r"line 1: channels 1, name: this key is missing"),
        (
            '[[channels]]\nname = "x"\ntype = "file"\nurl = "json://h"\n',
            r"url: .*type file has none",
        ),
        ("[ingest\n", r"not TOML: .*line 1"),
    ],
)
def test_a_mistake_is_named_with_its_line(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(SettingsError, match=r"parley\.toml") as caught:
        load(tmp_path, text)
    assert re.search(said, str(caught.value)), str(caught.value)


def test_all_mistakes_are_named_at_once(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as caught:
        load(tmp_path, "[ingest]\nmax_bytes = 0\nwrong = 1\n")
    assert len(str(caught.value).splitlines()) == 2


def test_the_environment_overrides(tmp_path: Path) -> None:
    text = "[ingest]\nmax_bytes = 5\n"
    assert load(tmp_path, text, PARLEY_INGEST__MAX_BYTES="7").ingest.max_bytes == 7
    assert load(tmp_path, "", PARLEY_PATHS__DATA="/x").data == Path("/x")
    with pytest.raises(SettingsError, match="PARLEY_INGEST__MAX_BYTES: must be a valid integer"):
        load(tmp_path, text, PARLEY_INGEST__MAX_BYTES="seven")
    with pytest.raises(SettingsError, match="PARLEY_INGEST__SIZE: no such setting") as caught:
        load(tmp_path, text, PARLEY_INGEST__SIZE="7")
    assert "PARLEY_INGEST__MAX_BYTES" in caught.value.cure
    load(tmp_path, text, PARLEY_DEBUG="1")  # not a setting
    assert load(tmp_path, "", PARLEY_INGEST__LANGUAGES="en, ru").ingest.languages == ("en", "ru")
    with pytest.raises(SettingsError, match=r"PARLEY_INGEST__LANGUAGES: .*“xx” cannot"):
        load(tmp_path, "", PARLEY_INGEST__LANGUAGES="xx")


@pytest.mark.parametrize(
    "url",
    [
        "mailto://desk:hunter2@example.org",
        "json://user:hunter2@example.org/hook",
        "json://example.org/hook?token=hunter2",
        "tgram://hunter2/12345",
        "slack://hunter2/B/C",
        "hunter2",
    ],
)
def test_a_secret_in_the_file_is_refused_and_not_repeated(tmp_path: Path, url: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load(tmp_path, f'[[channels]]\nname = "x"\ntype = "apprise"\nurl = "{url}"\n')
    assert "hunter2" not in str(caught.value)
    assert "line 4: channels 1, url" in str(caught.value)


@pytest.mark.parametrize(
    "url",
    [
        "mailto://${DESK_USER}:${DESK_PASSWORD}@example.org",
        "mailto://desk@example.org",
        "json://localhost:8080/hook",
        "json://example.org/hook?token=${TOKEN}",
        "tgram://${BOT}/12345",
        "${WHOLE}",
    ],
)
def test_a_secret_in_the_environment_is_welcome(url: str) -> None:
    assert literal_secret(url) == ""


def test_placeholders_are_filled_and_quoted() -> None:
    environment = {"USER": "desk", "PASS": "a/b c@d%40", "WHOLE": "json://h/a b", "TOKENS": "A/B c"}
    filled = fill("mailto://${USER}:${PASS}@h", environment, "mail")
    assert filled == "mailto://desk:a%2Fb%20c%40d%2540@h"
    assert fill("slack://bot@${TOKENS}/x", environment, "chat") == "slack://bot@A/B%20c/x"
    assert fill("slack://${TOKENS}/@you", environment, "chat") == "slack://A/B%20c/@you"
    assert fill("${WHOLE}", environment, "hook") == "json://h/a b"
    with pytest.raises(ParleyError, match="channel “mail”: NOT_SET is not set"):
        fill("json://${NOT_SET}", environment, "mail")


def _keys(model: type[Section]) -> list[str]:
    return list(model.model_fields)


def test_the_example_lists_every_setting_with_its_default(tmp_path: Path) -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    assert load(tmp_path, text).model_dump() == load(tmp_path, "").model_dump()
    # What is commented out, being an example of a list entry, must be valid too.
    shown = "\n".join(re.sub(r"^# ?(?=\[|[a-z_]+ = )", "", line) for line in text.splitlines())
    values = tomllib.loads(shown)
    for name, field in Settings.model_fields.items():
        table = values[name]
        if isinstance(table, list):
            model = (Settings.model_fields[name].annotation.__args__)[0]  # type: ignore[union-attr]
            assert set(_keys(model)) == {key for entry in table for key in entry}, name
        else:
            assert isinstance(field.annotation, type)
            assert issubclass(field.annotation, Section)
            assert list(table) == _keys(field.annotation), name
    load(tmp_path, shown)


def test_the_documentation_explains_every_setting() -> None:
    text = DOC.read_text(encoding="utf-8")
    for name, field in Settings.model_fields.items():
        assert f"[{name}]" in text, name
        annotation = field.annotation
        model = annotation if isinstance(annotation, type) else annotation.__args__[0]  # type: ignore[union-attr]
        for key in _keys(model):
            assert f"`{key}`" in text, f"{name}.{key}"
