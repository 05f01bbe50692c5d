"""What it costs to show Spark's progress: a notebook full of jobs, with and without.

In one cell, jobs and a loop in Python run in turn with progress and without. Then the same cell
runs in one notebook with progress, and in another one with PyPI's sparkmonitor instead. Measured
are the cell's time, when the page shows a job first, how long its main thread is held, and what the
notebook server does meanwhile.

Run it in the environment that `make test` has prepared: `python benchmarks/progress.py`
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import pyspark
from playwright.sync_api import Browser

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT / "tests" / "support"), str(ROOT / "tests" / "browser")]

from conditions import conditions  # noqa: E402

import archives  # noqa: E402
import chromium  # noqa: E402
import servers  # noqa: E402
from notebook_page import NotebookPage, write_notebook  # noqa: E402

WARM_UP = 2
CELLS = 150
JOBS_OF_A_CELL = 1000
RESAMPLES = 4000
SPARKMONITOR = "sparkmonitor==3.3.0"

CONFIG = """
master: local[2]
conf:
  spark.sql.shuffle.partitions: 8
"""

LISTENER = """
  spark.extraListeners: sparkmonitor.listener.JupyterSparkMonitorListener
  spark.driver.extraClassPath: {jar}
"""

JOBS = """
import time
begun = time.perf_counter()
for _ in range(60):
    spark.range(0, 4000, 1, 8).count()
spark.range(0, 2000, 1, 2000).count()
spark.range(20_000_000).selectExpr("id % 1000 AS key", "id").groupBy("key").sum().collect()
time.perf_counter() - begun
"""

PAIRED = """
import sys, time
publisher = next(
    module.publisher for name, module in list(sys.modules.items())
    if name.startswith('_startspark_') and name.endswith('.progress.publisher')
)

budget = publisher._budget

def switch(shown):
    global left
    if shown:
        budget._left, budget._earned_at = left, time.monotonic()  # nothing is saved up meanwhile
        publisher.__dict__.pop('look', None), publisher.__dict__.pop('is_at_work', None)
    else:
        publisher.look, publisher.is_at_work = lambda: None, lambda: False
        left = budget._left

left = budget._left

def loop():
    for _ in range(30_000_000):
        pass

def jobs():
    for _ in range(12):
        spark.range(0, 4000, 1, 8).count()

def seconds(work, shown):
    switch(shown)
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun

ratios = []
for number in range({pairs}):
    order = (True, False) if number % 2 else (False, True)
    took = {{shown: seconds({work}, shown) for shown in order}}
    ratios.append(took[True] / took[False])
switch(True)
ratios
"""
"""Does the same with progress and without, in turn: in one cell, so that little else changes."""

SLOW_JOB = """
import time
spark.sparkContext.parallelize(range(2), 2).map(lambda number: time.sleep(2)).count()
"""

HELD = """
window.held = [];
new PerformanceObserver(list => window.held.push(...list.getEntries().map(it => it.duration)))
    .observe({entryTypes: ['longtask']});
"""

SIGN = """
code => new Promise(resolve => {
    const begun = performance.now();
    const cell = Jupyter.notebook.insert_cell_at_bottom('code');
    cell.set_text(code);
    let seen = null;
    const look = () => {
        const line = cell.element[0].querySelector('.startspark-progress, .pm, .CellMonitor');
        if (seen === null && line && line.getClientRects().length) {
            seen = performance.now() - begun;
        }
    };
    const observer = new MutationObserver(look);
    observer.observe(cell.element[0], {subtree: true, childList: true, attributes: true});
    Jupyter.notebook.events.one('finished_execute.CodeCell', () => {
        observer.disconnect();
        resolve(seen);
    });
    cell.execute();
})
"""
"""Milliseconds from a cell's execution on until something below it shows its job."""


@dataclass
class Figures:
    """What was measured in one way, a value for each round."""

    jobs: list[float] = field(default_factory=list)
    sign: list[float] = field(default_factory=list)
    held: list[float] = field(default_factory=list)
    requests: list[int] = field(default_factory=list)
    server: list[float] = field(default_factory=list)


