"""What Start Spark costs JupyterLab: its start, and a notebook that is opened, with it and without.

JupyterLab is loaded in turn with the extension and without, each time by a browser that has kept
nothing: alone, and with a notebook whose kernel runs. For a page without the extension, its entry
is taken out of the page's list of extensions on the way; the other page takes the same way.

Run it in the environment that `make test` has prepared: `python benchmarks/lab.py`
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, Page, Route

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT / "tests" / "support"), str(ROOT / "tests" / "browser")]

from conditions import conditions  # noqa: E402
from turns import columns, take_turns  # noqa: E402

import chromium  # noqa: E402
import servers  # noqa: E402
from notebook_page import write_notebook  # noqa: E402
from servers import Server  # noqa: E402

CONFIG = re.compile(r'(<script id="jupyter-config-data"[^>]*>)(.*?)(</script>)', re.S)
"""What a page of JupyterLab says of its extensions."""

SEEN = """
selector => new Promise(resolve => {
    const look = () => {
        if (document.querySelector(selector)) {
            resolve(performance.now());
        } else {
            requestAnimationFrame(look);
        }
    };
    look();
})
"""
"""The milliseconds from the navigation on until an element is there."""

PLACES = {
    "JupyterLab": ("lab?reset", ".jp-Launcher"),
    "a notebook": (
        "lab/tree/page.ipynb?reset",
        ".jp-Notebook-ExecutionIndicator[data-status=idle]",
    ),
}
"""What is loaded, where it is, and what is there then."""

ROW = "{:12} {:>6} {:>10} {:>10} {:>24} {:>9}"


@dataclass
class Loads:
    """What was measured of one place in one way, a value for each round."""

    seconds: list[float] = field(default_factory=list)
    requests: list[int] = field(default_factory=list)


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=40)
    rounds = parser.parse_args().rounds
    print(conditions())
    print(ROW.format("loaded", "ratio", "without", "with", "more, round by round", "requests"))
    with (
        tempfile.TemporaryDirectory() as folder,
        servers.running("notebook 7", Path(folder)) as server,
        chromium.running() as browser,
    ):
        write_notebook(server.notebooks, "page.ipynb")
        for place in PLACES:
            report(place, *measured(browser, server, place, rounds))


def measured(browser: Browser, server: Server, place: str, rounds: int) -> tuple[Loads, Loads]:
    """The loads without the extension, and those with it."""
    return take_turns(
        lambda enabled, loads: load(browser, server, place, enabled, loads), Loads, rounds
    )


def load(browser: Browser, server: Server, place: str, enabled: bool, loads: Loads) -> None:
    """Load a place, and note what was to be measured."""
    path, selector = PLACES[place]
    context = browser.new_context()
    page = context.new_page()
    requests: list[str] = []
    page.on("request", lambda it: "/startspark/" in it.url and requests.append(it.url))
    pass_on_config(page, enabled)
    page.goto(f"{server.url}{path}&token={server.token}", wait_until="commit")
    loads.seconds.append(page.evaluate(SEEN, selector))
    loads.requests.append(len(requests))
    context.close()


def pass_on_config(page: Page, enabled: bool) -> None:
    """Take the extension out of the page's list, unless it is enabled."""

    def change(found: re.Match[str]) -> str:
        config = json.loads(found[2])
        config["federated_extensions"] = [
            it for it in config["federated_extensions"] if enabled or it["name"] != "startspark"
        ]
        return f"{found[1]}{json.dumps(config)}{found[3]}"

    def answer(route: Route) -> None:
        response = route.fetch()
        route.fulfill(response=response, body=CONFIG.sub(change, response.text()))

    page.route(lambda url: "/lab?" in url or "/lab/tree/" in url, answer)


def report(place: str, without: Loads, with_it: Loads) -> None:
    """Print a place's line."""
    found = columns(without.seconds, with_it.seconds)
    print(ROW.format(place, *found, max(with_it.requests)), flush=True)


if __name__ == "__main__":
    main()
