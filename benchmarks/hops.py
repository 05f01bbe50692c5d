"""The modules through which a click reaches the kernel.

A real page is opened, its button clicked, and the browser's debugger asked, each time the page has
the kernel run something, who has called whom since the click, across promises, too. Printed is, for
each such request, the chain of Start Spark's modules, and how many steps lead from one to another.

Run it in the environment that `make test` has prepared: `python benchmarks/hops.py`
"""

from __future__ import annotations

import sys
import tempfile
from itertools import groupby
from pathlib import Path
from typing import Any

from playwright.sync_api import CDPSession

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT / "tests" / "support"), str(ROOT / "tests" / "browser")]

import chromium  # noqa: E402
import servers  # noqa: E402
from notebook_page import NotebookPage, write_notebook  # noqa: E402

PAUSE = """() => {
    const {kernel} = Jupyter.notebook;
    const {execute} = kernel;
    kernel.execute = function (...args) { debugger; return execute.apply(this, args); };
}"""

FOLDER = "/nbextensions/startspark/"
DEPTH = 200


def main() -> None:
    """Click, and print the chains."""
    with (
        tempfile.TemporaryDirectory() as folder,
        servers.running("nbclassic", Path(folder)) as server,
        chromium.running() as browser,
    ):
        write_notebook(server.notebooks, "hops.ipynb")
        page = browser.new_page()
        notebook = NotebookPage(page, server).open("hops.ipynb")
        notebook.expect_state("ready")
        stacks: list[dict[str, Any]] = []
        debugger = page.context.new_cdp_session(page)
        debugger.on("Debugger.paused", lambda paused: note(debugger, stacks, paused))
        scripts = follow_scripts(debugger)
        page.evaluate(PAUSE)
        notebook.button.click()
        notebook.expect_running()
    for stack in stacks:
        report(chain(stack, scripts))


def follow_scripts(debugger: CDPSession) -> dict[str, str]:
    """The addresses of scripts by their ids, of those to come, too."""
    scripts: dict[str, str] = {}
    debugger.on("Debugger.scriptParsed", lambda it: scripts.update({it["scriptId"]: it["url"]}))
    debugger.send("Debugger.enable")
    debugger.send("Debugger.setAsyncCallStackDepth", {"maxDepth": DEPTH})
    return scripts


def note(debugger: CDPSession, stacks: list[dict[str, Any]], paused: dict[str, Any]) -> None:
    """Keep a stack, and go on."""
    stacks.append(paused)
    debugger.send("Debugger.resume")


def chain(paused: dict[str, Any], scripts: dict[str, str]) -> list[str]:
    """The modules of a stack, from the click on, each as often as it is entered."""
    frames = [frame["location"]["scriptId"] for frame in paused["callFrames"]]
    later = paused.get("asyncStackTrace")
    while later:
        frames += [frame["scriptId"] for frame in later["callFrames"]]
        later = later.get("parent")
    urls = (scripts.get(frame, "") for frame in reversed(frames))
    modules = [url.partition(FOLDER)[2].partition("?")[0] for url in urls if FOLDER in url]
    return [module for module, _ in groupby(modules)]


def report(modules: list[str]) -> None:
    """Print a chain."""
    print(f"{len(modules):3} modules entered, {len(set(modules))} different: {' > '.join(modules)}")


if __name__ == "__main__":
    main()