def main() -> None:
    """Measure, and print tables."""
    options = _parser().parse_args()
    print(conditions())
    with ExitStack() as stack:
        browser = stack.enter_context(chromium.running())
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        ours = stack.enter_context(notebook(browser, folder / "ours"))
        ways: dict[str, Callable[[], NotebookPage]] = {"startspark": ours.reload}
        first = {"startspark": first_sign(ours)}
        for work in options.works:
            print(f"{work}, {options.pairs} pairs: {ratio(paired(ours, work, options.pairs))}")
        if options.sparkmonitor:
            theirs = stack.enter_context(sparkmonitor(browser, folder / "sparkmonitor"))
            ways["sparkmonitor"] = theirs.reload
            first["sparkmonitor"] = first_sign(theirs)
        if options.rounds:
            report(measured(ways, options.rounds))
        for name, sign in first.items():
            print(f"first job of the session, {name}: shown after {sign:.0f} ms")
        if options.page:
            held = {shown: many_cells(ours, shown) for shown in (False, True)}
            print(
                f"{CELLS} cells, one of {JOBS_OF_A_CELL} jobs: page held {held[False]:.0f} ms"
                f" without, {held[True]:.0f} ms with"
            )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--pairs", type=int, default=60)
    parser.add_argument("--works", nargs="+", default=["jobs", "loop"], choices=["jobs", "loop"])
    parser.add_argument("--no-sparkmonitor", dest="sparkmonitor", action="store_false")
    parser.add_argument("--no-page", dest="page", action="store_false")
    return parser


def measured(ways: dict[str, Callable[[], NotebookPage]], rounds: int) -> dict[str, Figures]:
    """Take turns."""
    figures = {name: Figures() for name in ways}
    for number in range(WARM_UP + rounds):
        names = list(ways)
        shift = number % len(names)
        for name in names[shift:] + names[:shift]:
            measure(ways[name](), figures[name] if number >= WARM_UP else Figures())
        print(f"round {number + 1} of {WARM_UP + rounds}", file=sys.stderr)
    return figures


def paired(opened: NotebookPage, work: str, pairs: int) -> list[float]:
    """Do some work with progress and without; returns the ratios of the times."""
    found: list[float] = json.loads(opened.run(PAIRED.format(work=work, pairs=pairs)))
    return found


def configure(home: Path, progress: bool, **extensions: bool) -> None:
    """Set what the page takes from the nbextensions configurator."""
    nbconfig = home / ".jupyter" / "nbconfig"
    nbconfig.mkdir(parents=True, exist_ok=True)
    options = {"startspark": {"progress": progress}, "load_extensions": extensions}
    (nbconfig / "notebook.json").write_text(json.dumps(options))


@contextmanager
def notebook(
    browser: Browser, home: Path, conf: str = "", **environment: str
) -> Iterator[NotebookPage]:
    """A notebook with a running Spark."""
    with servers.running(
        "nbclassic", home, JAVA_TOOL_OPTIONS="", **archives.NONE, **environment
    ) as server:
        (server.configs / "jobs.yaml").write_text(CONFIG + conf)
        write_notebook(server.notebooks, "jobs.ipynb")
        page = browser.new_page()
        page.add_init_script(HELD)
        opened = NotebookPage(page, server).open("jobs.ipynb")
        opened.start("jobs").expect_running()
        opened.close_dialog()
        yield opened


@contextmanager
def sparkmonitor(browser: Browser, home: Path) -> Iterator[NotebookPage]:
    """A notebook with sparkmonitor, set up as its README says."""
    packages = home / "packages"
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps"]
    subprocess.run([*install, "--target", str(packages), SPARKMONITOR], check=True)
    package = packages / "sparkmonitor"
    shutil.copytree(
        package / "nbextension", home / ".local/share/jupyter/nbextensions/sparkmonitor"
    )
    profile = home / ".ipython" / "profile_default"
    profile.mkdir(parents=True)
    (profile / "ipython_kernel_config.py").write_text(
        "c.InteractiveShellApp.extensions.append('sparkmonitor.kernelextension')\n"
    )
    version = pyspark.__version__.partition(".")[0]
    scala = "2.13" if version == "4" else "2.12"
    listener = LISTENER.format(jar=package / f"listener_spark{version}_{scala}.jar")
    environment = {"PYTHONPATH": str(packages), "SPARK_HOME": os.path.dirname(pyspark.__file__)}
    configure(home, False, **{"sparkmonitor/extension": True})
    with notebook(browser, home, listener, **environment) as opened:
        yield opened


