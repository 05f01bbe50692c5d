"""What a Dockerfile does, as far as that can be done without Docker."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Dockerfile:
    """An image's recipe.

    Attributes:
        path: of the file.
        context: the folder that its COPY copies from.
    """

    path: Path
    context: Path

    def instructions(self, name: str) -> list[str]:
        """What follows each instruction of a name, in a line."""
        text = re.sub(r"\\\n\s*", "", self.path.read_text(encoding="utf-8"))
        return re.findall(rf"^{name} (.*)$", text, re.MULTILINE)

    def comments(self) -> list[str]:
        """What it says of itself."""
        text = self.path.read_text(encoding="utf-8")
        return re.findall(r"^#\s*(.*)$", text, re.MULTILINE)

    def copies(self) -> list[tuple[str, str]]:
        """A source, which may be a pattern, and its target in the image, of each COPY."""
        words = [shlex.split(it) for it in self.instructions("COPY")]
        return [(it[-2], it[-1]) for it in words]


EXAMPLES = Path(__file__).resolve().parents[2] / "examples"

HUB = Dockerfile(EXAMPLES / "hub" / "Dockerfile", EXAMPLES / "hub")

KUBERNETES = Dockerfile(EXAMPLES / "kubernetes" / "Dockerfile", EXAMPLES)
