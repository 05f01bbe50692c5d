"""Real kernels without a server, asked as the page asks them."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import Any

import psutil
from jupyter_client.connect import port_names
from jupyter_client.manager import KernelManager

from archives import FOLDERS
from servers import free_port
from startspark.kernel_source import call, library

SECONDS = 120
"""The longest that one execution may take on a busy machine."""


class Kernel:
    """One running kernel.

    Attributes:
        messages: what it has published for the pages.
        log: what it has printed.
        printed: what the JVM of a start has printed.
        displayed: what it has displayed besides, by MIME type.
        updated: what it has put into the place of that, by MIME type.
    """

    def __init__(self, manager: KernelManager) -> None:
        self.manager = manager
        self.client = manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=SECONDS)
        self.messages: list[dict[str, Any]] = []
        self.log = ""
        self.printed = ""
        self.displayed: list[dict[str, str]] = []
        self.updated: list[dict[str, str]] = []

    def execute(self, code: str, expression: str = "", silent: bool = False) -> dict[str, Any]:
        """Run code; returns the reply's content."""
        request = self.client.execute(
            code,
            silent=silent,
            store_history=False,
            user_expressions={"answer": expression} if expression else {},
        )
        return self.reply(request)

    def reply(self, request: str) -> dict[str, Any]:
        """The content of the reply to a request; all that the kernel tells meanwhile is noted."""
        deadline = time.monotonic() + SECONDS
        while not self._is_idle_after(request, self.next_message()):
            # A busy kernel's watch tells the same again and again.
            assert time.monotonic() < deadline, f"no reply after {SECONDS} seconds"
        while True:
            message = self.client.get_shell_msg(timeout=SECONDS)
            if message["parent_header"].get("msg_id") == request:
                content: dict[str, Any] = message["content"]
                return content

    def _is_idle_after(self, request: str, message: dict[str, Any]) -> bool:
        idle = message["content"].get("execution_state") == "idle"
        return idle and message["parent_header"].get("msg_id") == request

    def next_message(self) -> dict[str, Any]:
        """Wait for the next of the kernel's messages, and note it."""
        message: dict[str, Any] = self.client.get_iopub_msg(timeout=SECONDS)
        self._note(message)
        return message

    def _note(self, message: dict[str, Any]) -> None:
        content = message["content"]
        if message["msg_type"] == "startspark" and "log" in content:
            self.printed += content["log"]
        elif message["msg_type"] == "startspark":
            self.messages.append(content)
        if message["msg_type"] == "display_data":
            self.displayed.append(content["data"])
        if message["msg_type"] == "update_display_data":
            self.updated.append(content["data"])
        self.log += content.get("text", "") if message["msg_type"] == "stream" else ""

    def ask(self, function: str, **arguments: Any) -> dict[str, Any]:
        """Call one of `startspark.kernel.api`'s functions."""
        return _answer(self.execute(library(), call(function, **arguments), silent=True))

    def look(self, idle_after: float = 0, stop_idle: bool = False) -> dict[str, Any]:
        """What runs there."""
        return self.ask("status", idle_after=idle_after, stop_idle=stop_idle)

    def prepare(
        self,
        page: str,
        archives: Iterable[str] = FOLDERS,
        requested_conf: dict[str, Any] | None = None,
        launches_jvm: bool = True,
    ) -> dict[str, Any]:
        """Make way for a start, and launch Java if it is known that the start will."""
        return self.ask(
            "prepare",
            page=page,
            archives=list(archives),
            requested_conf=requested_conf or {},
            launches_jvm=launches_jvm,
        )

    def start(
        self, code: str, archives: Iterable[str] = FOLDERS, **requested_conf: Any
    ) -> dict[str, Any]:
        """Prepare, and run code that starts Spark."""
        assert not self.prepare("tests", archives, requested_conf).get("claimed")
        record = {"config": "tried", "version": "1", "code": code, "requested_conf": requested_conf}
        content = self.execute(code, call("started", **record))
        assert content["status"] == "ok", content
        return _answer(content)

    def forget(self) -> Kernel:
        """Stop Spark, and forget what the kernel has told so far."""
        self.ask("stop")
        self.messages.clear()
        self.displayed.clear()
        self.updated.clear()
        self.log = ""
        self.printed = ""
        return self

    def value(self, expression: str) -> str:
        """An expression's value, as text."""
        answer = self.execute("", expression)["user_expressions"]["answer"]
        return str(answer["data"]["text/plain"] if "data" in answer else answer["evalue"])

    def state(self) -> dict[str, Any]:
        """What its state file says; empty where there is none."""
        name = f"startspark-{self.manager.provisioner.process.pid}.json"
        file = Path(self.manager.connection_file).with_name(name)
        found: dict[str, Any] = {}
        with suppress(FileNotFoundError):
            found = json.loads(file.read_text())
        return found

    def javas(self) -> list[psutil.Process]:
        """The Java processes below the kernel."""
        return javas_below(self.manager.provisioner.process.pid)


def javas_below(process: int) -> list[psutil.Process]:
    """The Java processes below another."""
    return [it for it in psutil.Process(process).children(recursive=True) if _is_java(it)]


def _is_java(process: psutil.Process) -> bool:
    try:
        return "java" in process.name()
    except psutil.NoSuchProcess:  # it has ended just now
        return False


def _answer(content: dict[str, Any]) -> dict[str, Any]:
    answer = content["user_expressions"]["answer"]
    assert "data" in answer, answer
    value: dict[str, Any] = answer["data"]["application/json"]
    return value


def running(python: str, *arguments: str, **environment: str) -> AbstractContextManager[Kernel]:
    """Start a kernel of a Python, with arguments of ipykernel's, and shut it down."""
    command = [python, "-m", "ipykernel_launcher", "-f", "{connection_file}", *arguments]
    return launched(command, environment)


@contextmanager
def launched(command: list[str], environment: dict[str, str]) -> Iterator[Kernel]:
    """Start a kernel by a command, and shut it down."""
    manager = KernelManager(kernel_name="python3", cache_ports=False, **ports())
    manager.kernel_spec.argv = command
    # Below pytest, ipykernel would not pass on what Java prints.
    inherited = {name: it for name, it in os.environ.items() if not name.startswith("PYTEST")}
    manager.start_kernel(env={**inherited, **environment})
    kernel = None
    try:
        kernel = Kernel(manager)
        yield kernel
    finally:
        if kernel:
            kernel.client.stop_channels()
            kernel.client.context.destroy()
        manager.shutdown_kernel()


def ports() -> dict[str, int]:
    """A port for each channel of a kernel, which binds them long after they were found free."""
    return {name: free_port() for name in port_names}


def starts(master: str = "local[1]", **conf: Any) -> str:
    """Code as a person would write it, by property with `_` for `.`."""
    settings = "".join(f".config({key!r}, {value!r})" for key, value in conf.items())
    return (
        "from pyspark.sql import SparkSession\n"
        f"spark = SparkSession.builder.master({master!r}){settings}.getOrCreate()\n"
        "sc = spark.sparkContext\n"
    )
