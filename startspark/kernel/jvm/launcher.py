"""Launch the driver's JVM early, and have pyspark take it instead of launching its own."""

from __future__ import annotations

import importlib
import os
import shlex
import struct
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from .. import effective_conf, environment, gateway
from ..cds import speedups
from ..cds.archive import ArchiveActivation
from ..cds.installation import conf_folder, spark_home
from ..private_api import PY4J, PYSPARK, attempt, private_api
from . import preload
from .output import Output

PAUSE = 0.02
"""Seconds between two looks whether the JVM accepts connections."""

REMOVER = 'read -r jvm && { read -r _ || kill "$jvm"; }; rm -rf -- "$0"'
"""Removes a folder once it reads a second line, or once this process has ended, be it killed.

In the latter case it ends the JVM, whose number is the first line: one that cannot write into the
folder does not end with this process (api/python/PythonGatewayServer.scala).
"""

EXITED = "[JAVA_GATEWAY_EXITED] Java gateway process exited before sending its port number."
"""pyspark's message of that error."""


class GatewayLauncher:
    """A JVM with pyspark's gateway, launched by spark-submit.

    Args:
        requested_conf: the properties with which it is launched.
        archives: the folders of class archives.
        on_ready: called when it has initialized what a start would wait for.

    Attributes:
        activation: the class archive that it uses.
        fingerprint: what it was launched with.
        output: what it prints.
        port: where pyspark can connect; 0 until then.

    Raises:
        NoArchiveError: there is no Spark.
        OSError: spark-submit cannot be run.
    """

    def __init__(
        self,
        requested_conf: Mapping[str, Any],
        archives: Iterable[str],
        on_ready: Callable[[GatewayLauncher], object] = lambda launcher: None,
    ) -> None:
        self.fingerprint = launch_fingerprint(requested_conf)
        self.activation = ArchiveActivation(archives, requested_conf)
        self.port = 0
        self._secret = ""
        self._on_ready = on_ready
        self._can_preload = _import_client_server()
        self._is_up, self._no_start_goes_on = threading.Event(), threading.Event()
        self._no_start_goes_on.set()
        self._is_taken = False
        self._uninstall: Callable[[], None] = lambda: None
        self._launch(requested_conf)

    def _launch(self, requested_conf: Mapping[str, Any]) -> None:
        variables = {**environment.start_environment(requested_conf), **self.activation.variables}
        arguments = shlex.split(variables.get("PYSPARK_SUBMIT_ARGS", "pyspark-shell"))
        submit = Path(spark_home(), "bin", "spark-submit")
        folder = tempfile.mkdtemp()
        self._connection_info = Path(folder, "connection")
        self._remover = _start_remover(folder)
        try:
            self.process = subprocess.Popen(
                [str(submit), *_options(requested_conf), *arguments],
                stdin=subprocess.PIPE,  # when it is closed, the JVM ends
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                # As pyspark does (java_gateway.py).
                env={
                    **variables,
                    "SPARK_CONNECT_MODE": "0",
                    "_PYSPARK_DRIVER_CONN_INFO_PATH": str(self._connection_info),
                },
                start_new_session=True,  # interrupts of a cell do not reach it
            )
        except (OSError, ValueError):
            self._remover.communicate()  # it removes the folder
            raise
        _write_line(self._remover, str(self.process.pid))
        self.output = Output(self.process)
        threading.Thread(target=self._follow, daemon=True).start()

    def _follow(self) -> None:
        """Wait until pyspark can connect, then initialize classes until it does."""
        while self.process.poll() is None and not self._connection_info.exists():
            time.sleep(PAUSE)
        attempt(self._read_connection_info, None)
        self._is_up.set()
        self._remover.communicate(b"\n")
        if self.is_up():
            attempt(self._preload, None)
            self._on_ready(self)

    def _read_connection_info(self) -> None:
        if not self._connection_info.exists():  # the JVM has ended
            return
        with self._connection_info.open("rb") as info:
            # Two numbers, and the second is the length of the text that follows.
            port, length = struct.unpack("!ii", info.read(8))
            self._secret = info.read(length).decode()
        self.port = port

    def is_up(self) -> bool:
        """Wait until the JVM is up or has ended; return whether pyspark can connect."""
        self._is_up.wait()
        return self.port > 0 and self.process.poll() is None

    def _preload(self) -> None:
        """Initialize classes through a connection that is not pyspark's."""
        pins_threads = os.environ.get("PYSPARK_PIN_THREAD", "true").lower() == "true"
        if not self._can_preload or not pins_threads:  # else the JVM has another protocol
            return
        connection = _connect(self.port, self._secret)
        if connection is not None:
            preload.initialize_classes(connection, self._no_start_goes_on.wait)

    def memory(self) -> int:
        """Return the bytes of memory that it takes; 0 where that cannot be known."""
        try:
            pages = Path(f"/proc/{self.process.pid}/statm").read_text(encoding="ascii").split()[1]
        except OSError:
            return 0
        return int(pages) * os.sysconf("SC_PAGE_SIZE")

    def install(self, page: str) -> bool:
        """Have pyspark take this JVM in place of the next that it would launch.

        pyspark has no other way to take one that is still coming up.

        Args:
            page: to which its output is published.

        Returns:
            whether pyspark will take it.
        """
        self._no_start_goes_on.clear()

        def connect(original: Callable[[], Any]) -> Any:
            self._is_taken = True
            self.output.publish_to(page)
            return self._connect(original)

        uninstall = _replace_launch(connect)
        self._uninstall = uninstall or self._uninstall
        return uninstall is not None

    def _connect(self, original: Callable[[], Any]) -> Any:
        """Return pyspark's gateway to this JVM, made by pyspark's own function."""
        if not self.is_up():
            raise RuntimeError(EXITED)
        variables = {gateway.PORT_VARIABLE: str(self.port), "PYSPARK_GATEWAY_SECRET": self._secret}
        os.environ.update(variables)
        try:
            found = original()
        finally:
            for name in variables:
                del os.environ[name]
        found.proc = self.process
        return found

    def release(self) -> None:
        """Let pyspark launch its own JVM again: the start is over.

        This one ends if pyspark has not taken it, such as where the code uses Spark Connect.
        """
        self._uninstall()
        self._no_start_goes_on.set()
        self.output.pass_on()
        if not self._is_taken:
            self.end()

    def end(self) -> None:
        """End the JVM."""
        assert self.process.stdin
        self.process.stdin.close()
        self.process.terminate()
        threading.Thread(target=self.process.wait, daemon=True).start()


