"""Check the user's running notebook servers: whether each answers, and has loaded Start Spark."""

from __future__ import annotations

import json
import os
import ssl
from collections.abc import Iterator
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, HTTPSHandler, ProxyHandler, Request, build_opener

import psutil
from jupyter_core.paths import jupyter_runtime_dir

from .._version import __version__
from ..errors import NoWebUIError
from ..kernel.doctor.finding import Finding, error, ok, warning
from ..kernel.own_file import own_text

CHECK = "Running server"

PATIENCE = 10
"""Seconds that a server gets to answer."""

MOST = 1024 * 1024
"""So many bytes of an answer are read."""

RESTART = "Restart that server."

NO_PORT = 1
"""A port on which no Spark has its web UI: only root may listen there."""

HUB_TOKEN = "JUPYTERHUB_API_TOKEN"
"""The variable with a token, in the terminal of a JupyterHub's server, which may note none."""

FILES = ("nbserver-*.json", "jpserver-*.json")
"""The files in which servers note their address and token."""


class _NoRedirects(HTTPRedirectHandler):
    """Follows no redirect: the token is for the server alone."""

    def redirect_request(self, *_: Any) -> None:
        return None


def findings() -> Iterator[Finding]:
    """Yield whether each running server has Start Spark."""
    for server in running_servers():
        yield _of_server(server)


def running_servers() -> Iterator[dict[str, Any]]:
    """Yield what the running servers of this user have noted."""
    folder = Path(jupyter_runtime_dir())
    for file in sorted(it for pattern in FILES for it in folder.glob(pattern)):
        try:
            server = json.loads(own_text(file))  # the token is for a server of this user alone
            if psutil.pid_exists(server["pid"]) and server["url"].startswith(("http:", "https:")):
                yield server
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            continue  # being written just now, or not a server's


def _of_server(server: dict[str, Any]) -> Finding:
    url, token = server["url"], server.get("token") or os.environ.get(HUB_TOKEN, "")
    try:
        status = json.loads(_get(f"{url}startspark/status", token))
    except HTTPError as failure:
        return _refused(url, failure.code)
    except (OSError, ValueError, HTTPException) as failure:
        reason = getattr(failure, "reason", None) or type(failure).__name__
        text = f"{url} does not answer: {reason}."
        return warning(CHECK, text, "Check whether it is still running.")
    running = status.get("versions", {}).get("startspark")
    if running != __version__:
        text = f"{url} runs Start Spark {running}; installed here is {__version__}."
        return warning(CHECK, text, "Restart that server, if it belongs to this environment.")
    return _web_ui(url, token)


def _refused(url: str, status: int) -> Finding:
    if status == 404:
        text = f"{url} has not loaded Start Spark’s server extension."
        return error(CHECK, text, f"{RESTART} Look for `startspark` in its log.")
    if status in (301, 302, 401, 403):
        text = f"{url} was not checked: it has noted no token, as is usual behind JupyterHub."
        fix = (
            "Run this in a terminal of that server, or open startspark/status there in the browser."
        )
        return warning(CHECK, text, fix)
    text = f"{url}startspark/status answers with status {status}."
    return error(CHECK, text, f"{RESTART} Check its log.")


def _web_ui(url: str, token: str) -> Finding:
    """Ask for the web UI of a Spark that cannot be there, to see whether the proxy answers."""
    status = 200
    try:
        _get(f"{url}startspark/ui/{NO_PORT}/jobs/", token)
    except HTTPError as failure:
        status = failure.code
    except (OSError, HTTPException):
        status = 0
    if status == NoWebUIError.status:
        return ok(CHECK, f"{url} has Start Spark {__version__}, and its proxy for Spark’s web UI")
    text = f"{url} does not show Spark’s web UI: its proxy answers with status {status}."
    return warning(CHECK, text, f"{RESTART} Check its log for `jupyter_server_proxy`.")


def _get(url: str, token: str) -> bytes:
    """Return what a server answers."""
    # A server on this machine may have a certificate that nobody has signed.
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    opener = build_opener(ProxyHandler({}), HTTPSHandler(context=context), _NoRedirects())
    headers = {"Authorization": f"token {token}"} if token else {}
    try:
        with opener.open(Request(url, headers=headers), timeout=PATIENCE) as reply:
            answer: bytes = reply.read(MOST)
            return answer
    except HTTPError as failure:
        failure.close()
        raise
