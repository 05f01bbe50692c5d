"""The drop-down and the button: choice, obstacles, keyboard, place."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Route, expect

from notebook_page import NotebookPage, write_kernel
from servers import Server, running

TWO = {"alpha": "title: Alpha\ndescription: The first", "beta": "title: Beta"}


@pytest.fixture(scope="module", autouse=True)
def two_configs(server: Server) -> Iterator[None]:
    """Two configs of the user's."""
    for name, text in TWO.items():
        (server.configs / f"{name}.yaml").write_text(text)
    yield
    for name in TWO:
        (server.configs / f"{name}.yaml").unlink()


@pytest.fixture
def notebook(ready: NotebookPage) -> NotebookPage:
    """The notebook that these tests share, without a Spark."""
    return ready


@pytest.fixture
def alpha(server: Server) -> Iterator[Path]:
    """The file of a config that a test may change."""
    path = server.configs / "alpha.yaml"
    yield path
    path.write_text(TWO["alpha"])


@pytest.fixture
def open_other(
    server: Server, open_on: Callable[..., NotebookPage], other_kernel: str
) -> Callable[..., NotebookPage]:
    """Open a notebook with a kernel that starts in less time."""
    return partial(open_on, server, kernel=other_kernel)


def test_a_new_notebook_shows_the_list_until_its_kernel_is_shut_down(open_other) -> None:
    notebook = open_other()
    expect(notebook.button).to_be_enabled()
    assert notebook.select.locator("option").all_inner_texts() == [
        *("Alpha", "Beta", "This machine", "↻ Reload this list"),
    ]
    expect(notebook.page.get_by_label("Spark configuration")).to_have_value("alpha")
    expect(notebook.select).to_have_attribute("title", "The first")
    assert "startspark" not in notebook.page.evaluate("Jupyter.notebook.metadata")

    notebook.page.evaluate("Jupyter.notebook.session.delete()")
    expect(notebook.button).to_be_disabled()
    notebook.page.evaluate("Jupyter.actions.call('startspark:start')")
    expect(notebook.page.locator(".startspark-why")).to_contain_text("not connected")
    assert "not connected" in notebook.button.get_attribute("title")


def test_the_notebook_remembers_the_choice_and_says_that_it_is_gone(
    notebook: NotebookPage,
) -> None:
    gone = notebook.server.configs / "gone.yaml"
    gone.write_text(TWO["beta"])
    notebook.reload_list().select.select_option("gone")
    assert notebook.page.evaluate("Jupyter.notebook.dirty")
    notebook.save()
    gone.unlink()
    notebook.reload()
    expect(notebook.select).to_have_value("gone")
    notebook.button.click()
    notebook.expect_failed("This server has no configuration “gone”: choose another.")


def test_where_there_is_no_config_the_list_can_be_read_again(notebook: NotebookPage) -> None:
    notebook.page.route("**/all-config*", lambda route: route.fulfill(json={"configs": []}))
    notebook.page.evaluate("delete Jupyter.notebook.metadata.startspark")
    notebook.save()
    notebook.reload()
    expect(notebook.button).to_be_disabled()
    entries = notebook.select.locator("option")
    assert entries.all_inner_texts() == ["No configuration", "↻ Reload this list"]
    assert "choose “Reload this list”" in notebook.button.get_attribute("title")
    notebook.page.unroute("**/all-config*")
    notebook.reload_list()
    expect(notebook.button).to_be_enabled()
    expect(entries.first).to_have_text("Alpha")


def test_a_broken_config_is_marked_and_explained(notebook: NotebookPage, alpha: Path) -> None:
    alpha.write_text("title: Alpha\nmastr: local")
    notebook.reload_list()
    expect(notebook.select.locator("option[value=alpha]")).to_have_text("⚠ alpha")
    notebook.start("alpha")
    notebook.expect_failed(f"{alpha}:2: mastr is not a config key: did you mean master?")
    alpha.write_text("title: Alpha\nmaster: local[1]")
    notebook.retry()
    assert notebook.expect_running()["Master"] == "local[1]"


def test_a_config_that_goes_between_list_and_click_is_said(
    notebook: NotebookPage, alpha: Path
) -> None:
    notebook.reload_list().select.select_option("alpha")
    alpha.unlink()
    notebook.button.click()
    notebook.expect_failed("This server has no configuration “alpha”: choose another.")


def test_a_failure_behind_a_hidden_dialog_does_not_disturb(
    notebook: NotebookPage, alpha: Path
) -> None:
    notebook.reload_list().select.select_option("alpha")
    held: list[Route] = []
    notebook.page.route("**/all-config*", lambda route: held.append(route))
    alpha.unlink()
    notebook.button.click()
    expect(notebook.dialog).to_contain_text("Reading the configuration")
    notebook.dialog.get_by_role("button", name="Hide").click()
    held[0].continue_()
    notebook.expect_state("failed")
    expect(notebook.dialog).to_be_hidden()
    notebook.button.click()
    notebook.expect_failed("This server has no configuration “alpha”")
    notebook.close_dialog()
    expect(notebook.page.locator(".modal-backdrop")).to_have_count(0)
    notebook.page.unroute("**/all-config*")


def test_typing_in_the_list_does_not_command_the_notebook(notebook: NotebookPage) -> None:
    notebook.select.focus()
    for key in "abxdd":
        notebook.page.keyboard.press(key)
    assert notebook.page.evaluate("Jupyter.notebook.ncells()") == 1


