"""Recognize the properties whose values can make Spark load or run code that is not its own."""

from __future__ import annotations

import re

from . import reference

CODE_PROPERTIES = re.compile(
    r"""spark\.(
        archives | files | jars(\..*)? | plugins(\..*)?
        | (executorEnv | kubernetes\.driverEnv | yarn\.appMasterEnv)\..*
        | metrics\.conf(\..*)? | repl\..* | sql\.catalog\..* | yarn\.(config | dist)\..*
        | python\.(daemon | worker)\.module | (.*\.)?pyspark\.(.*\.)?python
        | executor\.uri | mesos\.uris | shuffle\.manager(\..*)? | sql\.sources\.default
        | storage\.replication\.policy | connect\.remote | kubernetes\.driver\.master
    )""",
    re.VERBOSE,
)
"""Full names of properties that fetch or load code, set environment variables, or choose where the
session's code runs."""

CODE_WORDS = re.compile(
    r"""
    allocator | archive | class(es | dir | name | path)? | codecs? | command | docker | evaluator
    | extensions? | factory | home | hooks? | image | impl | interceptor | jars? | java | jdbc | jdo
    | lib | library | listeners? | mapper | mapping | opts | plugins? | providers? | reflect
    | registrator | repositories | script | serializations | serializer | services | shell | steps
    | template | transpilers
    """,
    re.VERBOSE,
)
"""Words in the names of properties whose values are classes, commands, or files with code."""

CODE_PARTS = re.compile(
    r"(?i)javaopt|pyfiles|impl$|class(name|es|path)?$|\.filters$|metastore\.uris$"
)
"""The same for Hadoop, Hive and plugins, whose names do not always separate words."""

HARMLESS_TYPES = ("boolean", "double", "int", "long", "size", "heap", "time")
"""Value types that cannot name code or a place where code is."""


def can_run_code(name: str) -> bool:
    """Return whether a value of this property can make Spark run code that is not Spark's own.

    Only the name decides, and in doubt the answer is yes: no list has all the properties that
    Hadoop, Hive and plugins read.
    """
    name = name.split("=")[0].strip()  # pyspark passes `name=value` to the JVM, which splits it
    known = reference.find_property(name)
    if known and (known.type in HARMLESS_TYPES or known.options):
        return False
    return bool(
        CODE_PROPERTIES.fullmatch(name)
        or CODE_PARTS.search(name)
        or any(map(CODE_WORDS.fullmatch, _words(name)))
    )


def _words(name: str) -> list[str]:
    """Return the words of a name in lower case: `extraClassPath` has three."""
    return [word.lower() for word in re.findall("[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name)]