def _start_remover(folder: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        ["/bin/sh", "-c", REMOVER, folder],
        stdin=subprocess.PIPE,
        cwd=os.sep,
        start_new_session=True,
    )


def _write_line(process: subprocess.Popen[bytes], line: str) -> None:
    assert process.stdin
    process.stdin.write(f"{line}\n".encode())
    process.stdin.flush()


@private_api("py4j", PY4J, "py4j.clientserver", default=False)
def _import_client_server() -> bool:
    """Import what `_connect` uses, as that runs in a thread; return whether it may be used."""
    if not speedups.is_on(speedups.PRELOAD):
        return False
    importlib.import_module("py4j.clientserver")
    return True


@private_api("py4j", PY4J, "py4j.clientserver.ClientServer")
def _connect(port: int, secret: str) -> Any:
    client_server: Any = sys.modules["py4j.clientserver"]
    return client_server.ClientServer(
        java_parameters=client_server.JavaParameters(port=port, auth_token=secret),
        python_parameters=client_server.PythonParameters(port=0, eager_load=False),
    )


@private_api("pyspark", PYSPARK, "the launch_gateway of SparkContext's module")
def _replace_launch(connect: Callable[[Callable[[], Any]], Any]) -> Callable[[], None]:
    """Have pyspark call a function, once, in place of its `launch_gateway`.

    Args:
        connect: gets the original.

    Returns:
        a function that restores the original.
    """
    context = importlib.import_module("pyspark").SparkContext
    module: Any = sys.modules[context.__module__]
    original = module.launch_gateway

    def launch_gateway(*_: Any, **__: Any) -> Any:
        restore()
        return connect(original)

    def restore() -> None:
        if module.launch_gateway is launch_gateway:
            module.launch_gateway = original

    module.launch_gateway = launch_gateway
    return restore


def launch_fingerprint(requested_conf: Mapping[str, Any]) -> list[Any]:
    """Return all that a JVM is launched with, and that a cell may change before it is taken.

    Args:
        requested_conf: the properties.

    Raises:
        NoArchiveError: there is no Spark.
        OSError: there is no working folder.
    """
    files = sorted((str(it), it.stat().st_mtime_ns) for it in conf_folder().glob("*"))
    variables = environment.start_environment(requested_conf)
    return [dict(requested_conf), variables, os.getcwd(), files]


def _options(requested_conf: Mapping[str, Any]) -> list[str]:
    """Return the properties as options of spark-submit."""
    items = requested_conf.items()
    values = (f"{name}={effective_conf.conf_text(value)}" for name, value in items)
    return [word for value in values for word in ("--conf", value)]
