"""Examine what one notebook uses: server, configuration and, by an expression, kernel."""

from __future__ import annotations

from typing import Any

from ..kernel_source import examination
from ..manager import ConfigManager
from ..render_result import RenderResult
from . import configs, installation
from .configs import Examined, Filled

KERNEL = "This notebook’s kernel"


def examine(manager: ConfigManager, config: str, filled: Filled) -> dict[str, Any]:
    """Examine a notebook's server and configuration.

    Args:
        manager: the configurations.
        config: the name of the chosen one; empty where none is.
        filled: what the notebook fills into it.

    Returns:
        ``findings``, and an expression by which the ``kernel`` answers with its own.

    Raises:
        UnknownConfigError: there is no such configuration.
    """
    examined = configs.examine(manager, manager.find(config), filled) if config else Examined([])
    findings = [*installation.server(), *examined.findings]
    return {
        "findings": [it.as_dict() for it in findings],
        "kernel": _expression(examined.result),
    }


def _expression(result: RenderResult | None) -> str:
    if result is None:
        return examination(KERNEL)
    return examination(
        KERNEL,
        result.rendered.requested_conf,
        launches_jvm=result.config.launches_jvm,
        is_start=True,
        places=result.property_locations(),
        overrides=list(result.overrides),
    )
