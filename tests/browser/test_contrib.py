"""Beside jupyter_contrib_nbextensions, on notebook 6."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from notebook_page import OTHER_KERNEL, NotebookPage, write_other_kernel
from servers import Server, isolated_environment, running

pytest.importorskip("jupyter_contrib_nbextensions")

SWITCHED_ON = dict.fromkeys(
    ("toc2/main", "collapsible_headings/main", "execute_time/ExecuteTime"), True
)


@pytest.fixture(scope="module")
def contrib(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Notebook 6 with a few of the contributed extensions."""
    home = tmp_path_factory.mktemp("contrib")
    jupyter = str(Path(sys.executable).with_name("jupyter"))
    environment = isolated_environment(home)
    install = [jupyter, "contrib", "nbextension", "install", "--user"]
    subprocess.run(install, env=environment, check=True, capture_output=True)
    settings = home / ".jupyter" / "nbconfig" / "notebook.json"  # as the configurator does it
    enabled = json.loads(settings.read_text()) if settings.exists() else {}
    enabled["load_extensions"] = {**enabled.get("load_extensions", {}), **SWITCHED_ON}
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text(json.dumps(enabled))
    write_other_kernel(home)
    with running("notebook", home) as server:
        yield server


def test_spark_starts_beside_the_contributed_extensions(contrib: Server, open_on) -> None:
    notebook: NotebookPage = open_on(contrib, kernel=OTHER_KERNEL)
    expect(notebook.page.locator("#toc_button")).to_be_visible()
    notebook.start("local").expect_running()
    notebook.close_dialog()
    assert notebook.run("sc.range(1000).count()") == "1000"


def test_the_configurator_knows_start_spark(contrib: Server) -> None:
    listed = contrib.signed_in("GET", "nbextensions/nbextensions_configurator/list").json()
    (ours,) = (extension for extension in listed if extension["Name"] == "Start Spark")
    assert ours["require"] == "startspark/main"
    assert [parameter["name"] for parameter in ours["Parameters"]] == [
        "startspark.default_config",
        "startspark.progress",
        "startspark.notify",
        "startspark.hotkey",
    ]
    readme = f"nbextensions/nbextensions_configurator/rendermd/{ours['readme']}"
    assert contrib.signed_in("GET", readme).status_code == 200
