"""What a notebook's page loads of Start Spark, and when."""

from __future__ import annotations

from notebook_page import NotebookPage


def test_it_is_loaded_once_the_notebook_is_there_and_progress_once_spark_runs(
    ready: NotebookPage,
) -> None:
    ready.page.route("**/api/contents/**", lambda route: None)
    ready.requested.clear()
    ready.reload(wait=False)
    ready.page.wait_for_function(
        "window.requirejs && requirejs.defined('nbextensions/startspark/main')"
    )
    assert names(ready) == ["main.js"]
    ready.page.unroute("**/api/contents/**")  # which lets those go on that are held
    ready.wait().expect_state("ready")
    ready.page.wait_for_load_state("networkidle")
    assert "progress.js" not in names(ready)


def test_a_rejected_promise_of_which_nobody_hears_fails_a_test(ready: NotebookPage) -> None:
    with ready.page.expect_event("pageerror"):
        ready.page.evaluate("() => { Promise.reject(new Error('unheard')); }")
    assert "unheard" in ready.errors.pop()


def ours(notebook: NotebookPage) -> list[str]:
    """What the page has asked for."""
    return [url for url in notebook.requested if "/startspark/" in url]


def names(notebook: NotebookPage) -> list[str]:
    return [path(url).rpartition("/")[2] for url in ours(notebook)]


def path(url: str) -> str:
    return url.partition("?")[0]
