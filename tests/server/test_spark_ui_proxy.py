"""Spark's web UI through the server: what is forwarded, and what is not."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from servers import BASE_URL, TOKEN, Server, free_port
from upstream import Request, running
from waiting import wait_until

pytestmark = pytest.mark.server


@pytest.fixture
def upstream(server: Server) -> Iterator[tuple[int, list[Request]]]:
    """The port of a session's web UI, and the requests that it has received."""
    with running() as (port, seen):
        noted = server.note_web_ui(port)
        yield port, seen
        noted.unlink()


def test_credentials_are_not_forwarded(server: Server, with_cookie, upstream) -> None:
    port, seen = upstream
    path = f"startspark/ui/{port}/jobs/?id=1&token={TOKEN}&x=a%20b"
    reply = with_cookie.get(
        server.url + path, headers={"Authorization": f"token {TOKEN}", "X-XSRFToken": "x"}
    )
    assert (reply.status_code, reply.text) == (200, "hi")
    ((method, asked, headers, _),) = seen
    assert (method, asked) == ("GET", "/jobs/?id=1&x=a%20b")
    assert not {"Cookie", "Authorization", "X-Xsrftoken"} & set(headers)
    assert TOKEN not in str(seen)
    assert headers["X-Forwarded-Context"] == f"{BASE_URL}startspark/ui/{port}"


IDENTITIES = {
    "X-Forwarded-Access-Token": "secret",
    "X-Forwarded-User": "secret",
    "X-Auth-Request-Email": "secret",
    "X-CSRFToken": "secret",
    "X-Forwarded-For": "10.0.0.1",
    "Forwarded": "for=10.0.0.1",
    "Proxy-Authorization": "secret",
    "X-Unheard-Of": "secret",
}


def test_headers_that_identify_the_user_are_not_forwarded(server: Server, upstream) -> None:
    port, seen = upstream
    kept = {"Accept-Language": "de", "If-None-Match": '"1"'}
    path = f"startspark/ui/{port}/jobs/"
    assert server.signed_in("GET", path, headers={**IDENTITIES, **kept}).status_code == 200
    ((*_, headers, _),) = seen
    assert "secret" not in str(headers)
    assert "10.0.0.1" not in str(headers)
    assert kept.items() <= headers.items()


@pytest.mark.parametrize("multipart", [False, True])
def test_a_form_is_forwarded_without_credentials(
    server: Server, with_cookie, upstream, multipart: bool
) -> None:
    port, seen = upstream
    fields = {"id": "1", "csrfToken": "a b&c", "_xsrf": "s3cret", "token": TOKEN}
    form = {"files": {name: (None, value) for name, value in fields.items()}}
    reply = with_cookie.post(
        f"{server.url}startspark/ui/{port}/jobs/job/kill/",
        headers={"Referer": f"{server.url}startspark/ui/{port}/jobs/"},
        **(form if multipart else {"data": {**fields, "_%78srf": "s3cret"}}),
    )
    assert reply.status_code == 200
    ((*_, headers, body),) = seen
    assert body.startswith(b"id=1&csrfToken=a%20b%26c")
    assert TOKEN not in body.decode()
    assert headers["Content-Type"] == "application/x-www-form-urlencoded"


SPELLINGS = ["token", "%74oken", "to%6ben", "Token", "TOKEN", "%54oken", "access_token", "_xsrf"]


@pytest.mark.parametrize("name", SPELLINGS)
def test_a_token_in_a_url_is_not_logged(server: Server, name: str) -> None:
    address = {"Referer": f"{server.url}tree?{name}=s3cret"}
    for path in ("startspark/ui/1/jobs/", "startspark/ui/99999/", "startspark/configs/none"):
        refused = server.signed_in("GET", f"{path}?id=7&{name}=s3cret", headers=address)
        assert refused.status_code in (403, 404, 410)
    wait_until(lambda: "startspark/configs/none" in server.log())
    assert "s3cret" not in server.log()


