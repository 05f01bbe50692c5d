"""What a notebook changes in a config, and configs that are made of that."""

from __future__ import annotations

import ast
import getpass
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from notebook_page import NotebookPage
from servers import Server, running

CONFIG = """
title: Small grid
master: local[2]
conf:
  spark.app.level: low
  spark.app.queue: "{{ user }}"
  spark.ui.enabled: false
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
    ready.select.select_option("grid")
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


def test_the_settings_are_the_configs(grid: NotebookPage) -> None:
    rows = settings(grid)
    expect(rows).to_have_count(5)
    expect(field(grid, "spark.app.level")).to_have_value("low")
    expect(field(grid, "spark.app.level")).to_be_focused()
    expect(field(grid, "spark.app.password")).to_have_value("")
    expect(field(grid, "spark.app.password")).to_have_attribute("placeholder", "hidden")
    expect(field(grid, "spark.app.token")).to_have_value("{env: HOME}")
    expect(grid.dialog).to_contain_text(str(grid.server.configs / "grid.yaml"))
    expect(grid.dialog.locator(".startspark-edit")).to_have_count(0)
    assert "s3cret" not in grid.page.content()


def test_a_change_that_spark_refuses_can_be_changed(grid: NotebookPage) -> None:
    settings(grid)
    add(grid, "spark.serializer", "no.Such")
    submit(grid)
    grid.expect_failed("Spark does not find the class no.Such.")
    expect(grid.dialog).to_contain_text("spark.serializer in this notebook’s own settings")
    change = grid.dialog.get_by_role("button", name="Change settings…")
    expect(change).to_be_focused()
    change.click()
    row = grid.dialog.locator(".startspark-properties tr").last
    expect(row.get_by_label("Value", exact=True)).to_have_value("no.Such")
    expect(grid.dialog.locator("details:visible")).to_have_count(0)


def test_changes_reach_spark_and_stay_with_the_notebook(grid: NotebookPage) -> None:
    settings(grid)
    field(grid, "spark.app.level").fill("{{ 40 + 2 }}")
    expect(grid.dialog).to_contain_text("was low")
    grid.dialog.get_by_label("Leave out: spark.app.queue").click()
    add(grid, "spark.app.home", "{env: HOME}")
    submit(grid)
    changed = "spark.app.level, spark.app.queue, spark.app.home"
    assert grid.expect_running()["Changed here"] == changed
    grid.close_dialog()
    got = "[spark.conf.get(f'spark.app.{n}', None) for n in ('level', 'queue', 'home', 'password')]"
    home = str(grid.server.home)
    assert ast.literal_eval(grid.run(got)) == ["42", None, home, "s3cret"]
    expect(settings_button(grid)).to_have_text("3")

    grid.save()
    grid.reload()
    expect(settings_button(grid)).to_have_text("3")
    settings(grid)
    expect(field(grid, "spark.app.level")).to_have_value("{{ 40 + 2 }}")
    grid.dialog.get_by_label("Take the configuration’s value: spark.app.level").click()
    grid.dialog.get_by_label("Take the configuration’s value: spark.app.queue").click()
    submit(grid, "Restart Spark")
    assert grid.expect_running()["Changed here"] == "spark.app.home"
    grid.close_dialog()
    assert ast.literal_eval(grid.run(got)) == ["low", getpass.getuser(), home, "s3cret"]


REFUSED = [
    ("", "1", "needs a name"),
    ("spark.app.level", "1", "is in the list twice"),
    ("spark.master", "yarn", "belongs at the top of the file"),
    ("spark.x", "{{ env.GONE }}", "uses something that is not defined"),
    ("spark.x.password", "abc", "looks like a secret"),
]


def test_a_refused_change_says_so_in_its_row(grid: NotebookPage) -> None:
    settings(grid)
    add(grid, "constructor", "1")  # what every object in JavaScript has
    for name, value, message in REFUSED:
        row = add(grid, name, value)
        submit(grid)
        expect(row.locator(".startspark-message")).to_contain_text(message)
        grid.expect_state("ready")
        row.get_by_role("button").click()
    grid.errors.clear()  # the browser notes replies of 400 on the console
    add(grid, "spark.app.fine", "1")
    submit(grid)
    cancel(grid)


OPTIONS = f"-Dx={'y' * 500}{' ' * 500} -XX:OnError=evil"


def test_a_strangers_notebook_starts_without_its_changes_unless_told_else(
    server: Server, open_on: Callable[..., NotebookPage], other_kernel: str
) -> None:
    bad = {"spark.x": {"y": 1}}
    conf = {"spark.app.level": "evil", "spark.driver.extraJavaOptions": OPTIONS}
    grid = open_on(server, kernel=other_kernel, startspark={"config": "grid", "conf": conf | bad})
    grid.button.click()
    expect(grid.dialog).to_contain_text("This notebook changes how Spark starts")
    expect(grid.dialog).to_contain_text("One of them can run code as you")
    expect(grid.dialog).to_contain_text("has a mapping for spark.x")
    items = grid.dialog.locator(".startspark-review li")
    expect(items).to_have_count(2)
    expect(items.nth(0)).to_contain_text("can run code")
    expect(items.nth(0).locator(".startspark-value")).to_have_text(OPTIONS)
    expect(items.nth(0)).to_contain_text("“Small grid” does not set it")
    expect(items.nth(1)).to_contain_text("instead of low")
    assert grid.dialog.locator(".startspark-review").evaluate(
        "it => it.scrollWidth <= it.clientWidth"
    )
    expect(grid.dialog.get_by_role("button", name="Start without")).to_be_focused()
    grid.close_dialog()
    grid.expect_state("ready")
    grid.button.click()
    expect(items).to_have_count(2)
    assert conf_of_start(grid, lambda: grid.page.keyboard.press("Enter")) == {}
    grid.retry()
    assert conf_of_start(grid, lambda: submit(grid, "Start with these changes")) == conf
    assert conf_of_start(grid, grid.retry) == conf


def conf_of_start(notebook: NotebookPage, start: Callable[[], object]) -> object:
    """What a start asks the server for as the notebook's changes; it gets no code for them."""
    page = notebook.page
    refusal = {"status": 409, "json": {"message": "That is enough."}}
    page.route("**/render", lambda route: route.fulfill(**refusal))
    with page.expect_request("**/render") as request:
        start()
    notebook.expect_failed("That is enough.")
    page.unroute("**/render")
    notebook.errors.clear()  # the browser notes the reply on the console
    return request.value.post_data_json["conf"]


