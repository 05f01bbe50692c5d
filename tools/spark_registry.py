"""Print as JSON which properties the pyspark of this Python knows: for spark_properties.py.

It asks Spark's own registry of properties in a Java process, and searches Spark's class files and
pyspark's modules for the names of those that are not in the registry.
"""

from __future__ import annotations

import ast
import json
import re
import struct
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyspark
from py4j.java_gateway import JavaGateway, JavaObject
from py4j.protocol import Py4JJavaError
from pyspark.java_gateway import launch_gateway

HOME = Path(pyspark.__file__).parent
NAME = re.compile(r"spark(\.[A-Za-z0-9_-]+)+")
FAMILY = re.compile(r"(spark(\.[A-Za-z0-9_-]+)+\.)(%s.*|\x01.*)?")
"""How a name begins that Spark puts together while it runs."""

QUOTED = re.compile(rb"[\"']spark\.")
"""Stands in all code with such a name as a text."""

NONSENSE = "§"
REFUSALS = (
    (r"should be a/an 'boolean'|should be boolean", "boolean"),
    (r"should be a/an 'int'|should be int", "int"),
    (r"should be a/an 'long'|should be long", "long"),
    (r"should be a/an 'double'|should be double", "double"),
    (r"should be a/an 'time|Time must be specified", "time"),
    (r"should be a/an 'bytes|Size must be specified", "size"),
    (r"For input string", ""),
    (r"", "text"),
)
OPTIONS = re.compile(r"should be one of '?(.*?)'?(?:, but was|\. SQLSTATE)", re.DOTALL)
"""How Spark 3.5 and Spark 4 refuse a value that is none of a few."""

Property = dict[str, Any]


def properties() -> dict[str, Property]:
    """What Spark knows of each property, by name."""
    constants, definers = class_files()
    found: dict[str, Property] = {name: {} for name in constants if NAME.fullmatch(name)}
    found.update({name: {} for name in python_names()})
    found.update({family[1]: {} for family in filter(None, map(FAMILY.fullmatch, constants))})
    gateway = launch_gateway()
    try:
        for name, said in (*registered(gateway, definers), *renamed_or_removed(gateway)):
            found.setdefault(name, {}).update(said)
    finally:
        gateway.shutdown()
    return found


# Names in code


def python_names() -> Iterator[str]:
    """The names among the texts of pyspark's modules."""
    for path in HOME.rglob("*.py"):
        if not {"tests", "testing"} & set(path.parts):
            code = path.read_bytes()
            for node in ast.walk(ast.parse(code)) if QUOTED.search(code) else ():
                text = getattr(node, "value", None)
                if isinstance(text, str) and NAME.fullmatch(text):
                    yield text


BUILDER = "org/apache/spark/internal/config/ConfigBuilder"


def class_files() -> tuple[set[str], list[str]]:
    """The texts of Spark's classes that may be names, and the classes that register properties."""
    names, definers = set(), []
    for jar in HOME.glob("jars/spark-*.jar"):
        with zipfile.ZipFile(jar) as archive:
            for member in archive.namelist():
                if not (member.startswith("org/apache/spark/") and member.endswith(".class")):
                    continue
                data = archive.read(member)
                if b"spark." not in data and BUILDER.encode() not in data:
                    continue  # most have neither, and take their time
                texts, classes = constant_pool(data)
                names |= {text for text in texts if text.startswith("spark.")}
                if BUILDER in classes:
                    definers.append(member[: -len(".class")].replace("/", "."))
    return names, definers


WIDTHS = {3: 4, 4: 4, 5: 8, 6: 8, 7: 2, 8: 2, 9: 4, 10: 4, 11: 4, 12: 4, 15: 3, 16: 2, 17: 4, 18: 4}
"""How many bytes follow a constant's tag (The Java Virtual Machine Specification, 4.4)."""


