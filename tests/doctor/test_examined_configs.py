"""The configurations, examined from this machine."""

from __future__ import annotations

import json
import socket
from pathlib import Path

import pytest

from startspark.doctor import configs, notebook
from startspark.doctor.configs import Filled
from startspark.kernel.doctor.finding import Finding
from startspark.manager import ConfigManager
from startspark.settings import StartSpark


@pytest.fixture
def manager(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ConfigManager:
    """The configs of a folder that is the user's own."""
    monkeypatch.setattr(StartSpark, "config_folders", lambda _: [(tmp_path, "user")])
    return ConfigManager(StartSpark())


def examine(manager: ConfigManager) -> list[Finding]:
    """The findings of the only config."""
    found = list(configs.findings(manager))
    assert {it.area for it in found} == {"Configuration tried"}
    assert all(it.status == "ok" or it.fix for it in found)
    return found


def test_a_good_one(manager: ConfigManager, tmp_path: Path) -> None:
    (tmp_path / "tried.yaml").write_text("master: local[2]")
    assert [(it.check, it.status) for it in examine(manager)] == [("File", "ok"), ("Code", "ok")]


def test_a_broken_one(manager: ConfigManager, tmp_path: Path) -> None:
    (tmp_path / "tried.yaml").write_text("title: x\nmastre: y")
    (found,) = examine(manager)
    assert (found.check, found.status) == ("File", "error")
    assert found.text.startswith(f"{tmp_path}/tried.yaml:2: `mastre`")


def test_one_with_warnings_and_without_code(manager: ConfigManager, tmp_path: Path) -> None:
    text = "conf:\n  spark.executor.memroy: 4g\n  spark.a: '{{ env.GONE }}'"
    (tmp_path / "tried.yaml").write_text(text)
    _, warning, code = examine(manager)
    assert (warning.check, warning.status) == ("File", "warning")
    assert (code.check, code.status) == ("Code", "error")
    assert "tried.yaml:3" in code.text


def test_one_that_asks(manager: ConfigManager, tmp_path: Path) -> None:
    text = "master: local[2]\nparameters:\n  cores: {type: integer}"
    (tmp_path / "tried.yaml").write_text(text)
    *_, code = examine(manager)
    assert (code.status, code.text) == ("ok", "not examined: a start asks for `cores`")


def test_a_master_that_answers_and_one_that_does_not(
    manager: ConfigManager, tmp_path: Path
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        master = f"spark://127.0.0.1:{listening.getsockname()[1]}"
        (tmp_path / "tried.yaml").write_text(f"master: {master}")
        assert examine(manager)[2].text.endswith("accepts connections")
    found = examine(manager)[2]
    assert (found.check, found.status) == ("Master", "error")
    assert f"in `{tmp_path}/tried.yaml:1`" in found.fix


def test_a_variable_that_is_not_set_here(
    manager: ConfigManager, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "tried.yaml").write_text("conf:\n  spark.my.token: {env: SOME_TOKEN}")
    *_, found = examine(manager)
    assert (found.check, found.status) == ("Variable", "warning")
    kernel = tmp_path / "data" / "kernels" / "with-token" / "kernel.json"
    kernel.parent.mkdir(parents=True)
    spec = {"argv": ["python"], "display_name": "x", "language": "python"}
    kernel.write_text(json.dumps({**spec, "env": {"SOME_TOKEN": "s3cret-value"}}))
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "data"))
    *_, found = examine(manager)
    assert (found.status, found.text.split(": ")[1]) == ("ok", "with-token")
    monkeypatch.setenv("SOME_TOKEN", "s3cret-value")
    *_, found = examine(manager)
    assert (found.check, found.status) == ("Variable", "ok")
    assert "s3cret" not in str(found)


def test_no_configuration(manager: ConfigManager) -> None:
    (found,) = configs.findings(manager)
    assert found.status == "warning"


def test_what_a_notebook_uses(manager: ConfigManager, tmp_path: Path) -> None:
    text = "master: local[2]\nconf:\n  spark.local.dir: /tmp\nparameters:\n  n: {type: integer}"
    (tmp_path / "tried.yaml").write_text(text)
    filled = Filled({"n": 1}, {"spark.driver.memory": "900000g"})
    found = notebook.examine(manager, "tried", filled)
    areas = {it["area"] for it in found["findings"]}
    assert areas == {"Server", "Configuration tried"}
    of_kernel = eval(found["kernel"])["findings"]
    (memory,) = [it for it in of_kernel if it["check"] == "Memory"]
    assert memory["status"] == "warning"
    assert "in this notebook’s own settings" in memory["fix"]


def test_a_notebook_without_a_configuration(manager: ConfigManager) -> None:
    found = notebook.examine(manager, "", Filled())
    assert {it["area"] for it in found["findings"]} == {"Server"}
    assert {it["area"] for it in eval(found["kernel"])["findings"]} == {notebook.KERNEL}
