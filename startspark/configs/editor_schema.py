"""Make the JSON Schema for editors: the schema of a config, with all of Spark's properties."""

from __future__ import annotations

import json
from typing import Any

from ..kernel.top_level_keys import TOP_LEVEL_KEYS
from ..properties.checks import release_problem
from ..properties.descriptions import describe_properties
from ..properties.reference import find_property
from .validation import SCHEMA

Schema = dict[str, Any]

DRAFT = "http://json-schema.org/draft-07/schema#"
"""The draft that all editors know. Our schema has no keyword that is newer."""

_VALUE = {"$ref": "#/definitions/value"}


def editor_schema() -> Schema:
    """Return a JSON Schema that accepts what `schema.json` accepts, and describes more.

    It is made for completion, so `conf` has a description of each property. A value may be an
    expression or `{env: NAME}` whatever the property's type: what Spark cannot read is left to
    the warnings of Start Spark.
    """
    schema: Schema = _without_messages(SCHEMA)
    conf = schema["properties"]["conf"]
    value = conf["additionalProperties"]
    conf["additionalProperties"] = _VALUE
    conf["properties"] = {
        it["name"]: _property_schema(it)
        for it in describe_properties()
        if it["name"] not in TOP_LEVEL_KEYS and not it["name"].endswith(".")
    }
    return {**schema, "$schema": DRAFT, "definitions": {"value": value}}


def _without_messages(schema: Any) -> Any:
    """Return a copy without our own error messages, which editors expect in another form."""
    if isinstance(schema, list):
        return [_without_messages(it) for it in schema]
    if not isinstance(schema, dict):
        return schema
    return {key: _without_messages(it) for key, it in schema.items() if key != "errorMessage"}


def _property_schema(described: dict[str, Any]) -> Schema:
    known = find_property(described["name"])
    problem = known and release_problem(known)
    schema = {
        "description": _description(described),
        "default": _default(described),
        "deprecationMessage": f"`{described['name']}` {problem}" if problem else None,
        "anyOf": _values(described),
    }
    return {key: value for key, value in schema.items() if value not in (None, "")}


def _values(described: dict[str, Any]) -> list[Schema]:
    """Return what a value may be: first what an editor offers, then whatever is valid."""
    if "options" in described:
        return [{"enum": described["options"]}, _VALUE]
    if described.get("type") == "boolean":
        return [{"type": "boolean"}, _VALUE]
    return [_VALUE]


def _description(described: dict[str, Any]) -> str:
    facts = [described.get("type", "")]
    if "default" in described:
        facts.append(f"default {described['default']}")
    if "since" in described:
        facts.append(f"since Spark {described['since']}")
    return "\n\n".join(filter(None, [described.get("meaning", ""), ", ".join(filter(None, facts))]))


def _default(described: dict[str, Any]) -> Any:
    """Return the value that an editor starts with: Spark's default as YAML would have it."""
    text = described.get("default", "")
    if not text or "`" in text:  # that of another property
        return None
    try:
        value = json.loads(text)
    except ValueError:
        return text
    return value if isinstance(value, (bool, int, float)) else text
