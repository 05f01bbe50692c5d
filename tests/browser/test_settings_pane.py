"""What a notebook changes in a config, and configs that are made of that."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Locator, Route, expect

from lab_page import LabPage, opening_lab, write_notebook
from notebook_page import NotebookPage
from servers import Server

CONFIG = """
title: Small grid
master: local[2]
conf:
  spark.app.level: low
  spark.app.queue: "{{ user }}"
  spark.ui.enabeld: false
  spark.app.password: s3cret
  spark.app.token: {env: HOME}
"""


@pytest.fixture(scope="module", autouse=True)
def config(server: Server) -> Iterator[None]:
    """A config for notebooks to change."""
    path = server.configs / "grid.yaml"
    path.write_text(CONFIG)
    yield
    path.unlink()


@pytest.fixture
def grid(ready: NotebookPage) -> NotebookPage:
    """A notebook that has chosen the config, and changes nothing in it yet."""
    ready.reload_list().select.select_option("grid")
    return ready


def settings_button(notebook: NotebookPage) -> Locator:
    return notebook.page.locator("#startspark-settings")


def settings(notebook: NotebookPage) -> Locator:
    """Open the settings; returns their rows."""
    settings_button(notebook).click()
    rows = notebook.dialog.locator(".startspark-properties tr")
    expect(rows.first).to_be_visible()
    return rows


def field(notebook: NotebookPage, name: str) -> Locator:
    return notebook.dialog.get_by_label(name, exact=True)


def submit(notebook: NotebookPage, label: str = "Start Spark") -> None:
    notebook.dialog.get_by_role("button", name=label).click()


def add(notebook: NotebookPage, name: str, value: str) -> Locator:
    """Add a property; returns its row."""
    notebook.dialog.get_by_role("button", name="Add a property").click()
    row = notebook.dialog.locator(".startspark-properties tr").last
    row.get_by_label("Property", exact=True).fill(name)
    row.get_by_label("Value", exact=True).fill(value)
    return row


def test_changes_reach_spark_and_stay_with_the_notebook(grid: NotebookPage) -> None:
    settings(grid)
    expect_what_the_config_says(grid)
    expect_that_a_refusal_stands_in_its_row(grid)
    field(grid, "spark.app.level").fill("{{ 40 + 2 }}")
    expect(grid.dialog).to_contain_text("was low")
    grid.dialog.get_by_label("Leave out: spark.app.queue").click()
    add(grid, "spark.app.home", "{env: HOME}")
    add(grid, "spark.executor.instances", "3")
    submit(grid)
    changed = "spark.app.level, spark.app.queue, spark.app.home, spark.executor.instances"
    assert grid.expect_running()["Changed here"] == changed
    expect_warnings(grid)
    grid.close_dialog()
    got = "[spark.conf.get(f'spark.app.{n}', None) for n in ('level', 'queue', 'home', 'password')]"
    home = str(grid.server.home)
    assert ast.literal_eval(grid.run(got)) == ["42", None, home, "s3cret"]
    expect(settings_button(grid)).to_have_text("4")
    expect_that_changes_outlive_a_reload(grid)
    grid.run("spark.stop()")
    grid.expect_state("ready")


def expect_what_the_config_says(grid: NotebookPage) -> None:
    """Each property has its value, but what is secret, which is not even in the page."""
    expect(grid.dialog.locator(".startspark-properties tr")).to_have_count(5)
    expect(field(grid, "spark.app.level")).to_have_value("low")
    expect(field(grid, "spark.app.level")).to_be_focused()
    expect(field(grid, "spark.app.password")).to_have_value("")
    expect(field(grid, "spark.app.password")).to_have_attribute("placeholder", "hidden")
    expect(field(grid, "spark.app.token")).to_have_value("{env: HOME}")
    path = str(grid.server.configs / "grid.yaml")
    expect(grid.dialog).to_contain_text(path)
    expect(grid.dialog.locator(".startspark-edit")).to_have_count(0)
    warning = f"{path}:7: `spark.ui.enabeld` is not a Spark property"
    expect(grid.select).to_have_attribute("title", re.compile(re.escape(warning)))
    expect(warnings(grid)).to_contain_text(warning.replace("`", ""))
    assert "s3cret" not in grid.page.content()


def expect_that_a_refusal_stands_in_its_row(grid: NotebookPage) -> None:
    """What the server refuses starts nothing."""
    row = add(grid, "spark.master", "yarn")
    submit(grid)
    expect(row.locator(".startspark-message")).to_contain_text("belongs at the top of the file")
    grid.expect_state("ready")
    row.get_by_role("button").click()
    grid.errors.clear()  # the browser notes a reply of 400 on the console


def expect_warnings(grid: NotebookPage) -> None:
    """The session shows what Spark would not understand of config and notebook."""
    expect(warnings(grid).locator("li")).to_have_count(2)
    expect(warnings(grid)).to_contain_text("did you mean spark.ui.enabled?")
    expect(warnings(grid)).to_contain_text(
        "This notebook changes a property: spark.executor.instances has no effect"
    )


def warnings(notebook: NotebookPage) -> Locator:
    return notebook.dialog.locator(".startspark-warnings")


def expect_that_changes_outlive_a_reload(grid: NotebookPage) -> None:
    """They come from the notebook's file, and can be taken back."""
    grid.save()
    grid.reload().expect_state("running")
    expect(settings_button(grid)).to_have_text("4")
    settings(grid)
    expect(field(grid, "spark.app.level")).to_have_value("{{ 40 + 2 }}")
    grid.dialog.get_by_label("Use the configuration’s value: spark.app.level").click()
    grid.dialog.get_by_label("Use the configuration’s value: spark.app.queue").click()
    left = {"spark.app.home": {"env": "HOME"}, "spark.executor.instances": "3"}
    assert conf_of_start(grid, lambda: submit(grid, "Restart Spark"), "running") == left
    grid.close_dialog()


