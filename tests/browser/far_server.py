"""A server behind a network that can be cut."""

from __future__ import annotations

import selectors
import signal
import socket
import threading
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from servers import Server, running


class Wire:
    """A network between the browser and a server, which can be cut."""

    def __init__(self) -> None:
        self.target = 0
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.is_cut = False
        self.pairs: list[tuple[socket.socket, socket.socket]] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        """Close all connections, and refuse new ones."""
        self.is_cut = True
        for pair in self.pairs:
            for end in pair:
                end.close()
        self.pairs.clear()

    def restore(self) -> None:
        """Let connections through again."""
        self.is_cut = False

    def _accept(self) -> None:
        while True:
            near, _ = self.listener.accept()
            try:
                far = socket.create_connection(("127.0.0.1", 0 if self.is_cut else self.target))
            except OSError:  # it is cut, or the server is gone
                near.close()
                continue
            self.pairs.append((near, far))
            threading.Thread(target=self._carry, args=(near, far), daemon=True).start()

    def _carry(self, near: socket.socket, far: socket.socket) -> None:
        with selectors.DefaultSelector() as selector, near, far:
            selector.register(near, selectors.EVENT_READ, far)
            selector.register(far, selectors.EVENT_READ, near)
            try:
                while True:
                    for key, _ in selector.select(timeout=1):
                        data = key.fileobj.recv(65536)
                        if not data:
                            return
                        key.data.sendall(data)
            except (OSError, ValueError):  # it was cut
                return


PATH = "Jupyter.notebook.notebook_path"


class FarServer:
    """A server that is reached through a wire, and can be stopped and started again."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.wire = Wire()
        self.running = ExitStack()
        self.server: Server

    def start(self) -> None:
        """Start it, and let connections through."""
        self.server = self.running.enter_context(running("nbclassic", self.home))
        self.wire.target = port(self.server.url)
        self.wire.restore()

    def stop(self, how: signal.Signals) -> None:
        """End it by a signal."""
        self.server.process.send_signal(how)
        self.server.process.wait(30)
        self.running.close()
        self.wire.cut()

    def seen(self) -> Server:
        """The server as the browser reaches it."""
        url = self.server.url.replace(f":{self.wire.target}/", f":{self.wire.port}/")
        return replace(self.server, url=url)


def port(url: str) -> int:
    return int(url.split(":")[2].split("/")[0])