@pytest.mark.parametrize("name", ["%74oken", "to%6ben", "token"])
def test_a_percent_encoded_token_is_not_forwarded(server: Server, upstream, name: str) -> None:
    port, seen = upstream
    reply = server.request(
        "GET",
        f"startspark/ui/{port}/jobs/?a=1&{name}={TOKEN}",
        headers={"Referer": f"{server.url}?token={TOKEN}"},
    )
    assert reply.status_code == 200
    assert TOKEN not in str(seen)


def test_a_request_for_an_event_stream_is_forwarded_like_any_other(
    server: Server, upstream
) -> None:
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


def test_sparks_cookies_are_dropped(server: Server, upstream) -> None:
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
        ("GET", "jobs/job/kill%3F?id=1"),
        ("GET", "jobs/job/kill%23?id=1"),
        ("GET", "jobs/job/kill%20?id=1"),
        ("GET", "jobs/job/KILL/?id=1"),
        ("GET", "jobs/job/%256bill/?id=1"),
        ("GET", "jobs/job%2Fkill/?id=1"),
        ("GET", "static/%2e%2e/jobs/job/kill/?id=1"),
        ("GET", "api/v1/..%2f../jobs/job/kill/?id=1"),
        ("GET", "/jobs/job/kill/?id=1"),
        ("GET", "a-plugins-page/"),
        ("HEAD", "jobs/job/kill/?id=1"),
    ],
)
def test_only_pages_of_this_server_may_request_other_paths(
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


def test_spark_gets_the_path_that_was_checked(server: Server, upstream) -> None:
    port, seen = upstream
    own = {"Referer": f"{server.url}startspark/ui/{port}/jobs/"}
    server.signed_in("GET", f"startspark/ui/{port}/a%3Fb%23c;d%25e/%C3%A9?f=%3F", headers=own)
    assert [path for _, path, *_ in seen] == ["/a%3Fb%23c%3Bd%25e/%C3%A9?f=%3F"]


@pytest.mark.parametrize("path", ["jobs/", "static/webui.css", "api/v1/applications", "jobs/kill/"])
def test_only_kills_may_be_posted(server: Server, upstream, path: str) -> None:
    port, seen = upstream
    own = {"Referer": f"{server.url}startspark/ui/{port}/jobs/"}
    reply = server.signed_in("POST", f"startspark/ui/{port}/{path}", headers=own)
    assert reply.status_code == 403
    assert seen == []


# Whose web UI it is


def answer(server: Server, port: int) -> tuple[int, str]:
    reply = server.signed_in("GET", f"startspark/ui/{port}/jobs/")
    return reply.status_code, " ".join(reply.text.split())


def test_a_port_that_no_session_has_is_not_served(server: Server) -> None:
    with running() as (port, seen):
        status, text = answer(server, port)
    assert status == 410
    assert "No running Spark session of yours is known" in text
    assert seen == []


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"process_mark": "of an earlier process"}, "No running Spark session of yours is known"),
        ({"process_id": 2**22 + 1}, "No running Spark session of yours is known"),
        ({"host": "elsewhere"}, "runs on elsewhere, and the notebook server on"),
        ({"ui_address": "::1"}, "No Spark web UI answers on port"),
        ({"ui_address": "127.0.0.2"}, "No Spark web UI answers on port"),
        ({"ui_address": "nowhere"}, "No Spark web UI answers on port"),
        ({"ui_port": None}, "No running Spark session of yours is known"),
        ({"since": "yesterday"}, "No running Spark session of yours is known"),
    ],
)
def test_only_a_running_sessions_own_address_is_served(
    server: Server, change: dict[str, object], sentence: str
) -> None:
    with running() as (port, seen):
        noted = server.note_web_ui(port, **change)
        status, text = answer(server, port)
        noted.unlink()
    assert status == 410
    assert sentence in text
    assert seen == []


@pytest.mark.parametrize("noted", [b"{", b"[]", b"\xff", b"{}"])
def test_an_invalid_state_file_is_ignored(server: Server, upstream, noted: bytes) -> None:
    port, _ = upstream
    senseless = server.runtime / "startspark-1.json"
    senseless.write_bytes(noted)
    assert answer(server, port)[0] == 200
    senseless.unlink()


