"""Start and stop Spark over and over in one kernel, and see whether anything is left behind.

After each stop are counted: the threads and file descriptors of the kernel, temporary files, and
the nodes that the page keeps, also those that it does not show.

Run it in the environment that `make test` has prepared: `python benchmarks/soak.py`
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from playwright.sync_api import CDPSession

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT / "tests" / "support"), str(ROOT / "tests" / "browser")]

import chromium  # noqa: E402
import servers  # noqa: E402
from notebook_page import OTHER_KERNEL, NotebookPage, write_other_kernel  # noqa: E402
from notebook_pages import new_context, opening  # noqa: E402

BOUNDS = {"threads": 2, "descriptors": 2, "files": 0, "nodes": 50}
"""How far each count may move after the first cycles."""

FIRST = 5
"""Cycles after which all is loaded that a start and a stop need."""

CONFIG = """
master: local[1]
conf:
  spark.ui.port: 0
"""

ROW = "{:>8} {:>8} {:>12} {:>6} {:>6}"


@dataclass
class Counts:
    """What there is while no Spark runs."""

    threads: int
    descriptors: int
    files: int
    nodes: int


def main() -> int:
    """Count after each cycle, and print a table; the exit status is 1 if something has grown."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--cycles", type=int, default=200)
    cycles = parser.parse_args().cycles
    with tempfile.TemporaryDirectory() as home:
        found = list(counted(Path(home), cycles))
    settled = [asdict(it) for it in found[FIRST - 1 :]]
    grown = {name: settled[-1][name] - settled[0][name] for name in BOUNDS}
    print(ROW.format("growth", *(f"{grown[name]:+}" for name in BOUNDS)))
    return int(any(grown[name] > BOUNDS[name] for name in BOUNDS))


def counted(home: Path, cycles: int) -> Iterator[Counts]:
    """What there is after each cycle."""
    temporary = home / "temporary"
    temporary.mkdir()
    variables = {
        "TMPDIR": str(temporary),
        "JAVA_TOOL_OPTIONS": f"-Djava.io.tmpdir={temporary}",
    }
    print(ROW.format("cycle", *BOUNDS))
    with (
        servers.running("nbclassic", home, **variables) as server,
        chromium.running() as browser,
        opening(new_context(browser), "soak") as open_notebook,
    ):
        (server.configs / "soak.yaml").write_text(CONFIG)
        write_other_kernel(home)
        notebook = open_notebook(server, kernel=OTHER_KERNEL)
        tools = notebook.page.context.new_cdp_session(notebook.page)
        before = len(os.listdir(temporary))
        for number in range(1, cycles + 1):
            cycle(notebook)
            counts = count(notebook, tools, len(os.listdir(temporary)) - before)
            if number <= FIRST or number % 10 == 0 or number == cycles:
                print(ROW.format(number, *asdict(counts).values()), flush=True)
            yield counts


def cycle(notebook: NotebookPage) -> None:
    """Start Spark, have it work, and stop it."""
    notebook.start("soak")
    notebook.expect_running()
    notebook.close_dialog()
    assert notebook.run("spark.range(3).count()") == "3"
    notebook.choose("Stop Spark")
    notebook.expect_state("ready")


def count(notebook: NotebookPage, tools: CDPSession, files: int) -> Counts:
    """What there is now."""
    kernel = notebook.kernel_process()
    tools.send("HeapProfiler.collectGarbage")
    nodes = tools.send("Memory.getDOMCounters")["nodes"]
    return Counts(kernel.num_threads(), kernel.num_fds(), files, nodes)


if __name__ == "__main__":
    sys.exit(main())
