"""The command: what it prints, how it ends, and that it starts fast."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from flows import cli
from flows.errors import Exit
from flows.settings import load_settings
from tests.flows.conftest import GAZA, ROOT, SEEDS, UKRAINE, ingest, write
from warehouse.lock import writer_lock
from warehouse.store import open_store

TWO = {"a.txt": (GAZA, "2024-01-15"), "b.txt": (UKRAINE, "2024-01-16")}
PARLEY = [sys.executable, "-m", "flows.cli"]


class Shown:
    """What a command line printed and how it ended."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@pytest.fixture
def parley(capsys: pytest.CaptureFixture[str]) -> Any:
    def run(*arguments: str) -> Shown:
        capsys.readouterr()
        code = cli.run(list(arguments))
        captured = capsys.readouterr()
        return Shown(code, captured.out, captured.err)

    return run


@pytest.fixture
def news(tmp_path: Path) -> Path:
    """Two alerts in ./data of the current folder; return the folder of documents."""
    folder = write(tmp_path / "in", TWO)
    assert len(ingest(load_settings(None, {}), folder).batch.alerts) == 2
    return folder


# Starting


def loaded_by(*arguments: str) -> set[str]:
    code = (
        "import sys; from flows.cli import run; code = run(sys.argv[1:]);"
        "sys.stderr.write('\\n' + ' '.join(sorted(sys.modules))); sys.exit(code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=True,
        env={**os.environ, "PARLEY_PATHS__DATA": "/nonexistent/data"},
        timeout=60,
    )
    return set(done.stderr.splitlines()[-1].split())


@pytest.mark.parametrize(
    ("arguments", "most"),
    [
        (["--version"], 900),
        (["parse", "seeds/002_3db6768c7b0f1e3c.txt"], 1100),
        (["detect", "seeds/002_3db6768c7b0f1e3c.txt"], 1100),
        (["doctor", "--json"], 1100),
    ],
)
def test_starting_imports_little(arguments: list[str], most: int) -> None:
    """Half a second is the aim; modules are counted because machines differ."""
    modules = loaded_by(*arguments)
    assert not {"prefect", "apprise", "pydantic_settings", "sqlalchemy", "trafilatura"} & modules
    if arguments[0] in {"--version", "parse", "detect"}:
        assert "duckdb" not in modules
    assert len(modules) < most


# Help


def test_help_lists_all_commands_with_what_they_do(parley: Any) -> None:
    shown = parley("--help")
    assert shown.code == Exit.OK
    for name in cli.COMMANDS:
        line = next(line for line in shown.out.splitlines() if f"│ {name} " in line)
        assert len(line.strip("│ ").split()) > 3, line
    assert "Exit codes: 0" in shown.out


@pytest.mark.parametrize("name", list(cli.COMMANDS))
def test_each_command_has_help_with_examples(parley: Any, name: str) -> None:
    shown = parley(name, "--help")
    assert shown.code == Exit.OK
    assert f"Examples:\n  parley {name}" in shown.out
    assert "--config" in shown.out


def test_the_version(parley: Any) -> None:
    assert parley("--version").out.strip() == "0.1.0"


# Mistakes


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["alrets"], "alerts"),
        (["ingest"], "--source"),
        (["ingest", "no-such-folder"], "no-such-folder: no such file or folder"),
        (["alerts", "--limit", "0"], "--limit"),
        (["alerts", "--limit", "few"], "few"),
        (["announcements", "--kind", "truce"], "ceasefire"),
        (["parse", "no-such-file.txt"], "no-such-file.txt: no such file"),
        (["parse", "."], "not a regular file"),
        (["detect", "--jsonl", "no-such-file"], "no-such-file"),
        (["detect", "a", "--jsonl", "b"], "at once"),
        (["sql", "SELECT 1", "--json", "--csv"], "choose one"),
        (["doctor", "--config", "gone.toml"], "gone.toml"),
    ],
)
def test_a_wrong_command_line_is_explained(parley: Any, arguments: list[str], said: str) -> None:
    shown = parley(*arguments)
    assert said in shown.err + shown.out
    assert shown.code == (Exit.PROBLEMS if arguments == ["parse", "."] else Exit.USAGE)
    assert "Traceback" not in shown.err
    assert "what to do:" in shown.err or arguments[0] == "doctor"