@pytest.mark.parametrize(
    ("listens", "noted"),
    [("::1", "0:0:0:0:0:0:0:1"), ("127.0.0.1", "0.0.0.0"), ("0.0.0.0", "0.0.0.0"), ("::", "::")],
)
def test_a_web_ui_is_served_on_any_address(server: Server, listens: str, noted: str) -> None:
    with running(listens) as (port, _):
        file = server.note_web_ui(port, ui_address=noted)
        assert answer(server, port)[0] == 200
        file.unlink()


NOBODY = 65534

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can act as another account")


@as_root
def test_the_state_file_of_another_account_is_ignored(server: Server) -> None:
    with running() as (port, seen):
        noted = server.note_web_ui(port)
        os.chown(noted, NOBODY, NOBODY)
        assert answer(server, port)[0] == 410
        noted.unlink()
    assert seen == []


STRANGER = """
import os, socket, socketserver, sys

class Answering(socketserver.StreamRequestHandler):
    def handle(self):
        self.wfile.write(b"HTTP/1.0 200 OK\\r\\n\\r\\nof a stranger")

class Listening(socketserver.TCPServer):
    address_family = socket.AF_INET6 if ":" in sys.argv[1] else socket.AF_INET

os.setuid(65534)  # from here on, it may not even read Python's own modules
with Listening((sys.argv[1], int(sys.argv[2])), Answering) as listening:
    print(listening.server_address[1], flush=True)
    listening.serve_forever()
"""


@contextmanager
def stranger(address: str, port: int = 0) -> Iterator[int]:
    """Run a server of another account; yield its port."""
    command = [sys.executable, "-c", STRANGER, address, str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout
        yield int(process.stdout.readline())
        process.kill()


@as_root
@pytest.mark.parametrize("address", ["127.0.0.1", "0.0.0.0", "::"])
def test_the_server_of_another_account_on_the_port_is_not_served(
    server: Server, address: str
) -> None:
    """The other account has taken the port after Spark has ended."""
    with stranger(address) as port:
        noted = server.note_web_ui(port)
        status, text = answer(server, port)
        noted.unlink()
    assert status == 410
    assert "A program of another account answers" in text


@as_root
def test_the_server_of_another_account_on_another_address_is_ignored(server: Server) -> None:
    with running("127.0.0.1") as (port, _), stranger("::1", port):
        noted = server.note_web_ui(port)
        assert answer(server, port) == (200, "hi")
        noted.unlink()


def test_a_web_ui_that_has_ended_is_explained(server: Server) -> None:
    reply = server.signed_in("GET", f"startspark/ui/{free_port()}/jobs/")
    assert reply.status_code == 410
    assert "No running Spark session of yours is known" in reply.text


def test_an_invalid_response_is_an_error(server: Server, upstream) -> None:
    port, _ = upstream
    assert server.signed_in("GET", f"startspark/ui/{port}/broken/").status_code == 410


@pytest.mark.parametrize("port", ["65536", "99999", "9" * 5000])
def test_a_number_above_65535_is_no_port(server: Server, port: str) -> None:
    assert server.signed_in("GET", f"startspark/ui/{port}/jobs/").status_code == 404


@pytest.mark.parametrize("port", ["localhost:80", "example.org", "-1", "4040:4041", "%34040x"])
def test_only_ports_of_this_machine_are_served(server: Server, port: str) -> None:
    reply = server.signed_in("GET", f"startspark/ui/{port}/jobs/", allow_redirects=True)
    assert reply.status_code == 404


def test_web_sockets_are_not_served(server: Server, upstream) -> None:
    port, seen = upstream
    upgrade = {"Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Version": "13"}
    server.signed_in("GET", f"startspark/ui/{port}/jobs/", headers=upgrade)
    assert all("Upgrade" not in headers for *_, headers, _ in seen)
