"""A page of another site, in a browser that is signed in."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Frame, Page, Route

import upstream
from servers import KINDS, Server
from strangers import READS, ROUTES

pytestmark = pytest.mark.parametrize("server", KINDS, indirect=True)

ASK = """([method, url]) => fetch(url, {method, credentials: 'include'})
    .then(reply => reply.status, error => 'refused')"""

EMBED = """([tag, url]) => new Promise(resolve => {
    const element = document.createElement(tag);
    element.onload = () => resolve('loaded');
    element.onerror = () => resolve('refused');
    element.src = url;
    document.body.append(element);
})"""

SUBMIT = """url => {
    const form = document.createElement('form');
    Object.assign(form, {method: 'post', action: url});
    document.body.append(form);
    form.submit();
}"""


@pytest.fixture
def signed_in(chromium: Browser, server: Server):
    """A page of the server's, signed in by cookie."""
    context = chromium.new_context()
    page = context.new_page()
    page.goto(f"{server.url}tree?token={server.token}")
    yield page
    context.close()


def foreign_page(page: Page) -> Page:
    """A page of another site's in the same browser."""

    def answer(route: Route) -> None:
        route.fulfill(content_type="text/html", body="<!doctype html><title>evil</title><body>")

    page.context.route("http://evil.example/*", answer)
    other = page.context.new_page()
    other.goto("http://evil.example/")
    return other


def words(frame: Frame) -> set[str]:
    return set(re.findall(r"\w+", frame.content()))


def test_another_sites_page_reaches_nothing(server: Server, signed_in: Page) -> None:
    with upstream.running() as (port, seen):
        server.note_web_ui(port)
        urls = {path: server.url + path.format(port=port) for _, path in ROUTES}
        assert [signed_in.evaluate(ASK, ["GET", urls[path]]) for path in READS] == [200] * len(
            READS
        )
        seen.clear()

        evil = foreign_page(signed_in)
        for method, path in ROUTES:
            assert evil.evaluate(ASK, [method, urls[path]]) == "refused"
        for path in READS:
            assert evil.evaluate(EMBED, ["script", urls[path]]) == "refused"
            assert evil.evaluate(EMBED, ["img", urls[path]]) == "refused"
            evil.evaluate(EMBED, ["iframe", urls[path]])
            assert not {"configs", "library", "versions", "hi"} & words(evil.frames[-1])
        for path in (path for method, path in ROUTES if method == "POST"):
            with evil.expect_navigation() as posted:
                evil.evaluate(SUBMIT, urls[path])
            assert posted.value.status in (403, 404)
            evil.goto("http://evil.example/")
        assert seen == []
