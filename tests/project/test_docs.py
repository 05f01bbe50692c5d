"""The docs: generated pages are up to date, and what is shown works."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from docs_pages import blocks
from startspark.configs.catalog import Config, load
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


def test_contributing_names_every_module_and_package() -> None:
    named = set(re.findall(r"`([\w./]+)`", (CLONE / "CONTRIBUTING.md").read_text()))
    package = CLONE / "startspark"
    modules = [it.name for it in package.glob("*.py") if not it.name.startswith("_")]
    packages = [it.parent.relative_to(package) for it in package.rglob("__init__.py")]
    front_end = (package / "static").iterdir()
    parts = [
        f"{it.name}/" if it.is_dir() else it.name for it in front_end if it.suffix in ("", ".js")
    ]
    parts += [*modules, *(f"{it.as_posix()}/" for it in packages if it != Path("."))]
    assert sorted(it for it in parts if it not in named) == []
    assert len(parts) > 30


def test_every_route_is_described_and_tried_by_strangers() -> None:
    patterns = [route[0] for route in routes("startspark", object, None, [])]
    described = yaml.safe_load((CLONE / "docs" / "openapi.yaml").read_text())["paths"]
    parts = {"name": "x", "application": "x", "kernel": "x", "port": 1, "path": "jobs/"}
    samples = [f"startspark{path.format(**parts)}" for path in described]
    tried = [path.format(port=1) for _, path in ROUTES]
    for pattern in patterns:
        assert any(re.fullmatch(pattern, sample) for sample in samples), pattern
        assert any(re.fullmatch(pattern, path) for path in tried), pattern


SHOWN = [(page, text) for page, text in blocks("yaml") if re.search("^title:", text, re.MULTILINE)]


@pytest.mark.parametrize(("page", "text"), SHOWN)
def test_every_config_that_the_docs_show_is_well(
    page: str, text: str, config: Callable[[str], Config]
) -> None:
    shown = config(text)
    assert (shown.error, shown.warnings) == (None, ())
