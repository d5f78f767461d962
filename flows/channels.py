"""The places that alerts are delivered to: the terminal, a JSON Lines file, any Apprise URL.

A channel is opened once for a delivery run and then sends one notice after the other. What goes
wrong is a ``SendError`` in words that hold no secret.
"""

from __future__ import annotations

import json
import logging
import mmap
import os
import re
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Protocol, Self, TextIO

from flows.errors import ParleyError
from flows.secrets import fill
from flows.settings import ChannelSettings
from flows.terminal import clean, one_line
from parsers.alerts import messages
from parsers.records import Notice


class SendError(Exception):
    """A notice did not get out. ``hopeless``: nor will another now, on this channel."""

    def __init__(self, message: str, *, hopeless: bool = False) -> None:
        super().__init__(message)
        self.hopeless = hopeless


class Channel(Protocol):
    """Sends one notice; returns when it is out of our hands, or raises ``SendError``."""

    def send(self, notice: Notice) -> None:
        """Send it."""


class Terminal:
    """Prints the whole message."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self.stream = stream or sys.stdout

    def send(self, notice: Notice) -> None:
        """Print it, with nothing in it that a terminal would obey."""
        try:
            self.stream.write(clean(messages.text(notice)).rstrip() + "\n\n")
            self.stream.flush()
        except (OSError, ValueError) as error:  # a closed pipe, a closed stream
            raise SendError("nobody reads the terminal any more", hopeless=True) from error


class JsonLines:
    """Appends a line to a file that programs follow; what was appended is never sent twice."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def send(self, notice: Notice) -> None:
        """Append it and wait until the disk has it."""
        text = json.dumps(messages.as_json(notice), ensure_ascii=False)
        line = text.encode("utf-8", "replace") + b"\n"
        try:
            new = not self.path.exists()
            self.path.parent.mkdir(parents=True, exist_ok=True)
            # Unbuffered: what a full disk refused must not be written later, when it is closed.
            with self.path.open("a+b", buffering=0) as file:
                end = _mend(file.fileno())
                if _has(file.fileno(), end, notice.delivery_id):
                    return  # a crash fell between appending and recording it
                try:
                    _write(file.fileno(), line)
                    os.fsync(file.fileno())
                except OSError:
                    os.ftruncate(file.fileno(), end)  # half a line is worse than none
                    raise
            if new:
                _sync_folder(self.path.parent)
        except OSError as error:
            raise SendError(f"{self.path}: {error.strerror}", hopeless=True) from error


def _write(descriptor: int, content: bytes) -> None:
    while content:  # a disk that fills up takes a part first, and says so at the next attempt
        content = content[os.write(descriptor, content) :]


def _mend(descriptor: int) -> int:
    """Cut off the half line that a crash may have left at the end; return the size."""
    size = os.fstat(descriptor).st_size
    if size == 0 or os.pread(descriptor, 1, size - 1) == b"\n":
        return size
    with mmap.mmap(descriptor, 0, access=mmap.ACCESS_READ) as content:
        size = content.rfind(b"\n") + 1
    os.ftruncate(descriptor, size)
    return size


def _has(descriptor: int, size: int, key: str) -> bool:
    """Whether a line with this key is in the file (a gigabyte takes about a second)."""
    if size == 0:
        return False
    with mmap.mmap(descriptor, 0, access=mmap.ACCESS_READ) as content:
        return content.find(f'"key": "{key}"'.encode()) >= 0


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


