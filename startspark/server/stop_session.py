"""Stop the Spark session of one of the server's kernels, without its notebook."""

from __future__ import annotations

from asyncio import to_thread
from collections.abc import Mapping
from typing import Any

from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_server.utils import ensure_async

from ..errors import KernelBusyError, NoKernelError, SilentKernelError

PATIENCE = 60.0
"""Seconds in which a kernel that is free should have stopped Spark."""


async def stop_session(
    kernels: Any, kernel_id: str, calls: Mapping[str, str], interrupt: bool
) -> None:
    """Have a kernel stop its Spark session, if it has one.

    Args:
        kernels: the server's kernel manager.
        kernel_id: the kernel's id.
        calls: as `ConfigManager.kernel_calls` returns them.
        interrupt: whether to interrupt what the kernel runs.

    Raises:
        NoKernelError: this server has no such kernel.
        KernelBusyError: the kernel runs code, which is not to be interrupted.
        SilentKernelError: the kernel does not answer, or cannot stop the session.
    """
    if kernel_id not in kernels:
        raise NoKernelError(kernel_id)
    kernel = kernels.get_kernel(kernel_id)
    if kernel.execution_state == "busy":
        if not interrupt:
            raise KernelBusyError
        await ensure_async(kernels.interrupt_kernel(kernel_id))
    connection = kernel.get_connection_info()
    await to_thread(_evaluate, connection, calls["library"], calls["stop"])


def _evaluate(connection: dict[str, Any], library: str, expression: str) -> None:
    """Have a kernel evaluate an expression of the library.

    Raises:
        SilentKernelError: it does not.
    """
    client = BlockingKernelClient()
    client.load_connection_info(connection)
    client.start_channels(stdin=False, hb=False)
    try:
        content = _ask(client, library, expression)
        while _was_interrupted(content):
            content = _ask(client, library, expression)
    except TimeoutError:
        raise SilentKernelError from None
    finally:
        client.stop_channels()
    answer = _answer(content)
    if answer.get("status") != "ok":
        raise SilentKernelError(answer.get("evalue") or content.get("evalue", ""))


def _ask(client: BlockingKernelClient, library: str, expression: str) -> dict[str, Any]:
    """Return the content of the kernel's reply.

    Raises:
        TimeoutError: there is none.
    """
    reply: Any = client.execute(
        library,
        silent=True,
        store_history=False,
        user_expressions={"answer": expression},
        reply=True,
        timeout=PATIENCE,
    )
    content: dict[str, Any] = reply["content"]
    return content


def _answer(content: dict[str, Any]) -> dict[str, Any]:
    answer: dict[str, Any] = content.get("user_expressions", {}).get("answer", {})
    return answer


def _was_interrupted(content: dict[str, Any]) -> bool:
    """Return whether the interrupt of what ran before has hit this request, too."""
    names = (content.get("ename"), _answer(content).get("ename"))
    return content["status"] == "aborted" or "KeyboardInterrupt" in names
