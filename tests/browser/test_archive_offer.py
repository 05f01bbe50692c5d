"""The class archive, from the offer in the dialog to the start that uses it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

import archives
import servers
from notebook_page import OTHER_KERNEL, SPARK_STARTS, NotebookPage, write_other_kernel


@pytest.fixture
def server(tmp_path: Path) -> Iterator[servers.Server]:
    """A server whose user has no archive yet."""
    with servers.running("nbclassic", tmp_path, **archives.NONE) as running:
        write_other_kernel(running.home)
        yield running


def test_an_archive_is_offered_made_and_used(
    server: servers.Server, open_on: Callable[..., NotebookPage]
) -> None:
    notebook = open_on(server, kernel=OTHER_KERNEL).start("local")
    notebook.expect_running()
    offer = notebook.dialog.locator(".startspark-archive")
    make = offer.get_by_role("button", name="Make the next starts faster")
    expect(offer).to_contain_text("Spark can start in two thirds of the time")
    make.click()
    expect(offer).to_contain_text("Spark runs a training session (1 of 3)…")
    notebook.close_dialog()
    assert notebook.run("sc.range(3).count()") == "3"
    notebook.reload().expect_state("running")
    notebook.choose("Session details")
    expect(offer).to_contain_text(re.compile(r"\(\d of 3\)"))
    offer.get_by_role("button", name="Cancel").click()
    expect(offer).to_contain_text("Spark can start in two thirds of the time")

    # As if it were made meanwhile, which takes minutes: `make test` has done that while preparing.
    shutil.copytree(archives.FOLDERS[0], archives.of(server.home), dirs_exist_ok=True)
    make.click()
    expect(offer).to_contain_text(re.compile(r"The next starts use an archive of \d+ MB\."))
    notebook.close_dialog()
    notebook.choose("Restart with")
    archive = notebook.dialog.locator("dd[data-term='Class archive']")
    expect(archive).to_have_text(re.compile(r"^in use, \d+ MB$"), timeout=SPARK_STARTS)
    expect(offer).to_be_hidden()
    notebook.close()
