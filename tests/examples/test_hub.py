"""The settings and configs of examples/hub, on a real server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import hubs
import servers

pytestmark = pytest.mark.server

SETTINGS = Path(__file__).parents[2] / "examples" / "hub" / "etc" / "jupyter"


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Iterator[servers.Server]:
    """A server with the example's settings, and a user's configs beside."""
    home = tmp_path_factory.mktemp("hub-example")
    own = home / ".jupyter" / "startspark"
    own.mkdir(parents=True)
    (own / "small.yaml").write_text("title: Mine, and larger")
    (own / "mine.yaml").write_text("title: Mine")
    environment = {"JUPYTER_CONFIG_PATH": str(SETTINGS), "CPU_LIMIT": "4", "MEM_LIMIT": "8e9"}
    with servers.running("nbclassic", home, **environment) as server:
        yield server


def test_users_add_configs_and_replace_none(example: servers.Server) -> None:
    configs = example.signed_in("GET", "startspark/all-config").json()["configs"]
    titles = {config["name"]: config["title"] for config in configs}
    assert (
        titles.items()
        >= {
            "cluster": "Shared cluster",
            "small": "In this container",
            "mine": "Mine",
        }.items()
    )


def test_what_is_limited_stays_within_its_limits(example: servers.Server) -> None:
    def render(executors: int):
        body = {"parameters": {"executors": executors}, "notebook": "stars.ipynb"}
        return example.signed_in("POST", "startspark/configs/cluster/render", json=body)

    assert render(9).json()["parameters"] == {"executors": "must be at most 8"}
    code = render(8).json()["code"]
    assert '.config("spark.cores.max", "16")' in code
    assert '.config("spark.driver.memory", "3814m")' in code  # half of 8e9 bytes
    assert "os.environ" in code
    assert "gives the code of cluster for 'stars.ipynb'" in example.log()


def test_what_is_idle_is_noticed_after_half_an_hour(example: servers.Server) -> None:
    look = example.signed_in("GET", "startspark/kernel").json()["look"]
    assert "1800" in look


def test_a_groups_members_have_its_configs(hub: hubs.Hub) -> None:
    """With the example's settings of the hub."""
    member, other = (hub.server(f"{name}-nbclassic") for name in ("eva", "ann"))
    configs = hub.add_group("astronomy", "eva-nbclassic") / "startspark"
    configs.mkdir(parents=True)
    (configs / "deep.yaml").write_text("title: Deep survey")
    origins = {}
    for user, server in {"eva": member, "ann": other}.items():
        hub.started(f"{user}-nbclassic")
        listed = server.signed_in("GET", "startspark/all-config").json()["configs"]
        origins[user] = {config["name"]: config["origin"] for config in listed}
    assert origins["eva"].pop("deep") == "system"
    assert origins["eva"] == origins["ann"]
