"""Properties that have no effect, or no good one, where a config has Spark run.

Local and standalone masters were tried with Spark 3.5.9 and 4.3.0, Spark Connect with 4.3.0. For
YARN and Kubernetes, Spark's configuration page and its classes say what they read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from ..configs.yaml_reader import Key
from . import reference
from .value_types import text_of

_READ_BY_CLIENT = ("spark.api.mode", "spark.app.name", "spark.master", "spark.remote")
_OF_EXECUTORS = (
    "spark.cores.max",
    "spark.dynamicAllocation.",
    "spark.executor.cores",
    "spark.executor.instances",
    "spark.executor.memory",
)
_OF_CLUSTERS = {"spark.kubernetes.": ("k8s", "Kubernetes"), "spark.yarn.": ("yarn", "YARN")}
_OF_ALL = ("spark.yarn.kerberos.", "spark.yarn.security.")
"""What Spark reads on every cluster, in spite of its name."""

_KEEP_SHUFFLE_FILES = (
    "spark.shuffle.service.enabled",
    "spark.decommission.enabled",
    "spark.shuffle.sort.io.plugin.class",
)
"""What dynamic allocation may have instead of shuffle tracking, which is on by default."""


def remarks(data: Mapping[str, Any]) -> Iterator[tuple[Key, str]]:
    """What to say about a config's properties, given its `master` or `remote`."""
    conf: Mapping[str, Any] = data.get("conf", {})
    remote = "remote" in data or "spark.remote" in conf
    mode = _mode(data.get("master") or conf.get("spark.master"))
    for name in conf:
        words = _refused_by_server(name) if remote else _misplaced(name, mode, conf)
        if words:
            yield ("conf", name), f"`{name}` {words}"


def _mode(master: Any) -> str:
    """What a master URL says: local, spark, k8s or yarn; empty where that is not known."""
    found = re.match(r"(local)(?:\[|$)|(spark|k8s)://|(yarn)$", text_of(master) or "")
    return next(filter(None, found.groups())) if found else ""


def _refused_by_server(name: str) -> str | None:
    """A Spark Connect server lets its clients set what Spark SQL reads while it runs."""
    known = reference.find(name)
    if known is None or not known.type or name in _READ_BY_CLIENT:
        return None
    if name.startswith("spark.sql.") and not known.static:
        return None
    return "cannot be set by a client of Spark Connect: who runs the server can"


def _misplaced(name: str, mode: str, conf: Mapping[str, Any]) -> str | None:
    """What is wrong with a property under a master."""
    if mode == "local" and name.startswith(_OF_EXECUTORS):
        return "has no effect with a local master, which has no executors but the driver"
    for start, (own, title) in _OF_CLUSTERS.items():
        elsewhere = mode not in ("", own) and not name.startswith(_OF_ALL)
        if elsewhere and name.startswith(start) and not _is_old(name):
            return f"has no effect with this master, which is none of {title}"
    special = _SPECIAL.get(name)
    return special(mode, conf) if special else None


def _is_old(name: str) -> bool:
    """Whether it is but an old name: what it sets may not be one cluster's alone."""
    known = reference.find(name)
    return known is not None and bool(known.instead)


def _most_cores(mode: str, conf: Mapping[str, Any]) -> str | None:
    if mode in ("k8s", "yarn"):
        return "has no effect on Kubernetes and YARN: `spark.executor.instances` counts there"
    return None


def _instances(mode: str, conf: Mapping[str, Any]) -> str | None:
    """Spark's standalone scheduler reads their number only where it may change."""
    if mode == "spark" and _text(conf, "spark.dynamicAllocation.enabled", "false") == "false":
        return (
            "has no effect on a standalone cluster, which starts as many executors as"
            " `spark.executor.cores` goes into `spark.cores.max`"
        )
    return None


def _deploy_mode(mode: str, conf: Mapping[str, Any]) -> str | None:
    if _text(conf, "spark.submit.deployMode", "client") == "cluster":
        return "must be client: a notebook's driver runs in its kernel"
    return None


def _dynamic_allocation(mode: str, conf: Mapping[str, Any]) -> str | None:
    asked = _text(conf, "spark.dynamicAllocation.enabled", "false") == "true"
    tracked = _text(conf, "spark.dynamicAllocation.shuffleTracking.enabled", "true")
    if not asked or tracked != "false" or any(name in conf for name in _KEEP_SHUFFLE_FILES):
        return None
    return (
        "needs something that keeps shuffle files: leave"
        " `spark.dynamicAllocation.shuffleTracking.enabled` at true, or set"
        " `spark.shuffle.service.enabled` where the cluster has that service"
    )


def _text(conf: Mapping[str, Any], name: str, default: str) -> str | None:
    """A property's value in small letters; None where it is not known before Spark starts."""
    text = text_of(conf.get(name, default))
    return text and text.strip().lower()


_SPECIAL = {
    "spark.cores.max": _most_cores,
    "spark.dynamicAllocation.enabled": _dynamic_allocation,
    "spark.executor.instances": _instances,
    "spark.submit.deployMode": _deploy_mode,
}
