"""A Java that is there before Spark is wanted."""

from __future__ import annotations

import os
import shlex
import shutil
import struct
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from . import ahead, archive, jvm, properties

PAUSE = 0.05
"""Seconds between two looks whether Java is up."""

LIFETIME = 900.0
"""Seconds after which nobody wants it any more."""

KEPT = 100_000
"""Bytes kept of what it prints before it is wanted."""


class Java:
    """One that waits, as spark-submit starts it for pyspark.

    Args:
        asked: the properties with which it is started.
        archives: the folders of class archives.

    Raises:
        archive.NoArchiveError: there is no Spark.
    """

    def __init__(self, asked: Mapping[str, Any], archives: Iterable[str]) -> None:
        submit = Path(archive.spark_home(), "bin", "spark-submit")
        self.asked = dict(asked)
        self.use = archive.Use()
        self._folder = tempfile.mkdtemp()
        self._info = Path(self._folder, "connection")
        self.port = 0
        self.secret = ""
        environment = {**os.environ, **self.use.variables(archives, asked)}
        arguments = shlex.split(environment.get("PYSPARK_SUBMIT_ARGS", "pyspark-shell"))
        self.process = subprocess.Popen(
            [str(submit), *self._properties(), *arguments],
            stdin=subprocess.PIPE,  # when it is closed, Java ends
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            # As pyspark does (java_gateway.py).
            env={
                **environment,
                "SPARK_CONNECT_MODE": "0",
                "_PYSPARK_DRIVER_CONN_INFO_PATH": str(self._info),
            },
            start_new_session=True,  # no interrupt of a cell is for it
        )
        self._is_up = threading.Event()
        self._said = b""
        self._is_heard = False
        self._lock = threading.Lock()
        threading.Thread(target=self._listen, daemon=True).start()

    def _properties(self) -> list[str]:
        values = (
            f"{name}={os.environ.get(value['env'], '')}"
            if isinstance(value, Mapping)
            else f"{name}={properties.text(value)}"
            for name, value in self.asked.items()
        )
        return [word for value in values for word in ("--conf", value)]

    def _listen(self) -> None:
        """Keep what it says until somebody wants to hear it."""
        assert self.process.stdout
        with self.process.stdout as output:
            while said := os.read(output.fileno(), 65536):
                with self._lock:
                    if self._is_heard:
                        os.write(2, said)
                    else:
                        self._said = (self._said + said)[-KEPT:]

    def hear(self) -> None:
        """From now on, it speaks to the cell that runs."""
        with self._lock:
            os.write(2, self._said)
            self._said, self._is_heard = b"", True

    def follow(self) -> None:
        """Wait until pyspark can connect, or never will."""
        while self.process.poll() is None and not self._info.exists():
            time.sleep(PAUSE)
        with suppress(OSError, struct.error), self._info.open("rb") as info:
            # Two numbers, and the second is the length of the text that follows.
            self.port, length = struct.unpack("!ii", info.read(8))
            self.secret = info.read(length).decode()
        shutil.rmtree(self._folder, ignore_errors=True)
        self._is_up.set()

    def is_up(self) -> bool:
        """Wait for the same; returns whether pyspark can connect."""
        self._is_up.wait()
        return self.port > 0 and self.process.poll() is None

    def get_ahead(self) -> None:
        """Do what a start would wait for, through a connection that is not pyspark's."""
        ahead.import_modules()
        if os.environ.get("PYSPARK_PIN_THREAD", "true").lower() != "true":
            return  # else Java does not speak this protocol
        from py4j.clientserver import (  # type: ignore[import-untyped]
            ClientServer,
            JavaParameters,
            PythonParameters,
        )

        gateway = ClientServer(
            java_parameters=JavaParameters(port=self.port, auth_token=self.secret),
            python_parameters=PythonParameters(port=0, eager_load=False),
        )
        ahead.initialize_classes(gateway)

    def memory(self) -> int:
        """Bytes that it takes; 0 where that cannot be known."""
        try:
            pages = Path(f"/proc/{self.process.pid}/statm").read_text(encoding="ascii").split()[1]
        except OSError:
            return 0
        return int(pages) * os.sysconf("SC_PAGE_SIZE")

    def end(self) -> None:
        """End it."""
        assert self.process.stdin
        self.process.stdin.close()
        self.process.terminate()
        threading.Thread(target=self.process.wait, daemon=True).start()

    def connect(self) -> None:
        """Give it to pyspark."""
        from pyspark import SparkContext
        from pyspark.java_gateway import launch_gateway

        found = {"PYSPARK_GATEWAY_PORT": str(self.port), "PYSPARK_GATEWAY_SECRET": self.secret}
        os.environ.update(found)
        try:
            gateway = launch_gateway()
        finally:
            for name in found:
                del os.environ[name]
        gateway.proc = self.process
        SparkContext._ensure_initialized(gateway=gateway)


class Prewarm:
    """The Java that waits in this kernel, if one does.

    Args:
        tell: gets what is to be known of it.
    """

    def __init__(self, tell: Callable[[dict[str, Any]], None]) -> None:
        self._tell = tell
        self._java: Java | None = None
        self.state: dict[str, Any] = {}

    def begin(self, asked: dict[str, Any], archives: Iterable[str]) -> None:
        """Have one wait that is started with these properties, in place of any other.

        Args:
            asked: by name.
            archives: the folders of class archives.
        """
        if self._fits(asked) or jvm.gateway() is not None:
            return
        self.give_up()
        try:
            self._java = Java(asked, archives)
        except (archive.NoArchiveError, OSError):
            return  # the start says why it cannot be started
        threading.Thread(target=self._follow, args=[self._java], daemon=True).start()

    def _fits(self, asked: Mapping[str, Any]) -> bool:
        java = self._java
        return java is not None and java.asked == dict(asked) and java.process.poll() is None

    def _follow(self, java: Java) -> None:
        java.follow()
        if java.is_up() and java is self._java:
            with suppress(Exception):  # then the start does it
                java.get_ahead()
            self._note(java, ready=True, memory=java.memory())
        time.sleep(LIFETIME)
        if java is self._java:
            self.give_up()

    def _note(self, java: Java, **state: Any) -> None:
        if java is self._java:
            self.state = state
            self._tell({"java": state})

    def take(self, asked: Mapping[str, Any]) -> archive.Use | None:
        """Give the Java that waits to pyspark, if it is the right one; else end it.

        One that is just coming up is awaited, for which a new one would take longer.

        Args:
            asked: the properties of the start.

        Returns:
            what it uses of archives; None where there is none.
        """
        java = self._java
        if java is None or not self._fits(asked) or jvm.gateway() is not None or not java.is_up():
            self.give_up()
            return None
        java.hear()
        try:
            java.connect()
        except Exception:  # it ends just now; the start makes one of its own
            self.give_up()
            return None
        self._java, self.state = None, {}
        return java.use

    def give_up(self) -> None:
        """End the Java that waits; nothing of it is left."""
        if self._java is not None:
            self._java.end()
            self._java, self.state = None, {}
            self._tell({"java": {}})
