"""Nothing inside a network is connected to, however it is written and whatever a name says."""

from __future__ import annotations

import socket
from collections.abc import Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address

import httpcore
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.web.exchange import FetchFailed
from flows.web.guard import PORTS, checked_url, literal_address, why_refused
from flows.web.network import GuardedNetwork
from tests.flows.web.conftest import failure, make_fetcher
from tests.site import faults
from tests.site.site import Site

PUBLIC = ["8.8.8.8", "93.184.216.34", "100.63.255.255", "172.32.0.1", "2606:4700::6810:1"]
PUBLIC += ["::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::1"]
REFUSED = {
    "private": ["10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "fd00::1"],
    "metadata": ["169.254.169.254", "fd00:ec2::254"],
    "link-local": ["169.254.0.1", "fe80::1", "fe80::1%eth0"],
    "CGNAT": ["100.64.0.1", "100.127.255.255"],
    "multicast": ["224.0.0.1", "239.255.255.255", "ff02::1"],
    "reserved": ["240.0.0.1", "255.255.255.255", "192.0.0.1", "2001::1", "100::1", "4000::1"],
    "unspecified": ["0.0.0.0", "0.1.2.3", "::"],
    "documentation": ["192.0.2.1", "198.51.100.1", "203.0.113.1", "2001:db8::1", "3fff::1"],
    "benchmarks": ["198.18.0.1"],
    "embedded": ["::ffff:10.0.0.1", "::ffff:169.254.169.254", "64:ff9b::a00:1", "2002:a00:1::1"],
    "old forms": ["::10.0.0.1", "64:ff9b:1::1", "fec0::1"],
}
LOOPBACK = ["127.0.0.1", "127.255.255.254", "::1", "::ffff:127.0.0.1", "2002:7f00:1::1"]


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_are_let_through(address: str) -> None:
    assert why_refused(ip_address(address)) == ""


@pytest.mark.parametrize("address", [one for some in REFUSED.values() for one in some])
def test_all_others_are_refused_with_loopback_allowed_too(address: str) -> None:
    assert why_refused(ip_address(address))
    assert why_refused(ip_address(address), allow_loopback=True)


@pytest.mark.parametrize("address", LOOPBACK)
def test_loopback_needs_a_setting(address: str) -> None:
    assert "loopback" in why_refused(ip_address(address))
    assert why_refused(ip_address(address), allow_loopback=True) == ""


@given(st.ip_addresses(v=4))
def test_what_python_knows_as_not_global_is_refused(address: IPv4Address) -> None:
    if not address.is_global or address.is_multicast:
        assert why_refused(address)
    for prefix in ("::ffff:", "64:ff9b::"):
        assert why_refused(ip_address(f"{prefix}{address}")) == why_refused(address)


@given(st.ip_addresses(v=6))
def test_no_ipv6_address_outside_of_what_is_given_out_is_let_through(address: IPv6Address) -> None:
    embedded = address.ipv4_mapped or int(address) >> 32 == 0x64FF9B << 64
    if not embedded and (int(address) >> 125 != 1 or not address.is_global):
        assert why_refused(address)


@given(st.ip_addresses(v=4, network="127.0.0.0/8") | st.ip_addresses(v=4, network="10.0.0.0/8"))
def test_every_spelling_of_a_number_is_read(address: IPv4Address) -> None:
    number = int(address)
    a, b, *_ = address.packed
    low16, low24 = number & 0xFFFF, number & 0xFFFFFF
    spellings = (str(number), hex(number), hex(number).upper().replace("0X", "0x"), oct(number))
    for host in (
        *(one.replace("0o", "0") for one in spellings),
        f"{a}.{low24}",
        f"0x{a:x}.{b}.{low16}",
        f"0{a:o}.0{b:o}.{low16}",
        f"{address}.",
        f"[::ffff:{address}]",
    ):
        assert why_refused(literal_address(host) or ip_address("8.8.8.8")), host
        with pytest.raises(FetchFailed) as caught:
            checked_url(f"http://{host}/")
        assert caught.value.code in {"private_address", "bad_address"}, host


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://example.org/",
        "gopher://example.org/",
        "javascript:alert(1)",
        "data:text/html,x",
        "//example.org/",
        "example.org",
        "",
        "http://",
        "http:///path",
        "http://user:secret@example.org/",
        "http://exa mple.org/",
        "http://a..b/",
        "http://xn--/",
        "http://[::1/",
        "http://[fe80::1%25eth0]/",
        "http://1.2.3.4.5/",
        "http://0x/",
        "http://example.org:22/",
        "http://example.org:25/",
        "http://example.org:99999/",
        "http://example.org:6379/",
        "http://example.org/\r\nHost: evil",
        "http://example.org/" + "x" * 9_000,
    ],
)
def test_what_is_no_address_of_a_web_page_is_refused(url: str) -> None:
    with pytest.raises(FetchFailed) as caught:
        checked_url(url)
    assert caught.value.code == "bad_address"
    assert caught.value.permanent
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://example.org", "https://example.org"),
        ("https://EXAMPLE.org:443/A?b=c#d", "https://example.org/A?b=c"),
        ("http://example.org:8080/", "http://example.org:8080/"),
        ("https://exämple.org/ü", "https://xn--exmple-cua.org/%C3%BC"),
        ("http://[2606:4700::6810:1]/", "http://[2606:4700::6810:1]/"),
    ],
)
def test_web_addresses_are_kept(url: str, kept: str) -> None:
    assert str(checked_url(url)) == kept


