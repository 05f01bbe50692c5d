"""How long a start takes: by hand, with Start Spark, with an archive, with a prewarmed JVM.

Each start is one of a fresh kernel, in a page of a real notebook server, in turn with the others.
Measured is, from the click or the cell's execution on, when Spark is ready, as the page knows it,
and when the first query has its result.

Run it in the environment that `make test` has prepared: `python benchmarks/start.py`. With
`--without preload delayed_c2`, starts with an archive are measured without each of these, too: what
a speed-up gains is the difference to the row “with an archive”.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT / it) for it in ("tests/support", "tests/browser", "benchmarks")]

from bars import Figures, draw  # noqa: E402
from conditions import conditions  # noqa: E402

import archives  # noqa: E402
import chromium  # noqa: E402
import servers  # noqa: E402
from kernels import javas_below  # noqa: E402
from notebook_page import NotebookPage, write_kernel, write_notebook  # noqa: E402
from pythons import PYTHONS  # noqa: E402
from servers import Server  # noqa: E402
from startspark.kernel.cds import speedups  # noqa: E402

CONFIG = """
master: local[2]
conf:
  spark.ui.port: 0
  spark.sql.shuffle.partitions: 8
"""

BY_HAND = """
from pyspark.sql import SparkSession
spark = (
    SparkSession.builder.master("local[2]")
    .config("spark.ui.port", "0")
    .config("spark.sql.shuffle.partitions", "8")
    .getOrCreate()
)
sc = spark.sparkContext
"""

QUERY = 'spark.range(1000).selectExpr("id % 7 AS key").groupBy("key").count().collect()'

RUN = """
code => new Promise(resolve => {
    window.begun = window.begun || performance.now();
    const cell = Jupyter.notebook.insert_cell_at_bottom('code');
    cell.set_text(code);
    Jupyter.notebook.events.on('finished_execute.CodeCell', (event, finished) => {
        if (finished.cell === cell) {
            resolve((performance.now() - window.begun) / 1000);
        }
    });
    cell.execute(false);
})
"""

CLICK = """
() => new Promise((resolve, reject) => {
    const button = document.querySelector('#startspark-start');
    new MutationObserver(() => {
        if (button.dataset.state === 'running') {
            resolve((performance.now() - window.begun) / 1000);
        } else if (button.dataset.state === 'failed') {
            reject(new Error('Spark did not start'));
        }
    }).observe(button, {attributes: true});
    window.begun = performance.now();
    button.click();
})
"""

REACH = 0.2
"""Seconds for which a pointer is on a button at least, before a hand has clicked it."""

WAYS = {
    "hand": "a cell, by hand",
    "click": "Start Spark",
    "archive": "with an archive",
    "prewarm": "with a prewarmed JVM",
}
"""What the picture shows."""

NAMES = {
    **WAYS,
    **{name: f"archive, no {name}" for name in speedups.NAMES},
}


@dataclass
class Seconds:
    """One start."""

    ready: float
    first: float


def main() -> None:
    """Measure, print tables, and write what is wanted."""
    options = _parser().parse_args()
    figures = measured(options.rounds, options.kernels, options.without)
    report(figures)
    if options.picture:
        options.picture.write_text(draw(figures, WAYS))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=8)
    parser.add_argument("--kernels", nargs="+", default=list(PYTHONS))
    parser.add_argument(
        "--without",
        nargs="+",
        default=[],
        choices=speedups.NAMES,
        metavar="NAME",
        help=f"measure starts without each of these, too: {', '.join(speedups.NAMES)}",
    )
    parser.add_argument("--picture", type=Path, help="where to draw them, as SVG")
    return parser


def measured(
    rounds: int, names: list[str], without: list[str]
) -> dict[str, dict[str, dict[str, list[float]]]]:
    """Each start's seconds, by pyspark, way and moment."""
    with ExitStack() as stack:
        browser = stack.enter_context(chromium.running())
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        plain = stack.enter_context(server(folder / "plain"))
        warm = stack.enter_context(server(folder / "warm", names))
        ready = stack.enter_context(
            server(folder / "prewarm", shared=folder / "warm", prewarm=True)
        )
        ways = {"hand": plain, "click": plain, "archive": warm, "prewarm": ready}
        for way in without:
            off = {speedups.VARIABLE: way}
            lacking = server(folder / way, shared=folder / "warm", **off)
            ways[way] = stack.enter_context(lacking)
        found = {name: {way: {"ready": [], "first": []} for way in ways} for name in names}
        for number in range(rounds + 1):  # the first fills the machine's caches
            print(f"round {number} of {rounds}", file=sys.stderr)
            for name in names:
                for way in _turned(list(ways), number):
                    seconds = start(browser, ways[way], way, name)
                    if number:
                        found[name][way]["ready"].append(seconds.ready)
                        found[name][way]["first"].append(seconds.first)
    return {f"pyspark {version(name)}": found[name] for name in names}


