"""A Kubernetes API that writes down what it is asked, and runs its pods as processes."""

from __future__ import annotations

import base64
import hashlib
import json
import ssl
import subprocess
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import trustme

Object = dict[str, Any]
"""A Kubernetes object, as JSON."""

DRIVER = "jupyter-ann-x---9da9d2c3"
NAMESPACE = "notebooks"
ADDRESS = "127.0.0.1"
"""That of the API and of every pod."""

TOKEN = "the pod's own token"


@dataclass(frozen=True)
class Request:
    """What the API was asked, and by whom."""

    method: str
    path: str
    query: dict[str, str]
    token: str
    body: Object | None

    @property
    def namespace(self) -> str:
        """Where it is."""
        return self.path.split("/")[4]

    @property
    def resource(self) -> str:
        """What it is about, as a role names it."""
        return self.path.split("/")[5]

    @property
    def name(self) -> str | None:
        """The object's name; None: all of them."""
        return next(iter(self.path.split("/")[6:]), None)

    @property
    def verb(self) -> str:
        """What it wants to do, as a role names it."""
        if self.method == "GET" and not self.name:
            return "watch" if "watch" in self.query else "list"
        if self.method == "DELETE" and not self.name:
            return "deletecollection"
        return {"GET": "get", "DELETE": "delete", "POST": "create"}[self.method]


class Api:
    """A running API.

    Attributes:
        environment: what Kubernetes and the hub give to the notebook's pod.
        seen: all that it was asked.
        pods: those that there are, by name.
        pending: the status that new pods get instead of running.
        events: what has been noted of pods.
        refusal: why no pod is taken, if so.
        ended: set when it ends.
    """

    def __init__(self, folder: Path, pods: dict[str, str]) -> None:
        self.seen: list[Request] = []
        self.pods: dict[str, Object] = {DRIVER: _pod({"metadata": {"name": DRIVER}})}
        self.pending: Object | None = None
        self.events: list[Object] = []
        self.refusal = ""
        self.ended = threading.Event()
        self._lock = threading.Lock()  # requests come in threads of their own
        self._folder = folder
        self._pods = pods
        self._processes: dict[str, subprocess.Popen[bytes]] = {}
        self.server = ThreadingHTTPServer((ADDRESS, 0), type("Bound", (_Handler,), {"api": self}))
        self.environment = {
            "KUBERNETES_SERVICE_HOST": ADDRESS,
            "KUBERNETES_SERVICE_PORT": str(self.server.server_port),
            "POD_NAME": DRIVER,
            "POD_NAMESPACE": NAMESPACE,
            "POD_IP": ADDRESS,
            **self._account(),
        }

    def _account(self) -> dict[str, str]:
        """The pod's account, whose files are in /var/run/secrets if nothing else is said."""
        authority = trustme.CA()
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        authority.issue_cert(ADDRESS).configure_cert(context)
        self.server.socket = context.wrap_socket(
            self.server.socket, server_side=True, do_handshake_on_connect=False
        )
        authority.cert_pem.write_to_path(str(self._folder / "ca.crt"))
        (self._folder / "token").write_text(TOKEN)
        return {
            "KUBERNETES_AUTH_TRYKUBECONFIG": "false",
            "KUBERNETES_CERTS_CA_FILE": str(self._folder / "ca.crt"),
            "KUBERNETES_AUTH_SERVICEACCOUNT_TOKEN": str(self._folder / "token"),
        }

    def log(self) -> str:
        """What has been printed in the executors' pods."""
        return (self._folder / "executors.log").read_text()

    def executors(self) -> list[Object]:
        """The pods besides the notebook's."""
        return [pod for name, pod in list(self.pods.items()) if name != DRIVER]

    def answer(self, request: Request) -> Object:
        """Do what is asked."""
        with self._lock:
            return self._answer(request)

    def _answer(self, request: Request) -> Object:
        if request.verb == "create":
            return self._create(request)
        if request.resource == "events":
            return {"apiVersion": "v1", "kind": "EventList", "metadata": {}, "items": self.events}
        found = [pod for name, pod in self.pods.items() if _is_meant(request, name, pod)]
        if request.method == "DELETE":
            self._delete(found)
            return {"apiVersion": "v1", "kind": "Status", "status": "Success"}
        if request.verb == "list":
            return {"apiVersion": "v1", "kind": "PodList", "metadata": {}, "items": found}
        (pod,) = found
        return pod

    def _create(self, request: Request) -> Object:
        assert request.body is not None
        made = _pod(request.body)
        if request.resource == "pods":
            name = made["metadata"]["name"]
            self.pods[name] = made
            if self.pending is None:
                self._processes[name] = self._run(made)
            else:
                made["status"] = self.pending
        return made

    def _run(self, pod: Object) -> subprocess.Popen[bytes]:
        (container,) = pod["spec"]["containers"]
        environment = {it["name"]: _value(it, pod) for it in container["env"]}
        own = {**self._pods, "SPARK_LOCAL_DIRS": str(self._folder)}
        with (self._folder / "executors.log").open("ab") as log:
            return subprocess.Popen(
                [*container["command"], *container["args"]],
                env={**environment, **own},
                stdout=log,
                stderr=log,
            )

    def _delete(self, pods: list[Object]) -> None:
        for name in [pod["metadata"]["name"] for pod in pods]:
            del self.pods[name]
            if name in self._processes:
                process = self._processes.pop(name)
                process.kill()
                process.wait(30)

    def stop(self) -> None:
        """End the API and what runs in its pods."""
        with self._lock:
            self._delete(self.executors())
        self.ended.set()
        self.server.shutdown()
        self.server.server_close()


