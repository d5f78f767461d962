"""Files to alerts, without Prefect: what is new, what is known, and what goes wrong."""

from __future__ import annotations

import io
import json
import random
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from flows import batch
from flows.batch import Outcome
from flows.errors import Exit
from flows.ingest import IngestResult
from flows.settings import Settings
from parsers.alerts.threads import ThreadBook
from parsers.announcements import detect
from parsers.records import Announcement, Article, Decision
from tests.flows.conftest import (
    GAZA,
    NOTHING,
    ROOT,
    SEEDS,
    UKRAINE,
    ingest,
    lines_of,
    make_settings,
    write,
)
from warehouse.errors import WarehouseLocked, WarehouseTooNew
from warehouse.lock import writer_lock
from warehouse.query import run_query
from warehouse.runs import last_runs
from warehouse.store import open_store


def outcomes(result: IngestResult) -> list[str]:
    return sorted(str(document.outcome) for document in result.batch.documents)


def codes(result: IngestResult) -> list[str]:
    return sorted(problem.code for problem in result.batch.problems)


def table(settings: Settings, sql: str) -> list[tuple[Any, ...]]:
    return list(run_query(settings.read_copy_path, sql).rows)


def test_the_seeds_alert_once(settings: Settings) -> None:
    terminal = io.StringIO()
    first = ingest(settings, SEEDS, terminal=terminal)
    assert outcomes(first) == ["article"] * 5
    assert first.exit_code is Exit.OK
    assert first.batch.alerts
    assert len(lines_of(settings)) == len(first.batch.alerts)
    for line in lines_of(settings):
        message = json.loads(line)
        assert message["headline"] in terminal.getvalue()
        assert message["evidence"]
        assert message["reason"]
        assert message["capture"].startswith("file:///")

    second = ingest(settings, SEEDS)
    assert outcomes(second) == ["known"] * 5
    assert not second.batch.alerts
    assert not second.delivery.delivered
    assert len(lines_of(settings)) == len(first.batch.alerts)


def test_documents_are_judged_as_of_their_publication(settings: Settings, tmp_path: Path) -> None:
    folder = write(tmp_path / "in", {"a.txt": (GAZA, "2014-08-26")})
    result = ingest(settings, folder)
    assert len(result.batch.alerts) == 1
    assert result.batch.alerts[0].as_of == datetime(2014, 8, 26, tzinfo=UTC)


@pytest.mark.parametrize("size", [1, 200])
@pytest.mark.parametrize("order", ["bca", "cba", "abc"])
def test_publication_not_the_name_or_the_batch_decides_what_was_new(
    tmp_path: Path, order: str, size: int
) -> None:
    days = ("2024-01-15", "2024-01-16", "2024-01-17")
    texts = {
        f"{name}.txt": (f"{GAZA}It was report {place}.\n", day)
        for place, (name, day) in enumerate(zip(order, days, strict=True))
    }
    settings = make_settings(tmp_path, ingest={"batch_size": size})
    result = ingest(settings, write(tmp_path / "in", texts))
    assert [f"{alert.as_of:%Y-%m-%d}" for alert in result.batch.alerts] == ["2024-01-15"]


def test_a_copy_announces_nothing_again(settings: Settings, tmp_path: Path) -> None:
    folder = write(tmp_path / "in", {"a.txt": (GAZA, "2024-01-15")})
    (folder / "sub").mkdir()
    (folder / "sub" / "again.txt").write_text(GAZA, encoding="utf-8")
    first = ingest(settings, folder)
    assert outcomes(first) == ["article", "copy"]
    assert len(first.batch.alerts) == 1

    (folder / "later.txt").write_bytes(GAZA.replace("\n", "\r\n").encode("utf-16"))
    second = ingest(settings, folder)
    assert outcomes(second) == ["copy", "known", "known"]
    assert not second.batch.alerts
    assert table(settings, "SELECT count(*) FROM article") == [(1,)]
    assert table(settings, "SELECT count(DISTINCT version_id), count(*) FROM capture") == [(1, 3)]


