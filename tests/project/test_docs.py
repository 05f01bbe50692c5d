"""The generated pages are up to date."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest
import yaml

from startspark.configs.catalog import load
from startspark.server.handlers import routes
from strangers import ROUTES

CLONE = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def generate():
    spec = importlib.util.spec_from_file_location("generate", CLONE / "docs" / "generate.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_generated_pages_are_up_to_date(generate) -> None:
    for path, text in generate.pages().items():
        assert path.read_text(encoding="utf-8") == text, "run `make docs`"


CONFIGS = [
    path
    for pattern in (
        "examples/configs/*.yaml",
        "examples/cookbook/*.yaml",
        "examples/hub/**/*.yaml",
        "etc/**/*.yaml",
    )
    for path in CLONE.glob(pattern)
]


@pytest.mark.parametrize("path", CONFIGS)
def test_every_config_that_we_ship_is_well(path: Path) -> None:
    config = load(path, "user")
    assert (config.error, config.warnings) == (None, ())


def test_every_route_is_described_and_tried_by_strangers() -> None:
    patterns = [route[0] for route in routes("startspark", object, None, [])]
    described = yaml.safe_load((CLONE / "docs" / "openapi.yaml").read_text())["paths"]
    parts = {"name": "x", "application": "x", "kernel": "x", "port": 1, "path": "jobs/"}
    samples = [f"startspark{path.format(**parts)}" for path in described]
    tried = [path.format(port=1) for _, path in ROUTES]
    for pattern in patterns:
        assert any(re.fullmatch(pattern, sample) for sample in samples), pattern
        assert any(re.fullmatch(pattern, path) for path in tried), pattern
