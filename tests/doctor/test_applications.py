"""Whether Start Spark's extensions are enabled in the applications that are installed here."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from servers import CLONE, isolated_environment
from startspark.doctor import applications

Write = Callable[[str, dict[str, Any]], None]

CLASSIC, OWN = ("nbconfig/notebook.json", "nbconfig/tree.json"), "startspark"


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    """Write the user's settings, which win over those of the environment."""
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(tmp_path / "config"))
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "data"))
    monkeypatch.setenv("JUPYTER_PREFER_ENV_PATH", "0")
    shutil.copytree(applications.STATIC, tmp_path / "data" / "nbextensions" / OWN)

    def write_one(name: str, content: dict[str, Any]) -> None:
        file = tmp_path / "config" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(content))

    write_one("jupyter_notebook_config.json", {"NotebookApp": {"nbserver_extensions": {OWN: True}}})
    write_one("jupyter_server_config.json", {"ServerApp": {"jpserver_extensions": {OWN: True}}})
    write_one(CLASSIC[0], {"load_extensions": {"startspark/main": True}})
    write_one(CLASSIC[1], {"load_extensions": {"startspark/tree": True}})
    return write_one


def problems() -> dict[str, str]:
    """The fixes of all errors, by application and text."""
    found = [it for it in applications.findings() if it.status != "ok"]
    return {f"{it.check.split()[0]}: {it.text}": it.fix for it in found}


@pytest.mark.usefixtures("write")
def test_all_is_enabled() -> None:
    assert problems() == {}
    names = [it.check.split()[0] for it in applications.findings()]
    assert names == ["Notebook", "nbclassic"]


def test_a_server_extension_that_is_not_enabled(write: Write) -> None:
    write("jupyter_notebook_config.json", {"NotebookApp": {"nbserver_extensions": {OWN: False}}})
    text = "The server extension is not enabled."
    ((place, fix),) = problems().items()
    assert place == f"Notebook: {text}"
    assert "`jupyter serverextension enable startspark --user`" in fix
    write("jupyter_server_config.json", {"ServerApp": {"jpserver_extensions": {OWN: False}}})
    assert f"nbclassic: {text}" in problems()


def test_an_nbextension_that_is_not_enabled(write: Write) -> None:
    write(CLASSIC[1], {"load_extensions": {"startspark/tree": False}})
    text = "The nbextension `startspark/tree` is not enabled."
    assert problems() == {
        f"Notebook: {text}": "`jupyter nbextension enable startspark/tree --section=tree"
        " --user`, then restart the server.",
        f"nbclassic: {text}": "`jupyter nbclassic-extension enable startspark/tree --section=tree"
        " --user`, then restart the server.",
    }


def test_a_page_of_another_version(write: Write, tmp_path: Path) -> None:
    copy = tmp_path / "data" / "nbextensions" / OWN
    (copy / "strings.js").write_text("")
    expected = f"The front-end files in `{copy}` are from another version of Start Spark."
    assert f"Notebook: {expected}" in problems()


def test_what_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(applications, "jupyter_path", lambda _: [])
    expected = "Start Spark’s extensions are not installed."
    assert list(problems()) == [f"Notebook: {expected}", f"nbclassic: {expected}"]


def test_an_environment_without_jupyter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(applications, "installed", lambda _: None)
    (found,) = applications.findings()
    assert found.status == "warning"


LIST = """
import json
from startspark.doctor import applications
print(json.dumps([it.as_dict() for it in applications.findings()]))
"""


@pytest.mark.parametrize("environment", [".venv-notebook7", ".venv-notebook7-oldest"])
@pytest.mark.parametrize("is_disabled", [False, True])
def test_a_labextension(tmp_path: Path, environment: str, is_disabled: bool) -> None:
    copy = tmp_path / "data" / "labextensions" / OWN
    shutil.copytree(CLONE / "share" / "jupyter" / "labextensions" / OWN, copy)
    shutil.copytree(applications.STATIC, copy / "static")
    file = tmp_path / ".jupyter" / "labconfig" / "page_config.json"
    file.parent.mkdir(parents=True)
    file.write_text(json.dumps({"disabledExtensions": {OWN: is_disabled}}))
    variables = {"JUPYTER_PATH": str(tmp_path / "data"), "PYTHONPATH": str(CLONE)}
    done = subprocess.run(
        [str(CLONE / environment / "bin" / "python"), "-c", LIST],
        env=isolated_environment(tmp_path) | variables,
        cwd=os.sep,
        stdout=subprocess.PIPE,
        check=True,
    )
    found = json.loads(done.stdout)
    assert [it["check"].split()[0] for it in found] == ["Notebook", "JupyterLab"]
    fix = "`jupyter labextension enable startspark`, then restart the server."
    expected = ("error", fix) if is_disabled else ("ok", "")
    assert {(it["status"], it["fix"]) for it in found} == {expected}