def _turned(ways: list[str], number: int) -> list[str]:
    shift = number % len(ways)
    return ways[shift:] + ways[:shift]


def version(name: str) -> str:
    """That of the pyspark in a Python."""
    command = [PYTHONS[name], "-c", "import pyspark; print(pyspark.__version__)"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


@contextmanager
def server(
    home: Path,
    warmed: list[str] | None = None,
    shared: Path | None = None,
    prewarm: bool = False,
    **environment: str,
) -> Iterator[Server]:
    """Run a server.

    Args:
        home: the home of its user.
        warmed: kernels for which archives are built.
        shared: another user's home, whose archives are used.
        prewarm: whether it prewarms JVMs.
        environment: of the server and its kernels.
    """
    data = home / ".local" / "share" / "jupyter"
    for name, python in PYTHONS.items():
        write_kernel(home, name, python, "-m", "ipykernel_launcher")
    for name in warmed or ():
        command = [sys.executable, "-m", "startspark.cli", "warm", "--kernel", name]
        variables = {
            **servers.isolated_environment(home),
            "JAVA_TOOL_OPTIONS": "",
            **archives.NONE,
        }
        subprocess.run(command, check=True, env=variables, stdout=sys.stderr)
    if shared:
        (data / "startspark").symlink_to(shared / ".local/share/jupyter/startspark")
    if prewarm:
        (home / ".jupyter").mkdir()
        (home / ".jupyter" / "jupyter_server_config.py").write_text("c.StartSpark.prewarm = True")
    variables = {"JAVA_TOOL_OPTIONS": "", **archives.NONE, **environment}
    with servers.running("nbclassic", home, **variables) as running:
        running.configs.mkdir(parents=True, exist_ok=True)
        (running.configs / "start.yaml").write_text(CONFIG)
        yield running


def start(browser: Browser, on: Server, way: str, kernel: str) -> Seconds:
    """Start Spark in a fresh kernel, and ask it for something."""
    name = f"{kernel}.ipynb"
    write_notebook(on.notebooks, name, kernel, startspark={"config": "start"})
    page = browser.new_page()
    page.set_default_timeout(120_000)
    opened = NotebookPage(page, on).open(name)
    opened.expect_state("ready")
    if way == "prewarm":
        page.wait_for_selector("#startspark-start[data-prewarmed=ready]")
    page.hover("#startspark-start")
    page.wait_for_timeout(REACH * 1000)
    ready = page.evaluate(RUN, BY_HAND) if way == "hand" else page.evaluate(CLICK)
    first = page.evaluate(RUN, QUERY)
    page.close()
    end_kernels(on)
    return Seconds(ready, first)


def end_kernels(on: Server) -> None:
    """End all kernels of a server, and wait for their Java."""
    for session in on.signed_in("GET", "api/sessions").json():
        on.signed_in("DELETE", f"api/sessions/{session['id']}").raise_for_status()
    while javas_below(on.process.pid):
        time.sleep(0.1)


def report(figures: Figures) -> None:
    """Print a table for each pyspark."""
    print(conditions())
    print("The ratio to a cell by hand, the median, the least and the most:")
    for spark, ways in figures.items():
        hand = {moment: statistics.median(it) for moment, it in ways["hand"].items()}
        print(f"\n{spark:30}{'ready':28}first result")
        for way, moments in ways.items():
            cells = [_cell(seconds, hand[moment]) for moment, seconds in moments.items()]
            print(f"{NAMES[way]:30}{cells[0]:28}{cells[1]}")


def _cell(seconds: list[float], hand: float) -> str:
    median = statistics.median(seconds)
    return f"{median / hand:.2f}  {median:.2f} s ({min(seconds):.2f}-{max(seconds):.2f})"


if __name__ == "__main__":
    main()
