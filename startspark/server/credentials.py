"""What signs a user in, kept from logs and from Spark."""

from __future__ import annotations

from urllib.parse import quote, urlencode, urlsplit

from tornado import httputil

NAMES = {"token", "access_token", "_xsrf"}
"""Arguments that sign a user in to a server, or to what stands before it."""


def encoded(arguments: dict[str, list[bytes]]) -> str:
    """Arguments as a query, without the credentials.

    Args:
        arguments: as Tornado has read them: what it takes for a credential, it has under that
            name here, whatever the spelling was.
    """
    kept = {name: values for name, values in arguments.items() if not _is_credential(name)}
    return urlencode(kept, doseq=True, quote_via=quote, encoding="latin-1", errors="replace")


def hide(request: httputil.HTTPServerRequest) -> None:
    """Take the credentials out of the texts that the server's log quotes, once they are read."""
    if any(map(_is_credential, request.query_arguments)):
        query = encoded(request.query_arguments)
        request.uri = f"{request.path}?{query}" if query else request.path
    if "Referer" in request.headers:
        request.headers["Referer"] = _without_query(request.headers["Referer"])


def _is_credential(name: str) -> bool:
    return name.strip().casefold() in NAMES


def _without_query(url: str) -> str:
    try:
        return urlsplit(url)._replace(query="", fragment="").geturl()
    except ValueError:  # it is none
        return ""
