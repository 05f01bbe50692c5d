"""Beside jupyter_contrib_nbextensions, on notebook 6."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from notebook_page import NotebookPage
from servers import Server, isolated_environment, running

pytest.importorskip("jupyter_contrib_nbextensions")

SWITCHED_ON = ("toc2/main", "collapsible_headings/main", "execute_time/ExecuteTime")


@pytest.fixture
def contrib(tmp_path: Path) -> Iterator[Server]:
    """Notebook 6 with a few of the contributed extensions."""
    jupyter = str(Path(sys.executable).with_name("jupyter"))
    environment = isolated_environment(tmp_path)
    install = [jupyter, "contrib", "nbextension", "install", "--user"]
    subprocess.run(install, env=environment, check=True, capture_output=True)
    for name in SWITCHED_ON:
        enable = [jupyter, "nbextension", "enable", name, "--user"]
        subprocess.run(enable, env=environment, check=True, capture_output=True)
    with running("notebook", tmp_path) as server:
        yield server


def test_spark_starts_beside_the_contributed_extensions(contrib: Server, open_on) -> None:
    notebook: NotebookPage = open_on(contrib)
    expect(notebook.page.locator("#toc_button")).to_be_visible()
    notebook.start("local").expect_running()
    notebook.close_dialog()
    assert notebook.run("spark.range(1000).count()") == "1000"
    notebook.close()


def test_the_configurator_knows_start_spark(contrib: Server) -> None:
    listed = contrib.signed_in("GET", "nbextensions/nbextensions_configurator/list").json()
    (ours,) = (extension for extension in listed if extension["Name"] == "Start Spark")
    assert ours["require"] == "startspark/main"
    assert [parameter["name"] for parameter in ours["Parameters"]] == [
        "startspark.default_config",
        "startspark.progress",
        "startspark.hotkey",
    ]
    readme = f"nbextensions/nbextensions_configurator/rendermd/{ours['readme']}"
    assert contrib.signed_in("GET", readme).status_code == 200
