"""Write the pages that follow from the schema, the examples and the benchmarks: `make docs`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import reference_pages
from startspark.configs.catalog import load
from startspark.configs.validation import SCHEMA
from startspark.properties.reference import spark_versions
from startspark.rendering.renderer import render

DOCS = Path(__file__).resolve().parent
EXAMPLES = DOCS.parent / "examples"
RESULTS = DOCS.parent / "benchmarks" / "results"
LOCAL = DOCS.parent / "etc" / "jupyter" / "startspark" / "local.yaml"
CONTEXT = {
    "user": "ann",
    "notebook": "stars.ipynb",
    "cpu_count": 8,
    "memory": 16 * 2**30,
    "host": "hub",
    "base_url": "/user/ann/",
    "env": {},
}
NOTE = "<!-- Written by docs/generate.py: change that, or what it reads. -->\n\n"


def pages() -> dict[Path, str]:
    """Each generated page's text, by its path."""
    reference = {path: NOTE + text for path, text in reference_pages.pages().items()}
    return {
        **reference,
        DOCS / "config-format.md": NOTE + config_format(),
        DOCS / "examples.md": NOTE + examples(),
        DOCS / "hub.md": NOTE + guide("hub", EXAMPLES / "hub"),
        DOCS / "clusters" / "kubernetes.md": NOTE + guide("clusters/kubernetes", EXAMPLES),
        DOCS / "clusters" / "yarn.md": NOTE + guide("clusters/yarn", EXAMPLES),
        DOCS / "cookbook.md": NOTE + guide("cookbook", EXAMPLES / "cookbook"),
        DOCS / "performance.md": NOTE + guide("performance", RESULTS),
        DOCS / "progress.md": NOTE + guide("progress", RESULTS),
    }


def config_format() -> str:
    """The config format, from the schema."""
    parameter = SCHEMA["properties"]["parameters"]["additionalProperties"]
    return (
        (DOCS / "config-format.in.md")
        .read_text(encoding="utf-8")
        .format(
            keys="\n".join(rows(SCHEMA)),
            words="\n".join(rows(parameter)),
            versions=" and ".join(spark_versions()),
            local=LOCAL.read_text(encoding="utf-8"),
        )
    )


def rows(schema: dict[str, Any]) -> Iterator[str]:
    """A table's row for each property."""
    for name, rule in schema["properties"].items():
        needed = " Needed." if name in schema.get("required", ()) else ""
        yield f"| `{name}` | {kind(rule)} | {rule['description']}{needed} |"


def kind(rule: dict[str, Any]) -> str:
    """The type of a property as a reader of YAML knows it."""
    names = {"string": "text", "object": "block", "array": "list", "boolean": "true or false"}
    if "enum" in rule:
        return " or ".join(f"`{value}`" for value in rule["enum"])
    types = [rule["type"]] if isinstance(rule["type"], str) else rule["type"]
    return ", ".join(names.get(name, name) for name in types)


def examples() -> str:
    """The example configs with the code that they give."""
    guides = "[Kubernetes](clusters/kubernetes.md) and [YARN](clusters/yarn.md)"
    audience = (
        "For whoever writes configurations. Afterwards you can read one, and the code it becomes."
    )
    parts = [
        "# Examples",
        "",
        audience,
        "",
        f"For {guides} there are guides, with an example in each.",
        "",
    ]
    for name in ("laptop", "cluster", "connect", "archive"):
        path = EXAMPLES / "configs" / f"{name}.yaml"
        config = load(path, "user")
        parts += [
            f"## {config.title}",
            "",
            f"{config.data['description']}. The config, `{path.relative_to(DOCS.parent)}`:",
            "",
            f"```yaml\n{path.read_text(encoding='utf-8')}```",
            "",
            "What the kernel runs, for the user `ann` in the notebook `stars.ipynb`:",
            "",
            f"```python\n{render(config, {}, CONTEXT).code}```",
            "",
        ]
    return "\n".join(parts)


def guide(name: str, folder: Path) -> str:
    """A guide, with the files of a folder in their places."""
    text = (DOCS / f"{name}.in.md").read_text(encoding="utf-8")
    for path in filter(Path.is_file, folder.rglob("*")):
        mark = f"{{{path.relative_to(folder)}}}"
        text = text.replace(mark, path.read_text(encoding="utf-8"))
    return text


if __name__ == "__main__":
    for path, text in pages().items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
