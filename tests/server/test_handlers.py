"""The REST routes on both real servers: replies, authentication, and changing config files."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import requests

from servers import Server, running
from waiting import wait_until

pytestmark = pytest.mark.server

Write = Callable[[str, str], Path]


@pytest.fixture
def write(server: Server) -> Iterator[Write]:
    """Write configs of the user, and remove them after the test."""
    written: list[Path] = []

    def write_one(name: str, text: str) -> Path:
        path = server.configs / f"{name}.yaml"
        path.write_text(text)
        written.append(path)
        return path

    yield write_one
    for path in written:
        path.unlink()


def listed(server: Server) -> dict[str, dict]:
    reply = server.signed_in("GET", "startspark/all-config")
    assert reply.status_code == 200
    return {config["name"]: config for config in reply.json()["configs"]}


def test_the_list_holds_the_installed_config(server: Server) -> None:
    local = listed(server)["local"]
    assert local["title"] == "This machine"
    assert local["origin"] == "environment"
    assert local["error"] is None


def test_the_status_has_versions_folders_and_problems(server: Server, write: Write) -> None:
    path = write("broken", "mastre: x")
    odd = write("odd", "conf: {spark.executor.memroy: 4g}")
    status = server.signed_in("GET", "startspark/status").json()
    assert {"python", "startspark", "jupyter_server"} <= set(status["versions"])
    own = {folder["path"]: folder for folder in status["folders"]}[str(server.configs)]
    assert (own["origin"], own["exists"], own["configs"]) == ("user", True, 2)
    assert sum(folder["configs"] for folder in status["folders"]) == 3
    (problem,) = status["problems"]
    assert problem.startswith(f"{path}:1: `mastre` is not a config key")
    (warning,) = status["warnings"]
    assert warning.startswith(f"{odd}:1: `spark.executor.memroy` is not a Spark property")


def test_a_config_renders_to_code(server: Server) -> None:
    body = {"parameters": {}, "notebook": "sub/my stars.ipynb"}
    reply = server.signed_in("POST", "startspark/configs/local/render", json=body)
    assert reply.status_code == 200
    assert reply.json()["name"] == "local"
    assert '.appName("sub/my stars.ipynb")' in reply.json()["code"]


def test_properties_come_with_an_etag(server: Server) -> None:
    reply = server.signed_in("GET", "startspark/properties")
    found = {it["name"]: it for it in reply.json()["properties"]}
    assert found["spark.executor.memory"]["default"] == "1g"
    assert "spark.master" not in found
    again = server.signed_in(
        "GET", "startspark/properties", headers={"If-None-Match": reply.headers["ETag"]}
    )
    assert (again.status_code, again.content) == (304, b"")


def test_overrides_are_checked_without_a_render(server: Server) -> None:
    path = "startspark/configs/local/check"
    reply = server.signed_in("POST", path, json={"conf": {"spark.driver.memory": "1.5g"}})
    problem = reply.json()["problems"]["spark.driver.memory"]
    assert "must be a size" in problem["message"]
    assert (problem["field"], problem["severity"]) == ("value", "error")
    assert server.signed_in("POST", path, json={}).status_code == 400


def test_the_body_of_a_render_may_be_empty(server: Server) -> None:
    assert server.signed_in("POST", "startspark/configs/local/render").status_code == 200


def test_files_are_read_again_when_they_change(server: Server) -> None:
    path = server.configs / "changing.yaml"
    path.write_text("title: One")
    assert listed(server)["changing"]["title"] == "One"
    path.write_text("title: Two")
    assert listed(server)["changing"]["title"] == "Two"
    path.unlink()
    assert "changing" not in listed(server)


def test_the_users_config_wins(server: Server) -> None:
    path = server.configs / "local.yaml"
    path.write_text("title: My own\n")
    try:
        assert listed(server)["local"]["title"] == "My own"
        assert listed(server)["local"]["origin"] == "user"
    finally:
        path.unlink()


def test_a_broken_config_is_listed_and_answers_409(server: Server) -> None:
    path = server.configs / "broken.yaml"
    path.write_text("title: x\n\nmastre: local")
    try:
        configs = listed(server)
        reply = server.signed_in("POST", "startspark/configs/broken/render", json={})
    finally:
        path.unlink()
    message = f"{path}:3: `mastre` is not a config key: did you mean `master`?"
    assert configs["broken"]["error"] == message
    assert configs["local"]["error"] is None
    assert (reply.status_code, reply.json()["message"]) == (409, message)


def test_an_expression_without_a_value_answers_409_with_its_line(server: Server) -> None:
    path = server.configs / "gone.yaml"
    path.write_text("conf:\n  a: x\n  b: '100% {{ env.GONE }}'")
    try:
        reply = server.signed_in("POST", "startspark/configs/gone/render", json={})
    finally:
        path.unlink()
    assert reply.status_code == 409
    assert reply.json()["message"].startswith(f"{path}:3: `conf.b` uses something")


def test_a_template_that_is_a_named_pipe_answers_409(server: Server, write: Write) -> None:
    path = write("piped", "template: piped.py.j2")
    pipe = path.with_name("piped.py.j2")
    os.mkfifo(pipe)
    try:
        assert listed(server)["piped"]["error"] is None
        reply = server.signed_in("POST", "startspark/configs/piped/render", json={})
    finally:
        pipe.unlink()
    assert reply.status_code == 409
    assert "names the template piped.py.j2, which is not a regular file" in reply.json()["message"]


def test_wrong_parameters_answer_400_with_their_names(server: Server) -> None:
    path = server.configs / "asking.yaml"
    path.write_text("parameters:\n  n: {type: integer, maximum: 3}\n  p: {type: string}")
    try:
        body = {"parameters": {"n": 5}}
        reply = server.signed_in("POST", "startspark/configs/asking/render", json=body)
    finally:
        path.unlink()
    assert reply.status_code == 400
    assert reply.json()["parameters"] == {"n": "must be at most 3", "p": "needs a value"}


@pytest.mark.parametrize(
    "body",
    [
        b"\xff",
        "{",
        "[]",
        '"x"',
        "7",
        '{"parameters": []}',
        '{"parameters": {}, "notebook": 1}',
        "[" * 10000,
    ],
)
def test_an_invalid_body_answers_400(server: Server, body: str | bytes) -> None:
    reply = server.signed_in("POST", "startspark/configs/local/render", data=body)
    assert reply.status_code == 400
    assert reply.json()["message"]


@pytest.mark.parametrize(
    "name",
    [
        *("none", "100%25", "ä" * 100, "local.yaml", "LOCAL", " local", "%EF%BC%8Flocal"),
        *(
            "..%2Flocal",
            "%2e%2e",
            "%2e%2e%2flocal",
            "..%5Clocal",
            "%252e%252e%252flocal",
            "local%2F.",
        ),
        *("%00", "local%00", "local%00.yaml", "local%0A", "%E2%80%AElocal"),
        *("C:%5Clocal", "CON", "NUL.yaml", "local::$DATA", "local.", "~", "%2Fetc%2Fpasswd"),
    ],
)
def test_an_unknown_name_answers_404(server: Server, name: str) -> None:
    reply = server.signed_in("POST", f"startspark/configs/{name}/render", json={})
    assert reply.status_code == 404


def test_a_message_keeps_its_percent_signs(server: Server) -> None:
    reply = server.signed_in("POST", "startspark/configs/100%25/render", json={})
    assert "no configuration 100%:" in reply.json()["message"]


def test_a_users_error_is_a_line_in_the_log_without_a_traceback(server: Server) -> None:
    server.signed_in("POST", "startspark/configs/unheard-of/render", json={})
    refused = r"Start Spark refused \S+/unheard-of/render: 'There is no configuration unheard-of:"
    wait_until(lambda: re.search(refused, server.log()))
    assert "UnknownConfigError" not in server.log()


def test_a_config_whose_parameters_have_an_error_is_not_extended(
    server: Server, write: Write
) -> None:
    path = write("unlimited", 'parameters: {n: {type: integer, maximum: "{{ env.GONE }}"}}')
    body = {"extends": "unlimited", "title": "Mine"}
    reply = server.signed_in("PUT", "startspark/configs/mine", json=body)
    assert reply.status_code == 409
    assert reply.json()["message"].startswith(f"{path}:1: `parameters.n.maximum` uses something")


# Authentication; test_access.py has access control


def test_the_nbextensions_configurator_accepts_signed_in_users(
    server: Server, with_cookie: requests.Session
) -> None:
    pytest.importorskip("jupyter_nbextensions_configurator")
    path = "nbextensions/nbextensions_configurator/list"
    assert with_cookie.get(server.url + path).status_code == 200
    assert server.signed_in("GET", path).status_code == 200
    assert server.request("GET", path).status_code in (302, 403)


def test_a_server_without_authentication_accepts_all_requests(server: Server, tmp_path) -> None:
    with running(server.kind, tmp_path, token="") as unlocked:
        assert unlocked.request("GET", "startspark/all-config").status_code == 200
        assert unlocked.request("GET", "startspark/ui/1/jobs/").status_code == 410


# Overrides, and new configs


def test_a_parameters_limits_can_depend_on_the_machine(server: Server, write: Write) -> None:
    write("limited", 'parameters: {n: {type: integer, maximum: "{{ cpu_count }}"}}')
    write("unlimited", 'parameters: {n: {type: integer, maximum: "{{ env.GONE }}"}}')
    configs = listed(server)
    assert configs["limited"]["parameters"]["n"]["maximum"] >= 1
    assert (
        "unlimited.yaml:1: `parameters.n.maximum` uses something" in configs["unlimited"]["error"]
    )


def test_a_notebooks_overrides_are_rendered(server: Server, write: Write) -> None:
    write("base", "conf: {spark.executor.memory: 4g, spark.ui.killEnabled: false}")
    overrides = {"spark.executor.memory": "{{ 2 * 4 }}g", "spark.ui.killEnabled": None}
    reply = server.signed_in("POST", "startspark/configs/base/render", json={"conf": overrides})
    assert '.config("spark.executor.memory", "8g")' in reply.json()["code"]
    assert "killEnabled" not in reply.json()["code"]


@pytest.mark.parametrize("value", ["{{ env.GONE }}", "{{ x }}", ["x"]])
def test_a_wrong_override_answers_400_with_its_name(server: Server, value: object) -> None:
    body = {"conf": {"spark.a": value, "spark.b": "1"}}
    reply = server.signed_in("POST", "startspark/configs/local/render", json=body)
    assert reply.status_code == 400
    assert list(reply.json()["conf"]) == ["spark.a"]


def test_a_notebooks_overrides_are_reviewed(server: Server, write: Write) -> None:
    write("base", "conf: {spark.executor.memory: 4g}")
    url, overrides = "startspark/configs/base/review", {"spark.executor.memory": "8g"}
    reply = server.signed_in("POST", url, json={"conf": overrides})
    assert reply.json()["overrides"] == [
        {"name": "spark.executor.memory", "value": "8g", "replaces": "4g", "runs_code": False}
    ]
    assert server.signed_in("POST", url, json={"conf": ["x"]}).status_code == 400


def test_what_a_config_sets_is_shown_without_secrets(server: Server, write: Write) -> None:
    path = write(
        "shown", "conf: {spark.a: 1, spark.b.password: s3cret, spark.c.token: {env: TOKEN}}"
    )
    reply = server.signed_in("GET", "startspark/configs/shown").json()
    assert reply["conf"] == {
        "spark.a": "1",
        "spark.b.password": None,
        "spark.c.token": {"env": "TOKEN"},
    }
    assert reply["path"] == str(path)
    assert reply["contents_path"] is None  # its folder is hidden from Jupyter


def test_a_new_config_extends_another_one(server: Server, write: Write) -> None:
    body = {"extends": "local", "title": "Mine", "conf": {"spark.a": "1"}}
    path = write("mine", "title: Old")
    reply = server.signed_in("PUT", "startspark/configs/mine", json=body)
    assert (reply.status_code, reply.json()["exists"]) == (409, True)
    body["overwrite"] = True
    reply = server.signed_in("PUT", "startspark/configs/mine", json=body)
    assert (reply.status_code, reply.json()["path"]) == (201, str(path))
    assert listed(server)["mine"]["title"] == "Mine"
    assert path.read_text() == "title: Mine\nextends: local\nconf:\n  spark.a: '1'\n"


@pytest.mark.parametrize("name", ["..%2Fmine", ".mine", "%00", "ä"])
def test_an_invalid_name_of_a_new_config_is_rejected(server: Server, name: str) -> None:
    body = {"extends": "local", "title": "Mine"}
    reply = server.signed_in("PUT", f"startspark/configs/{name}", json=body)
    assert (reply.status_code, reply.json()["exists"]) == (409, False)


def test_a_notebook_is_examined(server: Server, write: Write) -> None:
    write("odd", "master: local[1]\nconf: {spark.executor.memroy: 4g}")
    body = {"config": "odd", "conf": {"spark.local.dir": "/tmp"}, "notebook": "a.ipynb"}
    found = server.signed_in("POST", "startspark/doctor", json=body).json()
    statuses = {(it["area"], it["check"]): it["status"] for it in found["findings"]}
    assert statuses["Server", "Packages"] == "ok"
    assert statuses["Configuration odd", "File"] == "warning"
    assert statuses["Configuration odd", "Code"] == "ok"
    assert found["findings"][-2]["text"].startswith("~/.jupyter/startspark/odd.yaml:2: ")
    assert "/tmp" in found["kernel"]


@pytest.mark.parametrize(
    ("body", "status"), [({"config": "gone"}, 404), ({"config": 1}, 400), ({}, 200), (None, 200)]
)
def test_what_cannot_be_examined(server: Server, body: dict | None, status: int) -> None:
    assert server.signed_in("POST", "startspark/doctor", json=body).status_code == status


def test_the_users_default_is_listed_until_it_is_removed(server: Server, write: Write) -> None:
    def put(name: str | None) -> requests.Response:
        return server.signed_in("PUT", "startspark/default-config", json={"name": name})

    write("mine", "title: Mine")
    mine = {"default": {"name": "mine", "set_by": "user"}}
    assert put("mine").json() == mine
    reply = server.signed_in("GET", "startspark/all-config").json()
    assert reply["default"] == mine["default"]
    assert put(None).json() == {"default": None}
    assert put("gone").status_code == 404
    assert server.signed_in("PUT", "startspark/default-config", json={}).status_code == 400
