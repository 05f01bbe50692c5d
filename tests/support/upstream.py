"""A web server that stands where Spark's web UI would."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Request = tuple[str, str, dict[str, str], bytes]
"""Method, path, headers and body."""


class Upstream(BaseHTTPRequestHandler):
    """Answers, and writes down what it is asked."""

    seen: list[Request]

    def do_GET(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.seen.append((self.command, self.path, dict(self.headers), body))
        redirects = {
            "/": f"http://{self.headers['Host']}/jobs/",
            "/relative/": "../jobs/",
            "/path/": "/jobs/",
            "/broken/": "http://[broken",
            "/elsewhere/": "https://spark.apache.org/docs/",
        }
        self.send_response(302 if self.path in redirects else 200)
        if self.path in redirects:
            self.send_header("Location", redirects[self.path])
        self.send_header("Set-Cookie", "username=forged; Path=/")
        self.send_header("Content-Length", "2")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(b"hi")

    do_POST = do_HEAD = do_GET  # noqa: N815

    def log_message(self, *_: object) -> None:
        """Print nothing."""


@contextmanager
def running(address: str = "127.0.0.1", port: int = 0) -> Iterator[tuple[int, list[Request]]]:
    """Start one; gives its port, and what it has seen."""
    handler = type("Recording", (Upstream,), {"seen": []})
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    kind = type("Listening", (ThreadingHTTPServer,), {"address_family": family})
    with kind((address, port), handler) as listening:
        threading.Thread(target=listening.serve_forever, daemon=True).start()
        yield listening.server_port, handler.seen
        listening.shutdown()
