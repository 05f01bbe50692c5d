"""Keyboard and screen readers."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from notebook_page import NotebookPage

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"

OURS = [
    *("#startspark", ".startspark-notice", ".startspark-dialog", ".startspark-progress"),
    ".startspark-offer",
]

FORM = """
title: Asking
master: local[*]
parameters:
  cores: {type: integer, title: Cores, minimum: 1, maximum: 4, default: 1, unit: cores}
  level: {type: string, title: Level, enum: [low, high]}
  fast: {type: boolean, title: Fast}
  name: {type: string, title: Name, description: Of the run, default: ""}
"""


def expect_no_violations(notebook: NotebookPage) -> None:
    """axe finds nothing to say about what is ours and visible."""
    notebook.page.evaluate(AXE.read_text())
    found = notebook.page.evaluate(
        """ours => axe.run({include: ours.filter(it => document.querySelector(it)).map(it => [it])})
            .then(({violations}) => violations.map(({id, help, nodes}) =>
                `${id}: ${help}: ${nodes.map(node => node.html).join()}`))""",
        OURS,
    )
    assert found == []


@pytest.fixture(scope="module", autouse=True)
def no_animation(shared_notebook: NotebookPage) -> None:
    """Colours in the middle of a change are nobody's."""
    shared_notebook.page.add_style_tag(content="* {transition: none !important}")


@pytest.fixture
def notebook(ready: NotebookPage) -> NotebookPage:
    """The notebook that these tests share, without a Spark."""
    return ready


def test_a_violation_is_found(notebook: NotebookPage) -> None:
    options = notebook.page.locator("#startspark-options")  # which no change of state writes
    name = options.get_attribute("aria-label")
    notebook.page.evaluate("$('#startspark-options').removeAttr('aria-label title')")
    with pytest.raises(AssertionError, match="button-name"):
        expect_no_violations(notebook)
    options.evaluate("(it, name) => { it.title = it.ariaLabel = name; }", name)


def test_nothing_violates_the_rules(notebook: NotebookPage) -> None:
    expect_no_violations(notebook)
    path = notebook.server.configs / "asking.yaml"
    path.write_text(FORM)
    notebook.reload_list()
    notebook.start("asking")
    expect(notebook.field("Cores")).to_be_visible()
    expect_no_violations(notebook)
    notebook.close_dialog()
    notebook.page.locator("#startspark-settings").click()
    notebook.dialog.get_by_role("button", name="Add a property").click()
    expect_no_violations(notebook)
    notebook.page.keyboard.type("memory")
    expect(notebook.dialog.locator(".startspark-suggestion").first).to_be_visible()
    expect_no_violations(notebook)
    notebook.page.keyboard.press("Escape")
    notebook.close_dialog()
    change = "Jupyter.notebook.metadata.startspark.conf = {'spark.plugins': 'x', 'spark.y': 7}"
    notebook.page.evaluate(change)
    notebook.button.click()
    expect(notebook.dialog.locator(".startspark-review")).to_be_visible()
    expect_no_violations(notebook)
    notebook.close_dialog()
    notebook.page.evaluate("delete Jupyter.notebook.metadata.startspark.conf")
    notebook.start("asking")
    notebook.field("Cores").fill("9")
    notebook.dialog.get_by_role("button", name="Start Spark").click()
    expect(notebook.dialog.locator(".startspark-refused")).to_have_count(1)
    expect_no_violations(notebook)
    notebook.field("Cores").fill("2")
    notebook.dialog.get_by_role("button", name="Start Spark").click()
    expect(notebook.dialog.locator(".startspark-time")).not_to_be_empty()
    expect_no_violations(notebook)
    notebook.expect_running()
    expect_no_violations(notebook)
    notebook.close_dialog()
    notebook.button.click()
    expect(notebook.page.get_by_role("menu")).to_be_visible()
    expect_no_violations(notebook)
    notebook.page.keyboard.press("Escape")
    path.write_text("mastre: x")
    notebook.choose("Restart with")
    notebook.expect_failed("mastre", state="running")
    expect_no_violations(notebook)
    notebook.dialog.get_by_role("button", name="Check this notebook’s Spark").click()
    expect(notebook.dialog.get_by_role("button", name="Copy the report")).to_be_focused()
    notebook.page.keyboard.press("Enter")
    expect(notebook.dialog.locator(".startspark-report pre")).to_be_visible()
    expect_no_violations(notebook)
    notebook.close_dialog()
    notebook.choose("Edit “asking”")
    area = notebook.dialog.get_by_role("textbox")
    expect(area).to_have_value("mastre: x")
    expect_no_violations(notebook)
    area.fill("title: Corrected")
    notebook.dialog.get_by_role("button", name="Save").click()
    expect(notebook.dialog.get_by_role("button", name="Restart Spark")).to_be_focused()
    expect_no_violations(notebook)
    path.unlink()


