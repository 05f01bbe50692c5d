"""Have random faults happen while Spark starts, runs and stops, and see whether the page is right.

After each fault, once the kernel is free, the button must say within 5 s what there is, nothing may
be left of a Spark that does not run, and the next start must work.

Run it in the environment that `make test` has prepared: `python benchmarks/faults.py`
"""

from __future__ import annotations

import argparse
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
from playwright.sync_api import Error, expect

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT / "tests" / "support"), str(ROOT / "tests" / "browser")]

import chromium  # noqa: E402
from far_server import FarServer  # noqa: E402
from notebook_page import (  # noqa: E402
    OTHER_KERNEL,
    NotebookPage,
    shut_kernels_down,
    write_other_kernel,
)
from notebook_pages import new_context, opening  # noqa: E402
from waiting import wait_until  # noqa: E402

CONFIG = """
master: local[1]
conf:
  spark.ui.port: 0
"""

PATH = "Jupyter.notebook.notebook_path"

TRUTH = 5
"""Seconds that the page has to show the truth, from when the kernel is free."""

SETTLES = 90
"""Seconds for a kernel to be free, or to be back."""

QUIET = ("ready", "failed", "lost")
"""What the button may say where no Spark runs."""

JOB = "import time\nwork = sc.range(4, numSlices=4).map(lambda it: time.sleep(1)).count()"


class Fault:
    """One notebook, and what can happen to it."""

    def __init__(self, far: FarServer, notebook: NotebookPage) -> None:
        self.far = far
        self.notebook = notebook
        self.all: dict[str, Callable[[], object]] = {
            "JVM killed": self.kill_jvm,
            "kernel killed": lambda: notebook.kernel_process().kill(),
            "server killed": self.kill_server,
            "render process killed": self.kill_render_process,
            "network cut": self.cut_network,
            "page reloaded": lambda: notebook.reload(wait=False),
            "interrupts": self.interrupt,
        }

    def kill_jvm(self) -> None:
        """As the system does that is out of memory."""
        for java in self.notebook.javas():
            java.kill()

    def kill_server(self) -> None:
        """It comes back, and the user reloads the page."""
        self.far.stop(signal.SIGKILL)
        self.far.start()
        self.notebook.server = self.far.seen()
        self.notebook.reload(wait=False)

    def kill_render_process(self) -> None:
        """The process that evaluates configs."""
        for process in psutil.Process(self.far.server.process.pid).children(recursive=True):
            with suppress(psutil.Error):  # it was killed before
                if any("startspark.rendering.worker" in word for word in process.cmdline()):
                    process.kill()

    def cut_network(self) -> None:
        """For three seconds."""
        self.far.wire.cut()
        self.notebook.page.wait_for_timeout(3000)
        self.far.wire.restore()

    def interrupt(self) -> None:
        """As somebody does who loses patience."""
        for _ in range(20):
            self.notebook.page.evaluate("Jupyter.notebook.kernel.interrupt()")


