"""A Prefect server as a child process: ``python -m flows.prefect_server DESCRIPTOR MODE``.

It serves the listening socket that it inherits, so that its parent knows the port, and clients may
connect, before it is up. It ends when its parent does, however that ends: its standard input is a
pipe that nobody writes to.
"""

from __future__ import annotations

import gc
import socket
import sys
import threading


def main() -> None:
    """Serve until SIGTERM or until the parent is gone. MODE is temporary or lasting."""
    descriptor, mode = int(sys.argv[1]), sys.argv[2]
    gc.disable()  # importing makes much and frees nothing: a quarter of the time is collecting
    import uvicorn  # noqa: PLC0415
    from prefect.server.api.server import create_app  # noqa: PLC0415

    app = create_app(ephemeral=mode == "temporary", final=True)
    gc.enable()
    gc.freeze()
    server = uvicorn.Server(
        uvicorn.Config(app, log_level="error", lifespan="on", timeout_graceful_shutdown=2)
    )

    def end_with_parent() -> None:
        sys.stdin.buffer.read()
        server.should_exit = True

    threading.Thread(target=end_with_parent, daemon=True).start()
    server.run(sockets=[socket.socket(fileno=descriptor)])


if __name__ == "__main__":
    main()
