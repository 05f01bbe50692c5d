"""The example for Kubernetes: Spark's real client, and executors as processes."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

import kernels
import kubernetes_api
from archives import for_spark
from kernels import Kernel
from kubernetes_api import ADDRESS, DRIVER, NAMESPACE, TOKEN, Api, Object
from pythons import PYTHONS
from startspark.configs.catalog import Config, load
from startspark.rendering.renderer import render
from waiting import wait_until

EXAMPLES = Path(__file__).parents[2] / "examples"
CONFIG = EXAMPLES / "configs" / "kubernetes.yaml"
FILES = EXAMPLES / "kubernetes"

IMAGE = "registry.example/notebook:1"
LONG_PATH = f"{'long/' * 60}Été/stars 2.ipynb"
SERVER = {"user": "Ann@x", "notebook": LONG_PATH, "memory": 2**30}


@pytest.fixture(params=PYTHONS)
def python(request: pytest.FixtureRequest) -> str:
    """The Python of each pyspark in turn."""
    return PYTHONS[request.param]


@pytest.fixture
def api(python: str, tmp_path: Path) -> Iterator[Api]:
    """A Kubernetes whose pods have that Python, and the example's programs."""
    pods = {"PATH": f"{Path(python).parent}:{FILES}:{os.environ['PATH']}"}
    with kubernetes_api.running(tmp_path, {**pods, **for_spark(python)}) as running:
        yield running


@pytest.fixture
def kernel(python: str, api: Api) -> Iterator[Kernel]:
    """A kernel in the notebook's pod."""
    with kernels.running(python, **api.environment, JUPYTER_IMAGE=IMAGE) as running:
        yield running


PATIENT = """
import sys
names = [it for it in sys.modules if it.startswith("_startspark") and it.endswith(".gateway")]
sys.modules[names[0]].PATIENCE = 120
"""
"""Has Spark end by itself, however long it takes."""


@pytest.mark.spark
def test_executors_come_as_the_config_says_work_and_go(
    kernel: Kernel, api: Api, config: Callable[[str], Config], tmp_path: Path
) -> None:
    # The pod template is in the image.
    loaded = config(CONFIG.read_text().replace("/etc/spark", str(FILES)))
    parameters = {"executors": 2, "memory": 1}
    facts = kernel.start(render(loaded, parameters, {**SERVER, "env": api.environment}).code)
    assert facts["version"] == kernel.value("sc.version")[1:-1]
    wait_until(lambda: kernel.look()["executors"] == 1)

    expect_all_work(kernel, api, tmp_path / "go")
    port = kernel.value("sc.getConf().get('spark.driver.port')")[1:-1]
    for pod in api.executors():
        expect_pod(pod, api.pods[DRIVER], f"{ADDRESS}:{port}")
    expect_volumes([it.body for it in api.seen if it.resource == "persistentvolumeclaims"], api)

    kernel.execute(PATIENT)
    kernel.ask("stop")
    assert api.executors() == []
    assert {(it.namespace, it.token) for it in api.seen} == {(NAMESPACE, TOKEN)}
    assert {(it.resource, it.verb) for it in api.seen} | NOT_HERE == rights()


UNSCHEDULABLE = {
    "phase": "Pending",
    "conditions": [
        {
            "type": "PodScheduled",
            "status": "False",
            "reason": "Unschedulable",
            "message": "0/3 nodes are available: 3 Insufficient memory.",
        }
    ],
}
CREATING = {
    "phase": "Pending",
    "conditions": [{"type": "PodScheduled", "status": "True"}],
    "containerStatuses": [{"image": IMAGE, "state": {"waiting": {"reason": "ContainerCreating"}}}],
}
NOT_MOUNTED = {
    "metadata": {"name": "event", "namespace": NAMESPACE},
    "involvedObject": {"kind": "Pod", "name": "any"},
    "reason": "FailedMount",
    "message": 'secret "s3" not found',
}
QUOTA = (
    'pods "stars-exec-1" is forbidden: exceeded quota: team, requested: requests.memory=4Gi, used:'
    " requests.memory=30Gi, limited: requests.memory=32Gi"
)

JOB_BESIDE = """
from threading import Thread
Thread(target=sc.parallelize(range(2), 2).count, daemon=True).start()
"""
"""For which executors are asked; the kernel stays free."""


@pytest.mark.spark
def test_kubernetes_says_why_executors_do_not_come(
    kernel: Kernel, api: Api, config: Callable[[str], Config]
) -> None:
    loaded = config(CONFIG.read_text().replace("/etc/spark", str(FILES)))
    code = render(loaded, {"executors": 2, "memory": 1}, {**SERVER, "env": api.environment}).code
    api.refusal = QUOTA
    kernel.start(code)
    kernel.execute(JOB_BESIDE)
    refused = f"quota is used up: .*{re.escape(QUOTA)}"  # Spark 3.5 puts a sentence between
    wait_until(lambda: re.search(refused, waiting(kernel)))

    api.pending, api.refusal = UNSCHEDULABLE, ""
    wait_until(lambda: "0/3 nodes are available" in waiting(kernel))
    api.events.append(NOT_MOUNTED)
    for pod in api.executors():
        pod["status"] = CREATING
    wait_until(lambda: 'secret "s3" not found' in waiting(kernel))
    assert ("events", "list") in {(it.resource, it.verb) for it in api.seen}


