"""A notebook in JupyterLab or Notebook 7, as a user sees it."""

from __future__ import annotations

import nbformat
from playwright.sync_api import ConsoleMessage, Locator, Page, expect

from notebook_page import OTHER_KERNEL, SPARK_STARTS
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

    def expect_state(self, state: str, timeout: float = 60_000) -> None:
        """Wait for a state of the button."""
        expect(self.button).to_have_attribute("data-state", state, timeout=timeout)

    def start(self, config: str) -> LabPage:
        """Click, with a config."""
        self.select.select_option(config)
        self.button.click()
        return self

    def expect_running(self) -> Locator:
        """Wait until Spark runs and the dialog says so; returns what it says."""
        self.expect_state("running", SPARK_STARTS)
        expect(self.dialog).to_contain_text("Spark is running.")
        return self.dialog.locator("dl")

    def choose(self, item: str) -> LabPage:
        """Choose from the menu of a running Spark."""
        self.button.click()
        self.panel.get_by_role("menuitem", name=item).click()
        return self

    def run(self, number: int) -> Locator:
        """Run a cell; returns its output."""
        cell = self.panel.locator(".jp-CodeCell").nth(number)
        cell.locator(".cm-content").click()
        self.page.keyboard.press("Control+Enter")
        return cell.locator(".jp-OutputArea-output")

    def command(self, label: str) -> None:
        """Run a command of the palette."""
        self.page.keyboard.press("Control+Shift+c")
        self.page.locator(".lm-CommandPalette-input:visible").fill(label)
        self.page.locator(".lm-CommandPalette-item").filter(has_text=label).first.click()


def write_notebook(server: Server, name: str, *sources: str) -> None:
    """Write a notebook with cells, for the kernel whose Spark starts in less time."""
    cells = [nbformat.v4.new_code_cell(source) for source in sources]
    spec = {"name": OTHER_KERNEL, "display_name": OTHER_KERNEL, "language": "python"}
    notebook = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": spec})
    nbformat.write(notebook, server.notebooks / name)
