"""Write new configs into the user's config folder."""

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


def create(
    catalog: Catalog,
    name: str,
    base: Config,
    schemas: Mapping[str, Any],
    request: Mapping[str, Any],
) -> Path:
    """Write a config that extends another, and return its file.

    Args:
        catalog: the catalog for the new config.
        name: the new config's name.
        base: the config that it extends.
        schemas: the schemas of the base's parameters, resolved for this machine.
        request: ``extends``, ``title``, defaults for the ``parameters``, properties in
            ``conf``, and ``overwrite``: whether to replace or hide a config with this name.

    Raises:
        OverrideError: a property is invalid.
        ParameterError: a parameter is invalid.
        WriteError: the name is taken or not allowed, or the file cannot be written.
    """
    overrides.check(request.get("conf", {}))
    values = parameters.check(schemas, request.get("parameters", {}))
    if not request["title"].strip():
        raise WriteError("Give the new configuration a title: the list shows it.")
    path = _path(catalog, name, base)
    if not request.get("overwrite"):
        _check_name_is_free(catalog.read().get(name), path, base)
    text = yaml_reader.dump(_data(base, schemas, values, request))
    written = catalog.with_text(Config(name, path, "user"), text)
    if written.error:
        raise WriteError(f"The new configuration would be broken: {written.error}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _write(path, text, bool(request.get("overwrite")))
    except OSError as error:
        raise WriteError(
            f"{path} cannot be written: {error.strerror}. Nothing has been changed."
        ) from error
    return path


def _write(path: Path, text: str, overwrite: bool) -> None:
    try:
        text_file.write(path, text, overwrite)
    except FileExistsError:
        raise WriteError(f"{path} exists already: it would be overwritten", True) from None


def _check_name_is_free(other: Config | None, path: Path, base: Config) -> None:
    """Refuse to replace or hide another config.

    Raises:
        WriteError: another config has the name.
    """
    if other is None:
        return
    named = f"“{other.title}” has this name already"
    if other.path == path:
        raise WriteError(f"{named}: {path} would be overwritten.", True)
    rest = ", and extends it" if other.path == base.path else ""
    raise WriteError(f"{named}, in {other.path}: yours would replace it for you{rest}.", True)


def _path(catalog: Catalog, name: str, base: Config) -> Path:
    """Return the file for a new config of the user's.

    Raises:
        WriteError: the name is not allowed, or the config would not be listed.
    """
    folder = next((folder for folder, origin in catalog.folders if origin == "user"), None)
    if folder is None:
        raise WriteError(
            "This server does not read users' own configurations: ask its administrator."
        )
    if not NAME.fullmatch(name):
        raise WriteError(
            "A name has at most 64 letters, digits, dots, hyphens and underscores, and starts"
            " with a letter or digit."
        )
    candidates = [folder / f"{name}{suffix}" for suffix in SUFFIXES]
    path = next((path for path in candidates if path.exists()), candidates[0])
    if path == base.path:
        raise WriteError(f"The new configuration extends {name}: give it another name")
    if name != base.name and any(it.name == name for it in base.with_bases()):
        raise WriteError(f"{base.name} extends {name}: give the new configuration another name")
    if _would_be_hidden(catalog, name, folder):
        raise WriteError(
            f"{name} is an administrator's configuration, which wins: give yours another name"
        )
    return path


def _would_be_hidden(catalog: Catalog, name: str, folder: Path) -> bool:
    """Return whether a folder before the user's has a config with this name."""
    winning = itertools.takewhile(lambda it: it != folder, (it for it, _ in catalog.folders))
    return any((it / f"{name}{suffix}").exists() for it in winning for suffix in SUFFIXES)


def _data(
    base: Config, schemas: Mapping[str, Any], values: Mapping[str, Any], request: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the new config's data: only what differs from its base."""
    defaults = {
        name: {"default": value}
        for name, value in values.items()
        if value != schemas[name].get("default")
    }
    data = {
        "title": request.get("title"),
        "extends": base.name,
        "conf": request.get("conf"),
        "parameters": defaults,
    }
    return {key: value for key, value in data.items() if value}
