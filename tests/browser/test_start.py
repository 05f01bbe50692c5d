"""One click gives a running Spark, with its web UI."""

from __future__ import annotations

import json
import re

import pyspark
from playwright.sync_api import expect

from notebook_page import SPARK_STARTS, NotebookPage
from servers import BASE_URL
from spark_pages import SparkPages

JAVAS = """\
import psutil
len([child for child in psutil.Process().children() if "java" in child.name()])
"""


def test_one_click_gives_a_running_spark(notebook: NotebookPage) -> None:
    notebook.start("local")
    expect(notebook.button).to_contain_text(re.compile(r"Starting \d+ s"), timeout=SPARK_STARTS)
    expect(notebook.log).to_contain_text("log level", timeout=SPARK_STARTS)
    facts = notebook.expect_running()
    assert facts["Configuration"] == "This machine"
    assert facts["Spark"] == pyspark.__version__
    assert facts["Master"] == "local[*]"
    assert facts["Application"].startswith("local-")
    assert int(facts["Cores"]) >= 1
    expect(notebook.link).to_have_attribute("rel", "noopener")
    notebook.close_dialog()
    expect(notebook.button).to_have_text("Spark running")

    assert notebook.run("spark.range(1000).count()") == "1000"
    assert notebook.run("sc.parallelize(range(10)).sum()") == "45"
    assert notebook.run("spark.conf.get('spark.app.name')") == repr(
        notebook.page.evaluate("Jupyter.notebook.notebook_path")
    )
    names = notebook.run("print([n for n in dir() if 'park' in n.lower() or n in ('sc', 'os')])")
    assert names.strip() == "['SparkSession', 'sc', 'spark']"


def test_the_web_ui_works_below_our_path(notebook: NotebookPage) -> None:
    notebook.start("local").expect_running()
    notebook.close_dialog()
    notebook.run("spark.range(1000).selectExpr('sum(id)').collect()")
    notebook.choose("Session details").expect_running()
    pages = SparkPages(notebook.web_ui())
    assert re.search(rf"{BASE_URL}startspark/ui/\d+/$", pages.root)
    pages.visit()


def test_a_running_spark_is_shown_not_started_again(notebook: NotebookPage) -> None:
    first = notebook.start("local").expect_running()
    notebook.close_dialog()
    assert notebook.choose("Session details").expect_running() == first

    notebook.reload()
    notebook.expect_state("running")
    assert notebook.choose("Session details").expect_running() == first


def test_two_clicks_start_one_spark(notebook: NotebookPage) -> None:
    notebook.page.evaluate("$('#startspark-start').click().click()")
    notebook.expect_running()
    expect(notebook.dialog).to_have_count(1)
    assert notebook.run(JAVAS) == "1"


def test_the_dialog_may_be_closed_while_spark_starts(notebook: NotebookPage) -> None:
    notebook.start("local")
    expect(notebook.dialog.locator(".startspark-time")).to_be_visible(timeout=SPARK_STARTS)
    notebook.close_dialog()
    expect(notebook.button).to_have_attribute("data-state", "starting")
    notebook.button.click()
    notebook.expect_running()


def test_a_closed_dialog_stays_closed_when_spark_is_there(notebook: NotebookPage) -> None:
    notebook.start("local")
    expect(notebook.dialog.locator(".startspark-time")).to_be_visible(timeout=SPARK_STARTS)
    notebook.close_dialog()
    expect(notebook.button).to_have_attribute("data-state", "running", timeout=SPARK_STARTS)
    expect(notebook.dialog).to_be_hidden()
    assert notebook.run("spark.range(7).count()") == "7"


def test_a_session_stopped_by_hand_can_be_started_again(notebook: NotebookPage) -> None:
    first = notebook.start("local").expect_running()
    notebook.close_dialog()
    notebook.run("spark.stop()")
    notebook.expect_state("ready")
    notebook.button.click()
    assert notebook.expect_running()["Application"] != first["Application"]


def test_a_start_leaves_no_trace_in_the_notebook(notebook: NotebookPage) -> None:
    notebook.start("local").expect_running()
    notebook.close_dialog()
    assert notebook.run("In") == "['', 'In']"
    saved = json.loads(notebook.page.evaluate("JSON.stringify(Jupyter.notebook.toJSON())"))
    assert saved["metadata"]["startspark"] == {"config": "local"}
    assert len(saved["cells"]) == 1
