"""Finding the installed kernels, whatever their files contain."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from startspark import kernelspecs
from startspark.errors import KernelspecError

SPEC = {"argv": ["python3", "-m", "ipykernel_launcher"], "display_name": "x", "language": "python"}


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The kernel.json of a kernel `odd`."""
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    file = tmp_path / "kernels" / "odd" / "kernel.json"
    file.parent.mkdir(parents=True)
    return file


@pytest.mark.parametrize("text", ["{", json.dumps({**SPEC, "argv": []})])
def test_a_kernel_whose_file_is_broken_is_named(file: Path, text: str) -> None:
    file.write_text(text)
    with pytest.raises(KernelspecError, match=r"the kernel\.json of odd cannot be read"):
        kernelspecs.find("odd")
    (listed,) = (it for it in kernelspecs.kernelspecs() if it.name == "odd")
    assert listed.error


def test_a_kernel_that_is_not_there_is_named(file: Path) -> None:
    file.write_text(json.dumps(SPEC))
    with pytest.raises(KernelspecError, match="there is no kernel od:"):
        kernelspecs.find("od")


def test_a_variable_that_is_no_text_becomes_text(file: Path) -> None:
    file.write_text(json.dumps({**SPEC, "env": {"ODD": 1}}))
    assert kernelspecs.find("odd").environment()["ODD"] == "1"
