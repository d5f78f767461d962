"""HTTP/2 over TLS with a real server: the name is verified, though the number is connected to."""

from __future__ import annotations

import asyncio
import socket
import ssl
import threading
from collections.abc import Awaitable, Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
import trustme
from hypercorn.asyncio import serve
from hypercorn.config import Config

from tests.flows.web.conftest import failure, make_fetcher

pytestmark = pytest.mark.anyio
NAME = "news.example"
Send = Callable[[dict[str, Any]], Awaitable[None]]


class Server:
    def __init__(self, port: int, authority: trustme.CA) -> None:
        self.port = port
        self.url = f"https://{NAME}:{port}"
        self.context = ssl.create_default_context()
        authority.configure_trust(self.context)


async def app(scope: dict[str, Any], receive: object, send: Send) -> None:
    """Say which version of HTTP was spoken; /large sends a megabyte, /open leads to http."""
    if scope["type"] != "http":
        return
    status, headers, body = 200, [(b"content-type", b"text/html")], scope["http_version"].encode()
    if scope["path"] == "/robots.txt":
        status = 404
    elif scope["path"] == "/large":
        body = b"x" * 1_000_000
    elif scope["path"] in {"/open", "/elsewhere"}:
        status = 302
        host = NAME if scope["path"] == "/open" else "other.example"
        headers.append((b"location", f"http://{host}:1/".encode()))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder: Path = tmp_path_factory.mktemp("tls")
    authority = trustme.CA()
    certificate = authority.issue_cert(NAME)
    certificate.private_key_pem.write_to_path(folder / "key.pem")
    for number, blob in enumerate(certificate.cert_chain_pems):
        blob.write_to_path(folder / "cert.pem", append=number > 0)
    listener = socket.create_server(("127.0.0.1", 0))
    config = Config()
    config.bind = [f"fd://{listener.fileno()}"]
    config.certfile, config.keyfile = str(folder / "cert.pem"), str(folder / "key.pem")
    config.loglevel = "CRITICAL"
    config.graceful_timeout = 0.1
    loop = asyncio.new_event_loop()
    done = asyncio.Event()
    thread = threading.Thread(
        target=loop.run_until_complete,
        args=(serve(app, config, shutdown_trigger=done.wait),),  # type: ignore[arg-type]
    )
    thread.start()
    yield Server(listener.getsockname()[1], authority)
    loop.call_soon_threadsafe(done.set)
    thread.join()
    listener.detach()  # closed by the server
    loop.close()


async def here(host: str, port: int) -> Sequence[str]:
    return ["127.0.0.1"]


async def test_http_2_is_spoken_and_the_name_is_verified(server: Server) -> None:
    async with make_fetcher(resolve=here, ssl_context=server.context) as fetcher:
        exchange = await fetcher.get(server.url + "/")
        large = await fetcher.get(server.url + "/large")
        many = await asyncio.gather(*(fetcher.get(server.url + "/") for _ in range(20)))
        assert fetcher._transport.connections == 1
    assert (exchange.http_version, exchange.body, exchange.peer) == ("HTTP/2", b"2", "127.0.0.1")
    assert len(large.body) == 1_000_000
    assert {one.status for one in many} == {200}
    assert "connection" not in dict(exchange.request_headers)


async def test_a_certificate_of_another_name_is_refused(server: Server) -> None:
    url = server.url.replace(NAME, "other.example")
    async with make_fetcher(resolve=here, ssl_context=server.context) as fetcher:
        error = await failure(fetcher, url, robots=False)
        assert fetcher.requests == 1
    assert error.code == "tls"
    assert "other.example" in str(error)


async def test_an_unknown_authority_is_refused(server: Server) -> None:
    async with make_fetcher(resolve=here, settings={"tries": 1}) as fetcher:
        assert (await failure(fetcher, server.url, robots=False)).code == "tls"


async def test_a_limit_leaves_the_connection_usable(server: Server) -> None:
    settings = {"max_bytes": 100_000}
    async with make_fetcher(resolve=here, ssl_context=server.context, settings=settings) as fetcher:
        for _ in range(5):
            assert (await failure(fetcher, server.url + "/large")).code == "too_large"
        assert (await fetcher.get(server.url + "/")).status == 200
        assert fetcher._transport.connections <= 2


async def test_nobody_leads_from_https_to_http_elsewhere(server: Server) -> None:
    async with make_fetcher(
        resolve=here, ssl_context=server.context, settings={"tries": 1}
    ) as fetcher:
        elsewhere = await failure(fetcher, server.url + "/elsewhere", robots=False)
        own = await failure(fetcher, server.url + "/open", robots=False)
    assert elsewhere.code == "bad_redirect"
    assert own.code == "connect"  # a site may show its own pages in the open
