"""The reference pages that follow from the code: settings, commands and REST API."""

from __future__ import annotations

import argparse
import inspect
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from startspark.cli.main import make_parser
from startspark.settings import StartSpark

DOCS = Path(__file__).resolve().parent


def pages() -> dict[Path, str]:
    """Each page's text, by its path."""
    sections = {"settings": settings(), "commands": commands(), "rest": routes()}
    return {DOCS / "reference" / f"{name}.md": page(name, it) for name, it in sections.items()}


def page(name: str, sections: Iterator[str]) -> str:
    """A page's introduction, which people write, and what follows from the code."""
    introduction = (DOCS / "reference" / f"{name}.in.md").read_text(encoding="utf-8")
    return introduction + "\n".join(sections)


def settings() -> Iterator[str]:
    """A section for each trait."""
    for name, trait in sorted(StartSpark.class_own_traits(config=True).items()):
        kind = type(trait).__name__
        yield f"## `c.StartSpark.{name}`\n"
        yield f"{inspect.cleandoc(trait.help)}\n"
        yield f"{kind}, default `{trait.default()!r}`.\n"


def commands() -> Iterator[str]:
    """A section for each command, with its arguments."""
    parser = make_parser()
    (subparsers,) = (it for it in parser._actions if isinstance(it, argparse._SubParsersAction))
    for name, command in subparsers.choices.items():
        yield f"## `startspark {name}`\n"
        yield f"{command.description}\n"
        rows = [it for it in command._actions if it.dest != "help"]
        if rows:
            yield "| argument | meaning |\n|---|---|"
            yield from (f"| `{_shown(it)}` | {_sentence(it.help or '')} |" for it in rows)
            yield ""


def _shown(action: argparse.Action) -> str:
    """An argument as one writes it."""
    metavar = action.metavar if isinstance(action.metavar, str) else ""
    if not action.option_strings:
        return _cell(metavar)
    return _cell(", ".join(f"{it} {metavar}".strip() for it in action.option_strings))


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _sentence(text: str) -> str:
    return _cell(text[:1].upper() + text[1:].rstrip("."))


def routes() -> Iterator[str]:
    """A section for each path, with what can be asked there."""
    described = yaml.safe_load((DOCS / "openapi.yaml").read_text(encoding="utf-8"))
    for path, methods in described["paths"].items():
        yield f"## `{path}`\n"
        yield "| request | what it does | replies |\n|---|---|---|"
        for method, operation in methods.items():
            if method != "parameters":
                yield _route(method, operation)
        yield ""


def _route(method: str, operation: dict[str, Any]) -> str:
    replies = ", ".join(sorted(str(status) for status in operation["responses"]))
    summary = " ".join(operation["summary"].split())
    return f"| `{method.upper()}` | {_cell(summary)} | {replies} |"
