"""Check for properties that have no effect, or a harmful one, with a config's master or remote.

Sources: local and standalone masters were tried with Spark 3.5.9 and 4.3.0, Spark Connect with
4.3.0; for YARN and Kubernetes, Spark's configuration page and its source code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from . import reference
from .value_types import spark_text
from .warning import PropertyWarning

_CLIENT_PROPERTIES = ("spark.api.mode", "spark.app.name", "spark.master", "spark.remote")
_EXECUTOR_PREFIXES = (
    "spark.cores.max",
    "spark.dynamicAllocation.",
    "spark.executor.cores",
    "spark.executor.instances",
    "spark.executor.memory",
)
_CLUSTER_PREFIXES = {"spark.kubernetes.": ("k8s", "Kubernetes"), "spark.yarn.": ("yarn", "YARN")}
_ANY_CLUSTER_PREFIXES = ("spark.yarn.kerberos.", "spark.yarn.security.")
"""Properties that Spark reads on every cluster, despite their name."""

_KEEP_SHUFFLE_FILES = (
    "spark.shuffle.service.enabled",
    "spark.decommission.enabled",
    "spark.shuffle.sort.io.plugin.class",
)
"""Alternatives to shuffle tracking for dynamic allocation. Shuffle tracking is on by default."""


def check_deploy_mode(data: Mapping[str, Any]) -> Iterator[PropertyWarning]:
    """Yield a warning for each property that does not fit a config's `master` or `remote`."""
    conf: Mapping[str, Any] = data.get("conf", {})
    remote = "remote" in data or "spark.remote" in conf
    mode = _mode(data.get("master") or conf.get("spark.master"))
    for name in conf:
        problem = _connect_problem(name) if remote else _master_problem(name, mode, conf)
        if problem:
            yield PropertyWarning(("conf", name), f"`{name}` {problem}")


def _mode(master: Any) -> str:
    """Return a master URL's kind: local, spark, k8s or yarn; empty if it is not known here."""
    found = re.match(r"(local)(?:\[|$)|(spark|k8s)://|(yarn)$", spark_text(master) or "")
    return next(filter(None, found.groups())) if found else ""


def _connect_problem(name: str) -> str | None:
    """Return what is wrong with a property for Spark Connect, or None.

    A Spark Connect server lets its clients set Spark SQL's runtime properties only.
    """
    known = reference.find_property(name)
    if known is None or not known.type or name in _CLIENT_PROPERTIES:
        return None
    if name.startswith("spark.sql.") and not known.static:
        return None
    return "cannot be set by a client of Spark Connect: the server’s administrator can"


def _master_problem(name: str, mode: str, conf: Mapping[str, Any]) -> str | None:
    """Return what is wrong with a property for a kind of master, or None."""
    if mode == "local" and name.startswith(_EXECUTOR_PREFIXES):
        return "has no effect with a local master, which has no executors but the driver"
    for prefix, (own, title) in _CLUSTER_PREFIXES.items():
        elsewhere = mode not in ("", own) and not name.startswith(_ANY_CLUSTER_PREFIXES)
        if elsewhere and name.startswith(prefix) and not _is_old_name(name):
            return f"has no effect with this master, which is not {title}"
    check = _SINGLE_CHECKS.get(name)
    return check(mode, conf) if check else None


def _is_old_name(name: str) -> bool:
    """Return whether a property was renamed: its new name may apply to every cluster."""
    known = reference.find_property(name)
    return known is not None and bool(known.replacement)


def _cores_max_problem(mode: str, conf: Mapping[str, Any]) -> str | None:
    if mode in ("k8s", "yarn"):
        return "has no effect on Kubernetes and YARN: `spark.executor.instances` counts there"
    return None


def _instances_problem(mode: str, conf: Mapping[str, Any]) -> str | None:
    """Spark's standalone scheduler reads the property only with dynamic allocation."""
    if mode == "spark" and _text(conf, "spark.dynamicAllocation.enabled", "false") == "false":
        return (
            "has no effect on a standalone cluster, which starts as many executors as"
            " `spark.executor.cores` goes into `spark.cores.max`"
        )
    return None


def _deploy_mode_problem(mode: str, conf: Mapping[str, Any]) -> str | None:
    if _text(conf, "spark.submit.deployMode", "client") == "cluster":
        return "must be client: a notebook's driver runs in its kernel"
    return None


def _dynamic_allocation_problem(mode: str, conf: Mapping[str, Any]) -> str | None:
    enabled = _text(conf, "spark.dynamicAllocation.enabled", "false") == "true"
    tracking = _text(conf, "spark.dynamicAllocation.shuffleTracking.enabled", "true")
    if not enabled or tracking != "false" or any(name in conf for name in _KEEP_SHUFFLE_FILES):
        return None
    return (
        "needs something that keeps shuffle files: leave"
        " `spark.dynamicAllocation.shuffleTracking.enabled` at true, or set"
        " `spark.shuffle.service.enabled` where the cluster has that service"
    )


def _text(conf: Mapping[str, Any], name: str, default: str) -> str | None:
    """Return a property's value in lower case; None if it is not known before Spark starts."""
    text = spark_text(conf.get(name, default))
    return text and text.strip().lower()


_SINGLE_CHECKS = {
    "spark.cores.max": _cores_max_problem,
    "spark.dynamicAllocation.enabled": _dynamic_allocation_problem,
    "spark.executor.instances": _instances_problem,
    "spark.submit.deployMode": _deploy_mode_problem,
}
