"""``parley parse`` and ``parley detect``: text in, records out. No warehouse, no Prefect."""

from __future__ import annotations

import json as json_module
import sys
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter

from flows.commands.common import Flag, clean, console, load_settings, one_line, write_json
from flows.commands.records import announcement_json, article_json, not_analysed_words
from flows.errors import Exit, ParleyError, UsageError
from flows.files import NotRead, Sidecars, read_bytes
from flows.settings import Settings
from flows.terminal import say
from parsers.alerts.messages import party_names, published_words, status_words, when_words
from parsers.announcements import analysed
from parsers.announcements import detect as find_announcements
from parsers.article import Unreadable, read_article
from parsers.language import detect_language
from parsers.page_type import page_type_of
from parsers.records import (
    Announcement,
    Article,
    Basis,
    Capture,
    FileMetadata,
    Precision,
    Problem,
    Published,
)

STDIN = Path("-")


def parse(file: Path, /, *, url: str = "", json: Flag = False) -> int:
    """Read one file and show its article: title, source, date, text. Uses no warehouse.

    A metadata.toml beside the file is read too.

    Parameters
    ----------
    file
        A text or HTML file; - for standard input.
    url
        The address that it came from.
    json
        As JSON, all fields.

    """
    article = read_given(file, url, load_settings())
    if json:
        write_json(article_json(article))
    else:
        _show_article(article)
    for note in article.notes:
        say(f"? {note.message}\n    {note.cure}")
    return Exit.OK


def detect(
    file: Path | None = None,
    /,
    *,
    jsonl: Annotated[Path | None, Parameter(allow_leading_hyphen=True)] = None,  # "-" is a file
    json: Flag = False,
) -> int:
    """Show what a text announces: ceasefires and meetings. Uses no warehouse.

    Parameters
    ----------
    file
        A text or HTML file; - or nothing for standard input.
    jsonl
        A file (- for standard input) with one JSON object a line: {"id", "title"?, "text",
        "published"?}. Prints one a line: {"id", "alert", "announcements"}, or {"id", "error"};
        with {"analysed": false, "language"} where the settings leave its language out.
    json
        As JSON, one object as --jsonl prints.

    """
    settings = load_settings()
    if jsonl is not None:
        if file is not None:
            raise UsageError("FILE and --jsonl at once.", cure="choose one of them")
        return _detect_lines(jsonl, settings.ingest.languages)
    article = read_given(file or STDIN, "", settings)
    languages = settings.ingest.languages
    if json:
        write_json(_answer(str(file or "-"), article, languages))
    elif not analysed(article, languages):
        console().print(not_analysed_words(article))
    else:
        found = find_announcements(article, languages)
        _show_announcements(found)
    return Exit.OK


def read_given(file: Path, url: str, settings: Settings) -> Article:
    """Read the article of a file or of standard input. Raises ``ParleyError``."""
    limit = settings.ingest.max_bytes
    metadata: FileMetadata | None = None
    try:
        if file == STDIN:
            body, uri = sys.stdin.buffer.read(limit + 1), "stdin:"
        else:
            path = file.expanduser().absolute()
            body, uri = read_bytes(path, limit), path.as_uri()
            sidecars = Sidecars()
            metadata = sidecars.of(path)
            for problem in sidecars.problems:
                say(f"? {problem.message}\n    {problem.cure}")
        capture = Capture(uri=url or uri, body=body, captured_at=datetime.now(UTC))
        return read_article(capture, metadata, max_bytes=limit)
    except (NotRead, Unreadable) as error:
        raise _as_error(error.problem) from error


def _as_error(problem: Problem) -> ParleyError:
    kind = UsageError if problem.code == "vanished" else ParleyError
    return kind(one_line(problem.message), cure=problem.cure)


def _show_article(article: Article) -> None:
    from rich.text import Text  # noqa: PLC0415  only where something is shown

    out = console()
    out.print(Text(one_line(article.title) or "(no title)", style="bold"))
    fields = (
        ("title from", article.title_basis),
        ("published", published_words(article.published)),
        ("source", article.source),
        ("link", article.url),
        ("byline", article.byline),
        ("agency", article.agency),
        ("dateline", article.dateline),
        ("section", article.section),
        ("language", article.language),
        ("sort", article.page_type),
        ("format", article.format),
        ("tags", ", ".join(article.tags)),
        ("captions", " / ".join(article.captions)),
        ("article_id", article.article_id),
    )
    for name, value in fields:
        if value:
            out.print(Text(f"  {name:<10} {one_line(str(value))}"), soft_wrap=True)
    whole = not out.is_terminal  # a program gets whole paragraphs
    if article.lead:
        out.print(Text(f"\n{clean(article.lead)}", style="italic"), soft_wrap=whole)
    out.print(Text(f"\n{clean(article.text)}"), soft_wrap=whole)


