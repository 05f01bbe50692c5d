"""Check whether a class archive fits this kernel's Java and Spark."""

from __future__ import annotations

from collections.abc import Iterator

from ..cds.archive import ArchiveActivation
from .finding import Finding, ok
from .subject import Subject

BUILD = (
    "`startspark warm` builds one for all kernels with this Java and Spark, and so does the dialog"
    " of a running Spark."
)


def class_archive(subject: Subject) -> Iterator[Finding]:
    """Whether Spark starts faster by a class archive, and else why not."""
    if not subject.launches_jvm:
        return
    found = ArchiveActivation(subject.archives, subject.origins.requested_conf)
    if found.archive:
        megabytes = found.archive.size() / 1e6
        yield ok("Class archive", f"{megabytes:.0f} MB in `{found.archive.folder}`")
    elif found.is_missing:
        yield ok("Class archive", "none yet for this Java and this Spark", BUILD)
    else:
        yield ok("Class archive", f"none is used: {found.reason}")