def waiting(kernel: Kernel) -> str:
    """Why it waits; empty where that is not known."""
    found: dict[str, str] = kernel.look().get("waiting", {"sentence": ""})
    return found["sentence"]


def expect_all_work(kernel: Kernel, api: Api, go: Path) -> None:
    """A job that has work for four executors gets the two that it may have."""
    request = kernel.client.execute(
        "import os, time\n"
        "def wait(number):\n"
        f"    while not os.path.exists({str(go)!r}): time.sleep(0.05)\n"
        "    return os.environ['SPARK_EXECUTOR_POD_NAME']\n"
        "pods = sc.parallelize(range(8), 8).map(wait).collect()\n"
    )
    wait_until(lambda: len(api.executors()) == 2)
    wait_until(lambda: api.log().count("Running task") >= 4)
    go.touch()
    assert kernel.reply(request)["status"] == "ok"
    worked = kernel.value("' '.join(set(pods))")[1:-1].split()
    assert sorted(worked) == sorted(pod["metadata"]["name"] for pod in api.executors())


def expect_pod(pod: Object, driver: Object, driver_address: str) -> None:
    """The pod that Spark has asked for is the one that the config describes."""
    about, spec = pod["metadata"], pod["spec"]
    assert about["labels"].items() >= {"spark-role": "executor", "notebook": DRIVER}.items()
    (owner,) = about["ownerReferences"]
    assert (owner["kind"], owner["name"]) == ("Pod", DRIVER)
    assert owner["uid"] == driver["metadata"]["uid"]
    assert spec["serviceAccountName"] == "spark-executor"
    assert spec["nodeSelector"] == {"hub.jupyter.org/node-purpose": "user"}
    template = yaml.safe_load((FILES / "executor-pod.yaml").read_text())["spec"]
    for key in ("automountServiceAccountToken", "securityContext", "tolerations"):
        assert spec[key] == template[key]
    (container,) = spec["containers"]
    expect_container(container, driver_address)
    (volume,) = spec["volumes"]
    assert volume["persistentVolumeClaim"]["claimName"].startswith(about["name"])


def expect_container(container: Object, driver_address: str) -> None:
    assert container["image"] == IMAGE
    assert container["resources"] == {
        "requests": {"cpu": "1", "memory": "1433Mi"},  # 1 GB and 40%
        "limits": {"cpu": "2", "memory": "1433Mi"},
    }
    variables = {it["name"]: it.get("value") for it in container["env"]}
    assert variables["SPARK_DRIVER_URL"] == f"spark://CoarseGrainedScheduler@{driver_address}"
    assert variables["SPARK_EXECUTOR_CORES"] == "2"
    assert variables["SPARK_LOCAL_DIRS"] == "/scratch"
    assert len(variables["_SPARK_AUTH_SECRET"]) == 64
    assert "-Dspark.blockManager.port=7079" in variables.values()
    (mount,) = container["volumeMounts"]
    assert (mount["mountPath"], mount["readOnly"]) == ("/scratch", False)


def expect_volumes(claims: list[Any], api: Api) -> None:
    """Each executor has a volume of its own, which goes with it."""
    owners = [claim["metadata"]["ownerReferences"][0]["uid"] for claim in claims]
    assert sorted(owners) == sorted(pod["metadata"]["uid"] for pod in api.executors())
    for claim in claims:
        assert claim["spec"]["storageClassName"] == "standard"
        assert claim["spec"]["resources"] == {"requests": {"storage": "50Gi"}}


NOT_HERE = {("pods", "delete"), ("events", "list")}
"""What is asked for when an executor has failed, or does not come."""


def rights() -> set[tuple[str, str]]:
    """What the example's role allows, as resource and verb."""
    objects = yaml.safe_load_all((FILES / "rights.yaml").read_text())
    (role,) = [it for it in objects if it["kind"] == "Role"]
    return {
        (resource, verb)
        for rule in role["rules"]
        for resource in rule["resources"]
        for verb in rule["verbs"]
    }


def test_the_hub_gives_what_the_config_needs() -> None:
    server = yaml.safe_load((FILES / "hub-values.yaml").read_text())["singleuser"]
    conf = load(CONFIG, "user").data["conf"]
    read = {value["env"] for value in conf.values() if isinstance(value, dict)}
    assert read == {*server["extraEnv"], "JUPYTER_IMAGE"}
    accounts = [
        it["metadata"]["name"]
        for it in yaml.safe_load_all((FILES / "rights.yaml").read_text())
        if it["kind"] == "ServiceAccount"
    ]
    account = conf["spark.kubernetes.authenticate.executor.serviceAccountName"]
    assert accounts == [server["serviceAccountName"], account]
    (executors,) = server["networkPolicy"]["ingress"]
    assert executors["ports"][0]["port"] == int(conf["spark.driver.port"])
    assert server["networkPolicy"]["egress"][0]["ports"] == [
        {"port": int(conf["spark.blockManager.port"])}
    ]
