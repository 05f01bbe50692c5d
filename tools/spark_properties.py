#!/usr/bin/env python3
"""Write Spark's list of properties into startspark/properties/spark-properties.json.

What only pages and editors show goes into spark-descriptions.json beside it: each render reads the
list.

    python3 tools/spark_properties.py .venv-kernel/bin/python .venv/bin/python

The arguments are Pythons with a pyspark each, the oldest Spark first.
"""

from __future__ import annotations

import functools
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import property_texts
from own_meanings import MEANINGS

CLONE = Path(__file__).resolve().parent.parent
LIST = CLONE / "startspark" / "properties" / "spark-properties.json"
DESCRIPTIONS = LIST.with_name("spark-descriptions.json")

DESCRIBING = ("default", "internal", "meaning", "since")
"""What of a property is in the descriptions."""

FAMILIES = (
    # Spark appends a resource's name (its configuration page, "Custom Resource Scheduling").
    "spark.driver.resource.",
    "spark.executor.resource.",
    "spark.task.resource.",
    "spark.worker.resource.",
    # It appends a module's name, or an option of one.
    "spark.files.io.",
    "spark.shuffle.io.",
    "spark.kubernetes.authenticate.",
    "spark.scheduler.listenerbus.eventqueue.",
    "spark.sql.streaming.stateStore.rocksdb.",
    # Spark's own, in jars that pip's pyspark does not have.
    "spark.kafka.",
    "spark.streaming.kafka.",
    "spark.streaming.kinesis.",
    # Every property of an application's own may go here.
    "spark.app.",
)
"""How names begin that Spark puts together, where no class file has the beginning as a text."""

CLOSED = 3
"""A beginning that so many registered properties have is no family, but a group of properties."""

TYPES = {"spark.driver.memory": "heap"}
"""What Spark's registry does not tell: spark-submit hands this to Java's -Xmx as it is."""

Property = dict[str, Any]


def main(pythons: list[str]) -> None:
    """Write the list of what the pysparks of some Pythons know."""
    registries = [registry(python) for python in pythons]
    known, versions = merged(registries), [it["version"] for it in registries]
    write(LIST, {name: without(entry) for name, entry in known.items()}, versions)
    described = {name: only_describing(entry) for name, entry in known.items()}
    write(DESCRIPTIONS, {name: it for name, it in described.items() if it}, versions)


def registry(python: str) -> dict[str, Any]:
    """What the pyspark of a Python knows."""
    command = [python, str(Path(__file__).with_name("spark_registry.py"))]
    output = subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout
    answer: dict[str, Any] = json.loads(output)
    return answer


def merged(registries: list[dict[str, Any]]) -> dict[str, Property]:
    """What is known of each property, the newest Spark's word last."""
    known: dict[str, Property] = {family: {} for family in FAMILIES}
    for name in names([it["properties"] for it in registries]):
        having = [it for it in registries if name in it["properties"]]
        entry = functools.reduce(combined, (cleaned(name, it["properties"]) for it in having), {})
        if having[-1] is registries[-1]:
            known[name] = entry
        elif entry:  # else it was but a text in the code
            known[name] = {**entry, "last_version": minor(having[-1]["version"])}
    return known


def names(registries: list[dict[str, Property]]) -> set[str]:
    """All names without those of Spark's tests, and without beginnings that are no families."""
    found = {name: said for properties in registries for name, said in properties.items()}
    typed = [name for name, said in found.items() if "type" in said]
    beginnings = {name[: dot.start()] for name in found for dot in re.finditer(r"\.", name)}
    return {
        name
        for name, said in found.items()
        if not name.startswith(("spark.test", "spark.some."))
        and (said or name not in beginnings)
        and (not name.endswith(".") or sum(it.startswith(name) for it in typed) < CLOSED)
    }


def cleaned(name: str, properties: dict[str, Property]) -> Property:
    """What a registry says of a property, as short as the list has it."""
    entry = with_texts(name, {key: value for key, value in properties[name].items() if value})
    if "reason" in entry:
        entry["reason"] = entry["reason"].strip()
    if name in TYPES:
        entry["type"] = TYPES[name]
    if not name.startswith("spark.sql."):
        entry.pop("static", None)  # all the others are
    for key in {"deprecated", "removed"} & set(entry):
        entry[key] = minor(entry[key])
    named = set(re.findall(r"spark\.[\w.]*\w", entry.get("reason", "")))
    named &= set(properties) - {name}
    if len(named) == 1:
        entry["replacement"] = named.pop()
    return entry


def with_texts(name: str, entry: Property) -> Property:
    """An entry with short texts in place of the registry's."""
    made = {
        **entry,
        "meaning": property_texts.meaning(entry.get("doc", "")) or MEANINGS.get(name),
        "default": property_texts.default(entry.get("default", ""), entry.get("type", "")),
        "since": minor(entry.get("since", "")),
    }
    return {key: value for key, value in made.items() if value and key != "doc"}


def combined(old: Property, new: Property) -> Property:
    """What two versions of Spark say of a property."""
    if old.get("type", new.get("type")) != new.get("type", old.get("type")):
        new = {**new, "type": "text"}
    if "options" in old and "options" in new:
        new = {**new, "options": sorted({*old["options"], *new["options"]})}
    said = {**old, **new}
    if "replacement" in said:
        said.pop("reason", None)
    return said


def minor(version: str) -> str:
    """A version without its patch level."""
    return ".".join(version.split(".")[:2])


def without(entry: Property) -> Property:
    """A property's entry in the list."""
    return {key: value for key, value in entry.items() if key not in DESCRIBING}


def only_describing(entry: Property) -> Property:
    """A property's entry in the descriptions."""
    return {key: value for key, value in entry.items() if key in DESCRIBING}


def write(path: Path, known: dict[str, Property], versions: list[str]) -> None:
    """Write a list, one property per line."""
    lines = [
        f"{json.dumps(name)}: {json.dumps(known[name], sort_keys=True, separators=(',', ':'))}"
        for name in sorted(known)
    ]
    path.write_text(
        f'{{"versions": {json.dumps(versions)}, "properties": {{\n' + ",\n".join(lines) + "\n}}\n",
        encoding="utf-8",
    )


if __name__ == "__main__":
    main(sys.argv[1:])
