"""Proxy Spark's web UI below ``startspark/ui/PORT/``, with jupyter-server-proxy."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

from jupyter_server_proxy.handlers import ProxyHandler, RewritableResponse
from tornado import httputil, web

from ..errors import NoWebUIError
from . import credentials, fetch_metadata, spark_ui_paths
from .web_ui_address import no_answer, web_ui_address

_FORWARDED_HEADERS = (
    *("Host", "User-Agent", "Accept-Encoding", "Accept-Language", "Cache-Control"),
    *("If-Modified-Since", "If-None-Match"),
)
"""The request headers that are forwarded to Spark. Others may identify or authenticate the user."""

_FORM = "application/x-www-form-urlencoded"


class WebUIHandler(ProxyHandler):
    """Handle ``startspark/ui/PORT/…`` for signed-in users and the web UIs of their own sessions.

    jupyter-server-proxy's own path ``proxy/PORT/…`` cannot be used: Spark's Executors page stays
    blank below a path segment ``proxy``, because Spark's script takes the next segment for an
    application id (jupyter-server-proxy's issue 57).
    """

    SUPPORTED_METHODS = ("GET", "HEAD", "POST")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, rewrite_response=_keep_to_prefix, **kwargs)

    def initialize(self, folders: list[Path]) -> None:
        """Get the folders in which kernels write their state files."""
        self.folders = folders
        credentials.redact(self.request)

    async def prepare(self, *args: Any, **kwargs: Any) -> None:
        await super().prepare(*args, **kwargs)
        # jupyter-server-proxy leaves cross-site checks to the proxied server, and Spark has none.
        fetch_metadata.reject_cross_site(self)
        path, posts = self.path_args[1], self.request.method == "POST"
        if posts and not spark_ui_paths.is_kill(path):
            raise web.HTTPError(403, "Only Spark's forms that kill a job or a stage may be posted.")
        # Spark 3.5 kills jobs by GET, and a page of a Spark plugin may do anything.
        if (posts or not spark_ui_paths.is_read_only(path)) and not self.check_referer():
            raise web.HTTPError(
                403, f"{fetch_metadata.REFUSAL} Follow a link of Spark's pages there."
            )

    def get_login_url(self) -> str:
        raise web.HTTPError(403, "Sign in to the notebook server, then open this page again.")

    async def get(self, port: str, path: str) -> None:
        """Forward the request to Spark; errors become HTML pages that tell a user what to do."""
        if len(port) > 5 or int(port) > 65535:
            raise web.HTTPError(404, "A port is a number up to 65535.")
        try:
            await self.forward(port, path)
        except NoWebUIError as error:
            raise web.HTTPError(error.status, str(error)) from error
        except (web.HTTPError, OSError, ValueError) as error:  # ValueError: an invalid Location
            if isinstance(error, web.HTTPError) and error.status_code < 500:
                raise
            raise web.HTTPError(NoWebUIError.status, no_answer(int(port))) from error

    head = post = get

    async def forward(self, port: str, path: str) -> None:
        """Forward the request to the address of a session of this user, and to no other address.

        Raises:
            NoWebUIError: no session of this user has a web UI on the port.
        """
        address = await asyncio.to_thread(web_ui_address, self.folders, int(port))
        host = f"[{address}]" if ":" in address else address
        self.host_allowlist = [host]
        self.proxy_base = f"startspark/ui/{port}"
        # jupyter-server-proxy would not rewrite the response to a request for an event stream.
        # Spark has no event streams.
        self.request.headers.pop("Accept", None)
        posts = self.request.method == "POST"
        form = credentials.encode_without_credentials(self.request.body_arguments) if posts else ""
        self.request.body = form.encode()
        await self.proxy(host, port, path)

    def proxy_request_headers(self) -> httputil.HTTPHeaders:
        given = self.request.headers
        headers = httputil.HTTPHeaders({it: given[it] for it in _FORWARDED_HEADERS if it in given})
        if self.request.method == "POST":
            headers["Content-Type"] = _FORM  # as `forward` has encoded it
        return headers

    def get_client_uri(self, protocol: str, host: str, port: str, proxied_path: str) -> str:
        # Quoted, so that no `?`, `#` or `;` ends the path: Spark gets what `prepare` has checked.
        query = credentials.encode_without_credentials(self.request.query_arguments)
        uri = f"{protocol}://{host}:{port}{quote(proxied_path or '/', safe='/')}"
        return f"{uri}?{query}" if query else uri


def _keep_to_prefix(
    response: RewritableResponse,
    request: httputil.HTTPServerRequest,
    host: str,
    port: str,
    path: str,
) -> None:
    """Keep redirects of Spark below the proxy's path, and drop its cookies."""
    response.headers.pop("Set-Cookie", None)
    if "Location" in response.headers:
        requested = f"http://{request.host}{path}"
        location = urlsplit(urljoin(requested, response.headers["Location"]))
        if location.netloc in (request.host, f"{host}:{port}"):
            # The rest is an absolute path, to which jupyter-server-proxy adds the proxy's path.
            response.headers["Location"] = location._replace(scheme="", netloc="").geturl()