def first_sign(opened: NotebookPage) -> float:
    """Run the first job of a session; returns after how many milliseconds it is shown."""
    sign: float | None = opened.page.evaluate(SIGN, SLOW_JOB)
    return float("nan") if sign is None else sign


def measure(opened: NotebookPage, figures: Figures) -> None:
    """Run each cell once more."""
    opened.page.wait_for_timeout(1000)  # the page has its own work to do when it is loaded
    server = psutil.Process(opened.server.process.pid)
    opened.page.evaluate("window.held = []")
    opened.requested.clear()
    before = sum(server.cpu_times()[:2])
    figures.jobs.append(float(opened.run(JOBS)))
    opened.page.wait_for_timeout(1000)  # the line is finished after the cell
    figures.server.append(sum(server.cpu_times()[:2]) - before)
    figures.held.append(opened.page.evaluate("Math.max(0, ...window.held)"))
    figures.requests.append(sum("/api/v1/" in url for url in opened.requested))
    figures.sign.append(first_sign(opened))


def many_cells(opened: NotebookPage, shown: bool) -> float:
    """Run many cells at once; returns how long the page was held, in milliseconds."""
    configure(opened.server.home, progress=shown)
    opened.reload()
    opened.page.wait_for_timeout(2000)
    opened.page.evaluate("window.held = []")
    opened.page.evaluate(
        """([count, jobs]) => {
            for (let number = 0; number < count; number += 1) {
                Jupyter.notebook.insert_cell_at_bottom('code').set_text('spark.range(9).count()');
            }
            Jupyter.notebook.get_cell(0).set_text(
                `for _ in range(${jobs}): sc.range(1, numSlices=1).count()\\nNone`);
        }""",
        [CELLS, JOBS_OF_A_CELL],
    )
    opened.page.wait_for_timeout(2000)  # to draw the cells is the notebook's own work
    opened.page.evaluate("window.held = []; Jupyter.notebook.execute_all_cells()")
    opened.page.wait_for_function(
        "count => document.querySelectorAll('.output_result').length >= count",
        arg=CELLS,
        timeout=300_000,
    )
    opened.page.wait_for_timeout(5000)
    held: float = opened.page.evaluate("Math.max(0, ...window.held)")
    return held


def report(figures: dict[str, Figures]) -> None:
    """Print medians."""
    row = "{:13} {:>8} {:>8} {:>10} {:>9} {:>8}"
    rounds = len(next(iter(figures.values())).jobs)
    print(f"{rounds} rounds, pyspark {pyspark.__version__}, local[2], {os.cpu_count()} cores")
    print(row.format("progress", "jobs", "shown", "page held", "requests", "server"))
    for name, of in figures.items():
        print(
            row.format(
                name,
                f"{statistics.median(of.jobs):.2f} s",
                f"{statistics.median(of.sign):.0f} ms",
                f"{max(of.held):.0f} ms",
                f"{statistics.median(of.requests):.0f}",
                f"{statistics.median(of.server) * 1000:.0f} ms",
            ),
            flush=True,
        )


def ratio(ratios: list[float]) -> str:
    """The median of ratios, with its confidence interval of 95% by the bootstrap."""
    chance = random.Random(0)
    medians = sorted(
        statistics.median(chance.choices(ratios, k=len(ratios))) for _ in range(RESAMPLES)
    )
    low, high = medians[RESAMPLES // 40], medians[-RESAMPLES // 40]
    return f"{statistics.median(ratios):.4f} ({low:.4f}-{high:.4f})"


if __name__ == "__main__":
    main()
