"""Spark's web UI under a path of ours, by jupyter-server-proxy."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote_plus, urljoin, urlsplit

from jupyter_server_proxy.handlers import LocalProxyHandler, RewritableResponse
from tornado import httputil, web

from . import cross_site

_OURS = ("Cookie", "Authorization", "X-Xsrftoken", "Sec-Websocket-Protocol", "Referer")
"""The request's headers that can sign the user in to the notebook server, as `?token=` does."""


class WebUIHandler(LocalProxyHandler):
    """``startspark/ui/PORT/…``: for signed-in users, and only to this machine.

    Not below jupyter-server-proxy's own ``proxy/PORT/…``: behind a path segment ``proxy``
    Spark's Executors page stays blank, because Spark's script takes the segment behind it for
    an application id (jupyter-server-proxy's issue 57).
    """

    SUPPORTED_METHODS = ("GET", "HEAD", "POST")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, rewrite_response=_keep_to_prefix, **kwargs)

    async def prepare(self, *args: Any, **kwargs: Any) -> None:
        await super().prepare(*args, **kwargs)
        # The proxy leaves cross-site checks to what it serves, and Spark has none.
        cross_site.refuse(self)
        if self.acts() and not self.check_referer():
            raise web.HTTPError(403, cross_site.REFUSAL)

    def acts(self) -> bool:
        """Whether the request changes something. Spark 3.5 kills jobs and stages by GET."""
        segments = self.path_args[1].split("/")
        kills = any(segment.partition(";")[0] == "kill" for segment in segments)
        return kills or self.request.method == "POST"

    async def get(self, port: str, proxied_path: str) -> None:
        await self.http_get(port, proxied_path)  # Spark's UI has no web sockets

    def get_login_url(self) -> str:
        raise web.HTTPError(403, "Sign in to the notebook server, then open this page again.")

    async def proxy(self, port: str, proxied_path: str) -> None:
        if len(port) > 5 or int(port) > 65535:
            raise web.HTTPError(404, "A port has a number up to 65535.")
        self.proxy_base = f"startspark/ui/{port}"
        # For a stream of events, the proxy would skip what we do to the answer. Spark has none.
        self.request.headers.pop("Accept", None)
        try:
            await super().proxy(port, proxied_path)
        except (web.HTTPError, OSError, ValueError) as error:  # ValueError: a Location that is none
            if isinstance(error, web.HTTPError) and error.status_code < 500:
                raise
            raise web.HTTPError(
                410,  # Jupyter's page for 404 has words of its own
                f"No Spark web UI answers on port {port}. Its session has ended, or runs on"
                " another machine. Start Spark again in the notebook.",
            ) from error

    def proxy_request_headers(self) -> httputil.HTTPHeaders:
        headers = super().proxy_request_headers()
        for name in _OURS:
            headers.pop(name, None)
        return headers

    def get_client_uri(self, protocol: str, host: str, port: str, proxied_path: str) -> str:
        uri = urlsplit(super().get_client_uri(protocol, host, port, proxied_path))
        query = [part for part in uri.query.split("&") if _query_name(part) != "token"]
        return uri._replace(query="&".join(query)).geturl()


def _query_name(part: str) -> str:
    return unquote_plus(part.partition("=")[0])


def _keep_to_prefix(
    response: RewritableResponse, request: httputil.HTTPServerRequest, port: str, path: str
) -> None:
    """Keep a redirect of Spark's below our path, and its cookies off the notebook's."""
    response.headers.pop("Set-Cookie", None)
    if "Location" in response.headers:
        asked = f"http://{request.host}{path}"
        location = urlsplit(urljoin(asked, response.headers["Location"]))
        if location.netloc in (request.host, f"localhost:{port}"):
            # What is left is an absolute path, before which the proxy puts ours.
            response.headers["Location"] = location._replace(scheme="", netloc="").geturl()
