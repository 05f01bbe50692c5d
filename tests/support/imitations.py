"""What a Java, a Spark and a class archive look like, to those that only look."""

from __future__ import annotations

import json
from pathlib import Path

from startspark.kernel.cds import jvm_options
from startspark.kernel.cds.archive import MANIFEST
from startspark.kernel.cds.installation import Installation

VARIABLES = (*jvm_options.VARIABLES, "PYSPARK_SUBMIT_ARGS", "SPARK_CONF_DIR")
"""Those with which they would be others."""


def write(file: Path, text: str) -> None:
    """Write a file, and its folder."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)


def install(folder: Path) -> Installation:
    """A Java and a Spark in a folder."""
    for name in ("java/bin/java", "java/lib/server/libjvm.so", "java/lib/server/classes.jsa"):
        write(folder / name, "")
    write(folder / "java" / "release", 'JAVA_VERSION="17.0.12"\n')
    write(folder / "spark" / "jars" / "core.jar", "classes")
    return Installation(folder / "java", folder / "spark", folder / "spark" / "conf", 17)


def make(folder: Path, **about: str) -> Path:
    """An archive; its manifest says more than the sizes where that is given."""
    write(folder / "classes.jsa", "shared classes")
    write(folder / MANIFEST, json.dumps({"sizes": {"classes.jsa": 14}, **about}))
    return folder
