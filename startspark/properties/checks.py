"""What Spark would not make of a config's properties what was meant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..configs.yaml_reader import Key
from . import deploy_modes, reference, shell_syntax
from .reference import Property
from .suggestions import nearest
from .value_types import refusal, text_of

CLOSED = (
    "spark.broadcast.",
    "spark.cores.",
    "spark.driver.",
    "spark.dynamicAllocation.",
    "spark.eventLog.",
    "spark.executor.",
    "spark.locality.",
    "spark.memory.",
    "spark.speculation.",
    "spark.storage.",
    "spark.submit.",
    "spark.task.",
)
"""How names begin that are Spark's alone; others are shared with plugins and libraries."""


def remarks(data: Mapping[str, Any]) -> Iterator[tuple[Key, str]]:
    """What to say about a config's properties: where, and a sentence without any value.

    Args:
        data: what a config says, as its file spells it or as it was rendered.
    """
    for name, value in data.get("conf", {}).items():
        for words in (_about_name(name), _about_value(name, value)):
            if words:
                yield ("conf", name), f"`{name}` {words}"
    yield from shell_syntax.remarks(data)
    yield from deploy_modes.remarks(data)


def _about_name(name: str) -> str | None:
    known = reference.find(name)
    if known:
        return _about_release(known)
    if name.startswith(reference.families()):
        return None
    near = nearest(name)
    if near:
        return f"is no property of Spark's: did you mean `{near}`?"
    if name.startswith(CLOSED):
        return f"is no property that Spark {' or '.join(reference.versions())} knows"
    return None


def _about_release(known: Property) -> str | None:
    """That the newest Spark does not know a property, or that none shall need it.

    One that only the newest knows is no mistake: the config may be meant for that.
    """
    mend = f": write `{known.instead}`" if known.instead else f'. Spark says: "{known.why}"'
    if known.removed:
        return f"was removed in Spark {known.removed}{mend}"
    if known.deprecated:
        return f"is deprecated since Spark {known.deprecated}{mend}"
    if known.instead:
        return f"is the old name of `{known.instead}`"
    if known.until:
        newest = reference.versions()[-1]
        return f"is known to Spark {known.until}, but no longer to Spark {newest}"
    return None


def _about_value(name: str, value: Any) -> str | None:
    known, text = reference.find(name), text_of(value)
    return refusal(known, text) if known and text is not None else None
