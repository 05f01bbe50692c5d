"""Properties that have no effect, or no good one, where a config has Spark run.

Tried with Spark 3.5.9 and 4.3.0, or read in Spark's configuration page where it says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from . import property_list
from .property_types import text_of
from .yaml_source import Key

_CLIENT = ("spark.api.mode", "spark.app.name", "spark.master", "spark.remote")
"""What a Spark Connect client reads itself."""

_EXECUTORS = (
    "spark.cores.max",
    "spark.dynamicAllocation.",
    "spark.executor.cores",
    "spark.executor.instances",
    "spark.executor.memory",
)
_CLUSTERS = {"spark.kubernetes.": ("k8s", "Kubernetes"), "spark.yarn.": ("yarn", "YARN")}
_SHUFFLE_FILES = (
    "spark.shuffle.service.enabled",
    "spark.dynamicAllocation.shuffleTracking.enabled",
    "spark.decommission.enabled",
    "spark.shuffle.sort.io.plugin.class",
)
"""Any of these keeps shuffle files when dynamic allocation ends an executor."""


def remarks(data: Mapping[str, Any]) -> Iterator[tuple[Key, str]]:
    """What to say about a config's properties, given its `master` or `remote`."""
    conf: Mapping[str, Any] = data.get("conf", {})
    remote = "remote" in data or "spark.remote" in conf
    mode = "connect" if remote else _mode(data.get("master") or conf.get("spark.master"))
    for name in conf:
        sentence = _refused_by_server(name) if remote else _without_effect(name, mode, conf)
        if sentence:
            yield ("conf", name), f"`{name}` {sentence}"
    if not remote and text_of(conf.get("spark.submit.deployMode")) == "cluster":
        yield (
            ("conf", "spark.submit.deployMode"),
            "`spark.submit.deployMode` must be client: a notebook's driver runs in its kernel",
        )
    if mode != "local" and not remote and _loses_shuffle_files(conf):
        yield (
            ("conf", "spark.dynamicAllocation.enabled"),
            "`spark.dynamicAllocation.enabled` needs something that keeps shuffle files: leave"
            " `spark.dynamicAllocation.shuffleTracking.enabled` at true, or set"
            " `spark.shuffle.service.enabled` where the cluster has that service",
        )


def _mode(master: Any) -> str:
    """What a master URL says: local, standalone, k8s or yarn; empty where that is not known."""
    text = text_of(master) if master else None
    found = re.match(r"(local)(?:\[|$)|(spark)://|(k8s)://|(yarn)$", text or "")
    return next(filter(None, found.groups())) if found else ""


def _refused_by_server(name: str) -> str | None:
    known = property_list.find(name)
    if known is None or name in _CLIENT or not known.type:
        return None
    if name.startswith("spark.sql.") and not known.static:
        return None
    return "cannot be set by a client of Spark Connect: who runs the server can"


def _without_effect(name: str, mode: str, conf: Mapping[str, Any]) -> str | None:
    if mode == "local" and name.startswith(_EXECUTORS):
        return "has no effect with a local master, which has no executors but the driver"
    for start, (own, title) in _CLUSTERS.items():
        if mode not in ("", own) and name.startswith(start) and not _renamed(name):
            return f"has no effect with this master, which is none of {title}"
    if name == "spark.cores.max" and mode in ("k8s", "yarn"):
        return "has no effect on Kubernetes and YARN: there, `spark.executor.instances` counts"
    if name == "spark.executor.instances" and mode == "spark" and not _dynamic(conf):
        return (
            "has no effect on a standalone cluster: `spark.cores.max` divided by"
            " `spark.executor.cores` is how many executors it starts"
        )
    return None


def _renamed(name: str) -> bool:
    """Whether it is but an old name: what it sets may not be that cluster's alone."""
    known = property_list.find(name)
    return bool(known and known.instead)


def _dynamic(conf: Mapping[str, Any]) -> bool:
    """Whether the number of executors may change while Spark runs."""
    return text_of(conf.get("spark.dynamicAllocation.enabled", "false")) != "false"


def _loses_shuffle_files(conf: Mapping[str, Any]) -> bool:
    """Whether Spark would refuse dynamic allocation; shuffle tracking is on by default."""
    asked = text_of(conf.get("spark.dynamicAllocation.enabled", "false")) == "true"
    tracked = text_of(conf.get("spark.dynamicAllocation.shuffleTracking.enabled", "true"))
    others = any(name in conf for name in _SHUFFLE_FILES)
    return asked and tracked == "false" and not others