MALFORMED = ["['x']", "'x'", "7", "{conf: ['x']}", "{config: {}, conf: 7}"]


def test_malformed_metadata_is_ignored_with_a_note(grid: NotebookPage) -> None:
    start = grid.button.click
    for metadata in MALFORMED:
        grid.page.evaluate(f"Jupyter.notebook.metadata.startspark = {metadata}")
        assert conf_of_start(grid, start) == {}
        expect(grid.dialog).to_contain_text("metadata for Spark is ignored: startspark")
        start = grid.retry


def cancel(notebook: NotebookPage) -> None:
    """Cancel a start, which must have begun."""
    notebook.expect_state("starting")
    notebook.end()


def test_what_spark_would_not_understand_is_said_before_and_after(grid: NotebookPage) -> None:
    path = grid.server.configs / "odd.yaml"
    path.write_text("title: Odd\nmaster: local[1]\nconf: {spark.ui.enabeld: false}")
    try:
        grid.reload_list().select.select_option("odd")
        warning = f"{path}:3: `spark.ui.enabeld` is not a Spark property"
        expect(grid.select).to_have_attribute("title", re.compile(re.escape(warning)))
        settings(grid)
        shown = grid.dialog.locator(".startspark-warnings")
        expect(shown).to_contain_text(warning.replace("`", ""))
        add(grid, "spark.executor.instances", "3")
        submit(grid)
        grid.expect_running()
        expect(shown.locator("li")).to_have_count(2)
        expect(shown).to_contain_text("did you mean spark.ui.enabled?")
        expect(shown).to_contain_text(
            "This notebook changes a property: spark.executor.instances has no effect"
        )
    finally:
        path.unlink()


def test_a_new_configuration_is_made_of_the_changes(grid: NotebookPage) -> None:
    settings(grid)
    field(grid, "spark.app.level").fill("high")
    grid.dialog.get_by_role("button", name="New configuration from this…").click()
    field(grid, "Name").fill("local")
    field(grid, "Title").fill("My grid")
    (grid.server.configs / "local.yaml").write_text("title: Old")
    overwrite = grid.dialog.get_by_role("button", name="Replace it")
    create = grid.dialog.get_by_role("button", name="Create")
    for button in (field(grid, "Name"), create):
        with grid.page.expect_response(lambda it: "/configs/local" in it.url):
            button.press("Enter")
        expect(overwrite).to_be_visible()
        expect(field(grid, "Name")).to_be_focused()
    expect(grid.dialog.get_by_role("alert")).to_contain_text("“Old” has this name already")
    grid.errors.clear()  # the browser notes a reply of 409 on the console
    field(grid, "Name").fill("mine")
    expect(overwrite).to_be_hidden()
    submit(grid, "Create")
    expect(grid.dialog).to_contain_text("is written and chosen")
    assert (grid.server.configs / "local.yaml").read_text() == "title: Old"
    path = grid.server.configs / "mine.yaml"
    try:
        assert path.read_text() == "title: My grid\nextends: grid\nconf:\n  spark.app.level: high\n"
        grid.close_dialog()
        expect(grid.select).to_have_value("mine")
        expect(grid.select.locator("option:checked")).to_have_text("My grid")
        expect(settings_button(grid)).to_have_text("")
    finally:
        path.unlink()
        (grid.server.configs / "local.yaml").unlink()


def test_a_file_that_jupyter_shows_opens_in_its_editor(
    server: Server, open_on: Callable[..., NotebookPage], tmp_path: Path
) -> None:
    """As where a group keeps its configs among its notebooks."""
    shared = tmp_path / "notebooks" / "our configs"
    (shared / "startspark").mkdir(parents=True)
    (shared / "startspark" / "ours.yaml").write_text("title: Ours")
    with running(server.kind, tmp_path, JUPYTER_CONFIG_PATH=str(shared)) as other:
        notebook = open_on(other)
        notebook.select.select_option("ours")
        settings_button(notebook).click()
        with notebook.page.context.expect_page() as opened:
            notebook.dialog.get_by_role("link", name="Edit", exact=True).click()
        expect(opened.value.locator(".CodeMirror")).to_contain_text("title: Ours")
        notebook.page.goto("about:blank")  # before the server ends
