"""What `{env: NAME}` stands for is seen by Spark alone."""

from __future__ import annotations

import json
from collections.abc import Callable

from playwright.sync_api import Response, expect

from notebook_page import NotebookPage, write_kernel
from pythons import OTHER_PYTHON
from servers import Server

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


def test_a_secret_is_seen_by_spark_alone(
    server: Server, open_on: Callable[..., NotebookPage]
) -> None:
    command = (str(OTHER_PYTHON), "-m", "ipykernel_launcher")
    write_kernel(server.home, "knowing", *command, TRIED=SECRET)
    path = server.configs / "secret.yaml"
    template = path.with_name("half.py.j2")
    path.write_text(CONFIG)
    bodies: list[str] = []

    def note(response: Response) -> None:
        if "/startspark/" in response.url and "/ui/" not in response.url:
            bodies.append(response.text())

    try:
        notebook = open_on(server, kernel="knowing")
        notebook.page.on("response", note)
        notebook.start("secret").expect_failed("own code failed")
        seen = [notebook.page.content()]
        notebook.close_dialog()
        template.write_text(HALF_OF_IT)
        path.write_text(CONFIG.replace("after: 1 / 0", f"template: {template.name}"))
        notebook.button.click()
        notebook.retry().expect_running()
        seen.append(notebook.page.content())
        missed = notebook.dialog.locator(".startspark-missed li")
        memory = "spark.driver.memory: asked 600m, got nothing"
        expect(missed).to_have_text(["spark.hadoop.tried", memory, "spark.app.token"])
        expect(notebook.dialog).not_to_contain_text("s3cret-of-the-config")
        notebook.close_dialog()
        spark_has = "spark.sparkContext._jsc.hadoopConfiguration().get('fs.s3a.secret.key')"
        assert notebook.run(f"import os; {spark_has} == os.environ['TRIED']") == "True"
        notebook.choose("Insert the code as a cell")
        seen.append(notebook.page.content())
    finally:
        path.unlink()
        template.unlink(missing_ok=True)
    seen.append(json.dumps(notebook.page.evaluate("Jupyter.notebook.toJSON()")))
    assert any("os.environ" in text for text in seen)
    assert any("TRIED" in body for body in bodies)
    assert [text for text in [*seen, *bodies, server.log()] if SECRET in text] == []
