"""Check the variables and files that change what a configuration asks for."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from ..cds.installation import NoArchiveError, conf_folder
from ..diagnosis import connect_variables, preflight
from ..diagnosis.cause import RESTART
from ..property_origins import SUBMIT_ARGUMENTS
from .finding import Finding, of_cause, ok, warning
from .subject import Subject

SHOWN = 8
"""How many properties of a file or variable are named, at most."""


def submit_arguments(subject: Subject) -> Iterator[Finding]:
    """Whether spark-submit understands the variable, and which properties it sets."""
    if not subject.launches_jvm or SUBMIT_ARGUMENTS not in os.environ:
        return
    cause = preflight.submit_arguments(subject.origins)
    if cause:
        yield of_cause(SUBMIT_ARGUMENTS, cause)
        return
    winning = subject.origins.overridden()
    if winning:
        yield warning(
            SUBMIT_ARGUMENTS,
            f"It sets {_listed(winning)}, and takes precedence over the configuration.",
            f"Remove that from {SUBMIT_ARGUMENTS} {RESTART}, or from the configuration.",
        )
    else:
        names = subject.origins.argument_names()
        yield ok(SUBMIT_ARGUMENTS, f"sets {_listed(names)}" if names else "sets no property")


def files(subject: Subject) -> Iterator[Finding]:
    """Whether there is the folder with Spark's settings, and what its files set."""
    if not subject.launches_jvm:
        return
    try:
        folder = conf_folder()
    except NoArchiveError:  # another check says that there is no Spark
        return
    if os.environ.get("SPARK_CONF_DIR") and not folder.is_dir():
        text = f"SPARK_CONF_DIR is `{folder}`, but that folder does not exist."
        yield warning("SPARK_CONF_DIR", text, f"Correct or remove it {RESTART}.")
        return
    yield from _defaults(subject, folder)
    if (folder / "spark-env.sh").is_file():
        text = f"`{folder / 'spark-env.sh'}` changes the environment of Spark’s Java"
        yield ok("spark-env.sh", text)


def _defaults(subject: Subject, folder: Path) -> Iterator[Finding]:
    """Say which properties the file sets that the configuration leaves to it."""
    file = folder / "spark-defaults.conf"
    if not file.exists():
        return
    if not os.access(file, os.R_OK):
        text, fix = f"`{file}` cannot be read.", "Correct its permissions, or SPARK_CONF_DIR."
        yield warning("spark-defaults.conf", text, fix)
        return
    names = subject.origins.default_names()
    own = [it for it in names if it not in subject.origins.requested_conf]
    sets = f"{_listed(own)}, which" if own else "nothing that"
    yield ok("spark-defaults.conf", f"`{file}` sets {sets} the configuration does not")


def _listed(names: list[str]) -> str:
    """Return names as a part of a sentence."""
    shown = ", ".join(f"`{it}`" for it in names[:SHOWN])
    return f"{shown} and {len(names) - SHOWN} more" if len(names) > SHOWN else shown


def spark_connect(subject: Subject) -> Iterator[Finding]:
    """Whether a variable would make the start use Spark Connect."""
    if not subject.launches_jvm:
        return
    cause = connect_variables.cause(subject.origins)
    if cause:
        yield of_cause("Spark Connect", cause)


def variables(subject: Subject) -> Iterator[Finding]:
    """Whether the variables are set that the configuration reads."""
    requested = subject.origins.requested_conf
    for key, value in requested.items():
        if isinstance(value, Mapping):
            yield _variable(subject, key, value["env"])


def _variable(subject: Subject, key: str, name: str) -> Finding:
    if name in os.environ:
        return ok("Variable", f"`{name}`, which `{key}` reads, is set")
    return of_cause("Variable", preflight.missing_variable(subject.origins, key, name))


def deploy_mode(subject: Subject) -> Iterator[Finding]:
    """Whether the driver is to run here."""
    cause = preflight.deploy_mode(subject.origins) if subject.launches_jvm else None
    if cause:
        yield of_cause("Deploy mode", cause)
