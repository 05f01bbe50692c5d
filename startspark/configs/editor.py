"""The text of a user's own config, which a page may edit."""

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

EDIT_REQUEST = {
    "type": "object",
    "required": ["text", "version"],
    "properties": {
        "text": {"type": "string"},
        "version": {"type": "string"},
        "write": {"type": "boolean"},
    },
}


def version(text: str) -> str:
    """Changes with the text."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def read(config: Config) -> str | None:
    """The text of a config's file; None where it is not the user's to change, or no text."""
    if config.origin != "user" or not os.access(config.path, os.W_OK):
        return None
    try:
        return read_text(config.path)
    except ConfigError:
        return None


def check(config: Config, wanted: Mapping[str, Any]) -> None:
    """Check whether a config's file may have another text, whatever that says.

    Args:
        wanted: the ``text``, and the ``version`` of the one that it is to replace.

    Raises:
        WriteError: it may not, or the file has changed meanwhile.
    """
    before = read(config)
    if before is None:
        raise WriteError(f"{config.path} cannot be changed here: ask who may.")
    if version(before) != wanted["version"]:
        raise WriteError(
            f"{config.path} has changed since you opened it: copy what you wrote, and open the file"
            " again."
        )
    try:
        size = len(wanted["text"].encode())
    except UnicodeEncodeError:
        raise WriteError("The text has half a character in it: remove that.") from None
    if size > MAX_BYTES:
        raise WriteError(f"The text has more than {MAX_BYTES:,} bytes: shorten it.")


def write(path: Path, text: str) -> None:
    """Write a config's text, into the file that its path may be a link to.

    Raises:
        WriteError: it cannot be written.
    """
    try:
        text_file.write(Path(os.path.realpath(path)), text, overwrite=True)
    except OSError as error:
        raise WriteError(
            f"{path} cannot be written: {error.strerror}. Nothing has been changed."
        ) from error
