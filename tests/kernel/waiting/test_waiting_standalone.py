"""What the state of a standalone master says about executors that do not come."""

from __future__ import annotations

from typing import Any

from startspark.kernel.waiting.demand import Demand
from startspark.kernel.waiting.standalone import explain, masters

OURS = {"id": "app-2", "name": "stars", "user": "ann", "cores": 0}


def worker(cores: int, memory: int, used: int = 0, memory_used: int = 0) -> dict[str, Any]:
    return {"cores": cores, "cores_used": used, "memory": memory, "memory_used": memory_used}


def other(number: int, cores: int, user: str = "bea") -> dict[str, Any]:
    return {"id": f"other-{number}", "name": f"their {number}", "user": user, "cores": cores}


def said(
    workers: list[dict[str, Any]],
    *others: dict[str, Any],
    demand: Demand = Demand(1024, None),  # noqa: B008
    **own: str,
) -> str | None:
    """Both sentences."""
    names = {name.replace("_", "-"): notebook for name, notebook in own.items()}
    found = explain({"workers": workers, "applications": [OURS, *others]}, "app-2", demand, names)
    return found and f"{found.sentence} {found.advice}"


def test_without_a_worker() -> None:
    assert said([]).startswith("No worker of the cluster is alive. Ask the cluster’s administrator")


def test_an_executor_that_no_worker_could_have() -> None:
    workers = [worker(8, 1024), worker(2, 4096)]
    assert said(workers, demand=Demand(6144, None)) == (
        "Each executor requests 6 GiB of memory, but the largest worker has 4 GiB."
        " Set `spark.executor.memory` to no more than that."
    )
    assert said(workers, demand=Demand(2048, 4)) == (
        "Each executor requests 4 cores, but the largest worker with enough memory has 2."
        " Set `spark.executor.cores` to no more than that."
    )


def test_others_hold_the_cores() -> None:
    workers = [worker(2, 4096, used=2, memory_used=1024)]
    assert said(workers, other(1, 1), other(2, 1)) == (
        "No core of the cluster is free. `their 1` of bea holds 1 core. `their 2` of bea holds 1"
        " core. Wait until other applications end, or ask the cluster’s administrator."
    )
    assert said(workers, other(1, 1), other(2, 1), other_2="sky.ipynb") == (
        "No core of the cluster is free. Your session `sky.ipynb` holds 1 core. Stop what you no"
        " longer need, or have it request fewer cores (`spark.cores.max`)."
    )


def test_the_memory_is_taken() -> None:
    workers = [worker(4, 4096, memory_used=3584), worker(4, 8192, used=2)]
    assert said(workers, other(1, 2), demand=Demand(1024, 4)) == (
        "No worker has room for an executor of 1 GiB and 4 cores: at most 8 GiB is free on one"
        " worker, and 6 cores in all. `their 1` of bea holds 2 cores. Wait until other"
        " applications end, or ask the cluster’s administrator."
    )


def test_a_cluster_with_room_has_no_reason() -> None:
    assert said([worker(2, 4096, used=1)]) is None


def test_the_masters_of_a_url() -> None:
    found = masters("spark://a:7077,[::1]:7078,10.0.0.1:7079")
    assert found == [("a", 7077), ("[::1]", 7078), ("10.0.0.1", 7079)]
