"""A notebook's page in a real browser, as a user sees it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import nbformat
import psutil
from playwright.sync_api import ConsoleMessage, Locator, Page, expect

from kernels import javas_below
from page_coverage import PageCoverage
from pythons import OTHER_PYTHON
from servers import Server

SPARK_STARTS = 120_000
"""The longest that a start may take on a busy machine, in milliseconds."""

NOT_OURS = (
    "nbextensions/widgets/",  # ipywidgets, which is not installed
    "nbextensions/nbextensions_configurator/",  # is not installed for nbclassic
    "components/MathJax/",
    "'beforeunload' confirmation panel",  # of a page that is closed with unsaved changes
    r"410 \(Gone\)",  # how the browser notes that a Spark that was asked has just ended
    r"404 .*/startspark/ui/\d+/api/",  # or that it just ends
)
"""Patterns of errors on the console that are no faults of ours."""


EMPTY = """() => {
    const notebook = Jupyter.notebook;
    notebook.insert_cell_at_index('code', 0);
    notebook.delete_cells(notebook.get_cells().map((_, index) => index).slice(1));
    notebook.select(0);
    delete notebook.metadata.startspark;
}"""
"""Leaves one empty cell, and nothing of what the notebook remembers."""


HAS_SPARK = (
    "'pyspark' in __import__('sys').modules"
    " and __import__('pyspark').SparkContext._active_spark_context is not None"
)
"""Whether a Spark runs, whatever the page knows of it yet."""

IS_LOCAL = "'spark' in dir() and spark.sparkContext.master == 'local[*]'"
"""Whether the running Spark is that of the config `local`."""


class NotebookPage:
    """One notebook, open in the browser."""

    def __init__(self, page: Page, server: Server) -> None:
        self.page = page
        self.server = server
        self.errors: list[str] = []
        self.requested: list[str] = []
        self.coverage = PageCoverage(page)
        page.on("pageerror", lambda error: self.errors.append(f"{error}\n{error.stack}"))
        page.on("console", self._note)
        page.on("request", lambda request: self.requested.append(request.url))
        self.select = page.locator("#startspark-config")
        self.button = page.locator("#startspark-start")
        self.dialog = page.locator(".startspark-dialog")
        self.log = page.locator(".startspark-log pre")
        self.link = page.locator(".startspark-ui-link")

    def _note(self, message: ConsoleMessage) -> None:
        error = f"{message.text} ({message.location.get('url', '')})"
        if message.type == "error" and not any(re.search(it, error) for it in NOT_OURS):
            self.errors.append(error)

    def open(self, name: str) -> NotebookPage:
        """Go to a notebook and wait until it can be used."""
        self.page.goto(self.server.notebook_url(name))
        return self.wait()

    def reload(self, wait: bool = True) -> NotebookPage:
        """Reload the page, leaving unsaved changes."""
        self.page.evaluate("window.onbeforeunload = null")
        self.coverage.write()
        self.page.reload()
        return self.wait() if wait else self

    def wait(self) -> NotebookPage:
        """Wait until the kernel answers and Start Spark is there."""
        self.page.wait_for_function(
            """() => window.Jupyter && Jupyter.notebook && Jupyter.notebook.kernel
                && Jupyter.notebook.kernel.is_connected()
                && Jupyter.notebook.kernel.info_reply.status === 'ok'"""
        )
        expect(self.select).to_be_attached()
        return self

    def settle(self, state: str) -> NotebookPage:
        """Leave nothing of what was done before, but a Spark or none.

        Args:
            state: `ready` or `running`.
        """
        for other in self.page.context.pages:
            if other != self.page:
                other.close()
        if self.dialog.is_visible():
            self.close_dialog()
        self.page.evaluate(EMPTY)
        if self.run(HAS_SPARK) == "True":
            self.expect_state("running")
            if state != "running" or self.run(IS_LOCAL) != "True":
                self.choose("Stop Spark")
                self.expect_state("ready")
        self.page.evaluate(EMPTY)
        self.reload_list().select.select_option("local")  # which dismisses a failure
        if state == "running" and not self.is_running():
            self.button.click()
            self.expect_running()
            expect(self.link).to_be_visible()
            self.close_dialog()
        self.expect_state(state)
        return self

    def is_running(self) -> bool:
        """Whether the button says that Spark runs."""
        return self.button.get_attribute("data-state") == "running"

    def start_over(self) -> None:
        """Leave nothing of a test that has failed, wherever it did."""
        self.page.context.set_offline(False)
        self.page.unroute_all()
        self.page.evaluate("Jupyter.notebook.kernel.restart()")
        self.reload().expect_state("ready")

    def reload_list(self) -> NotebookPage:
        """Have the drop-down read the configs again."""
        with self.page.expect_response(lambda it: "/all-config" in it.url):
            self.select.select_option("↻ Reload this list")
        return self

    def start(self, config: str) -> NotebookPage:
        """Choose a config and click."""
        self.select.select_option(config)
        self.button.click()
        return self

    def expect_running(self) -> dict[str, str]:
        """Wait for the dialog to say that Spark runs; returns what else it says."""
        expect(self.dialog).to_contain_text("Spark is running", timeout=SPARK_STARTS)
        return session_facts(self.dialog)

    def expect_failed(self, sentence: str, state: str = "failed") -> None:
        """Wait for the dialog to say why Spark does not run."""
        expect(self.dialog.locator(".startspark-status")).to_contain_text(
            sentence, timeout=SPARK_STARTS
        )
        self.expect_state(state)

    def expect_state(self, state: str, timeout: float | None = None) -> None:
        """Wait for the button to show a state."""
        expect(self.button).to_have_attribute("data-state", state, timeout=timeout)

    def end(self, button: str = "Cancel") -> None:
        """End a start or a session by a button of the dialog, and wait until it has ended."""
        self.dialog.get_by_role("button", name=button).click()
        self.expect_state("ready")
        expect(self.dialog).to_be_hidden()

    def retry(self) -> NotebookPage:
        """Start again from the dialog of a failure."""
        self.dialog.get_by_role("button", name="Start again").click()
        return self

    def choose(self, item: str) -> NotebookPage:
        """Open the menu for the running Spark and choose."""
        self.button.click()
        self.page.get_by_role("menuitem", name=item).click()
        return self

    def close_dialog(self) -> None:
        """Close the dialog and wait until it is gone."""
        self.dialog.locator(".startspark-close").click()
        expect(self.dialog).to_be_hidden()

    def close(self) -> None:
        """Close the page."""
        if not self.page.is_closed():
            self.coverage.write()
        self.page.close()

    def run(self, code: str) -> str:
        """Run code in the first cell; returns its output's text, without Spark's progress bars."""
        return self.page.evaluate(
            """code => new Promise((resolve, reject) => {
                const cell = Jupyter.notebook.get_cell(0);
                cell.set_text(code);
                const done = (event, data) => {
                    if (data.cell !== cell) {
                        return;
                    }
                    Jupyter.notebook.events.off('finished_execute.CodeCell', done);
                    const shown = cell.output_area.outputs.filter(it => it.name !== 'stderr');
                    resolve(shown.map(output => output.text
                        || (output.data || {})['text/plain'] || output.evalue || '').join(''));
                };
                Jupyter.notebook.events.on('finished_execute.CodeCell', done);
                cell.execute();
            })""",
            code,
        )

    def keep_busy(self) -> Path:
        """Have the kernel run what waits for a file, without a cell; returns the file."""
        file = self.server.notebooks / "go on"
        file.unlink(missing_ok=True)
        wait = f"import os, time\nwhile not os.path.exists({file.name!r}): time.sleep(0.05)"
        self.page.evaluate("code => Jupyter.notebook.kernel.execute(code)", wait)
        expect(self.page.locator("#kernel_indicator_icon")).to_have_class(re.compile("busy"))
        return file

    def save(self) -> None:
        """Save the notebook, and wait until it is."""
        self.page.evaluate("Jupyter.notebook.save_notebook()")
        self.page.wait_for_function("!Jupyter.notebook.dirty")

    def add(self, code: str) -> Locator:
        """Run code in a new cell at the end; returns the cell, whose code may still run."""
        index = self.page.evaluate(
            """code => {
                const cell = Jupyter.notebook.insert_cell_at_bottom('code');
                cell.set_text(code);
                cell.execute(false);
                return Jupyter.notebook.find_cell_index(cell);
            }""",
            code,
        )
        return self.page.locator(".cell").nth(index)

    def kernel_process(self) -> psutil.Process:
        """The process of the notebook's kernel."""
        kernel = self.page.evaluate("Jupyter.notebook.kernel.id")
        below = psutil.Process(self.server.process.pid).children(recursive=True)
        alive = (it for it in below if it.status() != psutil.STATUS_ZOMBIE)
        return next(it for it in alive if any(kernel in part for part in it.cmdline()))

    def javas(self) -> list[psutil.Process]:
        """The Java processes of the notebook's kernel."""
        return javas_below(self.kernel_process().pid)

    def web_ui(self) -> Page:
        """Follow the link to Spark's web UI."""
        with self.page.context.expect_page() as opened:
            self.link.click()
        opened.value.wait_for_load_state("networkidle")
        return opened.value

    def field(self, label: str) -> Locator:
        """A field of the parameters' form."""
        return self.dialog.get_by_label(label)


