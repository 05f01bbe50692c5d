"""What pyspark is going to import, while it waits for Java."""

from __future__ import annotations

import contextlib
import importlib
import threading


def import_ahead() -> None:
    """Import it in the background."""
    threading.Thread(target=_import, name="Start Spark's imports", daemon=True).start()


def _import() -> None:
    with contextlib.suppress(Exception):  # pyspark meets it again, and tells
        importlib.import_module("pyspark.sql")
        version = importlib.import_module("pyspark").__version__.split(".")
        if (int(version[0]), int(version[1])) >= (4, 3):
            # Its first call of Java does (sql/types.py, `can_convert`), and that imports pandas.
            importlib.import_module("pyspark.testing.utils")
