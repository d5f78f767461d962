"""The outbox: at least once, twice only after a crash and with the same key, never in the dark."""

from __future__ import annotations

import io
import json
import resource
import threading
import time
from collections.abc import Sequence
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest

from flows import channels, deliver
from flows.channels import JsonLines, SendError
from flows.deliver import DeliveryResult, Means, deliver_pending
from flows.errors import ParleyError
from flows.settings import ChannelSettings, RuleSettings, Settings
from tests.flows.conftest import (
    GAZA,
    UKRAINE,
    Clock,
    ingest,
    lines_of,
    make_settings,
    write,
)
from tests.flows.receivers import mailbox, webhook
from warehouse.alerts import pending_notices
from warehouse.query import run_query
from warehouse.store import open_store

# a plugin of Apprise imports it
pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")

TWO = {"a.txt": (GAZA, "2024-01-15"), "b.txt": (UKRAINE, "2024-01-16")}


def rules(*names: str) -> tuple[RuleSettings, ...]:
    return (RuleSettings(name="default", channels=names),)


def prepared(folder: Path, *, url: str = "", **options: Any) -> Settings:
    """Return settings with a channel "hook", and two alerts that wait for it."""
    hook = ChannelSettings.model_construct(name="hook", type="apprise", url=url or None)
    settings = make_settings(
        folder, channels=(hook,), rules=rules("hook"), deliver={"tries": 2, **options}
    )
    ingest(
        settings.model_copy(update={"channels": ()}),
        write(folder / "in", TWO),
    )
    return settings


def send(settings: Settings, **means: Any) -> DeliveryResult:
    pauses: list[float] = means.pop("pauses", [])
    return deliver_pending(settings, Means(sleep=pauses.append, clock=Clock(), **means))


def states(settings: Settings) -> list[tuple[Any, ...]]:
    sql = "SELECT channel, state, attempts, error FROM delivery ORDER BY ALL"
    return list(run_query(settings.read_copy_path, sql).rows)


def codes(settings: Settings) -> set[str]:
    return {
        code for (code,) in run_query(settings.read_copy_path, "SELECT code FROM problems").rows
    }


def test_the_default_channels_get_everything(settings: Settings, tmp_path: Path) -> None:
    terminal = io.StringIO()
    ingest(settings, write(tmp_path / "in", TWO), terminal=terminal)
    for word in ("ceasefire", "agreed", "Israel", "Hamas", "Gaza", "Qatar", "said by", "evidence"):
        assert word.lower() in terminal.getvalue().lower(), word
    for word in ("Agency", "2024-01-15", "file:///", "new: no thread"):
        assert word in terminal.getvalue(), word
    assert [json.loads(line)["evidence"] for line in lines_of(settings)] == [
        GAZA.strip(),
        UKRAINE.strip(),
    ]
    assert {row[1] for row in states(settings)} == {"delivered"}


def test_a_read_copy_that_cannot_be_written_does_not_hide_what_was_delivered(
    tmp_path: Path,
) -> None:
    with webhook() as hook:
        settings = prepared(tmp_path, url=hook.url)
        settings.read_copy_path.unlink()
        settings.read_copy_path.mkdir()  # no file can take its place
        result = send(settings)
    assert len(result.delivered) == len(hook.received) == 2
    assert [problem.code for problem in result.problems] == ["not_recorded"]
    settings.read_copy_path.rmdir()
    assert send(settings).delivered == []  # they are on record


def test_the_terminal_is_sent_nothing_that_it_would_obey(
    settings: Settings, tmp_path: Path
) -> None:
    evil = GAZA.replace("Gaza", "Gaza \x1b[2J\x1b]0;owned\x07\u202e").replace("Qatar", "Qa\x9btar")
    terminal = io.StringIO()
    ingest(settings, write(tmp_path / "in", {"a.txt": (evil, "2024-01-15")}), terminal=terminal)
    assert terminal.getvalue()
    for character in "\x1b\x07\x9b\u202e":
        assert character not in terminal.getvalue()


