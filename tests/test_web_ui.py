"""Spark's web UI through the server: what is handed on, and what is not."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from servers import BASE_URL, TOKEN, Server, free_port
from upstream import Request, running

pytestmark = pytest.mark.server


@pytest.fixture
def upstream() -> Iterator[tuple[int, list[Request]]]:
    """Its port, and what it has seen."""
    with running() as found:
        yield found


def test_sign_in_is_not_handed_on(server: Server, with_cookie, upstream) -> None:
    port, seen = upstream
    path = f"startspark/ui/{port}/jobs/?id=1&token={TOKEN}&x=a%20b"
    reply = with_cookie.get(
        server.url + path, headers={"Authorization": f"token {TOKEN}", "X-XSRFToken": "x"}
    )
    assert (reply.status_code, reply.text) == (200, "hi")
    ((method, asked, headers),) = seen
    assert (method, asked) == ("GET", "/jobs/?id=1&x=a%20b")
    assert not {"Cookie", "Authorization", "X-Xsrftoken"} & set(headers)
    assert TOKEN not in str(seen)
    assert headers["X-Forwarded-Context"] == f"{BASE_URL}startspark/ui/{port}"


@pytest.mark.parametrize("name", ["%74oken", "to%6ben", "token"])
def test_a_token_in_disguise_is_not_handed_on(server: Server, upstream, name: str) -> None:
    port, seen = upstream
    reply = server.request(
        "GET",
        f"startspark/ui/{port}/jobs/?a=1&{name}={TOKEN}",
        headers={"Referer": f"{server.url}?token={TOKEN}"},
    )
    assert reply.status_code == 200
    assert TOKEN not in str(seen)


def test_a_stream_of_events_is_served_as_all_else(server: Server, upstream) -> None:
    port, _ = upstream
    accept = {"Accept": "text/event-stream"}
    reply = server.signed_in("GET", f"startspark/ui/{port}/path/", headers=accept)
    assert reply.headers["Location"] == f"{BASE_URL}startspark/ui/{port}/jobs/"
    assert "forged" not in str(reply.headers)


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS"])
def test_other_methods_are_not_served(server: Server, upstream, method: str) -> None:
    port, seen = upstream
    assert server.signed_in(method, f"startspark/ui/{port}/jobs/").status_code == 405
    assert seen == []


def test_cookies_of_what_is_served_stay_away(server: Server, upstream) -> None:
    port, _ = upstream
    reply = server.signed_in("GET", f"startspark/ui/{port}/jobs/")
    assert "forged" not in str(reply.headers)


@pytest.mark.parametrize(
    ("path", "location"),
    [
        ("", "{prefix}/jobs/"),
        ("path/", "{prefix}/jobs/"),
        ("relative/", "{prefix}/jobs/"),
        ("elsewhere/", "https://spark.apache.org/docs/"),
    ],
)
def test_redirects_stay_below_the_prefix(server: Server, upstream, path, location) -> None:
    port, _ = upstream
    reply = server.signed_in("GET", f"startspark/ui/{port}/{path}")
    assert reply.status_code == 302
    prefix = f"{BASE_URL}startspark/ui/{port}"
    assert reply.headers["Location"] == location.format(prefix=prefix)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "stages/stage/kill/"),
        ("GET", "jobs/job/kill/?id=1"),
        ("GET", "jobs/job/kill"),
        ("GET", "jobs/job/kil%6c/?id=1"),
        ("GET", "jobs/job/kill%2F?id=1"),
        ("GET", "jobs/job/kill;x/?id=1"),
    ],
)
def test_only_a_page_of_this_server_may_act(
    server: Server, with_cookie, upstream, method, path
) -> None:
    port, seen = upstream
    url = f"{server.url}startspark/ui/{port}/{path}"
    assert with_cookie.request(method, url).status_code == 403
    foreign = {"Referer": "http://elsewhere.example/"}
    assert with_cookie.request(method, url, headers=foreign).status_code == 403
    assert seen == []
    own = {"Referer": f"{server.url}startspark/ui/{port}/jobs/"}
    assert with_cookie.request(method, url, headers=own).status_code == 200


def test_a_web_ui_that_is_gone_is_explained(server: Server) -> None:
    reply = server.signed_in("GET", f"startspark/ui/{free_port()}/jobs/")
    assert reply.status_code == 410
    assert "No Spark web UI answers on port" in reply.text


def test_an_answer_without_sense_is_none(server: Server, upstream) -> None:
    port, _ = upstream
    assert server.signed_in("GET", f"startspark/ui/{port}/broken/").status_code == 410


@pytest.mark.parametrize("port", ["65536", "99999", "9" * 5000])
def test_there_is_no_such_port(server: Server, port: str) -> None:
    assert server.signed_in("GET", f"startspark/ui/{port}/jobs/").status_code == 404


@pytest.mark.parametrize("port", ["localhost:80", "example.org", "-1", "4040:4041", "%34040x"])
def test_only_ports_of_this_machine_are_served(server: Server, port: str) -> None:
    reply = server.signed_in("GET", f"startspark/ui/{port}/jobs/", allow_redirects=True)
    assert reply.status_code == 404


def test_web_sockets_are_not_served(server: Server, upstream) -> None:
    port, seen = upstream
    upgrade = {"Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Version": "13"}
    server.signed_in("GET", f"startspark/ui/{port}/jobs/", headers=upgrade)
    assert all("Upgrade" not in headers for _, _, headers in seen)