def main() -> int:
    """Print a line for each fault, then how many went wrong, which is the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--faults", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    outcomes: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as home, notebooks(Path(home)) as (far, open_notebook):
        chance = random.Random(options.seed)
        notebook = open_notebook()
        for number in range(1, options.faults + 1):
            fault = Fault(far, notebook)
            name, moment = chance.choice(list(fault.all)), chance.choice(list(MOMENTS))
            outcome = tried(fault, name, moment, chance.random())
            outcomes["right" if outcome.startswith("right") else "wrong"] += 1
            print(f"{number:>4} {name:22} {moment:9} {outcome}", flush=True)
            if not outcome.startswith("right"):
                shut_kernels_down(far.server, {notebook.page.evaluate(PATH)})
                notebook.close()
                notebook = open_notebook()
    print(f"{outcomes['right']} right, {outcomes['wrong']} wrong")
    return outcomes["wrong"]


@contextmanager
def notebooks(home: Path) -> Iterator[tuple[FarServer, Callable[[], NotebookPage]]]:
    """A server behind a wire, and what opens a notebook on it."""
    far = FarServer(home)
    write_other_kernel(home)
    with (
        far.running,
        chromium.running() as browser,
        opening(new_context(browser), "faults") as open_notebook,
    ):
        far.start()
        (far.server.configs / "soak.yaml").write_text(CONFIG)
        yield far, lambda: open_notebook(far.seen(), kernel=OTHER_KERNEL)


def tried(fault: Fault, name: str, moment: str, chance: float) -> str:
    """Have a fault happen; returns what came of it."""
    notebook = fault.notebook
    try:
        make_ready(notebook)
        MOMENTS[moment](notebook, chance)
        fault.all[name]()
        wait_for_kernel(fault)
        since = time.monotonic()
        # A start goes on with a new render process, which takes a while to come up.
        state = expect_truth(fault, SETTLES if name == "render process killed" else TRUTH)
        passed = time.monotonic() - since
        notebook.errors.clear()  # the browser notes each request that fails
        return f"right: {state} after {passed:.1f} s"
    except (AssertionError, Error, TimeoutError, psutil.Error) as error:
        return f"WRONG: {type(error).__name__}: {error}".replace("\n", " ")[:300]


def make_ready(notebook: NotebookPage) -> None:
    """Stop what runs, which has to work after each fault."""
    # Jupyter's own dialog says that a kernel has died, and ours what has become of Spark.
    notebook.page.evaluate("$('.modal.in').modal('hide')")
    expect(notebook.page.locator(".modal.in")).to_have_count(0)
    if notebook.dialog.is_visible():
        notebook.close_dialog()
    if notebook.is_running():
        notebook.choose("Stop Spark")
        notebook.expect_state("ready")
    notebook.reload_list().select.select_option("soak")  # which dismisses a failure
    notebook.expect_state("ready")


def starting(notebook: NotebookPage, chance: float) -> None:
    """Click, and let some time pass."""
    notebook.button.click()
    notebook.page.wait_for_timeout(chance * 6000)


def running(notebook: NotebookPage, chance: float) -> None:
    """Start, and in half of all cases, have a job run."""
    notebook.button.click()
    notebook.expect_running()
    notebook.close_dialog()
    if chance < 0.5:
        notebook.add(JOB)
        notebook.page.wait_for_timeout(chance * 4000)


def stopping(notebook: NotebookPage, chance: float) -> None:
    """Start, and stop."""
    running(notebook, 1)
    notebook.choose("Stop Spark")
    notebook.page.wait_for_timeout(chance * 500)


MOMENTS = {"starting": starting, "running": running, "stopping": stopping}


def wait_for_kernel(fault: Fault) -> None:
    """Wait until the notebook has a kernel that is connected and free."""
    notebook = fault.notebook
    notebook.wait()

    def is_free() -> bool:
        kernel = notebook.page.evaluate("Jupyter.notebook.kernel.id")
        found = fault.far.server.signed_in("GET", f"api/kernels/{kernel}").json()
        return found.get("execution_state") == "idle" and has_process(notebook)

    # A start sends one request after another, between which the kernel is free for a moment.
    wait_until(lambda: all((is_free(), not pause(notebook), is_free())), SETTLES)


def has_process(notebook: NotebookPage) -> bool:
    """Whether the kernel has a process, between that which has died and the next."""
    try:
        return notebook.kernel_process().is_running()
    except (StopIteration, psutil.Error):
        return False


def pause(notebook: NotebookPage) -> None:
    """Let half a second pass in the page."""
    notebook.page.wait_for_timeout(500)


def expect_truth(fault: Fault, seconds: float) -> str:
    """Wait for the button to say what there is; returns that."""
    notebook = fault.notebook

    def is_true() -> bool:
        if not has_process(notebook):
            return False
        states = ("running",) if notebook.javas() else QUIET
        return notebook.button.get_attribute("data-state") in states

    wait_until(is_true, seconds)
    if not notebook.is_running():
        wait_until(lambda: not javas(fault.far.home), SETTLES)
    return str(notebook.button.get_attribute("data-state"))


def javas(home: Path) -> list[psutil.Process]:
    """The JVMs of this home folder's user."""
    return [
        it for it in psutil.process_iter(["name"]) if it.info["name"] == "java" and owns(home, it)
    ]


def owns(home: Path, process: psutil.Process) -> bool:
    try:
        return process.environ().get("HOME") == str(home)
    except psutil.Error:  # it has just ended
        return False


if __name__ == "__main__":
    sys.exit(main())