def conf_of_start(
    notebook: NotebookPage, start: Callable[[], object], state: str = "failed"
) -> object:
    """What a start asks the server for as the notebook's changes; it gets no code for them."""
    page = notebook.page
    refusal = {"status": 409, "json": {"message": "That is enough."}}
    page.route("**/render", lambda route: route.fulfill(**refusal))
    with page.expect_request("**/render") as request:
        start()
    notebook.expect_failed("That is enough.", state=state)
    page.unroute("**/render")
    notebook.errors.clear()  # the browser notes the reply on the console
    return request.value.post_data_json["conf"]


OPTIONS = f"-Dx={'y' * 500}{' ' * 500} -XX:OnError=evil"


def test_a_strangers_changes_are_reviewed_and_left_out_by_enter(grid: NotebookPage) -> None:
    conf = {"spark.app.level": "evil", "spark.driver.extraJavaOptions": OPTIONS}
    grid.page.evaluate("conf => { Jupyter.notebook.metadata.startspark.conf = conf; }", conf)
    grid.button.click()
    items = grid.dialog.locator(".startspark-review li")
    expect(items).to_have_count(2)
    expect(items.nth(0)).to_contain_text("can run code")
    expect(items.nth(0).locator(".startspark-value")).to_have_text(OPTIONS)
    expect(items.nth(1)).to_contain_text("instead of low")
    assert grid.dialog.locator(".startspark-review").evaluate(
        "it => it.scrollWidth <= it.clientWidth"
    )
    expect(grid.dialog.get_by_role("button", name="Start without")).to_be_focused()
    assert conf_of_start(grid, lambda: grid.page.keyboard.press("Enter")) == {}


def test_properties_are_completed_and_checked_while_they_are_typed(grid: NotebookPage) -> None:
    asked = len(grid.requested)
    settings(grid)
    assert not any("startspark/properties" in it for it in grid.requested[asked:])
    expect_completion(grid)
    field(grid, "spark.app.level").fill("high")
    row = add(grid, "spark.executor.memroy", "4g")
    name = row.get_by_label("Property", exact=True)
    expect(name).to_have_attribute("aria-invalid", "true")
    expect(name).to_have_accessible_description(re.compile("did you mean spark.executor.memory"))
    name.fill("spark.executor.memoryOverhead")
    name.press("Tab")
    expect(row.locator(".startspark-caution")).to_contain_text("has no effect with a local master")
    expect(name).to_have_attribute("aria-invalid", "false")
    grid.close_dialog()


def test_properties_are_completed_in_jupyterlab(
    lab_server: Callable[[str], Server], chromium: Browser
) -> None:
    server = lab_server("notebook 7")
    (server.configs / "grid.yaml").write_text(CONFIG)
    write_notebook(server, "typing.ipynb")
    with opening_lab(chromium, server, "JupyterLab") as lab:
        lab.open("typing.ipynb").select.select_option("grid")
        lab.panel.locator(".startspark-settings").click()
        expect_completion(lab)
        lab.close_dialog()