def session_facts(dialog: Locator) -> dict[str, str]:
    """What the dialog says of a session, all at one moment: rows come while it runs."""
    found: dict[str, str] = dialog.evaluate(
        """dialog => Object.fromEntries([...dialog.querySelectorAll('dt')].map(
            term => [term.innerText, term.nextElementSibling.innerText]))"""
    )
    return found


def write_notebook(folder: Path, name: str, kernel: str = "python3", **metadata: Any) -> None:
    """Write a notebook with one empty cell."""
    spec = {"name": kernel, "language": "python", "display_name": kernel}
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell("")], metadata={"kernelspec": spec, **metadata}
    )
    nbformat.write(notebook, str(folder / name))


def write_kernel(home: Path, name: str, *command: str, **environment: str) -> None:
    """Install a kernel into a server's home folder."""
    folder = home / ".local" / "share" / "jupyter" / "kernels" / name
    folder.mkdir(parents=True, exist_ok=True)
    spec = {
        "argv": [*command, "-f", "{connection_file}"],
        "display_name": name,
        "language": "python",
        "env": environment,
    }
    (folder / "kernel.json").write_text(json.dumps(spec))


OTHER_KERNEL = "other"


def write_other_kernel(home: Path) -> None:
    """Install the kernel with the other pyspark."""
    write_kernel(home, OTHER_KERNEL, str(OTHER_PYTHON), "-m", "ipykernel_launcher")


def shut_kernels_down(server: Server, names: set[str]) -> None:
    """End the kernels of these notebooks, and their Sparks with them."""
    for session in server.signed_in("GET", "api/sessions").json():
        if session["path"] in names:
            server.signed_in("DELETE", f"api/sessions/{session['id']}")
