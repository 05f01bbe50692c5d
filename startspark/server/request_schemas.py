"""The JSON schemas of what the REST API accepts."""

from __future__ import annotations

from typing import Any

CREATE = {
    "type": "object",
    "required": ["extends", "title"],
    "properties": {
        "extends": {"type": "string"},
        "title": {"type": "string", "maxLength": 100},
        "parameters": {"type": "object"},
        "conf": {"type": "object"},
        "overwrite": {"type": "boolean"},
    },
}

DEFAULT = {
    "type": "object",
    "required": ["name"],
    "properties": {"name": {"type": ["string", "null"]}},
}

EDIT = {
    "type": "object",
    "required": ["text", "version"],
    "properties": {
        "text": {"type": "string"},
        "version": {"type": "string"},
        "write": {"type": "boolean"},
    },
}

CONF = {
    "type": "object",
    "required": ["conf"],
    "properties": {"conf": {"type": "object"}},
}

STOP = {
    "type": "object",
    "properties": {"interrupt": {"type": "boolean"}},
}

RENDER: dict[str, Any] = {
    "type": "object",
    "properties": {
        "parameters": {"type": "object"},
        "conf": {"type": "object"},
        "notebook": {"type": "string"},
    },
}

DOCTOR = {
    "type": "object",
    "properties": {"config": {"type": "string"}, **RENDER["properties"]},
}
