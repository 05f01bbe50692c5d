"""What `{env: NAME}` stands for is seen by Spark alone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Response, expect

from notebook_page import NotebookPage

SECRET = "s3cret-of-the-kernel"

CONFIG = """
master: local[1]
conf:
  spark.hadoop.fs.s3a.secret.key: {env: TRIED}
  spark.hadoop.tried: {env: TRIED}
  spark.driver.memory: 600m
  spark.app.token: s3cret-of-the-config
after: 1 / 0
"""

HALF_OF_IT = """
import os
from pyspark.sql import SparkSession
key = {{ conf | first }}
spark = SparkSession.builder.master({{ master }}).config(key, os.environ["TRIED"]).getOrCreate()
"""


def tell(notebook: NotebookPage, code: str) -> None:
    """Run code in the kernel of which the notebook keeps nothing."""
    notebook.page.evaluate("code => Jupyter.notebook.kernel.execute(code)", code)


@pytest.fixture
def written(ready: NotebookPage) -> Iterator[Path]:
    """The file of the config; at the end, the kernel does not have the secret any more."""
    path = ready.server.configs / "secret.yaml"
    path.write_text(CONFIG)
    path.with_name("half.py.j2").write_text(HALF_OF_IT)
    yield path
    tell(ready, "os.environ.pop('TRIED', None)")
    path.unlink()
    path.with_name("half.py.j2").unlink()


@pytest.fixture
def bodies(ready: NotebookPage) -> Iterator[list[str]]:
    """What the server answers."""
    found: list[str] = []

    def note(response: Response) -> None:
        if "/startspark/" in response.url and "/ui/" not in response.url:
            found.append(response.text())

    ready.page.on("response", note)
    yield found
    ready.page.remove_listener("response", note)


def test_a_secret_is_seen_by_spark_alone(
    ready: NotebookPage, written: Path, bodies: list[str]
) -> None:
    ready.reload_list().start("secret")
    ready.expect_failed("The kernel’s environment has no variable TRIED.")
    expect(ready.dialog).to_contain_text(f"spark.hadoop.fs.s3a.secret.key in {written}:4")

    tell(ready, f"import os; os.environ['TRIED'] = {SECRET!r}")
    ready.retry().expect_failed("own code failed: ZeroDivisionError")
    expect(ready.dialog.locator(".startspark-details pre")).to_contain_text("1 / 0")
    seen = [ready.page.content()]

    written.write_text(CONFIG.replace("after: 1 / 0", "template: half.py.j2"))
    ready.retry().expect_running()
    seen.append(ready.page.content())
    missed = ready.dialog.locator(".startspark-missed li")
    memory = "spark.driver.memory: requested 600m, got nothing"
    expect(missed).to_have_text(["spark.hadoop.tried", memory, "spark.app.token"])
    expect(ready.dialog).not_to_contain_text("s3cret-of-the-config")
    ready.close_dialog()
    spark_has = "spark.sparkContext._jsc.hadoopConfiguration().get('fs.s3a.secret.key')"
    assert ready.run(f"import os; {spark_has} == os.environ['TRIED']") == "True"
    ready.choose("Insert the code as a cell")
    seen.append(ready.page.content())

    seen.append(json.dumps(ready.page.evaluate("Jupyter.notebook.toJSON()")))
    assert any("os.environ" in text for text in seen)
    assert any("TRIED" in body for body in bodies)
    assert [text for text in [*seen, *bodies, ready.server.log()] if SECRET in text] == []