def _pod(asked: Object) -> Object:
    """An object as it is when there is one; what is no pod needs no status."""
    made: Object = json.loads(json.dumps(asked))
    made["metadata"] |= {"uid": str(uuid.uuid4()), "namespace": NAMESPACE}
    ready = [{"type": "Ready", "status": "True"}]
    made["status"] = {"phase": "Running", "podIP": ADDRESS, "conditions": ready}
    return made


def _forbidden(message: str) -> Object:
    """A refusal, as the API server words it."""
    kind = {"apiVersion": "v1", "kind": "Status", "metadata": {}, "status": "Failure"}
    return {**kind, "message": message, "reason": "Forbidden", "code": 403}


def _is_meant(request: Request, name: str, pod: Object) -> bool:
    if request.name:
        return request.name == name
    if "fieldSelector" in request.query:
        return request.query["fieldSelector"] == f"metadata.name={name}"
    wanted = request.query.get("labelSelector", "").split(",")
    return all(_has(pod["metadata"].get("labels", {}), it) for it in wanted)


def _has(labels: dict[str, str], wanted: str) -> bool:
    name, sign, value = wanted.partition("=")
    assert sign, f"a selector of another form than name=value: {wanted}"
    same = labels.get(name.rstrip("!")) == value
    return not same if name.endswith("!") else same


def _value(variable: Object, pod: Object) -> str:
    """A variable's value; some are the pod's own fields."""
    if "value" in variable:
        return str(variable["value"])
    part, name = variable["valueFrom"]["fieldRef"]["fieldPath"].split(".")
    return str(pod[part][name])


class _Handler(BaseHTTPRequestHandler):
    """One client's connection."""

    api: Api
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(address.query).items()}
        text = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        token = self.headers.get("Authorization", "").removeprefix("Bearer ")
        body = json.loads(text) if text else None
        request = Request(self.command, address.path, query, token, body)
        self.api.seen.append(request)
        if request.verb == "watch":
            self._keep_open()
        elif (request.verb, request.resource) == ("create", "pods") and self.api.refusal:
            self._send(_forbidden(self.api.refusal), 403)
        else:
            self._send(self.api.answer(request))

    do_POST = do_DELETE = do_GET  # noqa: N815

    def _keep_open(self) -> None:
        """Shake hands for a WebSocket, and then never say that a pod has changed."""
        key = self.headers["Sec-WebSocket-Key"] + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
        accepted = base64.b64encode(hashlib.sha1(key.encode()).digest()).decode()
        self.send_response(101)
        self.send_header("Upgrade", "websocket")
        self.send_header("Connection", "Upgrade")
        self.send_header("Sec-WebSocket-Accept", accepted)
        self.end_headers()
        self.api.ended.wait()
        self.close_connection = True

    def _send(self, answer: Object, status: int = 200) -> None:
        data = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        """Print nothing."""


@contextmanager
def running(folder: Path, pods: dict[str, str]) -> Iterator[Api]:
    """Start one.

    Args:
        folder: for its files, and the log of what runs in its pods.
        pods: the environment that all of its pods have.
    """
    api = Api(folder, pods)
    threading.Thread(target=api.server.serve_forever, daemon=True).start()
    try:
        yield api
    finally:
        api.stop()
