"""What the pages of the docs show."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

CLONE = Path(__file__).resolve().parents[2]

PAGES = [
    *CLONE.glob("*.md"),
    *(it for it in CLONE.glob("docs/**/*.md") if not it.name.endswith(".in.md")),
]


def blocks(language: str) -> Iterator[tuple[str, str]]:
    """Each block of a language in the docs, with its page."""
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        for found in re.findall(rf"^```{language}\n(.*?)^```", text, re.DOTALL | re.MULTILINE):
            yield str(page.relative_to(CLONE)), found


def commands() -> list[str]:
    """Each command for a shell, in one line."""
    joined = [re.sub(r"\\\n *", "", text) for _, text in blocks("sh")]
    return [line for text in joined for line in text.splitlines()]
