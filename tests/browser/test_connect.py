"""Spark Connect: what it tells of its work is shown, what it has not is left out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

import connect_server
from notebook_page import NotebookPage
from servers import Server

pytestmark = [
    pytest.mark.parametrize("server", ["nbclassic"], indirect=True),
    pytest.mark.skipif(not connect_server.IS_THERE, reason="pyspark 3 has no Connect server"),
]

WORK = """
from pyspark.sql.functions import udf
import time
wait = udf(lambda it: time.sleep(0.5) or it, "long")
spark.range(0, 8, 1, 8).select(wait("id")).collect()
"""


@pytest.fixture
def remote(tmp_path: Path) -> Iterator[str]:
    """The address of a Spark Connect server."""
    with connect_server.running(tmp_path) as address:
        yield address


def test_a_remote_session_shows_what_it_tells(
    server: Server, open_on: Callable[..., NotebookPage], remote: str
) -> None:
    config = server.configs / "remote.yaml"
    config.write_text(f"title: Remote\nremote: {remote}\n")
    notebook = open_on(server)
    facts = notebook.start("remote").expect_running()
    assert set(facts) == {"Configuration", "Spark"}
    expect(notebook.link).to_have_count(0)
    notebook.close_dialog()
    cell = notebook.add(WORK)
    text = cell.locator(".startspark-progress-text")
    expect(text).to_contain_text(re.compile(r"\d of 8 tasks"))
    expect(text).to_have_text(re.compile(r"^1 job, 8 tasks, [\d.]+ s$"))
    expect(notebook.page.locator(".startspark-meter")).to_be_hidden()
    notebook.choose("Stop Spark")
    notebook.expect_state("ready")
    config.unlink()
