"""A rendered config: its code, and what a kernel runs to start Spark with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .configs.model import Config
from .kernel_source import start_calls
from .rendering.codegen import Rendered


@dataclass(frozen=True)
class RenderResult:
    """A config and the Python code that it was rendered to.

    Attributes:
        config: the config.
        rendered: its code, and the properties that the code requests.
        overrides: the notebook's overrides that are part of the code.
        warnings: sentences about properties with which Spark would not do what was meant.
        parameters: what the user filled in.
        notebook: the notebook's path.
    """

    config: Config
    rendered: Rendered
    overrides: Mapping[str, Any]
    warnings: Sequence[str]
    parameters: Mapping[str, Any] = field(default_factory=dict)
    notebook: str = ""

    def start_calls(self) -> dict[str, str]:
        """Return the expressions and the code that a kernel runs to start Spark."""
        return start_calls(
            config=self.config.name,
            version=self.config.version,
            code=self.rendered.code,
            requested_conf=self.rendered.requested_conf,
            property_locations=self.property_locations(),
            launches_jvm=self.config.launches_jvm,
            overrides=self.overrides,
            warnings=self.warnings,
            parameters=_without_text(self.config, self.parameters),
            notebook=self.notebook,
        )

    def property_locations(self) -> dict[str, str]:
        """Return where the config sets the requested properties, as ``path:line``."""
        return self.config.property_locations(self.rendered.requested_conf)


def _without_text(config: Config, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Return the parameters whose values a page may show: text that is typed may be a secret."""
    schemas = config.data.get("parameters", {})
    return {
        name: value
        for name, value in parameters.items()
        if not isinstance(value, str) or "enum" in schemas.get(name, {})
    }
