"""Every error that a user can cause, with its message, HTTP status and details.

`server/base.py` turns these errors into HTTP replies, `cli/main.py` into a line on standard error
and an exit status, and `magics.py` into IPython's UsageError.
"""

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
        """The keys of the server's reply besides ``message``, as JSON."""
        return {}


class RequestError(StartSparkError):
    """The body of an HTTP request is not what its route accepts."""


class UnknownConfigError(StartSparkError):
    """There is no config of this name.

    Attributes:
        hint: names that may have been meant, as the end of a sentence.
    """

    status = 404

    def __init__(self, name: str, hint: str) -> None:
        super().__init__(f"There is no configuration {name}: {hint}")
        self.hint = hint


class BrokenConfigError(StartSparkError):
    """A config's file has an error; the message names the file and, if known, the line."""

    status = 409


class FileError(StartSparkError):
    """A file cannot be used.

    Attributes:
        line: the number of the line with the error, counted from 1; None if the error concerns
            the whole file.
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

    Args:
        reason: the message without the key.
        key: the key of the config's value with the error; empty if it is not known.
        located: the whole message with file and line, if they are known.
    """

    status = 409

    def __init__(self, reason: str, key: tuple[str, ...], located: str | None = None) -> None:
        super().__init__(located or (f"`{'.'.join(key)}` {reason}" if key else reason))
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
    """A parameter's name or assignment that a user typed cannot be used."""


class SettingsError(StartSparkError):
    """A trait in Jupyter's config files has a value that it cannot have."""


class CommandError(StartSparkError):
    """The command `startspark` cannot do what its arguments ask for."""


class KernelspecError(StartSparkError):
    """There is no kernel of a name that a user typed."""


class ArchiveError(StartSparkError):
    """A class archive cannot be built."""


class StartError(StartSparkError):
    """Spark does not start; the message says why, what to do, and where Spark's log is."""


class NoKernelError(StartSparkError):
    """The server has no kernel of this id.

    The status is 410 because Jupyter replaces the message of a 404 by its own.
    """

    status = 410

    def __init__(self, kernel_id: str) -> None:
        super().__init__(
            f"This notebook server has no kernel {kernel_id}. Stop the Spark session where it was"
            " started, or end its process."
        )


class KernelBusyError(StartSparkError):
    """A kernel runs code, so that it cannot stop Spark now."""

    status = 409

    def __init__(self) -> None:
        super().__init__(
            "The kernel is running code. Wait until it is free, or interrupt it to stop Spark now."
        )

    @property
    def details(self) -> dict[str, Any]:
        return {"busy": True}


class SilentKernelError(StartSparkError):
    """A kernel does not answer, or says that it cannot stop Spark."""

    status = 504

    def __init__(self, reason: str = "") -> None:
        said = f" says: {reason}." if reason else " does not answer."
        super().__init__(f"The kernel{said} Open its notebook to see what it is doing.")


class NoWebUIError(StartSparkError):
    """A port's web UI cannot be served; the message says why, and what to do.

    The status is 410 because Jupyter replaces the message of a 404 by its own.
    """

    status = 410
