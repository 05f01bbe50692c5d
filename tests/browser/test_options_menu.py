"""The menu beside the drop-down: what new notebooks use, and when Spark starts."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Locator, expect

from notebook_page import NotebookPage


def options(notebook: NotebookPage) -> Locator:
    return notebook.page.locator("#startspark-options")


def test_the_default_of_new_notebooks_is_chosen_and_removed_by_keyboard(
    ready: NotebookPage, open_on: Callable[..., NotebookPage]
) -> None:
    (ready.server.configs / "second.yaml").write_text("title: Second\nmaster: local[1]")
    ready.reload_list().select.select_option("second")
    options(ready).focus()
    ready.page.keyboard.press("ArrowDown")
    item = ready.page.get_by_role("menuitemcheckbox", name="Use “Second” for new notebooks")
    expect(item).to_be_focused()
    expect(item).not_to_be_checked()
    ready.page.keyboard.press("Enter")
    expect(ready.select.locator("option:checked")).to_have_text("Second (default)")
    expect(options(ready)).to_be_focused()

    other = open_on(ready.server)
    expect(other.select).to_have_value("second")
    options(other).click()
    item = other.page.get_by_role("menuitemcheckbox", name="Use “Second” for new notebooks")
    expect(item).to_be_checked()
    item.click()
    expect(other.select.locator("option:checked")).to_have_text("Second")
    (ready.server.configs / "second.yaml").unlink()
