"""Parameters are asked for in a form before the start."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from notebook_page import SPARK_STARTS, NotebookPage
from servers import Server

CONFIG = """
title: Small grid
master: local[2]
conf:
  spark.sql.shuffle.partitions: "{{ parameters.partitions }}"
  spark.app.queue: "{{ parameters.queue }}"
  spark.app.level: "{{ parameters.level }}"
  spark.app.fraction: "{{ parameters.fraction }}"
  spark.ui.enabled: "{{ parameters.web_ui }}"
parameters:
  partitions:
    type: integer
    title: Partitions
    description: Of each shuffle
    unit: pieces
    default: 8
    minimum: 1
    maximum: 20
  queue: {type: string, title: Queue, pattern: "^[a-z ']*$"}
  level: {type: string, title: Level, enum: [low, middle, high], default: middle}
  fraction: {type: number, default: 0.5, minimum: 0}
  web_ui: {type: boolean, title: Web UI, default: false}
"""


@pytest.fixture(scope="module", autouse=True)
def grid(server: Server) -> Iterator[None]:
    """A config that asks."""
    path = server.configs / "grid.yaml"
    path.write_text(CONFIG)
    yield
    path.unlink()


@pytest.fixture
def form(ready: NotebookPage) -> NotebookPage:
    """A notebook whose dialog shows the form, for which no kernel is needed."""
    file = ready.keep_busy()
    ready.start("grid")
    expect(ready.field("Partitions")).to_be_visible()
    file.touch()
    return ready


def submit(notebook: NotebookPage) -> None:
    notebook.dialog.get_by_role("button", name="Start Spark").click()


def test_the_form_shows_what_the_config_says(form: NotebookPage) -> None:
    expect(form.field("Partitions")).to_be_focused()
    expect(form.field("Partitions")).to_have_value("8")
    expect(form.dialog.locator(".startspark-unit")).to_have_text("pieces")
    expect(form.dialog).to_contain_text("Of each shuffle (1 to 20 pieces)")
    expect(form.dialog).to_contain_text("at least 0")
    expect(form.field("Level").locator("option")).to_have_text(["low", "middle", "high"])
    expect(form.field("Level").locator("option:checked")).to_have_text("middle")
    expect(form.field("fraction")).to_have_value("0.5")
    expect(form.field("Web UI")).not_to_be_checked()


def test_what_was_filled_in_reaches_spark(form: NotebookPage) -> None:
    form.field("Partitions").fill("5")
    form.field("Queue").fill("ann's own")
    form.field("Level").select_option("high")
    form.field("fraction").fill("0.25")
    form.field("Queue").press("Enter")
    facts = form.expect_running()
    assert facts["Configuration"] == "Small grid"
    expect(form.link).to_have_count(0)
    expect(form.dialog).to_contain_text("has no web UI")
    form.close_dialog()
    got = "[spark.conf.get(f'spark.app.{n}') for n in ('queue', 'level', 'fraction')]"
    assert form.run(got) == "[\"ann's own\", 'high', '0.25']"
    assert form.run("spark.conf.get('spark.sql.shuffle.partitions')") == "'5'"
    expect_progress_without_a_web_ui(form)


def expect_progress_without_a_web_ui(notebook: NotebookPage) -> None:
    """A cell with jobs has its line, and the details say what they cannot show."""
    cell = notebook.add("sc.range(3).count()")
    text = cell.locator(".startspark-progress-text")
    expect(text).to_contain_text("1 job, ", timeout=SPARK_STARTS)
    cell.get_by_role("button", name="Jobs and stages").click()
    expect(cell.locator(".startspark-job")).to_contain_text("count")
    expect(cell.locator(".startspark-details-note")).to_contain_text("has no web UI")


@pytest.mark.parametrize("number", ["0", "21", "1.5", ""])
def test_the_browser_refuses_what_breaks_the_limits(form: NotebookPage, number: str) -> None:
    form.field("Partitions").fill(number)
    submit(form)
    refused = form.dialog.locator(".startspark-refused")
    expect(refused).to_have_count(1)
    expect(refused.locator("label")).to_have_text("Partitions")
    expect(refused.locator("[id$=-message]")).not_to_be_empty()
    expect(form.field("Partitions")).to_be_focused()
    expect(form.button).to_have_attribute("data-state", "ready")


def test_the_servers_refusal_stands_beside_its_field(form: NotebookPage) -> None:
    form.field("Queue").fill("UPPER")
    submit(form)
    refused = form.dialog.locator(".startspark-refused")
    expect(refused.locator("label")).to_have_text("Queue")
    expect(refused.locator("[id$=-message]")).to_have_text("must match ^[a-z ']*$")
    form.errors.clear()  # the browser notes a reply of 400 on the console
    form.field("Queue").fill("lower")
    submit(form)
    form.expect_state("starting")
    form.end()


def test_cancel_starts_nothing(form: NotebookPage) -> None:
    form.close_dialog()
    expect(form.button).to_have_attribute("data-state", "ready")
    assert form.run("'spark' in dir()") == "False"
    form.button.click()
    expect(form.field("Partitions")).to_be_visible()
