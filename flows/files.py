"""Files to captures: finds them, reads them, and says what could not be read and why."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from parsers.metadata import read_metadata
from parsers.records import Capture, FileMetadata, Problem

METADATA_NAME = "metadata.toml"
METADATA_LIMIT = 5_000_000  # bytes


@dataclass(frozen=True, slots=True)
class Found:
    """The files under the paths that were asked for, and what was wrong with the others.

    ``missing``: paths that are not there at all, as given.
    """

    files: tuple[Path, ...]  # absolute, each once, in the order of paths and names
    problems: tuple[Problem, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """A capture on its way through the stages, with what a person or a feed said about it."""

    capture: Capture
    metadata: FileMetadata | None = None
    feed: FileMetadata | None = None
    format: str = "auto"  # a format of docs/sources.md
    language: str = ""  # of the site, as the watch list says
    zone: str = ""  # IANA name, likewise


class NotRead(Exception):  # noqa: N818  named by what is the case, as callers read it
    """A file could not be read; ``problem`` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


@dataclass(slots=True)
class Sidecars:
    """The metadata.toml of each folder, read once; what was wrong with them is in ``problems``."""

    problems: list[Problem] = field(default_factory=list)
    _read: dict[Path, dict[str, FileMetadata]] = field(default_factory=dict)

    def of(self, file: Path) -> FileMetadata | None:
        """Return what the metadata.toml beside the file says of it."""
        return self._folder(file.parent).get(file.name)

    def names_in(self, folder: Path) -> tuple[str, ...]:
        """Return the files that the metadata.toml in the folder speaks of."""
        return tuple(self._folder(folder))

    def files(self) -> tuple[Path, ...]:
        """Return the metadata files that were looked for."""
        return tuple(folder / METADATA_NAME for folder in self._read)

    def _folder(self, folder: Path) -> dict[str, FileMetadata]:
        if folder not in self._read:
            self._read[folder] = self._load(folder / METADATA_NAME)
        return self._read[folder]

    def _load(self, path: Path) -> dict[str, FileMetadata]:
        if not os.path.lexists(path):
            return {}
        try:
            text = read_bytes(path, METADATA_LIMIT).decode("utf-8-sig")
        except NotRead as error:
            self.problems.append(replace(error.problem, stage="metadata", subject=f"{path}#file"))
            return {}
        except UnicodeDecodeError:
            cure = "save it as UTF-8 text"
            self.problems.append(
                Problem("metadata", "bad_metadata", f"{path}#file", f"{path}: not UTF-8", cure)
            )
            return {}
        records, problems = read_metadata(text, str(path))
        self.problems.extend(problems)
        return records


def find_files(paths: Sequence[Path], *, settled_before: float | None = None) -> Found:
    """List the files: those given, and all in the folders given, hidden ones and metadata aside.

    With ``settled_before`` (seconds since 1970) files changed later are left for the next time:
    somebody may still be writing them.
    """
    files: dict[Path, None] = {}
    problems: list[Problem] = []
    missing: list[str] = []
    for given in paths:
        path = given.expanduser().absolute()
        if not os.path.lexists(path):
            missing.append(str(given))
            problems.append(_problem(path, "missing", "no such file or folder", "check the path"))
        elif path.is_dir():
            for file in _walk(path, problems):
                files[file] = None
        elif path.name != METADATA_NAME:
            files[path] = None
    if settled_before is not None:
        files = {file: None for file in files if not _changed_after(file, settled_before)}
    return Found(tuple(files), tuple(problems), tuple(missing))


def _walk(folder: Path, problems: list[Problem]) -> Iterator[Path]:
    def failed(error: OSError) -> None:
        path = Path(error.filename)
        message = f"cannot be listed: {error.strerror}"
        problems.append(_problem(path, "no_permission", message, "let this user read it"))

    for root, folders, names in os.walk(folder, onerror=failed):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith(".") and name != METADATA_NAME:
                yield Path(root, name)


def _changed_after(file: Path, instant: float) -> bool:
    try:
        return file.stat().st_mtime > instant
    except OSError:
        return False  # reading it will say what is wrong


def read_items(
    files: Sequence[Path], sidecars: Sidecars, max_bytes: int
) -> tuple[list[Item], list[Problem]]:
    """Read the files; what cannot be read becomes a ``Problem``."""
    items: list[Item] = []
    problems: list[Problem] = []
    for file in files:
        try:
            body = read_bytes(file, max_bytes)
        except NotRead as error:
            problems.append(error.problem)
        else:
            capture = Capture(uri=file.as_uri(), body=body, captured_at=datetime.now(UTC))
            items.append(Item(capture, sidecars.of(file)))
    return items, problems


def unmatched_metadata(folders: Sequence[Path], sidecars: Sidecars) -> list[Problem]:
    """Return a problem for each file that a metadata.toml in these folders names in vain."""
    return [
        Problem(
            "metadata",
            "no_such_file",
            f"{folder / METADATA_NAME}#{name}",
            f"{folder / METADATA_NAME}: [{name}] speaks of a file that is not there",
            "correct the name or remove the table",
            "warning",
        )
        for folder in folders
        for name in sidecars.names_in(folder)
        if not os.path.lexists(folder / name)
    ]


def folders_in(paths: Sequence[Path], files: Sequence[Path]) -> list[Path]:
    """Return the folders that were asked for as a whole, and those of the files within them."""
    asked = [path.expanduser().absolute() for path in paths if path.expanduser().is_dir()]
    inside = {file.parent for file in files if any(file.is_relative_to(folder) for folder in asked)}
    return sorted({*asked, *inside})


def read_bytes(path: Path, max_bytes: int) -> bytes:
    """Return the content of a regular file of at most ``max_bytes``; else raise ``NotRead``."""
    try:
        # Not to hang where somebody put a named pipe.
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(descriptor, "rb") as stream:
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode):
                raise _no_file(path)
            # Its size first: a huge file is not read at all. Then what was read: it may grow.
            body = stream.read(max_bytes + 1) if status.st_size <= max_bytes else b""
            size = max(status.st_size, len(body))
    except OSError as error:
        raise _not_read(path, error) from error
    if size > max_bytes:
        raise NotRead(_too_large(path, size, max_bytes))
    return body


def _too_large(path: Path, size: int, limit: int) -> Problem:
    return _problem(
        path,
        "too_large",
        f"{size:,} bytes or more, over the limit of {limit:,}",
        "cut it into articles, or raise max_bytes under [ingest] in parley.toml",
    )


def _no_file(path: Path) -> NotRead:
    cure = "give it a text or HTML file"
    return NotRead(_problem(path, "not_a_file", "not a regular file", cure))


def _not_read(path: Path, error: OSError) -> NotRead:
    if error.errno in {errno.EISDIR, errno.ENXIO, errno.ENODEV}:  # a folder, socket or device
        return _no_file(path)
    if isinstance(error, FileNotFoundError) and path.is_symlink():
        code, message, cure = "broken_link", "a link to a file that is not there", "mend the link"
    elif isinstance(error, FileNotFoundError):
        code, message, cure = "vanished", "no such file", "check the path"
    elif isinstance(error, PermissionError):
        code, message, cure = "no_permission", "may not be read", "let this user read it"
    else:
        code, message = "unreadable_file", f"cannot be read: {error.strerror}"
        cure = "check the disk and the path"
    return NotRead(_problem(path, code, message, cure))


def _problem(path: Path, code: str, message: str, cure: str) -> Problem:
    return Problem("capture", code, path.as_uri(), f"{path}: {message}", cure)
