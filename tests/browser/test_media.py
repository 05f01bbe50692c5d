"""Forced colours, print, and pages that read from right to left."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from notebook_page import NotebookPage

FORM = """
title: Asking
master: local[*]
conf: {spark.ui.port: 0}
parameters:
  cores: {type: integer, title: Cores, minimum: 1, maximum: 4, default: 1, unit: cores}
"""

UNSEEN_BORDERS = """() => [...document.querySelectorAll(
    '#startspark select, #startspark button, .startspark-dialog button, .startspark-dialog input'
)].filter(it => it.checkVisibility()).filter(it => {
    const {borderTopWidth, outlineWidth} = getComputedStyle(it);
    return parseFloat(borderTopWidth) < 1 && parseFloat(outlineWidth) < 1;
}).map(it => it.outerHTML)"""
"""The controls of ours that have no edge, without which they cannot be told from text."""

OUT_OF_PLACE = """() => {
    const boxOf = it => document.querySelector(it).getBoundingClientRect();
    const [select, button] = ['#startspark-config', '#startspark-start'].map(boxOf);
    const [dialog, close] = ['.startspark-dialog', '.startspark-close'].map(boxOf);
    return {
        'the button stands before the list': button.right > select.left + 1,
        'the group leaves the page': select.right > innerWidth || button.left < 0,
        'the dialog is wider than the page': dialog.left < 0 || dialog.right > innerWidth,
        'the cross is not at the end': close.left - dialog.left > dialog.right - close.right,
    };
}"""


@pytest.fixture
def form(ready: NotebookPage) -> Iterator[NotebookPage]:
    """The notebook with the form of a config in its dialog."""
    path = ready.server.configs / "asking.yaml"
    path.write_text(FORM)
    ready.reload_list().start("asking")
    expect(ready.field("Cores")).to_be_focused()
    yield ready
    path.unlink()
    ready.page.emulate_media(forced_colors="none", media="screen")
    ready.page.evaluate("document.body.dir = 'ltr'")
    ready.close_dialog()
    ready.reload_list()


def test_edges_and_the_focus_are_seen_in_forced_colours(form: NotebookPage) -> None:
    form.page.emulate_media(forced_colors="active")
    assert form.page.evaluate(UNSEEN_BORDERS) == []
    expect(form.field("Cores")).to_have_css("outline-style", "solid")


def test_nothing_is_printed(form: NotebookPage) -> None:
    form.page.emulate_media(media="print")
    for part in ("#startspark", ".startspark-dialog"):
        expect(form.page.locator(part)).to_be_hidden()


def test_a_page_may_read_from_right_to_left(form: NotebookPage) -> None:
    form.page.evaluate("document.body.dir = 'rtl'")
    found = form.page.evaluate(OUT_OF_PLACE)
    assert [problem for problem, is_there in found.items() if is_there] == []
