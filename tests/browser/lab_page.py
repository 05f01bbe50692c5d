"""A notebook in JupyterLab or Notebook 7, as a user sees it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import nbformat
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, expect

from notebook_page import OTHER_KERNEL, SPARK_STARTS, session_facts
from servers import Server

PATHS = {"JupyterLab": "lab/tree", "Notebook 7": "notebooks"}
"""Where each application shows a notebook."""


class LabPage:
    """One notebook, in the first panel of the page that is visible."""

    def __init__(self, page: Page, server: Server, application: str) -> None:
        self.page = page
        self.server = server
        self.application = application
        self.errors: list[str] = []
        page.on("pageerror", lambda error: self._note_error(f"{error}\n{error.stack}"))
        page.on("console", self._note)
        self.panel = page.locator(".jp-NotebookPanel:not(.lm-mod-hidden)").first
        self.select = self.panel.locator(".startspark-config")
        self.button = self.panel.locator(".startspark-start")
        self.dialog = page.locator("dialog.startspark-dialog[open]")
        self.log = self.dialog.locator(".startspark-log pre")
        self.link = self.dialog.locator(".startspark-ui-link")

    def _note_error(self, error: str) -> None:
        if "startspark" in error:  # Notebook 7 has errors of its own
            self.errors.append(error)

    def _note(self, message: ConsoleMessage) -> None:
        if "startspark" in message.location.get("url", "") and message.type == "error":
            self.errors.append(message.text)

    def open(self, name: str) -> LabPage:
        """Go to a notebook and wait until Spark can be started."""
        path = PATHS[self.application]
        self.page.goto(f"{self.server.url}{path}/{name}?token={self.server.token}&reset")
        self.expect_state("ready")
        return self

    def expect_state(self, state: str, timeout: float | None = None) -> None:
        """Wait for a state of the button."""
        expect(self.button).to_have_attribute("data-state", state, timeout=timeout)

    def start(self, config: str) -> LabPage:
        """Click, with a config."""
        self.select.select_option(config)
        self.button.click()
        return self

    def reload(self) -> LabPage:
        """Reload the page."""
        self.page.reload()
        return self

    def expect_running(self) -> dict[str, str]:
        """Wait until Spark runs and the dialog says so; returns what else it says."""
        self.expect_state("running", SPARK_STARTS)
        expect(self.dialog).to_contain_text("Spark is running.")
        return session_facts(self.dialog)

    def field(self, label: str) -> Locator:
        """A field of the parameters' form."""
        return self.dialog.get_by_label(label)

    def close_dialog(self) -> None:
        """Close the dialog and wait until it is gone."""
        self.dialog.locator(".startspark-close").click()
        expect(self.dialog).to_be_hidden()

    def web_ui(self) -> Page:
        """Follow the link to Spark's web UI."""
        with self.page.context.expect_page() as opened:
            self.link.click()
        opened.value.wait_for_load_state("networkidle")
        return opened.value

    def choose(self, item: str) -> LabPage:
        """Choose from the menu of a running Spark."""
        self.button.click()
        self.panel.get_by_role("menuitem", name=item).click()
        return self

    def run(self, code: str, number: int = 0) -> str:
        """Run code in a cell; returns its output's text, without Spark's progress bars."""
        cell = self.panel.locator(".jp-CodeCell").nth(number)
        prompt = cell.locator(".jp-InputPrompt").first
        before = prompt.inner_text()
        cell.locator(".cm-content").click()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(code)
        self.page.keyboard.press("Control+Enter")
        expect(prompt).not_to_have_text(before)
        expect(prompt).to_have_text(re.compile(r"\[\d+\]"), timeout=SPARK_STARTS)
        shown = cell.locator(".jp-OutputArea-output").filter(has_not_text="[Stage ")
        return "".join(shown.all_inner_texts())

    def save(self) -> None:
        """Have the notebook saved, which takes a moment."""
        self.page.keyboard.press("Control+s")

    def command(self, label: str) -> None:
        """Run a command of the palette."""
        self.page.keyboard.press("Control+Shift+c")
        self.page.locator(".lm-CommandPalette-input:visible").fill(label)
        label_in_this_case = re.compile(re.escape(label))
        items = self.page.locator(".lm-CommandPalette-item").filter(has_text=label_in_this_case)
        items.first.click()


def write_notebook(server: Server, name: str, cells: int = 1, **metadata: object) -> None:
    """Write a notebook with empty cells, for the kernel whose Spark starts in less time."""
    spec = {"name": OTHER_KERNEL, "display_name": OTHER_KERNEL, "language": "python"}
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell() for _ in range(cells)],
        metadata={"kernelspec": spec, **metadata},
    )
    nbformat.write(notebook, server.notebooks / name)


@contextmanager
def opening_lab(chromium: Browser, server: Server, application: str) -> Iterator[LabPage]:
    """Open an application; at the end, shut its kernels down, and look for errors of ours."""
    context = chromium.new_context(viewport={"width": 1280, "height": 800})
    context.set_default_timeout(60_000)
    page = LabPage(context.new_page(), server, application)
    yield page
    context.close()
    for kernel in server.signed_in("GET", "api/kernels").json():
        server.signed_in("DELETE", f"api/kernels/{kernel['id']}")
    assert page.errors == []
