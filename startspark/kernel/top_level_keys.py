"""Map Spark properties to the top-level config keys that set them, such as `master`."""

from __future__ import annotations

TOP_LEVEL_KEYS = {"spark.master": "master", "spark.remote": "remote", "spark.app.name": "app_name"}
"""The key at the top level of a config, by the property that it sets."""
