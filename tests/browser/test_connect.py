"""Spark Connect: what it tells of its work is shown, what it has not is left out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

import connect_server
from notebook_page import SPARK_STARTS, NotebookPage
from servers import Server, free_port

pytestmark = pytest.mark.skipif(
    not connect_server.IS_THERE, reason="pyspark 3 has no Connect server"
)

TOKEN = "s3cret-of-the-server"

CONFIG = """
title: Remote
remote: {remote}
"""

IN_A_THREAD = """
import threading
counts = []
thread = threading.Thread(target=lambda: counts.append(spark.range(3).count()))
thread.start()
thread.join()
counts
"""

WORK = """
from pyspark.sql.functions import udf
import os, time
def held(it):
    while not os.path.exists({go!r}): time.sleep(0.05)
    return it
wait = udf(held, "long")
spark.range(0, 8, 1, 8).select(wait("id")).collect()
"""


@pytest.fixture(scope="module")
def remote(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a Spark Connect server that wants a token.

    With a token, pyspark wants TLS, except for this one name (pyspark.sql.connect.client).
    """
    folder = tmp_path_factory.mktemp("connect")
    with connect_server.running(folder, TOKEN) as port:
        yield f"sc://localhost:{port}"


@pytest.fixture
def path(server: Server) -> Iterator[Path]:
    """The file of the config."""
    path = server.configs / "remote.yaml"
    yield path
    path.unlink()


def test_a_remote_session_shows_what_it_tells(
    server: Server,
    open_on: Callable[..., NotebookPage],
    remote: str,
    path: Path,
    tmp_path: Path,
) -> None:
    path.write_text(CONFIG.format(remote=remote))
    notebook = open_on(server).start("remote")
    notebook.expect_failed("The Spark Connect server refused the token: No authentication token")
    path.write_text(CONFIG.format(remote=f"sc://127.0.0.1:{free_port()}"))
    expect_a_wait_that_can_be_cancelled(notebook)

    path.write_text(CONFIG.format(remote=remote))
    notebook.run(f"import os; os.environ['SPARK_CONNECT_AUTHENTICATE_TOKEN'] = {TOKEN!r}")
    notebook.button.click()
    facts = notebook.expect_running()
    assert set(facts) == {"Configuration", "Spark"}
    expect(notebook.link).to_have_count(0)
    expect(notebook.dialog.locator(".startspark-waiting")).to_be_hidden()
    expect(notebook.dialog.get_by_text("This Spark has no web UI")).to_have_count(0)
    notebook.close_dialog()
    expect(notebook.button).to_have_text("Spark running")
    assert notebook.run("'sc' in dir(), spark.range(3).count()") == "(False, 3)"
    # pyspark lets what follows a query's progress end the query.
    assert notebook.run(IN_A_THREAD) == "[3]"
    go = tmp_path / "go"
    cell = notebook.add(WORK.format(go=str(go)))
    text = cell.locator(".startspark-progress-text")
    expect(text).to_contain_text(re.compile(r"\d of 8 tasks"))
    go.touch()
    # The server tells its progress now and then, and may not tell of the last tasks.
    expect(text).to_have_text(re.compile(r"^1 job, \d tasks?, [^,]+ s$"), timeout=SPARK_STARTS)
    expect(notebook.page.locator(".startspark-meter")).to_be_hidden()
    notebook.button.click()
    web_ui = notebook.page.get_by_role("menuitem", name="Open web UI")
    expect(web_ui).to_have_attribute("aria-disabled", "true")
    notebook.page.keyboard.press("Escape")
    expect_the_code_to_work_as_a_cell(notebook)


def expect_a_wait_that_can_be_cancelled(notebook: NotebookPage) -> None:
    """A server that is not there yet is waited for."""
    notebook.retry()
    phase = notebook.dialog.locator(".startspark-phase")
    expect(phase).to_have_text("Waiting for the Spark Connect server…")
    notebook.end()
    assert notebook.run("1 + 1") == "2"


def expect_the_code_to_work_as_a_cell(notebook: NotebookPage) -> None:
    """It starts again what has been stopped, and holds no token."""
    notebook.choose("Insert the code as a cell")
    code = notebook.page.evaluate(
        "Jupyter.notebook.get_cells().map(it => it.get_text()).find(it => it.includes('.remote('))"
    )
    assert TOKEN not in code
    notebook.choose("Stop Spark")
    notebook.expect_state("ready")
    assert "name 'spark' is not defined" in notebook.run("spark")
    assert notebook.run(f"{code}\nspark.range(4).count()") == "4"
    notebook.expect_state("running")
