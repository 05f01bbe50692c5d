"""Notebook 6 as its administrator and its user have set it up, with contributed extensions."""

from __future__ import annotations

import importlib.util
import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Route, expect

from notebook_page import OTHER_KERNEL, NotebookPage, write_other_kernel
from servers import Server, isolated_environment, running

HAS_CONTRIB = importlib.util.find_spec("jupyter_contrib_nbextensions") is not None
contrib = pytest.mark.skipif(not HAS_CONTRIB, reason="jupyter_contrib_nbextensions is missing")

ADMINISTRATORS = {"StartSpark": {"idle_minutes": 0.05, "stop_idle": True, "default_config": "beta"}}
USERS = {"startspark": {"hotkey": "alt-s"}}
SWITCHED_ON = dict.fromkeys(
    ("toc2/main", "collapsible_headings/main", "execute_time/ExecuteTime"), True
)

NOTE_HIDDEN = """it => new MutationObserver(() => {
    window.wasHidden = window.wasHidden || it.hidden;
}).observe(it, {attributeFilter: ['hidden']})"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with settings of Start Spark's, options of the configurator's, and extensions."""
    home = tmp_path_factory.mktemp("set up")
    if HAS_CONTRIB:
        install_contrib(home)
    change(home / ".jupyter" / "jupyter_notebook_config.json", **ADMINISTRATORS)
    change(home / ".jupyter" / "nbconfig" / "notebook.json", **USERS)
    write_other_kernel(home)
    with running("notebook", home) as server:
        for name in ("alpha", "beta"):
            (server.configs / f"{name}.yaml").write_text("master: local[1]")
        yield server


def install_contrib(home: Path) -> None:
    """Install the contributed extensions, and switch a few on as the configurator does."""
    jupyter = str(Path(sys.executable).with_name("jupyter"))
    install = [jupyter, "contrib", "nbextension", "install", "--user"]
    subprocess.run(install, env=isolated_environment(home), check=True, capture_output=True)
    change(home / ".jupyter" / "nbconfig" / "notebook.json", load_extensions=SWITCHED_ON)


def change(path: Path, **changes: dict[str, object]) -> None:
    """Add to the mappings in a file of settings."""
    settings = json.loads(path.read_text()) if path.exists() else {}
    for name, added in changes.items():
        settings[name] = {**settings.get(name, {}), **added}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(settings))


def test_the_hotkey_starts_spark_which_is_noticed_kept_and_stopped_while_idle(
    server: Server, context: BrowserContext, open_on: Callable[..., NotebookPage]
) -> None:
    kernel = f"{server.url}startspark/kernel*"
    context.route(kernel, keep_idle)
    notebook = open_on(server, kernel=OTHER_KERNEL)
    if HAS_CONTRIB:
        expect(notebook.page.locator("#toc_button")).to_be_visible()
    expect(notebook.select).to_have_value("beta")
    notebook.page.keyboard.press("Alt+s")
    assert notebook.expect_running()["Configuration"] == "beta"
    notebook.close_dialog()
    assert notebook.run("sc.range(1000).count()") == "1000"

    notice = notebook.page.locator(".startspark-notice").first
    expect(notice).to_have_text(re.compile(r"Spark idle for \d+ s"))
    notice.evaluate(NOTE_HIDDEN)  # it is shown again soon
    notice.get_by_role("button", name="Keep it").click()
    notebook.page.wait_for_function("window.wasHidden")
    expect(notice).to_be_visible()

    context.unroute(kernel)
    notebook.reload()
    notebook.expect_state("lost")
    expect(notice).to_be_hidden()
    notebook.button.click()
    expect(notebook.dialog).to_contain_text("Spark was stopped because it was idle")


def keep_idle(route: Route) -> None:
    """Answer as a server that only tells of idle sessions."""
    calls = route.fetch().json()
    stops, keeps = '"stop_idle": true', '"stop_idle": false'
    assert stops in calls["look"]
    route.fulfill(json={**calls, "look": calls["look"].replace(stops, keeps)})


@contrib
def test_the_configurator_knows_start_spark(server: Server) -> None:
    listed = server.signed_in("GET", "nbextensions/nbextensions_configurator/list").json()
    (ours,) = (extension for extension in listed if extension["Name"] == "Start Spark")
    assert ours["require"] == "startspark/main"
    assert [parameter["name"] for parameter in ours["Parameters"]] == [
        "startspark.progress",
        "startspark.hints",
        "startspark.notify",
        "startspark.hotkey",
    ]
    readme = f"nbextensions/nbextensions_configurator/rendermd/{ours['readme']}"
    assert server.signed_in("GET", readme).status_code == 200