class Names:
    """A name server that gives another answer each time."""

    def __init__(self, *answers: Sequence[str]) -> None:
        self.answers = list(answers)
        self.asked = 0

    async def __call__(self, *_: object) -> Sequence[str]:
        self.asked += 1
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


class Recorder(httpcore.AsyncNetworkBackend):
    """Connects to nothing, and remembers to what it should."""

    def __init__(self) -> None:
        self.hosts: list[str] = []
        self.seconds: list[object] = []

    async def connect_tcp(self, host: str, *others: object) -> httpcore.AsyncNetworkStream:
        self.hosts.append(host)
        self.seconds.append(others[1])
        raise httpcore.ConnectError("nobody there")


def recording(names: Names, *, allow_loopback: bool = False) -> tuple[GuardedNetwork, Recorder]:
    network = GuardedNetwork(allow_loopback=allow_loopback, resolve=names)
    recorder = Recorder()
    network._sockets = recorder  # type: ignore[assignment]
    return network, recorder


@pytest.mark.anyio
async def test_the_address_that_was_checked_is_the_one_connected_to() -> None:
    names = Names(["8.8.8.8"], ["127.0.0.1"])
    network, recorder = recording(names)
    with pytest.raises(httpcore.ConnectError):
        await network.connect_tcp("rebind.example", 80, 1.0)
    assert (recorder.hosts, names.asked) == (["8.8.8.8"], 1)
    with pytest.raises(FetchFailed) as caught:  # the second answer is checked like the first
        await network.connect_tcp("rebind.example", 80, 1.0)
    assert caught.value.code == "private_address"
    assert not caught.value.permanent  # the name may mean something else tomorrow
    assert recorder.hosts == ["8.8.8.8"]


@pytest.mark.anyio
async def test_of_several_addresses_only_the_public_ones_are_tried() -> None:
    network, recorder = recording(Names(["10.0.0.1", "8.8.8.8", "::1", "8.8.4.4", "fe80::1%lo"]))
    with pytest.raises(httpcore.ConnectError):
        await network.connect_tcp("mixed.example", 443, 1.0)
    assert recorder.hosts == ["8.8.8.8", "8.8.4.4"]


@pytest.mark.anyio
async def test_an_address_that_never_answers_leaves_time_for_the_next() -> None:
    network, recorder = recording(Names(["2606:4700::1", "8.8.8.8"]))
    with pytest.raises(httpcore.ConnectError):
        await network.connect_tcp("half-dead.example", 443, 10.0)
    assert recorder.hosts == ["2606:4700::1", "8.8.8.8"]
    assert recorder.seconds == [5.0, 5.0]


@pytest.mark.anyio
@pytest.mark.parametrize("answer", [["192.168.0.1"], ["169.254.169.254"], ["0.0.0.0"], ["::"]])
async def test_allowed_loopback_allows_nothing_else(answer: list[str]) -> None:
    network, recorder = recording(Names(answer), allow_loopback=True)
    with pytest.raises(FetchFailed) as caught:
        await network.connect_tcp("inside.example", 80, 1.0)
    assert (caught.value.code, recorder.hosts) == ("private_address", [])


@pytest.mark.anyio
async def test_other_ports_are_for_loopback_only() -> None:
    network, recorder = recording(Names(["8.8.8.8"], ["127.0.0.1"]), allow_loopback=True)
    with pytest.raises(FetchFailed) as caught:
        await network.connect_tcp("public.example", 6379, 1.0)
    assert caught.value.code == "bad_address"
    with pytest.raises(httpcore.ConnectError):
        await network.connect_tcp("local.example", 6379, 1.0)
    assert recorder.hosts == ["127.0.0.1"]
    assert 6379 not in PORTS


@pytest.mark.anyio
async def test_a_name_without_an_address_and_a_unix_socket() -> None:
    async def unknown(host: str, port: int) -> Sequence[str]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    network = GuardedNetwork(resolve=unknown)
    with pytest.raises(FetchFailed, match="Name or service not known") as caught:
        await network.connect_tcp("nowhere.example", 80, 1.0)
    assert caught.value.code == "dns"
    with pytest.raises(httpcore.ConnectError):
        await network.connect_unix_socket("/run/docker.sock")


@pytest.mark.anyio
async def test_rebinding_does_not_reach_a_server_on_loopback(site: Site) -> None:
    """A real server, a real client: the first answer is dead, the second would be ours."""
    port = int(site.base.rpartition(":")[2])
    names = Names(["203.0.113.1"], ["127.0.0.1"])
    settings = {"allow_loopback": False, "tries": 1}
    async with make_fetcher(settings=settings, resolve=names) as fetcher:
        first = await failure(fetcher, "http://rebind.example:8080/latest", robots=False)
        second = await failure(fetcher, "http://rebind.example:8080/latest", robots=False)
        literal = await failure(fetcher, f"http://127.0.0.1:{port}/latest", robots=False)
    assert [first.code, second.code, literal.code] == ["private_address"] * 3
    assert names.asked == 2
    assert site.seen == []


@pytest.mark.anyio
@pytest.mark.parametrize("name", ["to_private", "to_metadata", "to_file"])
async def test_a_redirect_inside_is_not_followed(site: Site, name: str) -> None:
    site.set_fault("/a", faults.FAULTS[name])
    async with make_fetcher() as fetcher:
        error = await failure(fetcher, site.url("/a"))
    assert error.code == ("bad_redirect" if name == "to_file" else "private_address")
    assert site.url("/a") in str(error)  # how one got there


@pytest.mark.anyio
async def test_proxies_of_the_environment_are_not_used(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1/")
    async with make_fetcher() as fetcher:
        assert (await fetcher.get(site.url("/latest"))).status == 200
