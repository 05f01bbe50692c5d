"""Which of Spark's properties can have it run code of somebody's choosing."""

from __future__ import annotations

import re

from . import reference

FAMILIES = re.compile(
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
"""Whole names: what is fetched, loaded or put into an environment, and where the code is sent."""

WORDS = re.compile(
    r"""
    allocator | archive | class(es | dir | name | path)? | codecs? | command | docker | evaluator
    | extensions? | factory | home | hooks? | image | impl | interceptor | jars? | java | jdbc | jdo
    | lib | library | listeners? | mapper | mapping | opts | plugins? | providers? | reflect
    | registrator | repositories | script | serializations | serializer | services | shell | steps
    | template | transpilers
    """,
    re.VERBOSE,
)
"""Words of names whose values are classes, commands, or files and images that hold them."""

PARTS = re.compile(r"(?i)javaopt|pyfiles|impl$|class(name|es|path)?$|\.filters$|metastore\.uris$")
"""The same in names of others, which are not always written in words."""

HARMLESS = ("boolean", "double", "int", "long", "size", "heap", "time")
"""Types whose values cannot name any code, or where to find it."""


def can_run_code(name: str) -> bool:
    """Whether a value of this property can make Spark run code that Spark does not bring along.

    It goes by the name, and says yes in case of doubt: what Hadoop, Hive and plugins read is in
    no list.
    """
    name = name.split("=")[0].strip()  # pyspark hands Java `name=value`, which it splits there
    known = reference.find(name)
    if known and (known.type in HARMLESS or known.options):
        return False
    return bool(
        FAMILIES.fullmatch(name) or PARTS.search(name) or any(map(WORDS.fullmatch, _words(name)))
    )


def _words(name: str) -> list[str]:
    """The words of a name in small letters: `extraClassPath` has three."""
    return [word.lower() for word in re.findall("[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name)]