def test_bad_input_is_told_and_the_rest_goes_on(settings: Settings, tmp_path: Path) -> None:
    folder = write(
        tmp_path / "in", {"good.txt": (GAZA, "2024-01-15"), "gone.txt": ("x", "2024-01-15")}
    )
    (folder / "gone.txt").unlink()
    bad = {
        "empty.txt": b"",
        "binary.txt": bytes(range(256)) * 8,
        "page.pdf": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n",
        "image.jpg": b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(200),
        "big.txt": b"a" * (settings.ingest.max_bytes + 1),
    }
    for name, body in bad.items():
        (folder / name).write_bytes(body)
    result = ingest(settings, folder, tmp_path / "no-such-folder")
    assert result.exit_code is Exit.PROBLEMS
    assert len(result.batch.alerts) == 1
    for name in [*bad, "no-such-folder", "[gone.txt]"]:
        (message,) = [p.message for p in result.batch.problems if name in p.message]
        stored = table(settings, "SELECT message FROM problems")
        assert (message,) in stored
    assert all(problem.cure for problem in result.batch.problems)
    assert len(table(settings, "SELECT * FROM capture WHERE outcome = 'unreadable'")) == 4

    for name in bad:
        (folder / name).unlink()
    (folder / "metadata.toml").unlink()
    (folder / "empty.txt").write_text(UKRAINE)
    (tmp_path / "no-such-folder").mkdir()
    again = ingest(settings, folder, tmp_path / "no-such-folder")
    assert not again.batch.errors
    assert table(settings, "SELECT * FROM problems WHERE severity = 'error'") == []


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "cp1251"])
def test_any_encoding_is_read(settings: Settings, tmp_path: Path, encoding: str) -> None:
    text = "Россия и Украина договорились о прекращении огня, сообщил Кремль. " * 5
    (tmp_path / "a.txt").write_bytes(text.encode(encoding))
    result = ingest(settings, tmp_path / "a.txt")
    article = result.batch.documents[0].article
    assert article is not None
    assert "прекращении огня" in article.text


RUSSIAN = (
    "Россия и Украина договорились о прекращении огня с полуночи, сообщило министерство "
    "обороны. Наблюдатели прибудут в район в ближайшие дни.\n"
)


def test_a_language_that_is_not_asked_for_is_stored_and_marked(
    settings: Settings, tmp_path: Path
) -> None:
    result = ingest(settings, write(tmp_path / "in", {"ru.txt": (RUSSIAN, "2024-01-15")}))
    assert outcomes(result) == ["article"]
    assert codes(result) == ["not_analysed"]
    assert result.exit_code == 0
    assert table(settings, "SELECT code, severity FROM issues") == [("not_analysed", "warning")]
    assert table(settings, "SELECT language FROM articles") == [("ru",)]
    (problem,) = result.batch.problems
    assert 'add "ru" to languages in [ingest]' in problem.cure


def test_one_event_told_in_two_languages_alerts_once(tmp_path: Path) -> None:
    settings = make_settings(tmp_path, ingest={"languages": ("en", "ru")})
    english = "Russia and Ukraine agreed on a ceasefire from midnight, the defence ministry said.\n"
    files = {"en.txt": (english, "2024-01-15"), "ru.txt": (RUSSIAN, "2024-01-15")}
    result = ingest(settings, write(tmp_path / "in", files))
    assert codes(result) == []
    assert len(result.batch.alerts) == 1
    told = table(settings, "SELECT DISTINCT kind, status, thread_id FROM announcements")
    assert len(told) == 1
    assert told[0][:2] == ("ceasefire", "agreed")
    evidence = table(settings, "SELECT evidence FROM announcements WHERE evidence LIKE '%огня%'")
    assert evidence == [(RUSSIAN.split(" Наблюдатели", maxsplit=1)[0],)]


