"""The text of a metadata.toml: what is right is read, what is wrong is named with its cure."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.metadata import read_metadata
from parsers.records import FileMetadata


def test_all_keys() -> None:
    text = """
        ["002_x.txt"]
        url = "https://tass.com/world/1"
        source = "TASS"
        published = 2020-11-12
        title = "A  title\\n"
        note = "by the dateline"
    """
    records, problems = read_metadata(text, "metadata.toml")
    assert problems == ()
    assert records == {
        "002_x.txt": FileMetadata(
            "https://tass.com/world/1", "TASS", date(2020, 11, 12), "A title", "by the dateline"
        )
    }


@pytest.mark.parametrize(
    ("value", "published"),
    [
        ("2020-11-12", date(2020, 11, 12)),
        ('"2020-11-12"', date(2020, 11, 12)),
        ("2020-11-12T17:45:00Z", datetime(2020, 11, 12, 17, 45, tzinfo=UTC)),
        ("2020-11-12T17:45:00", datetime(2020, 11, 12, 17, 45, tzinfo=UTC)),
        (
            '"2020-11-12T17:45:00+04:00"',
            datetime(2020, 11, 12, 17, 45, tzinfo=timezone(timedelta(hours=4))),
        ),
    ],
)
def test_published(value: str, published: date) -> None:
    records, problems = read_metadata(f'["a.txt"]\npublished = {value}', "m")
    assert problems == ()
    assert records["a.txt"].published == published
    assert type(records["a.txt"].published) is type(published)


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ('published = "soon"', "published"),
        ("published = 17:45:00", "published"),
        ("published = 2020", "published"),
        ("published = 9999-12-31", "published"),
        ('url = "tass.com/1"', "url"),
        ('url = "file:///etc/passwd"', "url"),
        ('url = "http://[bad"', "url"),
        ("source = 7", "source"),
        ("title = []", "title"),
        ('publised = "2020-11-12"', "publised"),
    ],
)
def test_bad_key_or_value_is_named_and_the_rest_goes_on(line: str, key: str) -> None:
    text = f'["a.txt"]\nnote = "kept"\n{line}\n["b.txt"]\nsource = "TASS"'
    records, (problem,) = read_metadata(text, "seeds/metadata.toml")
    assert records["a.txt"] == FileMetadata(note="kept")
    assert records["b.txt"].source == "TASS"
    assert "a.txt" in problem.message
    assert f"“{key}”" in problem.message
    assert "seeds/metadata.toml" in problem.message
    assert problem.cure
    assert (problem.stage, problem.code) == ("metadata", "bad_metadata")


def test_broken_toml_loses_its_own_table_only() -> None:
    text = (
        '["a.txt"]\nsource = "TASS"\n["b.txt"]\nsource = TASS\n["c.txt"]\nsource = "RFE/RL"\n'
        '["d.txt"\nsource = "x"\n'
    )
    records, problems = read_metadata(text, "m")
    assert {name: record.source for name, record in records.items()} == {
        "a.txt": "TASS",
        "c.txt": "RFE/RL",
    }
    assert [problem.message.startswith("m, table from line ") for problem in problems] == [True] * 2
    assert "source = TASS" in problems[0].message
    assert len({problem.issue_id for problem in problems}) == 2


def test_second_table_of_a_file_is_named() -> None:
    text = '["a.txt"]\nsource = "TASS"\n["a.txt"]\nsource = "RFE/RL"\n'
    records, (problem,) = read_metadata(text, "m")
    assert records["a.txt"].source == "TASS"
    assert "second table" in problem.message


def test_file_name_without_quotes() -> None:
    records, (problem,) = read_metadata('[a.txt]\nsource = "TASS"', "m")
    assert records == {}
    assert '["a.txt"]' in problem.cure


def test_key_outside_any_table() -> None:
    records, (problem,) = read_metadata('source = "TASS"\n["a.txt"]\nnote = "x"', "m")
    assert set(records) == {"a.txt"}
    assert "source" in problem.message


def test_byte_order_mark_and_empty_file() -> None:
    assert read_metadata("\ufeff", "m") == ({}, ())
    assert set(read_metadata('\ufeff["a.txt"]\n', "m")[0]) == {"a.txt"}


@given(st.text(alphabet="[]\"=\n\r a.t#1{},'\\", max_size=80) | st.text(max_size=80))
def test_no_text_fails(text: str) -> None:
    read_metadata(text, "m")
