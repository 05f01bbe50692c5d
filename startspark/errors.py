"""Every error that a user can cause: its message, its HTTP status, and what else the page needs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar


class StartSparkError(Exception):
    """An error whose message says what happened and what to do.

    Attributes:
        status: the HTTP status of the server's reply.
    """

    status: ClassVar[int] = 400

    @property
    def details(self) -> dict[str, Any]:
        """What the server's reply has besides the message, as JSON."""
        return {}


class FileError(StartSparkError):
    """A file cannot be used.

    Attributes:
        line: the line with the error, counted from 1; None if it is not one line's.
    """

    status = 409

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.line = line


class ConfigError(FileError):
    """A config file has an error."""


class ExpressionError(StartSparkError):
    """A Jinja expression cannot be evaluated."""

    status = 409


class RenderError(StartSparkError):
    """A config cannot be rendered with these parameters.

    Attributes:
        reason: the message without the key.
        key: of the config's value with the error; empty if that is not known.
    """

    status = 409

    def __init__(self, reason: str, key: tuple[str, ...]) -> None:
        super().__init__(f"`{'.'.join(key)}` {reason}" if key else reason)
        self.reason = reason
        self.key = key


class ParameterError(StartSparkError):
    """Parameters do not match their schema.

    Attributes:
        refusals: an error message for each wrong parameter, by its name.
    """

    def __init__(self, refusals: Mapping[str, str]) -> None:
        super().__init__("; ".join(f"`{name}` {why}" for name, why in refusals.items()))
        self.refusals = dict(refusals)

    @property
    def details(self) -> dict[str, Any]:
        return {"parameters": self.refusals}


class OverrideError(StartSparkError):
    """A notebook's overrides cannot be applied.

    Attributes:
        refusals: an error message for each wrong property, by its name.
    """

    def __init__(self, refusals: Mapping[str, str]) -> None:
        super().__init__("; ".join(refusals.values()))
        self.refusals = dict(refusals)

    @property
    def details(self) -> dict[str, Any]:
        return {"conf": self.refusals}


class WriteError(StartSparkError):
    """A config cannot be written.

    Attributes:
        exists: whether another config has this name; with `overwrite`, it is replaced.
    """

    status = 409

    def __init__(self, message: str, exists: bool = False) -> None:
        super().__init__(message)
        self.exists = exists

    @property
    def details(self) -> dict[str, Any]:
        return {"exists": self.exists}


class SelectionError(StartSparkError):
    """A name or an assignment on the command line matches nothing."""


class SettingsError(StartSparkError):
    """A trait in Jupyter's config files has a value that it cannot have."""


class CommandError(StartSparkError):
    """A command cannot do what it was asked for."""


class ArchiveError(StartSparkError):
    """A class archive cannot be built."""