def test_one_document_that_fails_stops_no_other(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:

    def fail(article: Article, languages: tuple[str, ...]) -> tuple[Announcement, ...]:
        if "Ukraine" in article.text:
            raise RuntimeError("no such grammar")
        return detect(article, languages)

    folder = write(
        tmp_path / "in", {"a.txt": (GAZA, "2024-01-15"), "b.txt": (UKRAINE, "2024-01-15")}
    )
    monkeypatch.setattr(batch, "detect", fail)
    result = ingest(settings, folder)
    assert outcomes(result) == ["article", "unreadable"]
    assert [(p.stage, p.code) for p in result.batch.problems] == [("detect", "failed")]
    assert "RuntimeError: no such grammar" in result.batch.problems[0].message
    assert result.exit_code is Exit.PROBLEMS

    monkeypatch.setattr(batch, "detect", detect)
    mended = ingest(settings, folder)  # it is tried again, and its problem is closed
    assert outcomes(mended) == ["article", "known"]
    assert len(mended.batch.alerts) == 1
    assert table(settings, "SELECT * FROM problems") == []


def test_a_document_that_cannot_be_loaded_stops_no_other(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Stumbling(ThreadBook):
        def place(self, announcements: Sequence[Announcement], **where: Any) -> list[Decision]:
            if any("Ukraine" in announcement.evidence for announcement in announcements):
                raise KeyError("thread")
            return super().place(announcements, **where)

    monkeypatch.setattr(batch, "ThreadBook", Stumbling)
    folder = write(
        tmp_path / "in",
        {
            "a.txt": (GAZA, "2024-01-15"),
            "b.txt": (UKRAINE, "2024-01-16"),
            "c.txt": (NOTHING, "2024-01-17"),
        },
    )
    result = ingest(settings, folder)
    assert outcomes(result) == ["article", "article", "unreadable"]
    assert [(p.stage, p.code) for p in result.batch.problems] == [("load", "failed")]
    assert len(lines_of(settings)) == 1


def test_nothing_there_is_a_usage_error(settings: Settings, tmp_path: Path) -> None:
    assert ingest(settings, tmp_path / "no", tmp_path / "nor").exit_code is Exit.USAGE


def test_a_watched_folder_writes_nothing_where_nothing_happened(
    settings: Settings, tmp_path: Path
) -> None:
    folder = write(tmp_path / "in", {"a.txt": (GAZA, "2024-01-15")})
    (folder / "link.txt").symlink_to("nowhere")
    (folder / "empty.txt").touch()
    assert codes(ingest(settings, folder)) == ["broken_link", "empty"]
    before = settings.read_copy_path.stat().st_mtime_ns
    for _ in range(2):
        result = ingest(settings, folder, watching=True)
        assert codes(result) == []  # said before
    assert settings.read_copy_path.stat().st_mtime_ns == before
    with open_store(settings.store_path) as store:
        assert [run.name for run in last_runs(store)] == ["deliver", "ingest in"]


def test_a_watched_file_that_may_still_grow_is_left_alone(
    settings: Settings, tmp_path: Path
) -> None:
    folder = write(tmp_path / "in", {"a.txt": (GAZA, "2024-01-15")})
    assert outcomes(ingest(settings, folder, watching=True)) == []
    assert outcomes(ingest(settings, folder)) == ["article"]


def test_a_run_is_recorded_also_when_it_fails(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write(tmp_path / "in", {"a.txt": (GAZA, "2024-01-15")})
    ingest(settings, folder)

    def fail(*_: object, **__: object) -> None:
        raise WarehouseLocked("held", cure="wait")

    monkeypatch.setattr("flows.ingest.load_documents", fail)
    (folder / "b.txt").write_text(UKRAINE)
    with pytest.raises(WarehouseLocked):
        ingest(settings, folder)
    with open_store(settings.store_path) as store:
        runs = [
            (run.state, run.counts.new_articles) for run in last_runs(store) if run.kind == "ingest"
        ]
    assert sorted(runs) == [("completed", 1), ("failed", 0)]


def test_a_locked_warehouse_is_named(settings: Settings, tmp_path: Path) -> None:
    folder = write(tmp_path / "in", {"a.txt": (GAZA, "2024-01-15")})
    settings.data.mkdir()
    with (
        writer_lock(settings.store_path, 0),
        pytest.raises(WarehouseLocked, match=r"process \d+") as caught,
    ):
        ingest(settings, folder)
    assert caught.value.cure


def test_a_newer_warehouse_is_left_alone(settings: Settings, tmp_path: Path) -> None:
    folder = write(tmp_path / "in", {"a.txt": (GAZA, "2024-01-15")})
    ingest(settings, folder)
    with open_store(settings.store_path) as store:
        store.connection.execute("UPDATE schema_version SET version = 9999 WHERE version > 0")
    body = settings.store_path.read_bytes()
    with pytest.raises(WarehouseTooNew, match="9999"):
        ingest(settings, folder)
    assert settings.store_path.read_bytes() == body


FULL_DISK = """
import resource, signal, sys
from pathlib import Path
from tests.flows.conftest import ingest, make_settings
from warehouse.errors import WarehouseError
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
folder = Path(sys.argv[1])
try:
    ingest(make_settings(folder), folder / "in")
except WarehouseError as error:
    sys.exit(f"{type(error).__name__} {error} {error.cure}")
"""


def test_a_full_disk_loses_nothing(tmp_path: Path) -> None:
    """A limit on the size of files stands in for a disk that is full."""
    settings = make_settings(tmp_path)
    ingest(settings, write(tmp_path / "first", {"a.txt": (GAZA, "2024-01-15")}))
    many = {
        f"{number}.txt": (
            UKRAINE + random.Random(number).randbytes(50_000).hex(" ", 5),
            "2024-01-15",
        )
        for number in range(5)
    }
    write(tmp_path / "in", many)
    limit = settings.store_path.stat().st_size + 20_000
    run = subprocess.run(
        [sys.executable, "-c", FULL_DISK, str(tmp_path), str(limit)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        cwd=ROOT,
    )
    assert run.returncode == 1
    assert run.stderr.startswith("DiskFull"), run.stderr
    assert "free some space" in run.stderr

    result = ingest(settings, tmp_path / "in")
    assert result.batch.count(Outcome.ARTICLE) + result.batch.count(Outcome.KNOWN) == 5
    assert table(settings, "SELECT count(*) FROM article") == [(6,)]
    assert len(lines_of(settings)) == 2
