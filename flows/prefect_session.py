"""A Prefect API for one command: the user's, that of a running ``parley serve``, or a temporary."""

from __future__ import annotations

import atexit
import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager

from flows.errors import UsageError
from flows.local_server import LocalServer, ServerFailed, answers, find_serving
from flows.prefect_env import api_url, prepare
from flows.settings import Settings


@contextmanager
def prefect_session(settings: Settings) -> Iterator[None]:
    """Have Prefect imported and its API ready in the block.

    A temporary server starts while Prefect is imported, and ends at the end of the process: Prefect
    hands its last events and log lines over only then. Raises ``ParleyError``.
    """
    prepare(settings)
    server = None
    chosen = api_url(os.environ)
    if chosen is not None and not answers(chosen, 10.0):
        raise UsageError(
            "the Prefect API that PREFECT_API_URL or the active profile names does not answer.",
            cure="start it, or unset PREFECT_API_URL: Parley then brings a server of its own",
        )
    if chosen is None:
        chosen = find_serving(settings)
    if chosen is None:
        server = LocalServer(settings.prefect_home, lasting=False).start()
        atexit.register(server.stop)  # before Prefect registers its own: the last one runs first
        chosen = server.api_url
        # If it dies, nobody starts it again: five patient attempts at each call would take minutes.
        os.environ.setdefault("PREFECT_CLIENT_MAX_RETRIES", "1")
    os.environ["PREFECT_API_URL"] = chosen
    _import_prefect()
    from prefect.settings import (  # noqa: PLC0415
        PREFECT_FLOWS_HEARTBEAT_FREQUENCY,
        temporary_settings,
    )

    if server is not None:
        server.wait()
    # Heartbeats tell others of a flow that died; here its person looks on, and stopping them
    # would take a second at the end of each flow.
    try:
        with temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}):
            yield
    except Exception as error:
        if server is not None and not server.running():
            raise ServerFailed(
                "Prefect's server ended before the run did.",
                cure=f"run the same command again: it continues where it stopped; {server.log}"
                " may say what happened",
            ) from error
        raise


def _import_prefect() -> None:
    gc.disable()  # importing makes much and frees nothing
    try:
        import flows.ingest_flow  # noqa: F401, PLC0415
    finally:
        gc.enable()
