"""Access control: every route on both servers, alone and behind a hub."""

from __future__ import annotations

import hashlib
import hmac
import time
from collections.abc import Iterator

import pytest
import requests
from tornado.web import create_signed_value, decode_signed_value

import hubs
import servers
import upstream
from strangers import FOREIGN_PAGE, READS, ROUTES, Door

pytestmark = pytest.mark.server

EVERYTHING = [f"{method} {path}" for method, path in ROUTES]
READING = [f"GET {path}" for path in READS]
DAY = 24 * 3600


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """The port of a server that stands for Spark's web UI."""
    with upstream.running() as (listening, _):
        yield listening


# A server alone


@pytest.fixture
def door(server: servers.Server, port: int) -> Door:
    server.note_web_ui(port)
    return Door(server.url, port)


@pytest.fixture(scope="module")
def neighbour(
    server: servers.Server, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[servers.Server]:
    """Another user's server."""
    home = tmp_path_factory.mktemp("neighbour")
    with servers.running(server.kind, home, token="other-token") as running:
        yield running


def test_the_owner_may_do_everything(door: Door, with_cookie: requests.Session) -> None:
    page = {"X-XSRFToken": with_cookie.cookies["_xsrf"], "Referer": f"{door.url}tree"}
    assert door.opens(with_cookie, headers=page) == EVERYTHING
    by_token = {"Authorization": f"token {servers.TOKEN}", "Referer": door.url}
    assert door.opens(headers=by_token) == EVERYTHING


@pytest.mark.parametrize(
    "credentials",
    [
        {},
        {"Authorization": "token wrong-token"},
        {"Authorization": "Bearer"},
        {"Authorization": "Basic cm9vdDo="},
        {"Cookie": "username-127-0-0-1=forged; _xsrf=x", "X-XSRFToken": "x"},
    ],
)
def test_requests_without_valid_credentials_are_rejected(
    door: Door, credentials: dict[str, str]
) -> None:
    assert door.opens(headers={**credentials, "Referer": door.url}) == []


def test_a_wrong_token_in_the_url_is_rejected(door: Door) -> None:
    assert door.opens(params={"token": "wrong-token"}) == []


def test_the_user_of_another_server_is_rejected(door: Door, neighbour: servers.Server) -> None:
    assert door.opens(headers={"Authorization": f"token {neighbour.token}"}) == []
    theirs = requests.Session()
    theirs.get(f"{neighbour.url}tree?token={neighbour.token}")
    neighbour.note_web_ui(door.port)
    assert Door(neighbour.url, door.port).opens(theirs) == READING
    ours = requests.Session()
    for cookie in theirs.cookies:
        ours.cookies.set(cookie.name.replace(_port(neighbour.url), _port(door.url)), cookie.value)
    page = {"X-XSRFToken": theirs.cookies["_xsrf"], "Referer": door.url}
    assert door.opens(ours, headers=page) == []


def test_a_cookie_without_xsrf_token_only_reads(door: Door, with_cookie: requests.Session) -> None:
    assert door.opens(with_cookie) == READING
    assert door.opens(with_cookie, headers={"X-XSRFToken": "wrong"}) == READING


@pytest.mark.parametrize("page", FOREIGN_PAGE)
def test_requests_from_another_site_are_rejected(
    door: Door, with_cookie: requests.Session, page: dict[str, str]
) -> None:
    assert door.opens(with_cookie, headers=page) == []
    token = {"X-XSRFToken": with_cookie.cookies["_xsrf"]}
    assert door.opens(with_cookie, headers={**token, **page}) == []


def test_a_link_on_another_sites_page_may_be_followed(
    door: Door, with_cookie: requests.Session
) -> None:
    link = {
        "Referer": "http://mail.example/",
        "Sec-Fetch-Site": "cross-site",
        "Sec-Fetch-Mode": "navigate",
        "Sec-Fetch-Dest": "document",
    }
    assert door.opens(with_cookie, headers=link) == READING


def test_after_a_logout_the_cookie_is_rejected(door: Door, with_cookie: requests.Session) -> None:
    assert with_cookie.get(f"{door.url}logout").ok
    assert door.opens(with_cookie) == []


def test_an_expired_cookie_is_rejected(
    server: servers.Server, door: Door, with_cookie: requests.Session
) -> None:
    (name,) = (it.name for it in with_cookie.cookies if it.name.startswith("username-"))
    (file,) = (server.home / "runtime").glob("*_cookie_secret")
    secret = hmac.new(file.read_bytes(), digestmod=hashlib.sha256).digest()
    user = decode_signed_value(secret, name, with_cookie.cookies[name].strip('"'))
    assert user

    def signed(age: float) -> requests.Session:
        session = requests.Session()
        value = create_signed_value(secret, name, user, clock=lambda: time.time() - age)
        session.cookies.set(name, value.decode())
        return session

    assert door.opens(signed(age=29 * DAY)) == READING
    assert door.opens(signed(age=32 * DAY)) == []


def _port(url: str) -> str:
    return url.split(":")[2].split("/")[0]


# Behind a hub

BEN = "ben-nbclassic"
"""Another user."""


@pytest.fixture(scope="module", params=servers.KINDS)
def ann(request: pytest.FixtureRequest, hub: hubs.Hub) -> str:
    """A user with a running server of each kind."""
    user = f"ann-{request.param}"
    hub.started(user)
    return user


@pytest.fixture
def anns_door(hub: hubs.Hub, ann: str, port: int) -> Door:
    server = hub.server(ann)
    server.note_web_ui(port)
    return Door(server.url, port)


def browser(hub: hubs.Hub, user: str, door: Door) -> requests.Session:
    """Return a session that is signed in as a user, and has requested the list of notebooks."""
    session = hub.signed_in(user)
    session.get(f"{door.url}tree")
    return session


def as_page(session: requests.Session, door: Door) -> dict[str, str]:
    """Return the headers that the notebook's page sends."""
    tokens = [it.value for it in session.cookies if it.name == "_xsrf" and "/user/" in it.path]
    return {"X-XSRFToken": tokens[0] if tokens else "", "Referer": f"{door.url}tree"}


def test_on_a_hub_the_owner_may_do_everything(hub: hubs.Hub, ann: str, anns_door: Door) -> None:
    session = browser(hub, ann, anns_door)
    assert anns_door.opens(session, headers=as_page(session, anns_door)) == EVERYTHING
    token = {"Authorization": f"token {hub.token(ann)}", "Referer": anns_door.url}
    assert anns_door.opens(headers=token) == EVERYTHING


def test_on_a_hub_other_users_are_rejected(hub: hubs.Hub, ann: str, anns_door: Door) -> None:
    assert anns_door.opens(headers={"Referer": anns_door.url}) == []
    ben = browser(hub, BEN, anns_door)
    assert anns_door.opens(ben, headers=as_page(ben, anns_door)) == []
    token = {"Authorization": f"token {hub.token(BEN)}", "Referer": anns_door.url}
    assert anns_door.opens(headers=token) == []
    assert anns_door.opens(params={"token": hub.token(BEN)}) == []


def test_on_a_hub_a_cookie_without_xsrf_token_only_reads(
    hub: hubs.Hub, ann: str, anns_door: Door
) -> None:
    assert anns_door.opens(browser(hub, ann, anns_door)) == READING


@pytest.mark.parametrize("page", FOREIGN_PAGE)
def test_on_a_hub_requests_from_another_site_are_rejected(
    hub: hubs.Hub, ann: str, anns_door: Door, page: dict[str, str]
) -> None:
    session = browser(hub, ann, anns_door)
    assert anns_door.opens(session, headers=page) == []
    assert anns_door.opens(session, headers={**as_page(session, anns_door), **page}) == []


def test_on_a_hub_the_cookie_is_rejected_after_a_logout(
    hub: hubs.Hub, ann: str, anns_door: Door
) -> None:
    session = browser(hub, ann, anns_door)
    page = as_page(session, anns_door)
    assert anns_door.opens(session, headers=page) == EVERYTHING
    stolen = requests.Session()
    stolen.cookies.update(session.cookies)
    assert session.get(f"{hub.url}hub/logout").ok
    assert anns_door.opens(session, headers=page) == []
    deadline = time.monotonic() + 30  # the server asks the hub again after a second, here
    while anns_door.opens(stolen, headers=page) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert anns_door.opens(stolen, headers=page) == []
