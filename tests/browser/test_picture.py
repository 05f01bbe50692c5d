"""The README's pictures: a real notebook with a running Spark."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

from playwright.sync_api import expect

from notebook_page import NotebookPage
from servers import running

CLONE = Path(__file__).resolve().parents[2]
QUICKSTART = CLONE / "examples" / "quickstart.ipynb"

TOOLBAR = {"x": 0, "y": 0, "width": 1024, "height": 120}
MENU = {"x": 512, "y": 70, "width": 512, "height": 160}
DIALOG = {"x": 130, "y": 0, "width": 764, "height": 370}


def test_the_quickstart_runs_and_is_pictured(tmp_path: Path, open_on) -> None:
    with running("notebook", tmp_path) as server:
        shutil.copy(CLONE / "examples" / "configs" / "laptop.yaml", server.configs)
        notebook: NotebookPage = open_on(server, wait=False)
        shutil.copy(QUICKSTART, server.notebooks)
        notebook.page.evaluate("localStorage.setItem('showNotebookNews', 'false')")
        notebook.open(QUICKSTART.name)
        pictures = {"toolbar.png": notebook.page.screenshot(clip=TOOLBAR)}
        notebook.start("local").expect_running()
        expect(notebook.dialog).to_have_css("opacity", "1")
        pictures["running.png"] = notebook.page.screenshot(clip=DIALOG)
        notebook.close_dialog()
        notebook.button.click()
        pictures["menu.png"] = notebook.page.screenshot(clip=MENU)
        notebook.page.keyboard.press("Escape")
        notebook.page.evaluate("Jupyter.notebook.execute_all_cells()")
        expect(notebook.page.locator(".output_svg circle")).not_to_have_count(0, timeout=120_000)
        saved = json.loads(notebook.page.evaluate("JSON.stringify(Jupyter.notebook.toJSON())"))
        notebook.page.close()
    outputs = [output for cell in saved["cells"] for output in cell.get("outputs", ())]
    assert [output for output in outputs if output["output_type"] == "error"] == []
    folder = Path(os.environ.get("STARTSPARK_PICTURES", tmp_path))
    for name, picture in pictures.items():
        (folder / name).write_bytes(picture)
        assert len(picture) < 100_000