def constant_pool(data: bytes) -> tuple[set[str], set[str]]:
    """A class file's texts, and the names of the classes that it mentions."""
    (count,) = struct.unpack_from(">H", data, 8)
    text: dict[int, str] = {}
    pointers: dict[int, list[int]] = {7: [], 8: []}
    index, offset = 1, 10
    while index < count:
        tag = data[offset]
        if tag == 1:
            (length,) = struct.unpack_from(">H", data, offset + 1)
            text[index] = data[offset + 3 : offset + 3 + length].decode("utf-8", "replace")
            offset += 3 + length
        else:
            if tag in pointers:
                pointers[tag] += struct.unpack_from(">H", data, offset + 1)
            offset += 1 + WIDTHS.get(tag, 2)
        index += 2 if tag in (5, 6) else 1
    return {text[it] for it in pointers[8]}, {text[it] for it in pointers[7]}


# Spark's registry


def registered(gateway: JavaGateway, definers: list[str]) -> Iterator[tuple[str, Property]]:
    """What Spark's registry says of each property."""
    for name in definers:
        gateway.jvm.java.lang.Class.forName(name)  # a class registers when it is loaded
    sql = module(gateway, "org.apache.spark.sql.internal.SQLConf$")
    entries = module(gateway, "org.apache.spark.internal.config.ConfigEntry$").knownConfigs()
    for name in list(entries):
        said = entry_says(entries[name])
        if sql.isStaticConfigKey(name) or not sql.containsConfigKey(name):
            said["static"] = True
        yield name, said
        for other in items(entries[name].alternatives()):
            yield other, {"replacement": name}


def entry_says(entry: JavaObject) -> Property:
    """A property's type, the values that it may have if those are few, and its documentation."""
    refusal = refusal_of(entry, NONSENSE)
    said: Property = {
        "type": next((it for words, it in REFUSALS if re.search(words, refusal)), ""),
        "doc": entry.doc(),
        "default": entry.defaultValueString(),
        "since": entry.version(),
        "internal": not entry.isPublic(),
    }
    options = OPTIONS.search(refusal)
    if options:
        said |= {"type": "text", "options": sorted(options[1].split(", "))}
    return said


def refusal_of(entry: JavaObject, value: str) -> str:
    """The words with which a property refuses a value, empty if it takes it."""
    try:
        entry.valueConverter().apply(value)
    except Py4JJavaError as error:
        return str(error.java_exception.getMessage())
    return ""


def renamed_or_removed(gateway: JavaGateway) -> Iterator[tuple[str, Property]]:
    """What Spark's tables of old names say."""
    core = module(gateway, "org.apache.spark.SparkConf$")
    for old in items(private(core, "deprecatedConfigs").values()):
        yield old.key(), {"deprecated": old.version(), "reason": old.deprecationMessage()}
    renamed = private(core, "org$apache$spark$SparkConf$$configsWithAlternatives")
    for pair in items(renamed):
        for old in items(pair._2()):
            yield old.key(), {"deprecated": old.version(), "replacement": pair._1()}
    sql = module(gateway, "org.apache.spark.sql.internal.SQLConf$")
    for old in items(sql.deprecatedSQLConfigs().values()):
        yield old.key(), {"deprecated": old.version(), "reason": old.comment()}
    for old in items(sql.removedSQLConfigs().values()):
        yield old.key(), {"removed": old.version(), "reason": old.comment()}


def module(gateway: JavaGateway, name: str) -> JavaObject:
    """A Scala object."""
    return gateway.jvm.java.lang.Class.forName(name).getField("MODULE$").get(None)


def private(owner: JavaObject, name: str) -> JavaObject:
    """The value of a private field."""
    field = owner.getClass().getDeclaredField(name)
    field.setAccessible(True)
    return field.get(owner)


def items(collection: JavaObject) -> Iterator[Any]:
    """What a Scala collection holds."""
    iterator = collection.iterator()
    while iterator.hasNext():
        yield iterator.next()


if __name__ == "__main__":
    print(json.dumps({"version": pyspark.__version__, "properties": properties()}))
