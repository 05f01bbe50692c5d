"""Text that would like to be more than text."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import expect

from notebook_page import NotebookPage
from servers import Server
from spark_pages import SparkPages

HTML = "<img src=x onerror=window.hacked=1><script>window.hacked=1</script>"
ODD = "\u001b[31mred\u001b[0m \u202eright to left\u202c {{ 7 * 7 }} ${7*7} '\"`\\"
HOSTILE = f"{HTML} {ODD}"

CONFIG = {
    "title": HOSTILE[:100].strip(),
    "description": HOSTILE,
    "master": "local[1]",
    "app_name": "{{ notebook }}",
    "conf": {"spark.said": "{{ parameters.text }}"},
    "parameters": {
        "text": {"type": "string", "title": HOSTILE, "description": HOSTILE, "unit": HTML},
        "choice": {"type": "string", "enum": [HOSTILE, "x"], "default": "x"},
    },
    "after": f"{{% raw %}}print({HOSTILE!r})\nprint('y' * 300_000){{% endraw %}}",
}


@pytest.fixture(scope="module", autouse=True)
def hostile(server: Server) -> Iterator[str]:
    """The name of a config whose every text is hostile, beside a broken one."""
    (server.configs / "hostile.yaml").write_text(json.dumps(CONFIG))  # JSON is YAML
    broken = {HTML: "x", "title": "broken"}
    (server.configs / "hostile-broken.yaml").write_text(json.dumps(broken))
    yield "hostile"
    for path in server.configs.glob("hostile*.yaml"):
        path.unlink()


def expect_harmless(notebook: NotebookPage) -> None:
    """No text has become an element or run."""
    page = notebook.page
    assert page.evaluate("window.hacked") is None
    ours = "#startspark, .startspark-dialog, .startspark-notice, .startspark-progress"
    expect(page.locator(ours).locator("img, script, b")).to_have_count(0)


HOSTILE_KERNEL = f"""
import sys
session = next(it for name, it in sys.modules.items()
               if name.startswith('_startspark') and name.endswith('.session'))
html = {HTML!r}
session.describe = lambda: {{
    'running': True, 'version': html, 'master': html, 'application_id': html, 'cores': html,
    'config': html, 'code': html, 'ui_port': 'javascript:window.hacked=1//', 'executors': html,
    'wanted': html, 'missed': [{{'key': html, 'asked': html, 'got': html}}],
}}
"""

HOSTILE_NEWS = f"""
html = {HTML!r}
kernel = get_ipython().kernel
for data in ({{'phase': html, 'executors': html, 'wanted': html}},
             {{'phase': 'cluster', 'local': False, 'executors': html, 'wanted': html}},
             {{'running': True, 'code': html, 'jobs': html, 'streams': {{html: html}}}},
             {{'operation': {{'id': html, 'cell': html, 'begun': html, 'running': html,
                              'stages': [{{'id': html, 'tasks': html, 'completed': 0}}]}}}},
             {{'idle': html}}, {{}}, [], None, 7, html):
    kernel.session.send(kernel.iopub_socket, 'startspark', data)
"""


def test_texts_of_others_stay_texts(
    server: Server, open_on: Callable[..., NotebookPage], other_kernel: str, hostile: str
) -> None:
    name = "<img src=x onerror=window.hacked=1> {{ 7 * 7 }}'\"`.ipynb"
    notebook = open_on(server, kernel=other_kernel, name=name)
    option = notebook.select.locator(f"option[value={hostile}]")
    assert option.text_content() == CONFIG["title"]
    try_news(notebook, "ready")
    try_a_broken_config(notebook)
    try_a_start(notebook, hostile)
    try_the_web_ui(notebook)
    try_a_kernel_that_lies(notebook)
    try_news(notebook, "running")
    notebook.choose("Insert the code as a cell")
    expect_harmless(notebook)
    # There is no such application, which the browser reports.
    notebook.errors[:] = [it for it in notebook.errors if "/api/v1/applications/" not in it]


def try_news(notebook: NotebookPage, state: str) -> None:
    """The kernel publishes what makes no sense."""
    notebook.run(HOSTILE_NEWS)
    notebook.expect_state(state)
    expect_harmless(notebook)


def try_a_broken_config(notebook: NotebookPage) -> None:
    """An error of the server's names what is hostile."""
    notebook.start("hostile-broken").expect_failed("is not a config key")
    expect(notebook.dialog).to_contain_text(HTML)
    expect_harmless(notebook)
    notebook.close_dialog()


def try_a_start(notebook: NotebookPage, config: str) -> None:
    """Titles, parameters, the log and the notebook's own name are hostile."""
    notebook.start(config)
    expect(notebook.dialog.locator("label").first).to_have_text(HOSTILE)
    expect_harmless(notebook)
    notebook.field(HTML).first.fill(HOSTILE)
    notebook.dialog.get_by_role("button", name="Start Spark").click()
    facts = notebook.expect_running()
    assert facts["Configuration"] == CONFIG["title"]
    log = notebook.log.text_content()
    assert "yyy" in log
    assert len(log) <= 200_000
    expect_harmless(notebook)
    notebook.close_dialog()
    assert notebook.run("spark.conf.get('spark.said')") == repr(HOSTILE)
    path = notebook.page.evaluate("Jupyter.notebook.notebook_path")
    assert notebook.run("spark.conf.get('spark.app.name')") == repr(path)
    expect_harmless(notebook)


def try_the_web_ui(notebook: NotebookPage) -> None:
    """Spark's own page shows the configuration."""
    notebook.choose("Session details").expect_running()
    ui = SparkPages(notebook.web_ui())
    ui.page.goto(f"{ui.root}environment/", wait_until="networkidle")
    assert ui.page.evaluate("window.hacked") is None
    ui.page.close()
    notebook.close_dialog()


def try_a_kernel_that_lies(notebook: NotebookPage) -> None:
    """The session is described with what is hostile."""
    notebook.run(HOSTILE_KERNEL)
    notebook.choose("Session details")
    master = notebook.dialog.locator("dd[data-term=Master]")
    expect(master).to_have_text(HTML)
    expect(notebook.dialog.locator(".startspark-no-web-ui")).to_have_text(
        "This Spark has no web UI."
    )
    expect(notebook.link).to_have_count(0)
    expect_harmless(notebook)
    notebook.close_dialog()