def test_wrong_settings_stop_every_command(parley: Any, tmp_path: Path) -> None:
    (tmp_path / "parley.toml").write_text("[ingest]\nmax_byte = 3\n")
    for arguments in (["alerts"], ["ingest", "."], ["deliver"], ["detect", "x"], ["serve"]):
        shown = parley(*arguments)
        assert shown.code == Exit.USAGE
        assert "parley.toml, line 2: ingest, max_byte: unknown key" in shown.err
    report = parley("doctor")
    assert report.code == Exit.USAGE
    assert "line 2" in report.out


def test_debug_shows_the_traceback(parley: Any, tmp_path: Path) -> None:
    (tmp_path / "parley.toml").write_text("nonsense\n")
    assert "Traceback" not in parley("alerts").err
    assert "Traceback" in parley("alerts", "--debug").err


def test_what_nobody_expected_is_still_in_plain_words(
    parley: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise KeyError("lost")

    monkeypatch.setattr("flows.commands.ask.load_settings", fail)
    shown = parley("alerts")
    assert shown.code == Exit.PROBLEMS
    assert "KeyError" in shown.err
    assert "report it" in shown.err
    assert "Traceback" not in shown.err


def test_interrupted(parley: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("flows.commands.ask.load_settings", interrupt)
    shown = parley("alerts")
    assert shown.code == Exit.INTERRUPTED
    assert "Nothing is lost" in shown.err


# Texts, without a warehouse


def test_parse_shows_the_article(parley: Any) -> None:
    shown = parley("parse", str(SEEDS / "002_3db6768c7b0f1e3c.txt"))
    assert "US, French representatives will come to Moscow soon to discuss Karabakh" in shown.out
    assert "published  2020-11-12 (metadata)" in shown.out
    record = parley("parse", str(SEEDS / "003_36f9cee1731ba835.txt"), "--json").json
    assert record["source"] == "Today.Az"
    assert record["published"]["at"].startswith("2020-10-19T13:45")
    assert record["article_id"]
    assert not Path("data").exists()


def test_parse_takes_the_address(parley: Any, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(GAZA)
    shown = parley("parse", "a.txt", "--url", "https://example.org/news/1", "--json")
    assert shown.json["url"] == "https://example.org/news/1"


def test_detect_reads_standard_input(parley: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(GAZA.encode())))
    shown = parley("detect")
    assert "ceasefire agreed - worth an alert" in shown.out
    assert "said by" in shown.out


def test_detect_lines(parley: Any, tmp_path: Path) -> None:
    lines = [
        json.dumps({"id": 7, "text": GAZA, "published": "2024-01-15"}),
        "",
        "no json",
        json.dumps({"id": "b"}),
        json.dumps([1]),
        json.dumps({"id": "c", "text": GAZA, "published": "yesterday"}),
        json.dumps({"id": "d", "text": "Nothing.", "published": "2024-01-15T10:00:00+04:00"}),
        json.dumps({"id": "e", "text": 5}),
    ]
    (tmp_path / "in.jsonl").write_text("\n".join(lines), encoding="utf-8")
    shown = parley("detect", "--jsonl", "in.jsonl")
    assert shown.code == Exit.PROBLEMS
    answers = [json.loads(line) for line in shown.out.splitlines()]
    assert [answer["id"] for answer in answers] == [7, None, "b", None, "c", "d", "e"]
    assert [min(answer) for answer in answers[1:]] == ["error"] * 4 + ["alert", "error"]
    (first, *_) = answers[0]["announcements"]
    assert answers[0]["alert"] is True
    assert list(first) == [
        *("kind", "status", "current", "parties", "place", "when", "when_start", "when_end"),
        *("said_by", "evidence", "span", "field", "form", "confidence", "because"),
    ]
    start, end = first["span"]
    assert GAZA[start:end] == first["evidence"]
    assert all(isinstance(name, str) for name in first["parties"])
    assert answers[5] == {"id": "d", "alert": False, "announcements": []}

    (tmp_path / "good.jsonl").write_text(lines[0])
    assert parley("detect", "--jsonl", "good.jsonl").code == Exit.OK


def test_one_text_that_fails_stops_no_other(
    parley: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("no grammar")

    monkeypatch.setattr("flows.commands.text.find_announcements", fail)
    (tmp_path / "in.jsonl").write_text('{"id": 1, "text": "a"}\n{"id": 2, "text": "b"}\n')
    shown = parley("detect", "--jsonl", "in.jsonl")
    assert shown.code == Exit.PROBLEMS
    assert [json.loads(line)["id"] for line in shown.out.splitlines()] == [1, 2]
    assert "RuntimeError: no grammar" in shown.out


# What the warehouse holds


def test_before_the_first_ingest(parley: Any) -> None:
    for arguments in (["alerts"], ["announcements"], ["article", "1"], ["sql", "SELECT 1"]):
        shown = parley(*arguments)
        assert shown.code == Exit.WAREHOUSE
        assert "parley ingest" in shown.err
    assert parley("doctor").code == Exit.OK
    assert parley("deliver").code == Exit.OK


def test_alerts(parley: Any, news: Path) -> None:
    shown = parley("alerts")
    assert shown.code == Exit.OK
    latest, first, rest = shown.out.split("\n\n")
    assert "Ukraine" in latest
    assert rest == "2 shown.\n"
    for word in ("CEASEFIRE AGREED", "Israel", "Hamas", "Gaza", "Qatar", "2024-01-15", "Agency"):
        assert word in first, word
    for word in ("when", "said by", "evidence", "file:///", "new: no thread", "delivered"):
        assert word in first, word
    assert len(parley("alerts", "--limit", "1").out.split("\n\n")) == 2
    assert parley("alerts", "--since", "2024-01-16").out.endswith("\n1 shown.\n")
    assert parley("alerts", "--undelivered").out == "No alerts.\n"
    assert len(parley("alerts", "--json").json) == 2


def test_announcements(parley: Any, news: Path) -> None:
    shown = parley("announcements")
    assert shown.out.count("ceasefire agreed") == 2
    assert parley("announcements", "--kind", "meeting").out == "No announcements.\n"
    assert parley("announcements", "--status", "agreed", "--json").json[0]["kind"] == "ceasefire"
    assert parley("announcements", "--since", "2024-01-17").out == "No announcements.\n"


def test_announcements_on_a_narrow_terminal(
    parley: Any, news: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    shown = parley("announcements").out.splitlines()
    assert shown[0].startswith("2024-01-16  ceasefire agreed  new  ")
    assert "Ukraine" in shown[1]
    assert len(shown) == 7  # three lines each, and how many


def test_an_article_with_its_announcements_marked(parley: Any, news: Path) -> None:
    article_id = parley("announcements", "--json").json[1]["article_id"]
    shown = parley("article", article_id[:6])
    assert "⟦1: Israel and Hamas agreed to a ceasefire in Gaza, Qatar said.⟧" in shown.out
    assert "[1] ceasefire agreed" in shown.out
    assert "because" in shown.out
    record = parley("article", article_id, "--json").json
    assert record["announcements"][0]["change"] == "new"
    unknown = parley("article", "nothing")
    assert unknown.code == Exit.USAGE
    assert "nothing" in unknown.err


def test_sql(parley: Any, news: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    question = "SELECT kind, count(*) AS n, 0.1 + 0.2::DOUBLE AS x FROM announcements GROUP BY ALL"
    assert parley("sql", question).out.splitlines()[2].split() == ["ceasefire", "2", "0.3"]
    assert parley("sql", question, "--json").json[0]["n"] == 2
    rows = list(csv.reader(io.StringIO(parley("sql", "--csv", "SELECT 'a,b' AS t, NULL").out)))
    assert rows == [["t", "NULL"], ["a,b", ""]]
    monkeypatch.setattr(sys, "stdin", io.StringIO("SELECT 42 AS answer"))
    assert "42" in parley("sql").out
    wrong = parley("sql", "SELECT nothing FROM alerts")
    assert wrong.code == Exit.USAGE
    assert "nothing" in wrong.err
    assert parley("sql", "DELETE FROM alert").code == Exit.USAGE
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    assert parley("sql").code == Exit.USAGE


def test_what_an_article_says_is_never_obeyed(parley: Any, tmp_path: Path) -> None:
    evil = GAZA.replace("Gaza", "Gaza \x1b[2J\x1b]0;owned\x07\u202e[bold]")
    folder = write(tmp_path / "in", {"a.txt": (evil, "2024-01-15")})
    ingest(load_settings(None, {}), folder)
    article_id = parley("sql", "SELECT article_id FROM article", "--json").json[0]["article_id"]
    for arguments in (
        ["alerts"],
        ["announcements"],
        ["article", article_id],
        ["parse", "in/a.txt"],
        ["detect", "in/a.txt"],
        ["sql", "SELECT text, chr(27) || '[2J' AS \"\x1b[31m\" FROM article"],
    ):
        shown = parley(*arguments)
        assert "Gaza" in shown.out, arguments
        for character in "\x1b\x07\u202e":
            assert character not in shown.out + shown.err, arguments


def test_deliver(parley: Any, news: Path) -> None:
    with open_store(load_settings(None, {}).store_path) as store:
        store.connection.execute("UPDATE delivery SET state = 'pending' WHERE channel = 'terminal'")
    shown = parley("deliver")
    assert "CEASEFIRE AGREED" in shown.out
    assert "2 alerts delivered: 2 to terminal." in shown.err
    assert "No alerts wait." in parley("deliver").err
    assert parley("deliver", "--json").json == {
        "delivered": [],
        "waiting": [],
        "given_up": [],
        "problems": [],
    }


# When things are not as they should be


def test_doctor(parley: Any, news: Path) -> None:
    shown = parley("doctor")
    assert shown.code == Exit.OK
    assert "Nothing is wrong." in shown.out
    for word in ("duckdb", "prefect", "schema version", "last run", "terminal", "file"):
        assert word in shown.out, word
    facts = parley("doctor", "--json").json["facts"]
    assert "ingest in" in facts["last run"] or "deliver" in facts["last run"]


def test_doctor_names_what_is_wrong_and_its_cure(
    parley: Any, news: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("parley.toml").write_text(
        '[[channels]]\nname = "mail"\ntype = "apprise"\nurl = "mailto://${MAIL_USER}@h"\n'
    )
    (news / "empty.txt").touch()
    settings = load_settings(None, {})
    ingest(settings, news)
    with open_store(settings.store_path) as store:
        store.connection.execute("UPDATE delivery SET state = 'pending'")
    monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:9/api")
    shown = parley("doctor", "--json")
    assert shown.code == Exit.PROBLEMS
    wrong = {problem["code"]: problem for problem in shown.json["wrong"]}
    assert {"no_secret", "waiting", "no_prefect", "empty"} <= set(wrong)
    assert all(problem["cure"] for problem in wrong.values())
    assert "MAIL_USER" in wrong["no_secret"]["message"]
    assert "4 messages waiting" in wrong["waiting"]["message"]


# a plugin of Apprise imports it
@pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")
def test_doctor_knows_a_url_that_no_service_has(parley: Any) -> None:
    Path("parley.toml").write_text(
        '[[channels]]\nname = "chat"\ntype = "apprise"\nurl = "json://${HOOK}"\n'
        '[[channels]]\nname = "pigeon"\ntype = "apprise"\nurl = "pigeon://${HOOK}"\n'
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOOK", "s3cret.example.org")
        shown = parley("doctor", "--json")
    assert [(each["code"], each["subject"]) for each in shown.json["wrong"]] == [
        ("bad_url", "pigeon")
    ]
    assert "s3cret" not in shown.out + shown.err


def test_a_warehouse_in_use(parley: Any, news: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARLEY_WAREHOUSE__WAIT_SECONDS", "0.1")
    with writer_lock(load_settings(None, {}).store_path, 0):
        shown = parley("deliver")
        assert shown.code == Exit.WAREHOUSE
        assert f"process {os.getpid()}" in shown.err
        assert parley("alerts").code == Exit.OK  # readers are not disturbed
        assert "in use" in parley("doctor").out


def test_a_warehouse_that_another_program_holds(parley: Any, news: Path) -> None:
    hold = "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print(1, flush=True); input()"
    path = load_settings(None, {}).store_path
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen([sys.executable, "-c", hold, str(path)], **pipes) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        shown = parley("doctor", "--json")
        holder.communicate(b"\n")
    assert shown.code == Exit.WAREHOUSE
    (wrong,) = shown.json["wrong"]
    assert f"process {holder.pid}" in wrong["message"]
    assert "close the program" in wrong["cure"]


def test_a_data_folder_that_is_none(parley: Any, tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file")
    shown = parley("ingest", str(write(tmp_path / "in", TWO)))
    assert shown.code == Exit.WAREHOUSE
    assert f"{tmp_path / 'data'}" in shown.err
    assert "a fault of Parley" not in shown.err
    shown = parley("doctor")
    assert shown.code == Exit.WAREHOUSE
    assert "not a folder" in shown.out


def test_a_newer_warehouse(parley: Any, news: Path) -> None:
    with open_store(load_settings(None, {}).store_path) as store:
        store.connection.execute("UPDATE schema_version SET version = 9999 WHERE version > 0")
    for name in ("deliver", "doctor"):
        shown = parley(name)
        assert shown.code == Exit.WAREHOUSE
        assert "9999" in shown.out + shown.err


def test_a_damaged_warehouse(parley: Any, news: Path) -> None:
    load_settings(None, {}).store_path.write_bytes(b"no database" * 1000)
    assert parley("deliver").code == Exit.WAREHOUSE
    assert parley("doctor").code == Exit.WAREHOUSE


# Pipes


@pytest.mark.parametrize("form", ["", "--csv", "--json"])
def test_a_reader_that_leaves_is_no_error(news: Path, tmp_path: Path, form: str) -> None:
    question = "'SELECT * FROM range(100000)'"
    command = f"{' '.join(PARLEY)} sql {question} {form} | head -1; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(
        ["bash", "-c", command],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        timeout=60,
        check=True,
    )
    assert "parley:" not in done.stderr
    assert "Error" not in done.stderr
    assert done.stdout.splitlines()[-1] == "0"


def test_an_ascii_terminal(news: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [*PARLEY, "alerts"],
        capture_output=True,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "ascii"},
        timeout=60,
        check=True,
    )
    assert b"2 shown." in done.stdout


def test_piped_tables_have_a_sane_width_and_no_colour(news: Path, tmp_path: Path) -> None:
    variables = {name: value for name, value in os.environ.items() if name != "COLUMNS"}
    done = subprocess.run(
        [*PARLEY, "announcements"],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={**variables, "PYTHONPATH": str(ROOT)},
        timeout=60,
        check=True,
    )
    assert 80 < max(map(len, done.stdout.splitlines())) <= 120
    assert "\x1b" not in done.stdout


def test_explain_shows_what_fired_and_what_was_ruled_out(parley: Any) -> None:
    shown = parley("explain", str(SEEDS / "001_514e09a50860d4fd.txt"))
    assert shown.code == Exit.OK
    assert "● ceasefire" in shown.out
    assert "○ " in shown.out
    assert "ruled out, " in shown.out
    told = parley("explain", str(SEEDS / "001_514e09a50860d4fd.txt"), "--json").json
    assert told["analysed"]
    verdicts = {sentence["verdict"] for sentence in told["sentences"]}
    assert {"announcement", "no trigger"} <= verdicts


def test_explain_shows_the_words_that_the_rules_read(
    parley: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "ru.txt"
    file.write_text("Стороны в Судане договорились о перемирии, сообщила ООН.\n", encoding="utf-8")
    assert "is not among languages in [ingest]" in parley("explain", str(file)).out
    # That it announces nothing would be untrue.
    assert "Not analysed: its language, 'ru'" in parley("detect", str(file)).out
    told = parley("detect", str(file), "--json").json
    assert (told["analysed"], told["language"], told["alert"]) == (False, "ru", False)
    monkeypatch.setenv("PARLEY_INGEST__LANGUAGES", "en,ru")
    shown = parley("explain", str(file))
    assert "1. Стороны в Судане договорились о перемирии, сообщила ООН." in shown.out
    assert "word for word: Sides in Sudan agreed on truce, reported UN." in shown.out
    assert "● ceasefire" in shown.out
