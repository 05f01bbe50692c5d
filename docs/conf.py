"""Sphinx's configuration: `make docs` builds the site."""

from __future__ import annotations

import runpy
from pathlib import Path

CLONE = Path(__file__).resolve().parent.parent

project = "Start Spark"
author = "The Start Spark developers"
copyright = author
version = release = runpy.run_path(str(CLONE / "startspark" / "_version.py"))["__version__"]

extensions = ["myst_parser"]
exclude_patterns = ["*.in.md", "*/*.in.md"]
myst_heading_anchors = 4
nitpicky = True
linkcheck_ignore = [r"https?://(localhost|127\.0\.0\.1|[^/]*\.example)\b"]
linkcheck_timeout = 30

html_theme = "furo"
html_title = "Start Spark"
html_theme_options = {
    "source_repository": "https://github.com/startspark/startspark/",
    "source_branch": "main",
    "source_directory": "docs/",
}
