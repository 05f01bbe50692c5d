"""Read and write the text of a user's own config, for the editor in the page."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .. import text_file
from ..errors import ConfigError, WriteError
from ..text_file import MAX_BYTES
from .model import Config
from .yaml_reader import read_text


def text_version(text: str) -> str:
    """Return a hash of a text."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def read(config: Config) -> str | None:
    """Return the text of a config's file; None if the user cannot edit it, or it is not text."""
    if config.origin != "user" or not os.access(config.path, os.W_OK):
        return None
    try:
        return read_text(config.path)
    except ConfigError:
        return None


def check_edit(config: Config, request: Mapping[str, Any]) -> None:
    """Check whether a config's file may get another text. The text itself is not validated.

    Args:
        config: the config, which may be broken.
        request: the new ``text``, and the ``version`` of the text it replaces.

    Raises:
        WriteError: the user cannot edit the file, it has changed meanwhile, or the text is too
            long or not Unicode.
    """
    current = read(config)
    if current is None:
        raise WriteError(f"{config.path} cannot be changed here: ask its owner.")
    if text_version(current) != request["version"]:
        raise WriteError(
            f"{config.path} has changed since you opened it: copy what you wrote, and open the file"
            " again."
        )
    try:
        size = len(request["text"].encode())
    except UnicodeEncodeError:
        raise WriteError("The text has half of a surrogate pair: remove that character.") from None
    if size > MAX_BYTES:
        raise WriteError(f"The text has more than {MAX_BYTES:,} bytes: shorten it.")


def write(path: Path, text: str) -> None:
    """Write a config's text. Where the path is a link, the linked file is written.

    Raises:
        WriteError: the file cannot be written, and is unchanged.
    """
    try:
        text_file.write(Path(os.path.realpath(path)), text, overwrite=True)
    except OSError as error:
        raise WriteError(
            f"{path} cannot be written: {error.strerror}. Nothing has been changed."
        ) from error
