"""The pictures in the docs."""

from __future__ import annotations

import os
from base64 import b64encode
from collections.abc import Mapping
from pathlib import Path

from playwright.sync_api import Page

FOLDER = os.environ.get("STARTSPARK_PICTURES")
"""Where the pictures shall be written: without it, they are taken and thrown away."""


STEPS = """
<style>
    body {display: grid; grid-template-columns: 1fr 1fr; gap: 16px; width: 1016px; margin: 0;
          background: #fff; color: #333; font: 15px sans-serif}
    figure {display: flex; flex-direction: column; gap: 8px; margin: 0}
    img {display: block; width: 500px; height: 230px; box-sizing: border-box;
         border: 1px solid #ccc; border-radius: 4px; object-fit: none; object-position: 0 0}
</style>
"""

STEP = """
<figure><figcaption>{caption}</figcaption><img src="data:image/png;base64,{picture}"></figure>
"""


def steps(page: Page, pictures: Mapping[str, bytes]) -> bytes:
    """One picture of several, each with its caption above it, in rows of two."""
    shown = [
        STEP.format(caption=f"{number}. {caption}", picture=b64encode(picture).decode())
        for number, (caption, picture) in enumerate(pictures.items(), 1)
    ]
    page.set_content(STEPS + "".join(shown))
    return page.locator("body").screenshot()


def keep(pictures: dict[str, bytes], tmp_path: Path) -> None:
    """Write pictures, by the names of their files, where they were asked for."""
    folder = Path(FOLDER or tmp_path)
    for name, picture in pictures.items():
        (folder / name).write_bytes(picture)
        assert len(picture) < 100_000
