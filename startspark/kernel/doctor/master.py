"""Check that a master, or a Spark Connect server, can be reached from here."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from pathlib import Path

from ..diagnosis import preflight
from ..diagnosis.cause import RESTART
from ..diagnosis.master_address import addresses
from ..effective_conf import conf_text
from .finding import Finding, error, of_cause, ok, why
from .subject import Subject

PATIENCE = 2
"""Seconds that a host gets to take a connection."""

YARN_VARIABLES = ("HADOOP_CONF_DIR", "YARN_CONF_DIR")


def reachable(subject: Subject) -> Iterator[Finding]:
    """Whether the master takes a connection; nothing is said to it."""
    remote = subject.origins.requested_conf.get("spark.remote")
    address = subject.master if remote is None else conf_text(remote)
    if address == "yarn":
        yield _yarn()
        return
    found = addresses(address)
    if not found:
        return
    cause = preflight.master(subject.origins)
    if cause:
        yield of_cause("Master", cause)
        return
    problems = [_problem(host, port) for host, port in found]
    first = _name(*found[0])
    if not all(problems):
        reached = _name(*found[problems.index("")])
        yield ok("Master", f"`{reached}` accepts connections")
        return
    key = "spark.master" if remote is None else "spark.remote"
    named = subject.origins.named(key)
    fix = f"Check that it runs, and correct {named}; or ask the cluster’s administrator."
    yield error("Master", f"`{first}` cannot be reached from here: {problems[0]}.", fix)


def _name(host: str, port: int) -> str:
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def _problem(host: str, port: int) -> str:
    """Return why nothing answers, empty where something does."""
    try:
        with socket.create_connection((host, port), timeout=PATIENCE):
            return ""
    except socket.gaierror:
        return "the host name cannot be resolved here"
    except socket.timeout:
        return f"it did not answer within {PATIENCE} seconds"
    except (OSError, OverflowError, UnicodeError) as failure:
        return why(failure)


def _yarn() -> Finding:
    """Spark finds YARN's resource manager in Hadoop's settings, which need not be on this disk."""
    named = {it: os.environ[it] for it in YARN_VARIABLES if os.environ.get(it)}
    if not named:
        return error(
            "Master", "Spark does not know where YARN is.", f"Set HADOOP_CONF_DIR {RESTART}."
        )
    name, folder = next(iter(named.items()))
    if any(Path(it).is_dir() for it in named.values()):
        return ok("Master", f"YARN, from {name}")
    return error(
        "Master", f"{name} is `{folder}`, but that folder does not exist.", f"Correct it {RESTART}."
    )
