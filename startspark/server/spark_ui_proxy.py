"""Spark's web UI under a path of ours, by jupyter-server-proxy."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

from jupyter_server_proxy.handlers import ProxyHandler, RewritableResponse
from tornado import httputil, web

from . import credentials, fetch_metadata, spark_ui_paths
from .session_files import NoWebUIError, gone, web_ui_address

_HANDED_ON = (
    *("Host", "User-Agent", "Accept-Encoding", "Accept-Language", "Cache-Control"),
    *("If-Modified-Since", "If-None-Match"),
)
"""The request's headers that Spark gets. Others may say who the user is, or sign the user in."""

GONE = 410
"""Jupyter's page for 404 has words of its own."""

_FORM = "application/x-www-form-urlencoded"


class WebUIHandler(ProxyHandler):
    """``startspark/ui/PORT/…``: for signed-in users, and only to their own Spark's web UIs.

    Not below jupyter-server-proxy's own ``proxy/PORT/…``: behind a path segment ``proxy``
    Spark's Executors page stays blank, because Spark's script takes the segment behind it for
    an application id (jupyter-server-proxy's issue 57).
    """

    SUPPORTED_METHODS = ("GET", "HEAD", "POST")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, rewrite_response=_keep_to_prefix, **kwargs)

    def initialize(self, folders: list[Path]) -> None:
        """Take the runtime folders, in which kernels note their sessions."""
        self.folders = folders
        credentials.hide(self.request)

    async def prepare(self, *args: Any, **kwargs: Any) -> None:
        await super().prepare(*args, **kwargs)
        # The proxy leaves cross-site checks to what it serves, and Spark has none.
        fetch_metadata.refuse(self)
        path, posts = self.path_args[1], self.request.method == "POST"
        if posts and not spark_ui_paths.kills(path):
            raise web.HTTPError(403, "Only Spark's forms that kill a job or stage may be sent.")
        # Spark 3.5 kills by GET, and plugins of Spark's have pages that may do anything.
        if (posts or not spark_ui_paths.reads(path)) and not self.check_referer():
            raise web.HTTPError(
                403, f"{fetch_metadata.REFUSAL} Follow a link of Spark's pages there."
            )

    def get_login_url(self) -> str:
        raise web.HTTPError(403, "Sign in to the notebook server, then open this page again.")

    async def get(self, port: str, path: str) -> None:
        """Ask Spark."""
        if len(port) > 5 or int(port) > 65535:
            raise web.HTTPError(404, "A port has a number up to 65535.")
        try:
            await self.ask_spark(port, path)
        except NoWebUIError as error:
            raise web.HTTPError(GONE, str(error)) from error
        except (web.HTTPError, OSError, ValueError) as error:  # ValueError: a Location that is none
            if isinstance(error, web.HTTPError) and error.status_code < 500:
                raise
            raise web.HTTPError(GONE, gone(int(port))) from error

    head = post = get

    async def ask_spark(self, port: str, path: str) -> None:
        """Hand the request on to where a session of the user's listens, and nowhere else."""
        address = await asyncio.to_thread(web_ui_address, self.folders, int(port))
        host = f"[{address}]" if ":" in address else address
        self.host_allowlist = [host]
        self.proxy_base = f"startspark/ui/{port}"
        # For a stream of events, the proxy would skip what we do to the answer. Spark has none.
        self.request.headers.pop("Accept", None)
        posts = self.request.method == "POST"
        form = credentials.encoded(self.request.body_arguments) if posts else ""
        self.request.body = form.encode()
        await self.proxy(host, port, path)

    def proxy_request_headers(self) -> httputil.HTTPHeaders:
        given = self.request.headers
        headers = httputil.HTTPHeaders({it: given[it] for it in _HANDED_ON if it in given})
        if self.request.method == "POST":
            headers["Content-Type"] = _FORM  # as which `ask_spark` has written it
        return headers

    def get_client_uri(self, protocol: str, host: str, port: str, proxied_path: str) -> str:
        # Quoted so that Spark decodes what `prepare` has judged: no `?`, `#` or `;` ends it.
        query = credentials.encoded(self.request.query_arguments)
        uri = f"{protocol}://{host}:{port}{quote(proxied_path or '/', safe='/')}"
        return f"{uri}?{query}" if query else uri


def _keep_to_prefix(
    response: RewritableResponse,
    request: httputil.HTTPServerRequest,
    host: str,
    port: str,
    path: str,
) -> None:
    """Keep a redirect of Spark's below our path, and its cookies off the notebook's."""
    response.headers.pop("Set-Cookie", None)
    if "Location" in response.headers:
        asked = f"http://{request.host}{path}"
        location = urlsplit(urljoin(asked, response.headers["Location"]))
        if location.netloc in (request.host, f"{host}:{port}"):
            # What is left is an absolute path, before which the proxy puts ours.
            response.headers["Location"] = location._replace(scheme="", netloc="").geturl()
