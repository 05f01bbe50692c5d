"""The pictures in the docs."""

from __future__ import annotations

import os
from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import BrowserContext

FOLDER = os.environ.get("STARTSPARK_PICTURES")
"""Where the pictures shall be written: without it, they are taken and thrown away."""


STEPS = """
<style>
    main {display: grid; grid-template-columns: 1fr 1fr; gap: 20px 16px; width: 1016px;
          background: #fff; color: #333; font: 15px sans-serif}
    figure {display: flex; flex-direction: column; gap: 8px; margin: 0}
    img {display: block; width: 500px; box-sizing: border-box; object-fit: none;
         border: 1px solid #ccc; border-radius: 4px}
</style>
"""

STEP = """
<figure>
    <figcaption>{number}. {caption}</figcaption>
    <img src="data:image/png;base64,{data}"
        style="height: {height}px; object-position: -{left}px 0">
</figure>
"""


@dataclass(frozen=True)
class Step:
    """One of several steps in a picture.

    Attributes:
        left: how much of the picture is left out there, in pixels.
    """

    caption: str
    picture: bytes
    height: int
    left: int = 0


def steps(context: BrowserContext, shown: Iterable[Step]) -> bytes:
    """One picture of several steps, each with its caption above it, in rows of two."""
    figures = [
        STEP.format(number=number, data=b64encode(it.picture).decode(), **vars(it))
        for number, it in enumerate(shown, 1)
    ]
    page = context.new_page()
    page.set_content(f"{STEPS}<main>{''.join(figures)}</main>")
    picture = page.locator("main").screenshot()
    page.close()
    return picture


def keep(pictures: dict[str, bytes], tmp_path: Path) -> None:
    """Write pictures, by the names of their files, where they were asked for."""
    folder = Path(FOLDER or tmp_path)
    for name, picture in pictures.items():
        (folder / name).write_bytes(picture)
        assert len(picture) < 100_000
