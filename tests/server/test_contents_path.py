"""Which config files Jupyter's editor can open."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from jupyter_server.services.contents.largefilemanager import (
    AsyncLargeFileManager,
    LargeFileManager,
)

from startspark.server.base import StartSparkHandler


@pytest.mark.parametrize("manager", [LargeFileManager, AsyncLargeFileManager])
@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ("notebooks/our configs/ours.yaml", "our configs/ours.yaml"),
        ("notebooks/.hidden/ours.yaml", None),
        ("elsewhere/ours.yaml", None),
    ],
)
def test_a_file_is_opened_where_jupyter_shows_it(
    tmp_path: Path, manager: type, file: str, expected: str | None
) -> None:
    """As where a group keeps its configs among its notebooks."""
    path = tmp_path / file
    path.parent.mkdir(parents=True)
    path.write_text("title: Ours")
    (tmp_path / "notebooks").mkdir(exist_ok=True)
    handler = StartSparkHandler()
    handler.contents_manager = manager(root_dir=str(tmp_path / "notebooks"))
    assert asyncio.run(handler.contents_path(path)) == expected