def test_half_a_line_of_a_crash_is_mended(settings: Settings, tmp_path: Path) -> None:
    write(tmp_path / "in", {"a.txt": TWO["a.txt"]})
    ingest(settings, tmp_path / "in")
    path = settings.data / "alerts.jsonl"
    whole = path.read_bytes()
    path.write_bytes(whole + whole[: len(whole) // 2])
    write(tmp_path / "in", TWO)
    ingest(settings, tmp_path / "in")
    assert path.read_bytes().startswith(whole)
    assert [json.loads(line)["evidence"] for line in lines_of(settings)] == [
        GAZA.strip(),
        UKRAINE.strip(),
    ]


def test_of_a_line_that_does_not_fit_nothing_stays(settings: Settings, tmp_path: Path) -> None:
    """A limit on the size of files stands in for the disk; Python ignores SIGXFSZ."""
    first, second = JsonLines(tmp_path / "one.jsonl"), JsonLines(tmp_path / "two.jsonl")
    waiting = settings.model_copy(update={"rules": rules("gone")})
    ingest(waiting, write(tmp_path / "in", {"a.txt": TWO["a.txt"]}))
    with open_store(settings.store_path) as store:
        (notice,) = pending_notices(store)
    first.send(notice)
    size = first.path.stat().st_size
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size // 2, before[1]))
    try:
        with pytest.raises(SendError, match="File too large"):
            second.send(notice)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert second.path.read_bytes() == b""
    second.send(notice)
    assert second.path.read_bytes() == first.path.read_bytes()


def test_what_stands_in_the_file_is_not_appended_again(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As after a crash between the append and its record."""

    def crash(*_: object, **__: object) -> None:
        raise SystemExit

    monkeypatch.setattr(deliver, "record_attempt", crash)
    with pytest.raises(SystemExit):
        ingest(settings, write(tmp_path / "in", {"a.txt": TWO["a.txt"]}))
    with pytest.raises(SystemExit):
        deliver_pending(settings, Means(terminal=io.StringIO()))
    monkeypatch.undo()
    terminal = io.StringIO()
    send(settings, terminal=terminal)
    assert len(lines_of(settings)) == 1
    assert "Gaza" in terminal.getvalue()


def test_a_file_that_cannot_be_written_waits(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.data.mkdir()
    (settings.data / "alerts.jsonl").mkdir()
    result = ingest(settings, write(tmp_path / "in", TWO)).delivery
    assert {notice.channel for notice in result.waiting} == {"file"}
    assert {notice.channel for notice in result.delivered} == {"terminal"}
    assert "alerts.jsonl" in result.problems[0].message
    (settings.data / "alerts.jsonl").rmdir()
    send(settings)
    assert len(lines_of(settings)) == 2


def test_a_write_that_fails_leaves_no_half_line(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    ingest(settings.model_copy(update={"rules": rules("file")}), write(tmp_path / "in", TWO))
    with open_store(settings.store_path) as store:
        store.connection.execute("UPDATE delivery SET state = 'pending', delivered_at = NULL")
        notices = pending_notices(store)
    path = tmp_path / "other.jsonl"
    JsonLines(path).send(notices[0])
    before = path.read_bytes()
    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(channels.SendError, match="No space left"):
        JsonLines(path).send(notices[1])
    assert path.read_bytes() == before


def test_a_webhook_gets_the_alert_with_its_key(tmp_path: Path) -> None:
    with webhook() as hook:
        settings = prepared(tmp_path, url=hook.url)
        result = send(settings)
    assert len(result.delivered) == 2
    keys = [notice.delivery_id for notice in result.delivered]
    assert [body["idempotency_key"] for body in hook.received] == keys
    assert [headers["Idempotency-Key"] for headers in hook.headers] == keys
    assert [body["alert"]["key"] for body in hook.received] == keys
    assert hook.received[0]["alert"]["evidence"] == GAZA.strip()
    assert "Gaza" in hook.received[0]["message"]
    assert "CEASEFIRE AGREED" in hook.received[0]["title"]
    assert not send(settings).delivered
    assert len(hook.received) == 2


def test_a_passing_failure_is_tried_again_with_the_same_key(tmp_path: Path) -> None:
    pauses: list[float] = []
    with webhook(500) as hook:
        settings = prepared(tmp_path, url=hook.url, backoff_seconds=0.25)
        result = send(settings, pauses=pauses)
    assert len(result.delivered) == 2
    assert not result.problems
    assert pauses == [0.25]
    assert len({body["idempotency_key"] for body in hook.received}) == 2
    assert hook.received[0]["idempotency_key"] == hook.received[1]["idempotency_key"]
    assert [row[2] for row in states(settings)] == [1, 2]


def test_a_lasting_failure_waits_for_the_next_run(tmp_path: Path) -> None:
    with webhook(*[503] * 2) as hook:
        settings = prepared(tmp_path, url=hook.url)
        first = send(settings)
        # The second message is not tried: it would fail for the same reason.
        assert len(hook.received) == 2
        assert (len(first.delivered), len(first.waiting)) == (0, 2)
        assert "channel “hook”: the server answered 503" in first.problems[0].message
        assert codes(settings) == {"not_delivered", "no_channel"}
        second = send(settings)
    # What failed before comes last: one that is refused must not hold up the others.
    assert [notice.alert.as_of.day for notice in second.delivered] == [16, 15]
    assert codes(settings) == set()


def test_after_so_many_attempts_it_is_given_up_and_said(tmp_path: Path) -> None:
    with webhook(400, 400, 200, 400) as hook:
        settings = prepared(tmp_path, url=hook.url, max_attempts=3, tries=2)
        assert len(send(settings).waiting) == 2
        second = send(settings)
    assert len(second.delivered) == 1
    assert len(second.given_up) == 1
    assert [problem.code for problem in second.problems] == ["given_up"]
    assert "CEASEFIRE AGREED" in second.problems[0].message
    assert not send(settings).delivered
    assert [row[1] for row in states(settings)] == ["delivered", "given_up"]


def test_a_server_that_refuses_or_is_slow_is_not_waited_for(tmp_path: Path) -> None:
    with webhook(delay=1.5) as hook:
        settings = prepared(tmp_path, url=hook.url, tries=1, timeout_seconds=0.2)
        before = time.monotonic()
        slow = send(settings)
        assert time.monotonic() - before < 1.2
    refused = send(settings)  # nobody listens any more
    for result in (slow, refused):
        assert len(result.waiting) == 2
        assert "no answer: refused, timed out" in result.problems[0].message


def test_a_mail_arrives(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAIL", "unset below")
    with mailbox() as (box, port):
        url = f"mailto://127.0.0.1:{port}?from=parley@example.org&to=desk@example.org"
        settings = prepared(tmp_path, url=url)
        result = send(settings)
        assert len(result.delivered) == 2, result.problems
    assert box.mails[0].rcpt_tos == ["desk@example.org"]
    content = box.mails[0].content
    assert isinstance(content, bytes)
    mail = message_from_bytes(content, policy=policy.default)
    assert "CEASEFIRE AGREED" in str(mail["subject"])
    part = mail.get_body()
    assert part is not None
    assert result.delivered[0].delivery_id in part.get_content()


@pytest.mark.parametrize("form", ["", "&format=html"])
def test_a_mail_keeps_its_lines_and_obeys_no_html(tmp_path: Path, form: str) -> None:
    evil = GAZA.replace("Gaza", "Gaza <img src=x> & more")
    with mailbox() as (box, port):
        url = f"mailto://127.0.0.1:{port}?from=parley@example.org&to=desk@example.org{form}"
        settings = prepared(tmp_path, url=url)
        write(tmp_path / "in", {"c.txt": (evil, "2024-02-15")})
        ingest(settings.model_copy(update={"channels": ()}), tmp_path / "in")
        assert len(send(settings).delivered) == 3
    last = box.mails[-1].content
    assert isinstance(last, bytes)
    mail = message_from_bytes(last, policy=policy.default)
    page, plain = mail.get_body(("html",)), mail.get_body(("plain",))
    assert (page is not None) is bool(form)
    assert plain is not None
    if page is not None:
        assert "<img" not in page.get_content()
        assert page.get_content().count("<br") >= 8
    names = [line.split()[0] for line in plain.get_content().splitlines() if line.split()]
    assert {"parties", "when", "where", "evidence", "source", "why", "key"} <= set(names)


def test_a_mail_server_that_is_gone(tmp_path: Path) -> None:
    with mailbox() as (_, port):
        pass
    url = f"mailto://127.0.0.1:{port}?from=parley@example.org&to=desk@example.org"
    result = send(prepared(tmp_path, url=url))
    assert len(result.waiting) == 2
    assert "channel “hook”" in result.problems[0].message


def test_no_secret_is_told(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setenv("HOOK_USER", "alice4711")
    monkeypatch.setenv("HOOK_PASSWORD", "hunter2")
    with webhook(*[401] * 4) as hook:
        url = f"json://${{HOOK_USER}}:${{HOOK_PASSWORD}}@127.0.0.1:{hook.port}/s3cret-path"
        settings = prepared(tmp_path, url=url)
        result = send(settings)
    refused = send(settings)
    assert hook.headers[0]["Authorization"]
    captured = capsys.readouterr()
    told = [
        captured.out,
        captured.err,
        caplog.text,
        repr(result.problems),
        repr(refused.problems),
        *(
            path.read_bytes().decode("latin-1")
            for path in settings.data.rglob("*")
            if path.is_file()
        ),
    ]
    for secret in ("alice4711", "hunter2", "s3cret-path"):
        assert not any(secret in text for text in told), secret


def test_a_secret_that_is_not_there_is_named(tmp_path: Path) -> None:
    settings = prepared(tmp_path, url="json://${NOT_THERE}/hook")
    result = send(settings)
    assert [problem.code for problem in result.problems] == ["no_secret"]
    assert "NOT_THERE is not set" in result.problems[0].message
    assert len(result.waiting) == 2
    assert [row[2] for row in states(settings)] == [0, 0]  # no attempt was made


def test_a_secret_in_a_prefect_block(tmp_path: Path) -> None:
    asked: list[str] = []

    def load(name: str) -> str:
        asked.append(name)
        return hook.url

    def missing(name: str) -> str:
        raise ParleyError(f"no block {name}", cure="make it")

    with webhook() as hook:
        settings = prepared(tmp_path, url="x")
        block = ChannelSettings(name="hook", type="apprise", block="desk-chat")
        settings = settings.model_copy(update={"channels": (block,)})
        assert "no block desk-chat" in send(settings, load_secret=missing).problems[0].message
        assert len(send(settings, load_secret=load).delivered) == 2
    assert asked == ["desk-chat"]


def test_alerts_for_a_channel_that_is_no_more(tmp_path: Path) -> None:
    settings = prepared(tmp_path, url="json://127.0.0.1:1")
    result = send(settings.model_copy(update={"channels": ()}))
    assert [problem.code for problem in result.problems] == ["no_channel"]
    assert "“hook”" in result.problems[0].message
    assert len(result.waiting) == 2


def test_an_url_that_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WHOLE", "hunter2://nonsense")
    result = send(prepared(tmp_path, url="${WHOLE}"))
    assert "not one that Apprise understands" in result.problems[0].message
    assert "hunter2" not in result.problems[0].message


def patient(settings: Settings) -> Settings:
    """Return settings that wait for the other writer, however busy the machine is."""
    warehouse = settings.warehouse.model_copy(update={"wait_seconds": 10})
    return settings.model_copy(update={"warehouse": warehouse})


def test_two_deliverers_at_once_send_once(tmp_path: Path) -> None:
    results: list[DeliveryResult] = []
    with webhook(delay=0.2) as hook:
        settings = patient(prepared(tmp_path, url=hook.url, timeout_seconds=10))
        threads = [
            threading.Thread(target=lambda: results.append(send(settings))) for _ in range(3)
        ]
        _run(threads)
    assert len(hook.received) == 2
    assert sorted(len(result.delivered) for result in results) == [0, 0, 2]


def test_a_deliverer_that_takes_too_long_is_not_waited_for(tmp_path: Path) -> None:
    results: list[DeliveryResult] = []
    with webhook(delay=0.4) as hook:
        settings = prepared(tmp_path, url=hook.url)  # waits 0.3 s
        first = threading.Thread(target=lambda: results.append(send(settings)))
        first.start()
        while not hook.received:
            time.sleep(0.01)
        busy = send(settings)
        first.join()
    assert [problem.code for problem in busy.problems] == ["busy"]
    assert len(results[0].delivered) == 2
    assert len(hook.received) == 2


def test_the_warehouse_is_free_while_something_is_sent(tmp_path: Path) -> None:
    with webhook(delay=0.5) as hook:
        settings = patient(prepared(tmp_path, url=hook.url, timeout_seconds=10))
        sender = threading.Thread(target=lambda: send(settings))
        sender.start()
        while not hook.received:
            time.sleep(0.01)
        with open_store(settings.store_path, wait_seconds=0.2) as store:
            assert len(pending_notices(store)) == 2
        sender.join()
    assert {row[1] for row in states(settings)} == {"delivered"}


def _run(threads: Sequence[threading.Thread]) -> None:
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
