"""What executors' pods, and what Kubernetes notes of them, say about why they do not run.

The statuses and messages are Kubernetes' own, of the scheduler, the kubelet and the API server.
"""

from __future__ import annotations

from typing import Any

from startspark.kernel.waiting.kubernetes import explain

UNSCHEDULABLE = {
    "type": "PodScheduled",
    "status": "False",
    "reason": "Unschedulable",
    "message": "0/3 nodes are available: 3 Insufficient memory. preemption: 0/3 nodes are"
    " available: 3 No preemption victims found for incoming pod.",
}
SCHEDULED = {"type": "PodScheduled", "status": "True"}
BACK_OFF = {
    "reason": "ImagePullBackOff",
    "message": 'Back-off pulling image "registry.example/notebook:1"',
}
QUOTA = (
    "26/11/27 04:00:00 WARN ExecutorPodsSnapshotsStoreImpl: Exception when notifying snapshot"
    " subscriber.\nio.fabric8.kubernetes.client.KubernetesClientException: Failure executing: POST"
    " at: https://10.0.0.1:443/api/v1/namespaces/notebooks/pods. Message: Forbidden!Configured"
    ' service account doesn\'t have access. pods "stars-exec-1" is forbidden: exceeded quota: team,'
    " requested: requests.memory=4Gi, used: requests.memory=30Gi, limited: requests.memory=32Gi.\n"
    "\tat io.fabric8.kubernetes.client.dsl.internal.OperationSupport"
)
RIGHTS = (
    "io.fabric8.kubernetes.client.KubernetesClientException: Failure executing: POST at:"
    " https://10.0.0.1:443/api/v1/namespaces/notebooks/pods. Message: pods is forbidden: User"
    ' "system:serviceaccount:notebooks:default" cannot create resource "pods" in API group "" in'
    ' the namespace "notebooks".\n'
)


def pod(phase: str, *conditions: dict[str, Any], **state: Any) -> dict[str, Any]:
    """A pod's object, as far as it counts."""
    statuses = [{"image": "registry.example/notebook:1", "state": state}] if state else []
    status = {"phase": phase, "conditions": list(conditions), "containerStatuses": statuses}
    return {"metadata": {"name": "stars-exec-1"}, "status": status}


def said(*pods: dict[str, Any], events: Any = (), printed: str = "") -> str | None:
    found = explain(list(pods), lambda name: list(events), printed)
    return found and found.sentence


def test_no_node_has_room() -> None:
    assert said(pod("Running"), pod("Pending", UNSCHEDULABLE)) == (
        "Kubernetes has no node for an executor: 0/3 nodes are available: 3 Insufficient memory."
        " preemption: 0/3 nodes are available: 3 No preemption victims found for incoming pod."
    )


def test_the_image_cannot_be_pulled() -> None:
    assert said(pod("Pending", SCHEDULED, waiting=BACK_OFF)) == (
        "Kubernetes cannot pull the executors’ image `registry.example/notebook:1`: Back-off"
        ' pulling image "registry.example/notebook:1".'
    )


def test_the_container_cannot_be_made() -> None:
    creating = {"reason": "ContainerCreating"}
    lacking = {"reason": "CreateContainerConfigError", "message": 'secret "s3" not found'}
    mount = {"reason": "FailedMount", "message": "MountVolume.SetUp failed for volume\n  spark"}
    assert said(pod("Pending", SCHEDULED, waiting=lacking)) == (
        'Kubernetes cannot run an executor: secret "s3" not found.'
    )
    assert said(
        pod("Pending", SCHEDULED, waiting=creating), events=[{"reason": "Pulled"}, mount]
    ) == ("Kubernetes cannot run an executor: MountVolume.SetUp failed for volume spark.")
    pulling = [{"reason": "Scheduled"}, {"reason": "Pulling"}]
    found = said(pod("Pending", SCHEDULED, waiting=creating), events=pulling)
    assert found == "Kubernetes is pulling the executors’ image."
    assert said(pod("Pending", SCHEDULED, waiting=creating)) is None


def test_an_executor_that_ends_as_soon_as_it_runs() -> None:
    killed = {"exitCode": 137, "reason": "OOMKilled"}
    assert said(pod("Failed", SCHEDULED, terminated=killed)) == (
        "An executor’s container ended with exit code 137 (OOMKilled)."
    )
    assert said(pod("Succeeded", SCHEDULED, terminated={"exitCode": 0})) is None


def test_kubernetes_takes_no_pod() -> None:
    assert said(printed=QUOTA).startswith(
        "Your namespace’s quota is used up: Forbidden!Configured service account doesn't have"
        ' access. pods "stars-exec-1" is forbidden: exceeded quota: team, requested:'
    )
    assert said(printed=RIGHTS).startswith(
        "Kubernetes refuses Spark’s request: pods is forbidden: User"
        ' "system:serviceaccount:notebooks:default" cannot create resource "pods"'
    )
    assert said(pod("Running"), printed=QUOTA) is None
    assert said() is None
