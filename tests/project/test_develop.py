"""The front end of an editable install."""

from __future__ import annotations

from pathlib import Path

import develop

CLONE = Path(__file__).resolve().parents[2]


def test_the_extensions_are_copied_and_then_what_changes(tmp_path: Path) -> None:
    assert develop.update(tmp_path) > 100
    jupyter = tmp_path / "share" / "jupyter"
    app = jupyter / "nbextensions" / "startspark" / "app.js"
    assert app.read_bytes() == (CLONE / "startspark" / "static" / "app.js").read_bytes()
    lab = jupyter / "labextensions" / "startspark"
    assert (lab / "package.json").exists()
    assert (lab / "static" / "remoteEntry.js").exists()
    enabled = tmp_path / "etc" / "jupyter"
    assert (enabled / "jupyter_server_config.d" / "startspark.json").exists()
    assert develop.update(tmp_path) == 0
    app.write_text("old")
    assert develop.update(tmp_path) == 1
    assert app.read_text() != "old"
