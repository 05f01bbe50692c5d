"""Implement `startspark schema`."""

from __future__ import annotations

import json
from argparse import Namespace

from ..configs.editor_schema import editor_schema


def print_schema(_: Namespace) -> None:
    """Print the JSON Schema for editors."""
    print(json.dumps(editor_schema(), indent=1))
