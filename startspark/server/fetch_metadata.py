"""What pages of other sites may ask, as the browser tells it (https://www.w3.org/TR/fetch-metadata/)."""

from __future__ import annotations

from typing import Any

from tornado import httputil, web

REFUSAL = "This may only be asked by a page of this server."


def refuse(handler: Any) -> None:
    """Refuse a request that a page of another site has made, unless the server allows such.

    Neither a cookie nor Jupyter's own checks may be in its way: Jupyter looks at the header
    `Origin`, which images, frames and scripts do not send.

    Args:
        handler: of either server.

    Raises:
        tornado.web.HTTPError: 403.
    """
    allowed = handler.allow_origin or handler.allow_origin_pat
    if not handler.check_origin() or (_is_cross_site(handler.request) and not allowed):
        raise web.HTTPError(403, REFUSAL)


def _is_cross_site(request: httputil.HTTPServerRequest) -> bool:
    """Whether another site's page asks, other than by a link that the user follows."""
    headers = request.headers
    follows_link = (
        request.method in ("GET", "HEAD")
        and headers.get("Sec-Fetch-Mode") == "navigate"
        and headers.get("Sec-Fetch-Dest") == "document"
    )
    # One site can be several servers: on a hub, each user's may have a subdomain.
    return headers.get("Sec-Fetch-Site") in ("cross-site", "same-site") and not follows_link
