"""The Java that pyspark needs, launched before pyspark gets to it."""

from __future__ import annotations

import codecs
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
from contextlib import suppress
from pathlib import Path
from typing import Any

from .. import effective_conf, environment
from ..cds.archive import Use
from ..cds.installation import conf_folder, spark_home
from ..iopub import tell
from ..private_api import attempt
from . import gateway, preload

PAUSE = 0.02
"""Seconds between two looks whether Java is up."""

REMOVER = 'read -r jvm && { read -r _ || kill "$jvm"; }; rm -rf -- "$0"'
"""Removes a folder once it reads a second line, or once this process has ended, be it killed.

In the latter case it ends the JVM, whose number is the first line: one that cannot write into the
folder does not end with this process (api/python/PythonGatewayServer.scala).
"""

KEPT = 100_000
"""Characters kept of what it prints until its start is over."""

LAST_WORDS = 1.0
"""Seconds in which the output of a process that has ended is read."""

EXITED = "[JAVA_GATEWAY_EXITED] Java gateway process exited before sending its port number."
"""What pyspark says of that."""


class Java:
    """One that comes up, as spark-submit starts it for pyspark.

    Args:
        asked: the properties with which it is started.
        archives: the folders of class archives.
        on_ready: called when it has done what a start would wait for.

    Raises:
        NoArchiveError: there is no Spark.
    """

    def __init__(
        self,
        asked: Mapping[str, Any],
        archives: Iterable[str],
        on_ready: Callable[[Java], object] = lambda java: None,
    ) -> None:
        submit = Path(spark_home(), "bin", "spark-submit")
        self.terms = terms(asked)
        self.use = Use()
        self._on_ready = on_ready
        folder = tempfile.mkdtemp()
        self._remover = subprocess.Popen(
            ["/bin/sh", "-c", REMOVER, folder],
            stdin=subprocess.PIPE,
            cwd=os.sep,
            start_new_session=True,
        )
        self._info = Path(folder, "connection")
        self.port = 0
        self.secret = ""
        variables = {**environment.of_start(asked), **self.use.variables(archives, asked)}
        arguments = shlex.split(variables.get("PYSPARK_SUBMIT_ARGS", "pyspark-shell"))
        self.process = subprocess.Popen(
            [str(submit), *_options(asked), *arguments],
            stdin=subprocess.PIPE,  # when it is closed, Java ends
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            # As pyspark does (java_gateway.py).
            env={
                **variables,
                "SPARK_CONNECT_MODE": "0",
                "_PYSPARK_DRIVER_CONN_INFO_PATH": str(self._info),
            },
            start_new_session=True,  # no interrupt of a cell is for it
        )
        assert self._remover.stdin
        self._remover.stdin.write(b"%d\n" % self.process.pid)
        self._remover.stdin.flush()
        self._is_up = threading.Event()
        self._said = ""
        self._page = ""
        self._is_released = False
        self._lock = threading.Lock()
        self._is_free = threading.Event()
        self._is_free.set()
        self._is_taken = False
        self._restore: Callable[[], None] = lambda: None
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()
        for task in (self._follow, preload.import_modules):
            threading.Thread(target=task, daemon=True).start()

    def _listen(self) -> None:
        """Keep what it says for its start, then let it speak to the cell that runs."""
        assert self.process.stdout
        decoder = codecs.getincrementaldecoder("utf-8")("replace")
        with self.process.stdout as output:
            while said := os.read(output.fileno(), 65536):
                with self._lock:
                    if self._is_released:
                        os.write(2, said)
                    else:
                        self._keep(decoder.decode(said))

    def _keep(self, said: str) -> None:
        self._said = (self._said + said)[-KEPT:]
        if self._page:
            tell({"log": said, "page": self._page})

    def _speak(self, page: str) -> None:
        """From now on, it speaks to the page that starts Spark."""
        with self._lock:
            self._page, said = page, self._said
            self._said = ""
            self._keep(said)

    def printed(self) -> str:
        """What it has said so far; its last words, too, where it has ended."""
        if self.process.poll() is not None:
            self._listener.join(LAST_WORDS)
        with self._lock:
            return self._said

    def _follow(self) -> None:
        """Wait until pyspark can connect, and have Java do more while it does not."""
        while self.process.poll() is None and not self._info.exists():
            time.sleep(PAUSE)
        with suppress(OSError, struct.error), self._info.open("rb") as info:
            # Two numbers, and the second is the length of the text that follows.
            self.port, length = struct.unpack("!ii", info.read(8))
            self.secret = info.read(length).decode()
        self._is_up.set()
        self._remover.communicate(b"\n")
        if self.is_up():
            attempt(self._get_ahead, None)  # else the start does it
            self._on_ready(self)

    def is_up(self) -> bool:
        """Wait for the same; returns whether pyspark can connect."""
        self._is_up.wait()
        return self.port > 0 and self.process.poll() is None

    def _get_ahead(self) -> None:
        """Do what a start would wait for, through a connection that is not pyspark's."""
        if os.environ.get("PYSPARK_PIN_THREAD", "true").lower() != "true":
            return  # else Java does not speak this protocol
        from py4j.clientserver import (  # type: ignore[import-untyped]
            ClientServer,
            JavaParameters,
            PythonParameters,
        )

        connection = ClientServer(
            java_parameters=JavaParameters(port=self.port, auth_token=self.secret),
            python_parameters=PythonParameters(port=0, eager_load=False),
        )
        preload.get_ahead(connection, self._is_free.wait)

    def memory(self) -> int:
        """Bytes that it takes; 0 where that cannot be known."""
        try:
            pages = Path(f"/proc/{self.process.pid}/statm").read_text(encoding="ascii").split()[1]
        except OSError:
            return 0
        return int(pages) * os.sysconf("SC_PAGE_SIZE")

    def offer(self, page: str) -> None:
        """Have pyspark take this one in place of the next that it would launch.

        It has no other door for a Java that is still coming up.

        Args:
            page: gets what it says.

        Raises:
            ImportError: there is no pyspark, or it is broken.
        """
        self._is_free.clear()
        context = importlib.import_module("pyspark").SparkContext
        module: Any = sys.modules[context.__module__]
        launch = module.launch_gateway

        def take(*_: Any, **__: Any) -> Any:
            self._restore()
            self._is_taken = True
            return self._connected(launch, page)

        def restore() -> None:
            if module.launch_gateway is take:
                module.launch_gateway = launch

        self._restore, module.launch_gateway = restore, take

    def _connected(self, launch: Callable[[], Any], page: str) -> Any:
        """pyspark's gateway to it."""
        self._speak(page)
        if not self.is_up():
            raise RuntimeError(EXITED)
        given = {gateway.GIVEN: str(self.port), "PYSPARK_GATEWAY_SECRET": self.secret}
        os.environ.update(given)
        try:
            found = launch()
        finally:
            for name in given:
                del os.environ[name]
        found.proc = self.process
        return found

    def release(self) -> None:
        """The start for which it was offered is over: pyspark launches its own again.

        It ends if pyspark has not taken it, such as where the code uses Spark Connect.
        """
        self._restore()
        self._is_free.set()
        with self._lock:
            self._is_released, self._said = True, ""
        if not self._is_taken:
            self.end()

    def end(self) -> None:
        """End it."""
        assert self.process.stdin
        self.process.stdin.close()
        self.process.terminate()
        threading.Thread(target=self.process.wait, daemon=True).start()


def terms(asked: Mapping[str, Any]) -> list[Any]:
    """All that Java is launched with, and that a cell may change before it is taken.

    Args:
        asked: the properties.
    """
    files = sorted((str(it), it.stat().st_mtime_ns) for it in conf_folder().glob("*"))
    return [dict(asked), environment.of_start(asked), os.getcwd(), files]


def _options(asked: Mapping[str, Any]) -> list[str]:
    """The properties, as spark-submit takes them."""
    values = (f"{name}={effective_conf.asked_text(value)}" for name, value in asked.items())
    return [word for value in values for word in ("--conf", value)]
