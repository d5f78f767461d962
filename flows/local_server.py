"""Starts, finds and stops the Prefect server of a data folder."""

from __future__ import annotations

import http.client
import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.metadata import version
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from filelock import FileLock, Timeout

from flows.errors import NoDataFolder, ParleyError
from flows.settings import Settings

START_SECONDS = 120.0  # the first start makes Prefect's database: about ten seconds
STOP_SECONDS = 10.0
START_BYTES = 10_000_000  # what the first start writes, and some more
LOG_LIMIT = 1_000_000  # bytes; a longer log is begun anew
_DATABASE = ("PREFECT_SERVER_DATABASE_CONNECTION_URL", "PREFECT_API_DATABASE_CONNECTION_URL")


class ServerFailed(ParleyError):  # noqa: N818  named by what is the case
    """Prefect's server did not start."""


class LocalServer:
    """A Prefect server in a process of its own; ``start`` returns before it is ready.

    ``lasting`` brings the user interface and all services, the scheduler too; without it the server
    has what one run needs, and starts faster.
    """

    def __init__(
        self, home: Path, *, lasting: bool, host: str = "127.0.0.1", port: int = 0
    ) -> None:
        self._home = home
        self._lasting = lasting
        self._address = (host, port)
        self._process: subprocess.Popen[bytes] | None = None
        self._making_database: FileLock | None = None
        self.log = home / "server.log"

    @property
    def url(self) -> str:
        """Where it answers, without a path."""
        host, port = self._address
        return f"http://{f'[{host}]' if ':' in host else host}:{port}"

    @property
    def api_url(self) -> str:
        """The value of PREFECT_API_URL for its clients."""
        return f"{self.url}/api"

    def start(self) -> Self:
        """Start the process. Raises ``ServerFailed`` where the address is taken."""
        make_folder(self._home)
        host, port = self._address
        try:
            family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
            listener = socket.create_server((host, port), family=family, backlog=128)
        except OSError as error:
            raise ServerFailed(
                f"{host}:{port}: Prefect's server cannot listen there: {error.strerror}.",
                cure="set another port under [serve] in parley.toml (0: any free one)",
            ) from error
        log = self._open_log()
        try:
            self._address = (host, listener.getsockname()[1])
            mode = "lasting" if self._lasting else "temporary"
            self._process = subprocess.Popen(  # noqa: S603  our own module
                [sys.executable, "-m", "flows.prefect_server", str(listener.fileno()), mode],
                pass_fds=[listener.fileno()],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=log,
                env=self._environment(),
                start_new_session=True,  # Ctrl-C is for us; we stop it when its clients are done
            )
        finally:
            os.close(log)
            listener.close()
        return self

    def _environment(self) -> dict[str, str]:
        environment = {**os.environ, "PREFECT_SERVER_UI_ENABLED": str(self._lasting).lower()}
        environment["PREFECT_SERVER_UI_API_URL"] = self.api_url
        if not self._lasting and not any(os.environ.get(name) for name in _DATABASE):
            # Looking whether its database is up to date takes the server half a second.
            if not self._has_database():
                self._making_database = FileLock(self._home / "database.lock")
                self._making_database.acquire(timeout=START_SECONDS)
            if self._has_database():
                environment["PREFECT_SERVER_DATABASE_MIGRATE_ON_START"] = "false"
        return environment

    @property
    def _stamp(self) -> Path:
        return self._home / f"database-of-{version('prefect')}"

    def _has_database(self) -> bool:
        return self._stamp.exists() and (self._home / "prefect.db").exists()

    def _open_log(self) -> int:
        with suppress(FileNotFoundError):
            if self.log.stat().st_size > LOG_LIMIT:
                self.log.unlink()
        return os.open(self.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)

    def wait(self) -> None:
        """Return when it answers. Raises ``ServerFailed`` where it ended instead."""
        if not answers(self.api_url, START_SECONDS):
            ended = self._has_ended()
            making = self._making_database is not None
            self.stop()
            if shutil.disk_usage(self._home).free < START_BYTES:
                if making and not any(self._home.glob("database-of-*")):
                    for half in self._home.glob("prefect.db*"):  # the next start would stumble
                        half.unlink(missing_ok=True)
                raise NoDataFolder(
                    f"{self._home}: no room for what Prefect keeps.",
                    cure="free some space and run the same command again: nothing is lost",
                )
            raise ServerFailed(
                "Prefect's server ended at once." if ended else "Prefect's server does not answer.",
                cure=f"{self.log} says why; removing {self._home} starts it anew (run history is "
                "lost, no news and no alert)",
            )
        if os.environ.get("PREFECT_HOME") == str(self._home):
            self._stamp.touch()
        self._release()

    def _has_ended(self) -> bool:
        """Whether the process is gone; one that has just closed its socket gets a moment to go."""
        if self._process is None:
            return False
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=1)
        return self._process.poll() is not None

    def _release(self) -> None:
        if self._making_database is not None:
            self._making_database.release()
            self._making_database = None

    def running(self) -> bool:
        """Whether the process is there."""
        return self._process is not None and self._process.poll() is None

    def stop(self) -> None:
        """Stop it, politely and then not; returns when it is gone."""
        self._release()
        process, self._process = self._process, None
        if process is None:
            return
        process.terminate()
        try:
            process.wait(timeout=STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdin:
            process.stdin.close()


def make_folder(folder: Path, *, writable: bool = True) -> None:
    """Make the folder if it is not there. Raises ``NoDataFolder`` where it cannot be used."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        why = f"cannot be made: {error.strerror}"
    else:
        if not writable or os.access(folder, os.W_OK):
            return
        why = "may not be written"
    raise NoDataFolder(
        f"{folder}: {why}.",
        cure="give this user the right to write there, or name another folder in parley.toml",
    )


def answers(api_url: str, seconds: float) -> bool:
    """Whether a Prefect API answers there within so many seconds."""
    parts = urlsplit(api_url)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=seconds)
    try:
        # A server that is still starting has its socket already: this request waits in line.
        connection.request("GET", f"{parts.path}/health")
        # Whoever wants a password first is there as well.
        return connection.getresponse().status in {200, 401, 403}
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


@contextmanager
def only_server(settings: Settings) -> Iterator[None]:
    """Be the one ``parley serve`` of this data folder.

    Raises ``ParleyError`` where another one runs.
    """
    home = settings.prefect_home
    make_folder(home)
    lock = FileLock(home / "serve.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise ParleyError(
            f"another `parley serve` runs for {settings.data}.",
            cure="stop it first, or name another folder under [paths]",
        ) from None
    try:
        yield
    finally:
        _note(settings).unlink(missing_ok=True)
        lock.release()


def announce(settings: Settings, server: LocalServer) -> None:
    """Let other commands of this data folder use the server."""
    _note(settings).write_text(json.dumps({"api_url": server.api_url, "pid": os.getpid()}))


def _note(settings: Settings) -> Path:
    return settings.prefect_home / "serve.json"


def find_serving(settings: Settings) -> str | None:
    """Return the API URL of the ``parley serve`` that runs for this data folder, or None."""
    try:
        url = str(json.loads(_note(settings).read_text())["api_url"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    lock = FileLock(settings.prefect_home / "serve.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return url if answers(url, 3.0) else None
    lock.release()  # nobody holds it: the note is left over from one that was killed
    return None