def _show_announcements(found: Sequence[Announcement]) -> None:
    from rich.text import Text  # noqa: PLC0415  only where something is shown

    out = console()
    for each in found:
        alert = " - worth an alert" if each.worth_alert else ""
        current = "" if each.current else " (background)"
        out.print(Text(f"{each.kind} {status_words(each)}{current}{alert}", style="bold"))
        fields = (
            ("parties", party_names(each.parties, offices=True)),
            ("when", when_words(each.when)),
            ("where", each.place),
            ("said by", each.said_by),
            ("evidence", f"“{each.evidence}”"),
            ("because", "; ".join(each.because)),
            ("sure", f"{each.confidence:.0%}"),
        )
        for name, value in fields:
            if value:
                out.print(Text(f"  {name:<9} {one_line(value)}"), soft_wrap=True)
    if not found:
        out.print("Announces no ceasefire and no meeting.")


def _answer(name: object, article: Article, languages: Collection[str]) -> dict[str, object]:
    found = find_announcements(article, languages)
    read = analysed(article, languages)
    return {
        "id": name,
        **({} if read else {"analysed": False, "language": article.language}),
        "alert": any(each.worth_alert for each in found),
        "announcements": [announcement_json(each) for each in found],
    }


def _detect_lines(path: Path, languages: Collection[str]) -> int:
    code = Exit.OK
    try:
        stream = sys.stdin.buffer if path == STDIN else path.expanduser().open("rb")
    except OSError as error:
        raise UsageError(
            f"{path}: cannot be read: {error.strerror}.", cure="check the path"
        ) from error
    with stream:
        for number, line in enumerate(stream, start=1):
            if line.strip():
                answer = _detect_line(line, number, languages)
                if "error" in answer:
                    code = Exit.PROBLEMS
                write_json(answer, indent=None)
    return code


def _detect_line(line: bytes, number: int, languages: Collection[str]) -> dict[str, object]:
    name: object = None
    try:
        entry = _entry(line)
        name = entry.get("id")
        return _answer(name, _given_article(entry), languages)
    except ValueError as error:
        message = str(error)
    except Exception as error:  # noqa: BLE001  one bad text must not stop the others
        message = f"detection failed: {type(error).__name__}: {error}"
    return {"id": name, "error": f"line {number}: {message}"}


def _entry(line: bytes) -> Mapping[str, Any]:
    entry = json_module.loads(line)
    if not isinstance(entry, dict):
        raise ValueError("not a JSON object")  # noqa: TRY004  one sort of error for a line
    return entry


def _given_article(entry: Mapping[str, Any]) -> Article:
    """Return the article of a line. Its text is taken as it is: spans are offsets into it."""
    text, title = entry.get("text"), entry.get("title") or ""
    if not isinstance(text, str):
        raise ValueError('"text" must be there and be a string')  # noqa: TRY004
    if not isinstance(title, str):
        raise ValueError('"title" must be a string')  # noqa: TRY004
    return Article(
        text=text,
        format="plain",
        title=title,
        title_basis=Basis.PAGE if title else Basis.NONE,
        language=detect_language(f"{title}\n{text}"),
        page_type=page_type_of(title, "", ""),
        published=_given_time(entry.get("published")),
    )


def _given_time(value: object) -> Published:
    if value in {None, ""}:
        return Published()
    try:
        text = str(value).strip()
        if len(text) <= len("2020-10-31"):
            return Published(Precision.DAY, Basis.METADATA, day=date.fromisoformat(text), text=text)
        instant = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(
            f'"published" must be a day or an instant such as 2020-10-31T17:45+04:00: {value!r}'
        ) from None
    instant = instant if instant.tzinfo else instant.replace(tzinfo=UTC)
    offset = instant.utcoffset()
    return Published(
        precision=Precision.MINUTE,
        basis=Basis.METADATA,
        at=instant.astimezone(UTC),
        day=instant.date(),
        utc_offset_minutes=int(offset.total_seconds() // 60) if offset else 0,
        text=text,
    )
