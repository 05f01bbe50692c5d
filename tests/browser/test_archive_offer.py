"""The class archive, from the offer in the dialog to the start that uses it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import expect

from notebook_page import SPARK_STARTS, NotebookPage
from servers import Server

MADE = 600_000
"""Milliseconds in which an archive is made on a busy machine, at low priority."""


@pytest.fixture
def notebook(server: Server, open_on: Callable[..., NotebookPage]) -> Iterator[NotebookPage]:
    """A notebook with a running Spark; others start theirs without an archive."""
    yield open_on(server).start("local")
    shutil.rmtree(server.home / ".local" / "share" / "jupyter" / "startspark", ignore_errors=True)


@pytest.mark.parametrize("server", ["nbclassic"], indirect=True)
def test_an_archive_is_offered_made_and_used(notebook: NotebookPage) -> None:
    notebook.expect_running()
    offer = notebook.dialog.locator(".startspark-archive")
    expect(offer).to_contain_text("Spark can start in two thirds of the time")
    offer.get_by_role("button", name="Make the next starts faster").click()
    expect(offer).to_contain_text("Spark runs a sample session (1 of 3)…")
    offer.get_by_role("button", name="Cancel").click()
    expect(offer).to_contain_text("Spark can start in two thirds of the time")
    offer.get_by_role("button", name="Make the next starts faster").click()
    notebook.close_dialog()
    assert notebook.run("spark.range(3).count()") == "3"
    notebook.reload().expect_state("running")
    notebook.choose("Session details")
    expect(offer).to_contain_text(
        re.compile(r"The next starts use an archive of \d+ MB\."), timeout=MADE
    )
    notebook.close_dialog()
    notebook.choose("Restart with")
    archive = notebook.dialog.locator("dd[data-term='Class archive']")
    expect(archive).to_have_text(re.compile(r"^in use, \d+ MB$"), timeout=SPARK_STARTS)
    expect(offer).to_be_hidden()
