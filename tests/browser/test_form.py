"""Parameters are asked for in a form before the start."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from notebook_page import NotebookPage
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


def test_a_form_is_filled_in_while_the_kernel_is_busy(ready: NotebookPage) -> None:
    file = ready.keep_busy()
    ready.reload_list().start("grid")
    expect_what_the_config_says(ready)
    for number in ("0", "21", "1.5", ""):
        expect_that_the_browser_refuses(ready, number)
    expect_that_the_server_refuses(ready)
    expect_that_the_server_gets_all(ready)
    expect(ready.dialog).to_contain_text("Waiting for the kernel to be free")
    ready.dialog.get_by_role("button", name="Cancel").click()
    file.touch()
    ready.expect_state("ready")
    expect(ready.dialog).to_be_hidden()
    assert ready.javas() == []


def expect_what_the_config_says(form: NotebookPage) -> None:
    """Each field has what the config says of it, and the first one the focus."""
    expect(form.field("Partitions")).to_be_focused()
    expect(form.field("Partitions")).to_have_value("8")
    expect(form.dialog.locator(".startspark-unit")).to_have_text("pieces")
    expect(form.dialog).to_contain_text("Of each shuffle (1 to 20 pieces)")
    expect(form.dialog).to_contain_text("at least 0")
    expect(form.field("Level").locator("option")).to_have_text(["low", "middle", "high"])
    expect(form.field("Level").locator("option:checked")).to_have_text("middle")
    expect(form.field("fraction")).to_have_value("0.5")
    expect(form.field("Web UI")).not_to_be_checked()


def expect_that_the_browser_refuses(form: NotebookPage, number: str) -> None:
    """What breaks the limits is not sent, and gets the focus."""
    form.field("Partitions").fill(number)
    submit(form)
    expect_refused(form, "Partitions")
    expect(form.dialog.locator(".startspark-refused [id$=-message]")).not_to_be_empty()
    expect(form.field("Partitions")).to_be_focused()
    form.expect_state("ready")


def expect_that_the_server_refuses(form: NotebookPage) -> None:
    """What only the server knows to be wrong is said beside its field."""
    form.field("Partitions").fill("5")
    form.field("Queue").fill("UPPER")
    submit(form)
    expect_refused(form, "Queue")
    message = form.dialog.locator(".startspark-refused [id$=-message]")
    expect(message).to_have_text("must match ^[a-z ']*$")
    form.errors.clear()  # the browser notes a reply of 400 on the console


def expect_that_the_server_gets_all(form: NotebookPage) -> None:
    """Enter in a field sends what was filled in, each in its type."""
    form.field("Queue").fill("ann's own")
    form.field("Level").select_option("high")
    form.field("fraction").fill("0.25")
    with form.page.expect_request("**/render") as request:
        form.field("Queue").press("Enter")
    assert request.value.post_data_json["parameters"] == {
        **{"partitions": 5, "queue": "ann's own", "level": "high", "fraction": 0.25},
        "web_ui": False,
    }


def submit(form: NotebookPage) -> None:
    form.dialog.get_by_role("button", name="Start Spark").click()


def expect_refused(form: NotebookPage, label: str) -> None:
    """One field is marked."""
    refused = form.dialog.locator(".startspark-refused")
    expect(refused).to_have_count(1)
    expect(refused.locator("label")).to_have_text(label)
