"""Configs that a page writes into the user's own folder."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .. import text_file
from ..errors import WriteError
from . import overrides, parameters, yaml_reader
from .catalog import NAME, Catalog
from .model import Config
from .yaml_reader import SUFFIXES

CREATE_REQUEST = {
    "type": "object",
    "required": ["extends", "title"],
    "properties": {
        "extends": {"type": "string"},
        "title": {"type": "string", "maxLength": 100},
        "parameters": {"type": "object"},
        "conf": {"type": "object"},
        "overwrite": {"type": "boolean"},
    },
}


def create(
    catalog: Catalog,
    name: str,
    base: Config,
    rules: Mapping[str, Any],
    wanted: Mapping[str, Any],
) -> Path:
    """Write a config that extends another; returns the file.

    Args:
        name: of the new config.
        base: the other one.
        rules: those of its parameters, as they hold on this machine.
        wanted: ``title``, ``parameters`` for the form to start with, changed properties in
            ``conf``, and ``overwrite``: whether it may take the place of another.

    Raises:
        OverrideError: some of the changes are wrong.
        ParameterError: so are some of the parameters.
        WriteError: there is one of this name, or the file cannot be written.
    """
    overrides.check(wanted.get("conf", {}))
    given = parameters.check(rules, wanted.get("parameters", {}))
    if not wanted["title"].strip():
        raise WriteError("Give the new configuration a title: the list shows it.")
    path = _path(catalog, name, base)
    if not wanted.get("overwrite"):
        _check_place(catalog.read().get(name), path, base)
    text = yaml_reader.dump(_data(base, rules, given, wanted))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _write(path, text, bool(wanted.get("overwrite")))
    except OSError as error:
        raise WriteError(
            f"{path} cannot be written: {error.strerror}. Nothing has been changed."
        ) from error
    return path


def _write(path: Path, text: str, overwrite: bool) -> None:
    try:
        text_file.write(path, text, overwrite)
    except FileExistsError:
        raise WriteError(f"{path} is there already: it would be overwritten", True) from None


def _check_place(other: Config | None, path: Path, base: Config) -> None:
    """Refuse to take the place of another config without a word."""
    if other is None:
        return
    named = f"“{other.title}” has this name already"
    if other.path == path:
        raise WriteError(f"{named}: {path} would be overwritten.", True)
    rest = ", and extends it" if other.path == base.path else ""
    raise WriteError(f"{named}, in {other.path}: yours takes its place for you{rest}.", True)


def _path(catalog: Catalog, name: str, base: Config) -> Path:
    """The file of a config of the user's."""
    folder = next((folder for folder, origin in catalog.folders if origin == "user"), None)
    if folder is None:
        raise WriteError("This server has no configurations of users' own: ask who runs it.")
    if not NAME.fullmatch(name):
        raise WriteError(
            "A name has at most 64 letters, digits, dots, hyphens and underscores, and starts"
            " with a letter or digit."
        )
    there = [folder / f"{name}{suffix}" for suffix in SUFFIXES]
    path = next((path for path in there if path.exists()), there[0])
    if path == base.path:
        raise WriteError(f"{name} is what the new configuration extends: give it another name")
    if _would_be_hidden(catalog, name, folder):
        raise WriteError(f"{name} is the administrator's, which wins: give it another name")
    return path


def _would_be_hidden(catalog: Catalog, name: str, folder: Path) -> bool:
    """Whether a folder that wins has a config of this name."""
    winning = itertools.takewhile(lambda it: it != folder, (it for it, _ in catalog.folders))
    return any((it / f"{name}{suffix}").exists() for it in winning for suffix in SUFFIXES)


def _data(
    base: Config, rules: Mapping[str, Any], given: Mapping[str, Any], wanted: Mapping[str, Any]
) -> dict[str, Any]:
    """What the new config says; what is as in the other is not said."""
    defaults = {
        name: {"default": value}
        for name, value in given.items()
        if value != rules[name].get("default")
    }
    said = {
        "title": wanted.get("title"),
        "extends": base.name,
        "conf": wanted.get("conf"),
        "parameters": defaults,
    }
    return {key: value for key, value in said.items() if value}
