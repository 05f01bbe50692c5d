"""The class archive, from the offer in the dialog to the start that uses it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import expect

import archives
import servers
from notebook_page import SPARK_STARTS, NotebookPage, write_kernel
from pythons import OTHER_PYTHON

MADE = 600_000
"""Milliseconds in which an archive is made on a busy machine, at low priority."""


@pytest.fixture
def notebook(tmp_path: Path, open_on: Callable[..., NotebookPage]) -> Iterator[NotebookPage]:
    """A notebook with a running Spark that has started without an archive."""
    with servers.running("nbclassic", tmp_path, **archives.NONE) as server:
        write_kernel(server.home, "other", str(OTHER_PYTHON), "-m", "ipykernel_launcher")
        notebook = open_on(server, kernel="other").start("local")
        yield notebook
        notebook.close()


def test_an_archive_is_offered_made_and_used(notebook: NotebookPage) -> None:
    notebook.expect_running()
    offer = notebook.dialog.locator(".startspark-archive")
    expect(offer).to_contain_text("Spark can start in two thirds of the time")
    offer.get_by_role("button", name="Make the next starts faster").click()
    expect(offer).to_contain_text("Spark runs a sample session (1 of 3)…")
    offer.get_by_role("button", name="Cancel").click()
    expect(offer).to_contain_text("Spark can start in two thirds of the time")
    offer.get_by_role("button", name="Make the next starts faster").click()
    hasten_build(notebook)
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


def hasten_build(notebook: NotebookPage) -> None:
    """Take its low priority from the build, where this user may: other tests take the processor."""
    expect(notebook.dialog.locator(".startspark-archive")).to_contain_text("(1 of 3)")
    for process in notebook.kernel_process().children(recursive=True):
        with suppress(psutil.AccessDenied, psutil.NoSuchProcess):
            process.nice(0)
