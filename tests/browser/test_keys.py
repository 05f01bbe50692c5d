"""No key in what is ours is a command to the notebook, and no dialog loses the focus."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from notebook_page import NotebookPage

FORM = """
title: Asking
master: local[*]
parameters: {cores: {type: integer, title: Cores, default: 1}, fast: {type: boolean, title: Fast}}
"""

OTHER_DIALOG = """() => new Promise(resolve => requirejs(['base/js/dialog'], dialog => {
    const modal = dialog.modal({title: 'Other', body: 'x', buttons: {OK: {}},
        notebook: Jupyter.notebook, keyboard_manager: Jupyter.keyboard_manager});
    modal.on('hidden.bs.modal', () => resolve());
    modal.on('shown.bs.modal', () => setTimeout(() => modal.find('.btn').click()));
}))"""
"""Opens a dialog as Jupyter's own are, and closes it."""

OTHER_ABOVE = """() => new Promise(resolve => requirejs(['base/js/dialog'], dialog => {
    const modal = dialog.modal({title: 'Other', body: 'x', buttons: {OK: {}}, open: () => {
        document.querySelector('.startspark-close').click();
        resolve();
    }, notebook: Jupyter.notebook, keyboard_manager: Jupyter.keyboard_manager});
}))"""
"""Opens such a dialog and then closes ours, which is behind it."""

HEARD = """selector => {
    const KEYS = {d: 68, x: 88, Enter: 13, Tab: 9, ' ': 32, ArrowDown: 40};
    const heard = [];
    const listen = event => heard.push(event.key);
    $(document).on('keydown', listen);
    const elements = [...document.querySelectorAll(selector)]
        .filter(it => it.closest('#startspark, .startspark-notice, .startspark-dialog'));
    for (const element of elements) {
        for (const [key, keyCode] of Object.entries(KEYS)) {
            const pressed = {key, keyCode, which: keyCode, bubbles: true, cancelable: true};
            element.dispatchEvent(new KeyboardEvent('keydown', pressed));
        }
    }
    $(document).off('keydown', listen);
    return {heard, count: elements.length};
}"""
"""What the document hears of keys that are pressed in what is ours."""

CONTROLS = "a, button, input, select, summary, [tabindex]"


@pytest.fixture
def asking(ready: NotebookPage) -> Iterator[NotebookPage]:
    """A notebook with two cells whose dialog asks for parameters and properties."""
    path = ready.server.configs / "asking.yaml"
    path.write_text(FORM)
    ready.reload_list().select.select_option("asking")
    ready.page.evaluate("Jupyter.notebook.insert_cell_below('code')")
    yield ready
    path.unlink()


def cells(notebook: NotebookPage) -> int:
    return int(notebook.page.evaluate("Jupyter.notebook.ncells()"))


def expect_silent(notebook: NotebookPage, least: int) -> None:
    """The page behind hears no key of our controls, of which there are so many at least."""
    found = notebook.page.evaluate(HEARD, CONTROLS)
    assert found["heard"] == []
    assert found["count"] >= least


def test_no_key_in_our_controls_reaches_the_notebook(asking: NotebookPage) -> None:
    expect_silent(asking, 3)
    asking.page.locator("#startspark-settings").click()
    expect(asking.field("Cores")).to_be_focused()
    asking.dialog.get_by_role("button", name="Add a property").click()
    expect_silent(asking, 12)


def test_what_is_typed_after_another_dialog_s_end_deletes_no_cells(asking: NotebookPage) -> None:
    asking.button.click()
    expect(asking.field("Cores")).to_be_focused()
    asking.page.evaluate(OTHER_DIALOG)
    asking.field("Fast").focus()
    asking.page.keyboard.type("ddx ")
    assert cells(asking) == 2
    expect(asking.field("Fast")).to_be_checked()
    asking.page.evaluate(OTHER_ABOVE)
    expect(asking.dialog).to_be_hidden()
    asking.page.keyboard.type("ddx")
    assert cells(asking) == 2
    asking.page.get_by_role("button", name="OK", exact=True).click()
    for control in (asking.select, asking.page.locator("#startspark-settings"), asking.button):
        control.focus()
        asking.page.evaluate(OTHER_DIALOG)
        control.focus()
        asking.page.keyboard.type("ddx")
    assert cells(asking) == 2


FOCUSED = "document.activeElement.closest('.startspark-dialog') !== null"


def test_tab_stays_in_the_dialog(asking: NotebookPage) -> None:
    asking.button.click()
    expect(asking.field("Cores")).to_be_focused()
    keyboard = asking.page.keyboard
    asking.page.evaluate(OTHER_DIALOG)  # which ends what Bootstrap does about it
    asking.field("Cores").focus()
    for key in ("Tab", "Shift+Tab"):
        for _ in range(7):
            keyboard.press(key)
            assert asking.page.evaluate(FOCUSED)
    asking.page.evaluate("document.activeElement.blur()")
    keyboard.type("dd")
    assert asking.page.evaluate(FOCUSED)
    asking.page.evaluate("document.querySelector('#ipython_notebook a').focus()")
    assert asking.page.evaluate(FOCUSED)
    assert cells(asking) == 2
    keyboard.press("Escape")
    expect(asking.dialog).to_be_hidden()
    expect(asking.button).to_be_focused()
    asking.page.evaluate("document.querySelector('#ipython_notebook a').focus()")
    assert not asking.page.evaluate(FOCUSED)
