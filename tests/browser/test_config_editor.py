"""The dialog's editor for a config that is broken."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from notebook_page import NotebookPage
from waiting import wait_until

BROKEN = "# of last year\ntitle: Grid: large\nmaster: local[1]\n"


@pytest.fixture
def path(ready: NotebookPage) -> Iterator[Path]:
    """A broken config, which the notebook has chosen; its folder is hidden from Jupyter."""
    path = ready.server.configs / "broken.yaml"
    path.write_text(BROKEN)
    ready.reload_list().select.select_option("broken")
    yield path
    path.unlink()


def editor(notebook: NotebookPage, opener: Locator) -> Locator:
    """Open the editor by a button; returns its text."""
    opener.click()
    area = notebook.dialog.get_by_role("textbox")
    expect(area).to_be_focused()
    return area


def press(notebook: NotebookPage, button: str) -> None:
    with notebook.page.expect_response(lambda it: "/configs/broken/text" in it.url):
        notebook.dialog.get_by_role("button", name=button, exact=True).click()


def test_a_start_that_fails_by_a_config_leads_to_its_file_which_is_corrected(
    ready: NotebookPage, path: Path
) -> None:
    ready.button.click()
    ready.expect_failed(f"{path}:2: has a colon and a space in the value of title")
    correct = ready.dialog.get_by_role("button", name="Edit the configuration…")
    expect(correct).to_be_focused()
    area = editor(ready, correct)
    alert = ready.dialog.get_by_role("alert")
    expect(ready.dialog.get_by_label(str(path))).to_have_value(BROKEN)
    expect(alert).to_contain_text(f"{path}:2: has a colon and a space in the value of title")
    selected = "it => it.value.slice(it.selectionStart, it.selectionEnd)"
    wait_until(lambda: area.evaluate(selected) == "title: Grid: large")

    ready.page.keyboard.type("title: Grid\nmastr: x")
    press(ready, "Save")
    expect(alert).to_contain_text(f"{path}:3: mastr is not a config key")
    expect(area).to_be_focused()
    assert path.read_text() == BROKEN

    ready.page.keyboard.press("Escape")
    expect(ready.dialog).to_be_hidden()
    settings = ready.page.get_by_role("button", name="Edit this configuration’s file")
    expect(editor(ready, settings)).to_have_value(
        "# of last year\ntitle: Grid\nmastr: x\nmaster: local[1]\n"
    )
    expect(ready.dialog).to_contain_text("These are your earlier changes. They are not saved.")

    area.fill("title: Grid\nconf: {spark.ui.enabeld: false}\n")
    press(ready, "Check")
    expect(ready.dialog).to_contain_text("There are no errors. It is not saved yet.")
    expect(ready.dialog.locator(".startspark-warnings")).to_contain_text(f"{path}:2: ")
    expect(alert).to_be_empty()
    expect(area).to_be_focused()
    press(ready, "Save")
    expect(ready.dialog).to_contain_text("The configuration is saved.")
    expect(ready.dialog.get_by_role("button", name="Start Spark")).to_be_focused()
    assert path.read_text() == "title: Grid\nconf: {spark.ui.enabeld: false}\n"
    expect(ready.select.locator("option:checked")).to_have_text("Grid")