def test_the_button_can_be_reached_and_pressed_by_keyboard(notebook: NotebookPage) -> None:
    notebook.select.focus()
    notebook.page.keyboard.press("Tab")
    expect(notebook.page.locator("#startspark-settings")).to_be_focused()
    notebook.page.keyboard.press("Tab")
    expect(notebook.button).to_be_focused()
    notebook.page.keyboard.press("Enter")
    notebook.expect_running()
    expect(notebook.link).to_be_focused()
    notebook.page.keyboard.press("Escape")
    expect(notebook.dialog).to_be_hidden()


def test_the_group_stands_in_the_toolbars_row(notebook: NotebookPage) -> None:
    cell_type = notebook.page.locator("#cell_type").bounding_box()
    for part in (notebook.select, notebook.button):
        box = part.bounding_box()
        assert abs(box["y"] - cell_type["y"]) <= 2
        assert abs(box["height"] - cell_type["height"]) <= 2
        assert box["x"] + box["width"] <= 1024


CLUSTER = """async () => {
    const base = `${location.pathname.split('/notebooks/')[0]}/nbextensions/startspark`;
    const load = path => import(`${base}/${path}`);
    const [{ExecutorsMeter}, {IdleBanner}, {Store}] = await Promise.all(
        ['progress/executors_meter.js', 'ui/idle_banner.js', 'session/store.js'].map(load));
    const styles = document.createElement('link');
    Object.assign(styles, {rel: 'stylesheet', href: `${base}/progress/progress.css`});
    document.head.append(styles);
    const store = new Store();
    const [meter, banner] = [new ExecutorsMeter(), new IdleBanner({store, actions: {}, look: {}})];
    document.querySelector('.startspark-meter-place').append(meter.element);
    document.querySelector('#maintoolbar').after(banner.element);
    const executor = {tasks: 3, cores: 8, memoryUsed: 1e9, memory: 5e9};
    meter.show(Array(24).fill(executor), [{id: 1, reason: 'gone'}, {id: 2, reason: 'gone'}]);
    store.update('session', {phase: 'running', facts: {running: true, executors: 24, idle: 700}});
    document.querySelector('#startspark-start .startspark-label').textContent =
        'Spark running (24 of 26 executors)';
    document.querySelector('#startspark-config option').text =
        'A configuration with a very long title';
}"""
"""What a cluster has the header show, and more than it has place for."""

IN_PLACE = """() => {
    const [row, parts, header, site] = ['#cell_type', '#startspark', '#header', '#site']
        .map(it => document.querySelector(it).getBoundingClientRect());
    return Math.abs(parts.top - row.top) <= 2 && Math.abs(parts.bottom - row.bottom) <= 2 &&
        parts.right <= innerWidth && Math.abs(site.top - header.bottom) <= 1 &&
        Math.abs(site.bottom - innerHeight) <= 1;
}"""


def test_a_clusters_meter_and_the_notice_have_their_place(notebook: NotebookPage) -> None:
    page = notebook.page
    page.wait_for_function(IN_PLACE)
    page.evaluate(CLUSTER)
    expect(page.get_by_text("24 executors idle for 11 min")).to_be_visible()
    page.wait_for_function(IN_PLACE)
    expect(page.locator(".startspark-warning").filter(has_text="lost")).to_be_visible()
    page.set_viewport_size({"width": 1400, "height": 600})
    page.wait_for_function(IN_PLACE)
    page.set_viewport_size({"width": 1024, "height": 700})
    notebook.reload()


def test_a_kernel_of_another_language_is_an_obstacle(server: Server, open_on) -> None:
    echo = Path(__file__).with_name("echo_kernel.py")
    write_kernel(server.home, "echo", sys.executable, str(echo))
    notebook = open_on(server, kernel="echo")
    expect(notebook.button).to_be_disabled()
    assert "this one runs echo" in notebook.button.get_attribute("title")


def forget(notebook: NotebookPage) -> None:
    """Have the notebook's file remember no configuration."""
    notebook.page.evaluate("delete Jupyter.notebook.metadata.startspark")
    notebook.save()


def expect_disabled(notebook: NotebookPage, reason: str) -> None:
    """Wait until the button's tooltip says why it cannot be used."""
    expect(notebook.button).to_have_attribute("title", re.compile(re.escape(reason)))
    expect(notebook.button).to_be_disabled()


def test_a_server_that_is_away_at_load_is_asked_again(notebook: NotebookPage) -> None:
    forget(notebook)
    notebook.page.route("**/all-config*", lambda route: route.fulfill(status=502))
    notebook.reload(wait=False)
    expect_disabled(notebook, "The notebook server does not answer (status 502).")
    notebook.page.unroute("**/all-config*")
    expect(notebook.button).to_be_enabled()
    expect(notebook.select).to_have_value("alpha")
    notebook.errors.clear()  # the browser notes the 502 on the console


def test_a_list_without_any_config_can_be_reloaded(notebook: NotebookPage) -> None:
    forget(notebook)
    notebook.page.route("**/all-config*", lambda route: route.fulfill(json={"configs": []}))
    notebook.reload(wait=False)
    expect_disabled(notebook, "There is no Spark configuration.")
    expect(notebook.select.locator("option:checked")).to_have_text("No configuration")
    notebook.page.unroute("**/all-config*")
    notebook.reload_list()
    expect(notebook.button).to_be_enabled()


def test_a_missing_server_extension_is_an_obstacle(
    tmp_path: Path, open_on: Callable[..., NotebookPage]
) -> None:
    config = tmp_path / ".jupyter" / "jupyter_server_config.json"
    config.parent.mkdir()
    config.write_text(json.dumps({"ServerApp": {"jpserver_extensions": {"startspark": False}}}))
    with running("nbclassic", tmp_path) as server:
        notebook = open_on(server)
        expect(notebook.button).to_be_disabled()
        assert "server extension is not enabled" in notebook.button.get_attribute("title")
        notebook.close()
        notebook.errors.clear()  # the browser notes each 404 on the console
