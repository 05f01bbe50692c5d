"""What it costs to show Spark's progress: a notebook full of jobs, with and without.

The same cell runs in turn in one notebook, without progress and with it, and in another one with
PyPI's sparkmonitor instead. Measured are the cell's time in the kernel, how long the page's main
thread is held, and what the notebook server does meanwhile.

Run it in the environment that `make test` has prepared: `python benchmarks/progress.py`
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import pyspark
from playwright.sync_api import Browser

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT / "tests" / "support"), str(ROOT / "tests" / "browser")]

import archives  # noqa: E402
import chromium  # noqa: E402
import servers  # noqa: E402
from notebook_page import NotebookPage, write_notebook  # noqa: E402

ROUNDS = 16
WARM_UP = 2
CELLS = 100
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

HELD = """
window.held = [];
new PerformanceObserver(list => window.held.push(...list.getEntries().map(it => it.duration)))
    .observe({entryTypes: ['longtask']});
"""


@dataclass
class Figures:
    """What was measured in one notebook, a value for each round."""

    seconds: list[float] = field(default_factory=list)
    held: list[float] = field(default_factory=list)
    requests: list[int] = field(default_factory=list)
    server: list[float] = field(default_factory=list)


def main() -> None:
    """Measure, and print a table."""
    with ExitStack() as stack:
        browser = stack.enter_context(chromium.running())
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        ours = stack.enter_context(notebook(browser, folder / "ours"))
        theirs = stack.enter_context(sparkmonitor(browser, folder / "sparkmonitor"))
        ways = {
            "without": lambda: show_progress(ours, False),
            "with": lambda: show_progress(ours, True),
            "sparkmonitor": lambda: theirs.reload(),
        }
        figures = {name: Figures() for name in ways}
        for number in range(WARM_UP + ROUNDS):
            names = list(ways)
            shift = number % len(names)
            for name in names[shift:] + names[:shift]:
                measured = figures[name] if number >= WARM_UP else Figures()
                measure(ways[name](), measured)
            print(f"round {number + 1} of {WARM_UP + ROUNDS}", file=sys.stderr)
        held = {shown: many_cells(show_progress(ours, shown)) for shown in (False, True)}
    report(figures)
    print(
        f"{CELLS} cells run at once: page held {held[False]:.0f} ms without, {held[True]:.0f} with"
    )


def show_progress(opened: NotebookPage, shown: bool) -> NotebookPage:
    """Load a notebook's page anew, with progress or without."""
    configure(opened.server.home, progress=shown)
    opened.reload().expect_state("running")
    return opened


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


def measure(opened: NotebookPage, figures: Figures) -> None:
    """Run the cell once more."""
    opened.page.wait_for_timeout(2000)  # the page has its own work to do when it is loaded
    server = psutil.Process(opened.server.process.pid)
    opened.page.evaluate("window.held = []")
    opened.requested.clear()
    before = sum(server.cpu_times()[:2])
    figures.seconds.append(float(opened.run(JOBS)))
    opened.page.wait_for_timeout(2000)  # the line is finished after the cell
    figures.server.append(sum(server.cpu_times()[:2]) - before)
    figures.held.append(opened.page.evaluate("Math.max(0, ...window.held)"))
    figures.requests.append(sum("/api/v1/" in url for url in opened.requested))


def many_cells(opened: NotebookPage) -> float:
    """Run many cells at once; returns how long the page was held, in milliseconds."""
    opened.page.wait_for_timeout(2000)
    opened.page.evaluate("window.held = []")
    opened.page.evaluate(
        """count => {
            for (let number = 0; number < count; number += 1) {
                Jupyter.notebook.insert_cell_at_bottom('code').set_text('spark.range(9).count()');
            }
        }""",
        CELLS,
    )
    opened.page.wait_for_timeout(2000)  # to draw the cells is the notebook's own work
    opened.page.evaluate("window.held = []; Jupyter.notebook.execute_all_cells()")
    opened.page.wait_for_function(
        "count => document.querySelectorAll('.output_result').length >= count", arg=CELLS
    )
    opened.page.wait_for_timeout(5000)
    held: float = opened.page.evaluate("Math.max(0, ...window.held)")
    return held


def report(figures: dict[str, Figures]) -> None:
    """Print medians, and ratios to the notebook without progress, round by round."""
    row = "{:14} {:>9} {:>7} {:>15} {:>12} {:>10} {:>12}"
    print(f"{ROUNDS} rounds, pyspark {pyspark.__version__}, local[2], {os.cpu_count()} cores")
    print(row.format("progress", "seconds", "ratio", "from to", "page held", "requests", "server"))
    base = figures["without"].seconds
    for name, of in figures.items():
        ratios = sorted(one / other for one, other in zip(of.seconds, base))
        print(
            row.format(
                name,
                f"{statistics.median(of.seconds):.2f}",
                f"{statistics.median(ratios):.3f}",
                f"{ratios[0]:.3f}-{ratios[-1]:.3f}",
                f"{max(of.held):.0f} ms",
                f"{statistics.median(of.requests):.0f}",
                f"{statistics.median(of.server) * 1000:.0f} ms",
            )
        )


if __name__ == "__main__":
    main()
