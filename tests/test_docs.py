"""The generated pages are up to date."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from startspark.catalog import load

CLONE = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def generate():
    spec = importlib.util.spec_from_file_location("generate", CLONE / "docs" / "generate.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_generated_pages_are_up_to_date(generate) -> None:
    for path, text in generate.pages().items():
        assert path.read_text(encoding="utf-8") == text, "run `make docs`"


@pytest.mark.parametrize("path", [*CLONE.glob("examples/**/*.yaml"), *CLONE.glob("etc/**/*.yaml")])
def test_every_config_that_we_ship_is_well(path: Path) -> None:
    assert load(path, "user").error is None
