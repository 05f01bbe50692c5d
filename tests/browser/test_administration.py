"""What a server's administrator and its user have set: idle sessions, first choice, hotkey."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import expect

from notebook_page import OTHER_KERNEL, NotebookPage, write_other_kernel
from servers import Server, running

OPTIONS = {"startspark": {"default_config": "beta", "hotkey": "alt-s"}}


@contextmanager
def server_with(home: Path, **settings: object) -> Iterator[Server]:
    """A server with settings of Start Spark's, and a user with options of the configurator's."""
    written = {
        home / ".jupyter" / "jupyter_notebook_config.json": {"StartSpark": settings},
        home / ".jupyter" / "nbconfig" / "notebook.json": OPTIONS,
    }
    for path, content in written.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(content))
    write_other_kernel(home)
    with running("notebook", home) as server:
        for name in ("alpha", "beta"):
            (server.configs / f"{name}.yaml").write_text("master: local[1]")
        yield server


def test_an_idle_session_is_noticed_kept_and_stopped(tmp_path: Path, open_on) -> None:
    with server_with(tmp_path, idle_minutes=0.05) as server:
        notebook: NotebookPage = open_on(server, kernel=OTHER_KERNEL)
        notebook.start("local").expect_running()
        notebook.close_dialog()
        notice = notebook.page.locator(".startspark-notice")
        expect(notice).to_have_text(re.compile(r"Spark idle for \d+ s"))
        notice.get_by_role("button", name="Keep it").click()
        expect(notice).to_be_hidden()
        expect(notice).to_be_visible()
        notebook.reload()
        expect(notice).to_contain_text("Spark idle for")
        notice.get_by_role("button", name="Stop Spark").click()
        notebook.expect_state("ready")
        expect(notice).to_be_hidden()
        notebook.close()


def test_an_idle_session_is_stopped_and_the_options_of_the_configurator_count(
    tmp_path: Path, open_on
) -> None:
    with server_with(tmp_path, idle_minutes=0.05, stop_idle=True) as server:
        notebook: NotebookPage = open_on(server, kernel=OTHER_KERNEL)
        expect(notebook.select).to_have_value("beta")
        notebook.page.keyboard.press("Alt+s")
        assert notebook.expect_running()["Configuration"] == "beta"
        notebook.expect_state("lost")
        expect(notebook.dialog).to_contain_text("Spark was stopped, because it had nothing to do")
        notebook.close()