def expect_completion(notebook: NotebookPage | LabPage) -> None:
    """A property is added by the keyboard alone; what is wrong with it is said at once."""
    keyboard = notebook.page.keyboard
    notebook.dialog.get_by_role("button", name="Add a property").press("Enter")
    name = notebook.dialog.get_by_role("combobox", name="Property", exact=True)
    expect(name).to_be_focused()
    expect(name).to_have_attribute("aria-expanded", "false")
    options = notebook.dialog.get_by_role("option")
    name.fill("mesos.coarse")
    expect(options.first).to_contain_text("spark.mesos.coarse")
    expect(options.first).not_to_contain_text("last in 3.5")  # which this kernel has
    name.fill("api.mode")  # which is Spark 4's
    expect(options).to_have_count(0)
    name.fill("")
    keyboard.type("exec mem")
    expect(options.first).to_contain_text("spark.executor.memory")
    expect(options.first).to_contain_text("size · default 1g · since 0.7")
    expect(options.first).to_have_attribute("aria-selected", "true")
    box = options.first.bounding_box()
    assert box is not None
    at = [box["x"] + 20, box["y"] + 10]
    top = "at => document.elementFromPoint(...at).closest('[role=option]') !== null"
    assert notebook.page.evaluate(top, at)  # the dialog's end does not cover it
    keyboard.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    keyboard.press("Escape")
    expect(options).to_have_count(0)
    expect(notebook.dialog).to_be_visible()
    keyboard.press("ArrowDown")
    keyboard.press("Enter")
    expect(name).to_have_value("spark.executor.memory")
    value = notebook.dialog.get_by_role("combobox", name="Value", exact=True)
    expect(value).to_be_focused()
    keyboard.type("4x")
    message = "spark.executor.memory must be a size in whole numbers such as 512m or 4g"
    expect(value).to_have_accessible_description(message)
    expect(value).to_have_attribute("aria-invalid", "true")
    keyboard.press("Backspace")
    expect(options).to_have_text([re.compile(it) for it in ("4g", "4m", "4k", "4t", "4b")])
    options.nth(1).click()
    expect(value).to_have_value("4m")
    expect(value).to_be_focused()
    expect(value).to_have_attribute("aria-invalid", "false")


def test_a_new_configuration_is_made_of_the_changes(grid: NotebookPage) -> None:
    settings(grid)
    field(grid, "spark.app.level").fill("high")
    grid.dialog.get_by_role("button", name="New configuration from this…").click()
    expect(field(grid, "Name")).to_be_focused()
    field(grid, "Name").fill("mine")
    field(grid, "Title").fill("My grid")
    field(grid, "Title").press("Enter")
    expect(grid.dialog).to_contain_text("is saved and selected")
    path = grid.server.configs / "mine.yaml"
    try:
        assert path.read_text() == "title: My grid\nextends: grid\nconf:\n  spark.app.level: high\n"
        grid.close_dialog()
        expect(grid.select).to_have_value("mine")
        expect(grid.select.locator("option:checked")).to_have_text("My grid")
        expect(settings_button(grid)).to_have_text("")
    finally:
        path.unlink()


def test_a_file_that_jupyter_shows_opens_in_its_editor(grid: NotebookPage) -> None:
    folder = grid.server.notebooks / "our configs"
    folder.mkdir()
    (folder / "a%.yaml").write_text("title: Ours")

    def show(route: Route) -> None:
        details = route.fetch().json()
        route.fulfill(json={**details, "contents_path": "our configs/a%.yaml"})

    grid.page.route("**/configs/grid", show)
    settings(grid)
    grid.page.unroute("**/configs/grid")
    with grid.page.context.expect_page() as opened:
        grid.dialog.get_by_role("link", name="Edit", exact=True).click()
    expect(opened.value.locator(".CodeMirror")).to_contain_text("title: Ours")


def test_this_machine_is_sized_by_hand_or_started_by_one_click(ready: NotebookPage) -> None:
    settings_button(ready).click()
    expect(field(ready, "Cores")).to_be_focused()
    expect(ready.dialog).to_contain_text(re.compile(r"Memory\s*GB.*\(1 to \d+ GB\)", re.DOTALL))
    field(ready, "Cores").fill("1")
    field(ready, "Memory").fill("2")
    submit(ready)
    ready.expect_running()
    ready.close_dialog()
    got = "(sc.defaultParallelism, sc.getConf().get('spark.driver.memory'))"
    assert ast.literal_eval(ready.run(got)) == (1, "2g")
    ready.choose("Restart with “This machine”").expect_running()
    ready.close_dialog()
    got = "(sc.master, sc.getConf().get('spark.driver.memory'))"
    assert ast.literal_eval(ready.run(got)) == ("local[*]", None)
