"""What Start Spark costs a notebook's page that is opened, beside the same page without it.

A notebook whose kernel runs is opened in turn with the extension and without, each time by a
browser that has kept nothing. Measured are, from the navigation on, when the notebook is loaded
and when its kernel is ready; what Start Spark has asked for by then, how much it gets in all, and
in how many waves, of which each waits for the one before.

Run it in the environment that `make test` has prepared: `python benchmarks/page.py`
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, CDPSession, Response

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT / "tests" / "support"), str(ROOT / "tests" / "browser")]

from conditions import conditions  # noqa: E402
from turns import columns, take_turns  # noqa: E402

import chromium  # noqa: E402
import servers  # noqa: E402
from notebook_page import write_notebook  # noqa: E402
from servers import Server  # noqa: E402

MOMENTS = """
window.moments = {};
const timer = setInterval(() => {
    if (!window.Jupyter || !Jupyter.notebook) {
        return;
    }
    clearInterval(timer);
    const note = name => () => { moments[name] = moments[name] || performance.now(); };
    Jupyter.notebook.events.on('notebook_loaded.Notebook', note('loaded'));
    Jupyter.notebook.events.on('kernel_ready.Kernel', note('ready'));
    const {_fully_loaded: isLoaded, kernel} = Jupyter.notebook;  // between two looks
    if (isLoaded) {
        note('loaded')();
    }
    if (kernel && kernel.info_reply.status) {
        note('ready')();
    }
});
"""

ROW = "{:11} {:16} {:>6} {:>10} {:>10} {:>24}"


@dataclass
class Loads:
    """Milliseconds of each load, by moment, and what Start Spark has asked for."""

    loaded: list[float] = field(default_factory=list)
    ready: list[float] = field(default_factory=list)
    asked_before: set[int] = field(default_factory=set)
    sizes: dict[str, int] = field(default_factory=dict)
    waves: set[int] = field(default_factory=set)


def main() -> None:
    """Measure each kind of server, and print tables."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=40)
    rounds = parser.parse_args().rounds
    print(conditions())
    print(ROW.format("server", "moment", "ratio", "without", "with", "more, round by round"))
    for kind in servers.KINDS:
        with (
            tempfile.TemporaryDirectory() as folder,
            servers.running(kind, Path(folder)) as server,
            chromium.running() as browser,
        ):
            report(kind, *measured(browser, server, rounds))


def measured(browser: Browser, server: Server, rounds: int) -> tuple[Loads, Loads]:
    """The loads without the extension, and those with it."""
    write_notebook(server.notebooks, "page.ipynb")
    return take_turns(
        lambda enabled, loads: open_page(browser, server, enabled, loads), Loads, rounds
    )


def open_page(browser: Browser, server: Server, enabled: bool, loads: Loads) -> None:
    """Open the notebook until all is there, and note what was to be measured."""
    enable(server.home, enabled)
    context = browser.new_context()
    page = context.new_page()
    page.add_init_script(MOMENTS)
    answers: list[Response] = []
    page.on("response", lambda it: "/startspark/" in it.url and answers.append(it))
    waves = follow_waves(context.new_cdp_session(page))
    page.goto(server.notebook_url("page.ipynb"))
    page.wait_for_function("moments.loaded && moments.ready")
    if enabled:
        page.wait_for_selector("#startspark-start[data-state=ready]")
    moments = page.evaluate("moments")
    loads.loaded.append(moments["loaded"])
    loads.ready.append(moments["ready"])
    begins = page.evaluate(
        "performance.getEntriesByType('resource').filter(it => it.name.includes('/startspark/'))"
        ".map(it => it.startTime)"
    )
    loads.asked_before.add(sum(begin < moments["loaded"] for begin in begins))
    loads.waves.add(max(waves.values(), default=0))
    loads.sizes = {it.url.partition("?")[0]: len(it.body()) for it in answers}
    context.close()


def follow_waves(browser: CDPSession) -> dict[str, int]:
    """The waves of Start Spark's requests by their addresses, of those to come, too.

    A request that nothing of Start Spark has asked for is one of the first wave.
    """
    waves: dict[str, int] = {}

    def note(sent: dict[str, Any]) -> None:
        url = sent["request"]["url"]
        if "/startspark/" in url:
            waves[url] = 1 + max((waves.get(it, 0) for it in askers(sent["initiator"])), default=0)

    browser.on("Network.requestWillBeSent", note)
    browser.send("Network.enable")
    return waves


def askers(initiator: dict[str, Any]) -> list[str]:
    """The addresses of the scripts that have made a request."""
    frames = initiator.get("stack", {}).get("callFrames", [])
    return [initiator.get("url", ""), *(frame["url"] for frame in frames)]


def enable(home: Path, enabled: bool) -> None:
    """Switch the extension on or off, as the nbextensions configurator does."""
    nbconfig = home / ".jupyter" / "nbconfig"
    nbconfig.mkdir(parents=True, exist_ok=True)
    options = {"load_extensions": {"startspark/main": enabled}}
    (nbconfig / "notebook.json").write_text(json.dumps(options))


def report(kind: str, without: Loads, with_it: Loads) -> None:
    """Print a server's lines."""
    for moment in ("loaded", "ready"):
        name = {"loaded": "notebook loaded", "ready": "kernel ready"}[moment]
        print(ROW.format(kind, name, *columns(getattr(without, moment), getattr(with_it, moment))))
    ours = {name: size for name, size in with_it.sizes.items() if name.endswith((".js", ".css"))}
    print(
        f"{kind}: {max(with_it.asked_before)} request before the notebook is loaded; "
        f"{max(with_it.waves)} waves, "
        f"{len(ours)} files with {sum(ours.values()):,} bytes of JavaScript and CSS in all"
    )


if __name__ == "__main__":
    main()