def test_no_start_without_a_click_violates_a_rule(notebook: NotebookPage) -> None:
    cell = notebook.add("spark")
    expect(cell.get_by_role("button", name="Start Spark and run again")).to_be_visible()
    notebook.page.locator("#startspark-options").click()
    expect(notebook.page.get_by_role("menuitemcheckbox")).to_have_count(2)
    notice = notebook.page.locator(".startspark-notice").last
    notice.evaluate("it => { it.hidden = false; it.firstChild.textContent = 'Start Spark?'; }")
    expect_no_violations(notebook)
    notice.evaluate("it => { it.hidden = true; }")
    notebook.page.keyboard.press("Escape")


def test_the_progress_under_a_cell_violates_no_rule(running: NotebookPage) -> None:
    cell = running.add("sc.parallelize([1, 0], 2).map(lambda it: 1 / it).sum()")
    unfold = cell.get_by_role("button", name="Jobs and stages")
    line = cell.locator(".startspark-progress")
    expect(line).to_have_attribute("data-state", "failed", timeout=120_000)  # its Python begins
    unfold.focus()
    running.page.keyboard.press("Enter")
    expect(cell.locator(".startspark-reason").last).to_contain_text("ZeroDivisionError")
    expect_no_violations(running)
    running.page.keyboard.press("Enter")
    expect(cell.locator(".startspark-table")).to_be_hidden()


def test_the_keyboard_alone_reaches_everything(running: NotebookPage) -> None:
    keyboard = running.page.keyboard
    running.select.focus()
    keyboard.press("Tab")
    expect(running.page.locator("#startspark-options")).to_be_focused()
    keyboard.press("Tab")
    expect(running.page.locator("#startspark-settings")).to_be_focused()
    keyboard.press("Tab")
    expect(running.button).to_be_focused()
    expect_the_menu(running)
    expect_that_the_focus_returns(running)
    expect_that_a_stop_is_announced(running)
    assert running.page.evaluate("Jupyter.notebook.ncells()") == 1


def expect_the_menu(running: NotebookPage) -> None:
    """The button with the focus opens it, arrows go through it, and Escape closes it."""
    keyboard = running.page.keyboard
    keyboard.press("Enter")
    expect(running.button).to_have_attribute("aria-expanded", "true")
    keyboard.press("ArrowDown")
    expect(running.page.get_by_role("menuitem", name="Session details")).to_be_focused()
    keyboard.press("ArrowDown")
    expect(running.page.get_by_role("menuitem", name="Open web UI")).to_be_focused()
    keyboard.press("Escape")
    expect(running.button).to_be_focused()
    expect(running.button).to_have_attribute("aria-expanded", "false")


def expect_that_the_focus_returns(running: NotebookPage) -> None:
    """The dialog focuses its link, and gives the focus back to where it was."""
    running.select.focus()
    running.page.evaluate("Jupyter.actions.call('startspark:start')")
    running.expect_running()
    expect(running.dialog.locator(".startspark-status")).to_have_attribute("role", "status")
    expect(running.link).to_be_focused()
    running.page.keyboard.press("Escape")
    expect(running.select).to_be_focused()
    expect(running.dialog).to_be_hidden()


def expect_that_a_stop_is_announced(running: NotebookPage) -> None:
    """The last item of the menu stops Spark, and a screen reader says so."""
    running.button.focus()
    running.page.keyboard.press("ArrowUp")
    expect(running.page.get_by_role("menuitem", name="Stop Spark")).to_be_focused()
    running.page.keyboard.press("Enter")
    running.expect_state("ready")
    announced = running.page.locator("#startspark [aria-live=polite]")
    expect(announced).to_have_text("Start Spark")
