"""Reject cross-site requests by the Sec-Fetch headers (https://www.w3.org/TR/fetch-metadata/)."""

from __future__ import annotations

from typing import Any

from tornado import httputil, web

REFUSAL = "Only pages of this server may send this request."


def reject_cross_site(handler: Any) -> None:
    """Reject a request from a page of another site, unless the server allows cross-origin requests.

    The user's cookie comes with such a request. Jupyter's own check may let it pass: it looks at
    the header `Origin`, which browsers do not send for images, frames and scripts.

    Args:
        handler: a handler of notebook 6 or jupyter_server.

    Raises:
        tornado.web.HTTPError: 403.
    """
    allowed = handler.allow_origin or handler.allow_origin_pat
    if not handler.check_origin() or (_is_cross_site(handler.request) and not allowed):
        raise web.HTTPError(403, REFUSAL)


def _is_cross_site(request: httputil.HTTPServerRequest) -> bool:
    """Return whether a page of another site sends the request, other than by a followed link."""
    headers = request.headers
    follows_link = (
        request.method in ("GET", "HEAD")
        and headers.get("Sec-Fetch-Mode") == "navigate"
        and headers.get("Sec-Fetch-Dest") == "document"
    )
    # Several servers can be one site: on a hub, each user's server may have a subdomain.
    return headers.get("Sec-Fetch-Site") in ("cross-site", "same-site") and not follows_link
