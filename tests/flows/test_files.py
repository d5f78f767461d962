from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from flows.files import (
    NotRead,
    Sidecars,
    find_files,
    folders_in,
    read_bytes,
    read_items,
    unmatched_metadata,
)


def names(paths: tuple[Path, ...]) -> list[str]:
    return [path.name for path in paths]


def test_a_folder_is_read_to_its_depth_without_hidden_files(tmp_path: Path) -> None:
    for name in ("b.txt", "a.html", "sub/c.txt", ".hidden", ".git/d.txt", "metadata.toml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    assert names(find_files([tmp_path]).files) == ["a.html", "b.txt", "c.txt"]


def test_a_file_named_twice_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text("x")
    assert len(find_files([Path("a.txt"), tmp_path, tmp_path / "a.txt"]).files) == 1


def test_a_missing_path_is_a_problem_and_the_others_go_on(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    found = find_files([tmp_path / "gone", tmp_path / "a.txt"])
    assert names(found.files) == ["a.txt"]
    assert found.missing == (str(tmp_path / "gone"),)
    assert [problem.code for problem in found.problems] == ["missing"]


def test_what_is_being_written_is_left_for_the_next_time(tmp_path: Path) -> None:
    for name, changed in (("old.txt", 1000), ("new.txt", 2000)):
        (tmp_path / name).write_text("x")
        os.utime(tmp_path / name, (changed, changed))
    assert names(find_files([tmp_path], settled_before=1500).files) == ["old.txt"]
    assert len(find_files([tmp_path]).files) == 2


def problem_of(path: Path, limit: int = 100) -> str:
    with pytest.raises(NotRead) as caught:
        read_bytes(path, limit)
    assert str(path) in caught.value.problem.message
    assert caught.value.problem.cure
    return caught.value.problem.code


def test_what_is_no_readable_file_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("nowhere")
    os.mkfifo(tmp_path / "pipe")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "socket"))
        (tmp_path / "big").write_bytes(b"x" * 101)
        assert problem_of(tmp_path / "link") == "broken_link"
        assert problem_of(tmp_path / "pipe") == "not_a_file"  # and does not wait for a writer
        assert problem_of(tmp_path / "socket") == "not_a_file"
        assert problem_of(Path("/dev/zero")) == "not_a_file"
        assert problem_of(tmp_path) == "not_a_file"
        assert problem_of(tmp_path / "vanished") == "vanished"
        assert problem_of(tmp_path / "big") == "too_large"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "closed").write_text("x")
    (tmp_path / "closed").chmod(0)
    assert problem_of(tmp_path / "closed") == "no_permission"


def test_a_refused_file_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    (tmp_path / "closed").write_text("x")
    monkeypatch.setattr(os, "open", refuse)
    assert problem_of(tmp_path / "closed") == "no_permission"


def test_a_huge_file_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "huge").open("wb") as file:
        file.truncate(1 << 40)  # a terabyte of nothing: reading it would not end
    with pytest.raises(NotRead, match=r"over the limit of 100\b") as caught:
        read_bytes(tmp_path / "huge", 100)
    assert "max_bytes under [ingest]" in caught.value.problem.cure


def test_a_file_that_goes_between_listing_and_reading(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    (tmp_path / "b.txt").write_text("x")
    found = find_files([tmp_path])
    (tmp_path / "a.txt").unlink()
    items, problems = read_items(found.files, Sidecars(), 100)
    assert [item.capture.uri for item in items] == [(tmp_path / "b.txt").as_uri()]
    assert [problem.code for problem in problems] == ["vanished"]


def test_metadata_stands_beside_the_file(tmp_path: Path) -> None:
    (tmp_path / "a b.txt").write_text("x")
    (tmp_path / "metadata.toml").write_text(
        '["a b.txt"]\nsource = "TASS"\n["gone.txt"]\nsource = "TASS"\n'
    )
    sidecars = Sidecars()
    items, _ = read_items([tmp_path / "a b.txt"], sidecars, 100)
    assert items[0].metadata is not None
    assert items[0].metadata.source == "TASS"
    problems = unmatched_metadata(folders_in([tmp_path], [tmp_path / "a b.txt"]), sidecars)
    assert [problem.code for problem in problems] == ["no_such_file"]
    assert "[gone.txt]" in problems[0].message
    assert not unmatched_metadata(folders_in([tmp_path / "a b.txt"], []), sidecars)


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"= nonsense"])
def test_bad_metadata_is_a_problem(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.txt").write_text("x")
    (tmp_path / "metadata.toml").write_bytes(content)
    sidecars = Sidecars()
    assert sidecars.of(tmp_path / "a.txt") is None
    assert [problem.stage for problem in sidecars.problems] == ["metadata"]


def test_a_name_that_is_no_utf_8(tmp_path: Path) -> None:
    name = os.fsencode(tmp_path) + b"/\xff.txt"
    Path(os.fsdecode(name)).write_text("x")
    items, problems = read_items(find_files([tmp_path]).files, Sidecars(), 100)
    assert not problems
    assert items[0].capture.uri.endswith("/%FF.txt")
