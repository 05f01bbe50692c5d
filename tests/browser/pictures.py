"""The pictures in the docs."""

from __future__ import annotations

import os
from pathlib import Path

FOLDER = os.environ.get("STARTSPARK_PICTURES")
"""Where the pictures shall be written: without it, they are taken and thrown away."""


def keep(pictures: dict[str, bytes], tmp_path: Path) -> None:
    """Write pictures, by the names of their files, where they were asked for."""
    folder = Path(FOLDER or tmp_path)
    for name, picture in pictures.items():
        (folder / name).write_bytes(picture)
        assert len(picture) < 100_000
