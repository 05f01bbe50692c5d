"""What answers in place of a cluster manager."""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.error import HTTPError

import pytest

from startspark.kernel.waiting import json_request, standalone
from startspark.kernel.waiting.json_request import get_json

Answer = Callable[[Any], None]


def text(content: str, status: int = 200, **headers: str) -> Answer:
    """An answer with this content."""

    def answer(handler: Any) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(content.encode())

    return answer


def endless(handler: Any) -> None:
    """An answer that never ends."""
    handler.send_response(200)
    handler.end_headers()
    while True:
        handler.wfile.write(b" " * 65536)


class Site:
    """A web server of anybody's."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {}
        self.asked: list[str] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked.append(self.path)
                with contextlib.suppress(OSError):  # nobody reads on
                    site.answers.get(self.path, text("", 404))(self)

            def log_message(self, *_: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()
    thread = threading.Thread(target=site.server.serve_forever, daemon=True)
    thread.start()
    yield site
    site.server.shutdown()
    site.server.server_close()


def test_an_object_is_returned(site: Site) -> None:
    site.answers["/json/"] = text('{"status": "ALIVE"}')
    assert get_json(f"{site.url}/json/") == {"status": "ALIVE"}


@pytest.mark.parametrize("content", ["[]", "1", "no JSON", ""])
def test_anything_else_is_refused(site: Site, content: str) -> None:
    site.answers["/json/"] = text(content)
    with pytest.raises(ValueError, match=r".+"):
        get_json(f"{site.url}/json/")


def test_no_file_is_read_and_no_other_protocol_used(tmp_path: Path) -> None:
    (tmp_path / "json").write_text('{"status": "ALIVE"}')
    for url in (f"file://{tmp_path}/json", "ftp://127.0.0.1/json", 'data:,{"status":1}', "json"):
        with pytest.raises(ValueError, match="not one of HTTP"):
            get_json(url)


def test_an_endless_answer_is_given_up(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_request, "MOST", 1024 * 1024)
    site.answers["/json/"] = endless
    with pytest.raises(ValueError, match="does not end"):
        get_json(f"{site.url}/json/")


def test_a_slow_answer_is_given_up(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_request, "IN_ALL", 0)
    site.answers["/json/"] = endless
    with pytest.raises(ValueError, match="does not end"):
        get_json(f"{site.url}/json/")


def test_a_redirect_is_followed_only_where_it_may_be(site: Site, tmp_path: Path) -> None:
    site.answers["/json/"] = text("", 307, Location=f"{site.url}/internal")
    site.answers["/internal"] = text('{"status": "ALIVE"}')
    with pytest.raises(HTTPError):
        get_json(f"{site.url}/json/")
    assert site.asked == ["/json/"]
    assert get_json(f"{site.url}/json/", follows=True) == {"status": "ALIVE"}
    (tmp_path / "json").write_text("{}")
    site.answers["/json/"] = text("", 307, Location=f"file://{tmp_path}/json")
    with pytest.raises((HTTPError, ValueError)):
        get_json(f"{site.url}/json/", follows=True)


@pytest.mark.parametrize(
    "named", ["{url}/internal?", "{url}/internal#", "http://me:pw@127.0.0.1:1", "/internal", 7, []]
)
def test_a_worker_names_a_web_ui_and_no_request(site: Site, named: Any) -> None:
    named = named.replace("{url}", site.url) if isinstance(named, str) else named
    site.answers["/json/"] = text(json.dumps({"masterwebuiurl": named}))
    with pytest.raises(ValueError, match="no address of a web UI"):
        standalone.master_of(site.url)
    with pytest.raises(ValueError, match="no address of a web UI"):
        standalone.master_of(str(named))
    assert site.asked == ["/json/"]


def test_a_worker_behind_a_proxy_names_its_master(site: Site) -> None:
    site.answers["/json/"] = text(json.dumps({"masterwebuiurl": "https://gateway/spark/"}))
    assert standalone.master_of(site.url) == "https://gateway/spark"


def test_what_others_call_their_applications_is_shortened(site: Site) -> None:
    app = {"id": "a", "name": "long\n" * 9999, "user": "bea", "cores": 2}
    state = {"status": "ALIVE", "workers": [], "activeapps": [app]}
    site.answers["/json/"] = text(json.dumps(state))
    found = standalone.alive_state(site.url)
    assert found is not None
    (shown,) = found["applications"]
    assert shown["name"].startswith("long long ")
    assert len(shown["name"]) == 400


def test_what_is_no_master_is_passed_over(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.answers["/other/json/"] = text('{"status": "ALIVE", "workers": 7}')
    site.answers["/json/"] = text('{"status": "ALIVE", "workers": [], "activeapps": []}')
    monkeypatch.setattr(standalone, "_workers", lambda _: None)
    monkeypatch.setattr(standalone, "_web_uis", lambda *_: iter([f"{site.url}/other", site.url]))
    context: Any = type("Context", (), {"master": lambda self: "spark://host:7077"})()
    assert standalone.master_state(context) == {"workers": [], "applications": []}
