"""Examine the installation: `startspark doctor`."""

from __future__ import annotations

import json
import shutil
from argparse import Namespace
from collections.abc import Iterable, Iterator

from ..doctor import installation, report
from ..kernel.doctor.finding import ERROR, Finding
from ..manager import ConfigManager
from .output import print_message


def doctor(manager: ConfigManager, options: Namespace) -> int:
    """Print what is right and wrong with the installation; return 1 if there is an error, else 0.

    Raises:
        StartSparkError: the configuration to start does not exist, or has no code.
    """
    started = _started(manager, options) if options.name else ()
    found = [*_printed(installation.findings(manager), options), *_printed(started, options)]
    if options.json:
        print(json.dumps([it.as_dict() for it in found], indent=2))
    else:
        print(f"{report.total(found)}.")
    return 1 if any(it.status == ERROR for it in found) else 0


def _started(manager: ConfigManager, options: Namespace) -> Iterator[Finding]:
    from ..doctor.cluster import findings

    result = manager.render_assignments(options.name, options.parameters)
    return findings(result, print_message)


def _printed(findings: Iterable[Finding], options: Namespace) -> list[Finding]:
    """Collect findings, and print each as soon as it is there."""
    found: list[Finding] = []

    def collected() -> Iterator[Finding]:
        for finding in findings:
            found.append(finding)
            yield finding

    width = shutil.get_terminal_size((100, 24)).columns
    for line in report.lines(collected(), min(width, 120)):
        if not options.json:
            print(line, flush=True)
    return found
