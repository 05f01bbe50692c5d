"""The config keys that set a Spark property of another name."""

from __future__ import annotations

TOP_LEVEL_KEYS = {"spark.master": "master", "spark.remote": "remote", "spark.app.name": "app_name"}
"""The key at the top level of a config, by the property that it sets."""
