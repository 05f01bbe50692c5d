"""Why executors do not come from Kubernetes, by their pods and by what Kubernetes says of those."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from ..diagnosis.cause import Cause
from ..private_api import PYSPARK, private_api
from .demand import in_one_line

if TYPE_CHECKING:
    Pod = dict[str, Any]
else:
    Pod = dict  # Python 3.8 has no subscript for it

MEMORY = "spark.executor.memory"
IMAGE = "spark.kubernetes.container.image"
SECRETS = "spark.kubernetes.container.image.pullSecrets"

UNPULLED = ("ErrImagePull", "ImagePullBackOff", "InvalidImageName", "ErrImageNeverPull")
"""What the kubelet says of an image that it does not get (pkg/kubelet/images/types.go)."""

FAILED_EVENT = re.compile(r"^Failed")
"""Reasons of events that keep a container from being made, such as FailedMount."""

REFUSED = re.compile(
    r"Failure executing: POST at: \S*/(?:pods|persistentvolumeclaims)\S*\. Message: ([^\n]+)"
)
"""What Spark's client prints when Kubernetes does not take a pod."""


def cause(context: Any, printed: str) -> Cause | None:
    """Return why executors do not come; None where Kubernetes does not tell.

    Args:
        context: the JVM's SparkContext.
        printed: what the JVM has printed last.
    """
    client = _client(context)
    if client is None:
        return None
    namespace = str(context.conf().get("spark.kubernetes.namespace", "default"))
    base = f"/api/v1/namespaces/{quote(namespace)}"
    application = str(context.applicationId())
    labels = f"spark-app-selector={application},spark-role=executor"
    try:
        pods = _items(client, f"{base}/pods?labelSelector={quote(labels, safe='=,')}")
    except Exception as error:  # py4j's, for an answer that is none
        return _forbidden(str(error))
    return explain(pods, lambda pod: _events(client, base, pod), printed)


def explain(pods: list[Pod], events: Callable[[str], list[Pod]], printed: str) -> Cause | None:
    """Return why executors do not run.

    Args:
        pods: the executors', as Kubernetes lists them.
        events: gives those of a pod, by its name.
        printed: what the JVM has printed last.
    """
    waiting = [it for it in pods if it["status"].get("phase") == "Pending"]
    if not waiting:
        refused = REFUSED.findall(printed)
        return _refused(refused[-1]) if refused and not pods else _ended(pods)
    found = (_unscheduled(it) or _unpulled(it) or _unmade(it, events) for it in waiting)
    return next(filter(None, found), None)


def _unscheduled(pod: Pod) -> Cause | None:
    for condition in pod["status"].get("conditions", ()):
        if condition["type"] == "PodScheduled" and condition["status"] == "False":
            return Cause(
                f"Kubernetes has no node for an executor: {_line(condition.get('message', ''))}",
                f"Request less for each executor (`{MEMORY}`, `spark.executor.cores`), stop what"
                " you no longer need, or wait until there is room.",
                MEMORY,
            )
    return None


def _unpulled(pod: Pod) -> Cause | None:
    for image, state in _waiting(pod):
        if state.get("reason") in UNPULLED:
            return Cause(
                f"Kubernetes cannot pull the executors’ image `{image}`:"
                f" {_line(state.get('message') or state['reason'])}",
                f"Correct `{IMAGE}`, or name a secret for its registry in `{SECRETS}`.",
                IMAGE,
            )
    return None


def _unmade(pod: Pod, events: Callable[[str], list[Pod]]) -> Cause | None:
    """A node has it, and its container does not run."""
    for _, state in _waiting(pod):
        if state.get("message"):
            return _not_run(state["message"])
    said = events(pod["metadata"]["name"])
    failed = [it for it in said if FAILED_EVENT.match(it.get("reason", ""))]
    if failed:
        return _not_run(failed[-1].get("message", ""))
    if said and said[-1].get("reason") == "Pulling":
        return Cause(
            "Kubernetes is pulling the executors’ image.",
            "Wait: the first pull of a large image on a node can take minutes.",
        )
    return None


def _not_run(message: str) -> Cause:
    return Cause(
        f"Kubernetes cannot run an executor: {_line(message)}",
        "Correct the configuration, or show this message to its author.",
    )


def _waiting(pod: Pod) -> list[tuple[str, Pod]]:
    """Return the images of the containers that wait, each with its state."""
    statuses = pod["status"].get("containerStatuses", ())
    return [(it["image"], it["state"]["waiting"]) for it in statuses if "waiting" in it["state"]]


def _ended(pods: list[Pod]) -> Cause | None:
    """Executors that end as soon as they run are made again and again."""
    for pod in pods:
        for status in pod["status"].get("containerStatuses", ()):
            ended = status["state"].get("terminated")
            if ended and ended.get("exitCode"):
                return Cause(
                    f"An executor’s container ended with exit code {ended['exitCode']}"
                    f" ({ended.get('reason', 'Error')}).",
                    _advice(ended),
                    MEMORY if ended.get("reason") == "OOMKilled" else "",
                )
    return None


def _advice(ended: Pod) -> str:
    if ended.get("reason") == "OOMKilled":
        return f"It had too little memory: increase `{MEMORY}` or `{MEMORY}Overhead`."
    return "The log of its pod says why: `kubectl logs`, or ask the cluster’s administrator."


def _refused(message: str) -> Cause:
    """Kubernetes takes no pod."""
    if "exceeded quota" in message:
        return Cause(
            f"Your namespace’s quota is used up: {_line(message)}",
            f"Request less for each executor (`{MEMORY}`, `spark.executor.instances`), stop what"
            " you no longer need, or ask the cluster’s administrator for more.",
            MEMORY,
        )
    return _forbidden(message) or Cause(
        f"Kubernetes rejects the executors’ pods: {_line(message)}",
        "Correct the configuration, or show this message to its author.",
    )


def _forbidden(message: str) -> Cause | None:
    found = re.search(
        r"[^\n.]*?is forbidden: User [^\n]*|cannot (?:list|create) resource[^\n]*", message
    )
    if found is None:
        return None
    return Cause(
        f"Kubernetes refuses Spark’s request: {_line(found[0])}",
        "Give the notebook’s service account the permissions that Start Spark’s guide for"
        " Kubernetes lists, or ask the cluster’s administrator.",
    )


def _line(message: str) -> str:
    """Return a message in one line with a full stop."""
    return f"{in_one_line(message).rstrip('.')}."


def _events(client: Any, base: str, pod: str) -> list[Pod]:
    """Return what Kubernetes has noted of a pod, the oldest first; empty where it may not tell."""
    selector = quote(f"involvedObject.name={pod}", safe="=")
    try:
        found = _items(client, f"{base}/events?fieldSelector={selector}")
    except Exception:  # py4j's: the service account may not list events
        return []
    return sorted(found, key=lambda it: it.get("lastTimestamp") or it.get("eventTime") or "")


def _items(client: Any, path: str) -> list[Pod]:
    found: list[Pod] = json.loads(client.raw(path) or "{}").get("items", [])
    return found


@private_api("Spark", PYSPARK, "KubernetesClusterSchedulerBackend.kubernetesClient")
def _client(context: Any) -> Any:
    """Return the Kubernetes client with which Spark asks for executors: it is signed in."""
    backend = context.schedulerBackend()
    for field in backend.getClass().getDeclaredFields():
        if field.getType().getName() == "io.fabric8.kubernetes.client.KubernetesClient":
            field.setAccessible(True)
            return field.get(backend)
    return None