class Apprise:
    """Hands the message to any of Apprise's services: mail, chat, telephone, webhooks."""

    # These take further fields: the key goes into the payload and into a header.
    WEBHOOKS = ("json", "jsons", "xml", "xmls", "form", "forms")

    def __init__(self, name: str, url: str, timeout_seconds: float) -> None:
        self.name = name
        self._url = url
        self._timeout = timeout_seconds

    def send(self, notice: Notice) -> None:
        """Send it once; the caller tries again."""
        with _Complaints() as complaints:
            plugin = self._plugin(notice)
            try:
                sent = plugin.notify(
                    title=_suited(one_line(messages.headline(notice)), plugin, is_title=True),
                    body=_suited(clean(messages.text(notice)), plugin),
                    body_format="text",
                )
            except Exception as error:  # noqa: BLE001  a plugin's own failure; its text may hold the URL
                raise SendError(f"the service's plugin failed ({type(error).__name__})") from None
            if not sent:
                raise SendError(complaints.reason())

    def _plugin(self, notice: Notice) -> Any:
        import apprise  # noqa: PLC0415  0.2 s, and only where such a channel has something to send

        url = self._url
        scheme = url.partition("://")[0].lower()
        if scheme in self.WEBHOOKS:
            key = notice.delivery_id
            url += f"{'&' if '?' in url else '?'}%3Aidempotency_key={key}&%2BIdempotency-Key={key}"
        asset = apprise.AppriseAsset(app_id="Parley", app_desc="Parley", async_mode=False)
        plugin: Any = apprise.Apprise.instantiate(url, asset=asset, suppress_exceptions=True)
        if plugin is None:
            raise SendError("its URL is not one that Apprise understands", hopeless=True)
        plugin.socket_connect_timeout = plugin.socket_read_timeout = self._timeout
        if not re.search(r"[?&]format=", url, re.IGNORECASE):
            plugin.notify_format = apprise.NotifyFormat.TEXT  # as HTML its lines would never wrap
        if scheme in {"json", "jsons"}:
            plugin.payload_extras["alert"] = messages.as_json(notice)
        return plugin


def _suited(text: str, plugin: Any, *, is_title: bool = False) -> str:
    """Return the text in the format that the URL asks for: an article's HTML is never obeyed."""
    from apprise import conversion  # noqa: PLC0415  as above

    if is_title and plugin.title_maxlen > 0:  # a title of its own is plain text everywhere
        return text
    convert: Any = conversion.convert_between
    return str(convert("text", plugin.notify_format, text))


class _Complaints(logging.Handler):
    """Listens to Apprise's log, which may name the URL, and keeps only what cannot."""

    _STATUS = re.compile(r"error=(\d{3})\b")

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.status = ""
        self._logger = logging.getLogger("apprise")

    def __enter__(self) -> Self:
        self._propagated = self._logger.propagate
        self._logger.propagate = False
        self._logger.addHandler(self)
        return self

    def __exit__(self, *_: object) -> None:
        self._logger.removeHandler(self)
        self._logger.propagate = self._propagated

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the status of an HTTP answer."""
        if found := self._STATUS.search(record.getMessage()):
            self.status = found[1]

    def reason(self) -> str:
        """Say why a notice was not sent."""
        if self.status:
            return f"the server answered {self.status}"
        return "no answer: refused, timed out, or an unknown name"


def open_channel(
    settings: ChannelSettings,
    *,
    timeout_seconds: float,
    environment: Mapping[str, str],
    load_secret: Callable[[str], str],
    terminal: TextIO | None = None,
) -> Channel:
    """Return the channel. Raises ``ParleyError`` where a secret it needs is not there."""
    if settings.type == "terminal":
        return Terminal(terminal)
    if settings.type == "file" and settings.path is not None:
        return JsonLines(settings.path)
    if settings.block is not None:
        url = load_secret(settings.block)
    else:
        url = fill(settings.url or "", environment, settings.name)
    return Apprise(settings.name, url, timeout_seconds)


def is_understood(url: str) -> bool:
    """Whether Apprise knows what to do with the URL."""
    import apprise  # noqa: PLC0415  0.2 s

    with _Complaints():
        return apprise.Apprise.instantiate(url, suppress_exceptions=True) is not None


def load_block(name: str) -> str:
    """Return the URL in a Prefect Secret block. Raises ``ParleyError`` where there is none."""
    from prefect.blocks.system import Secret  # noqa: PLC0415  a second to import

    try:
        block: Any = Secret.load(name)  # not a coroutine: nothing here is async
    except ValueError:
        raise ParleyError(
            f"Prefect has no Secret block named “{name}”.",
            cure="make one in Prefect's UI (Blocks, Secret), then `parley deliver`",
        ) from None
    return str(block.get())
