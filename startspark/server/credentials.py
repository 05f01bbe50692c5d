"""Keep a user's credentials out of the server's log and of requests to Spark."""

from __future__ import annotations

from urllib.parse import quote, urlencode, urlsplit

from tornado import httputil

NAMES = {"token", "access_token", "_xsrf"}
"""Query and form arguments that authenticate a user to a server, or to a proxy before it."""


def encode_without_credentials(arguments: dict[str, list[bytes]]) -> str:
    """Return arguments as a query string, without the credentials.

    Args:
        arguments: as Tornado has parsed them. Jupyter looks for credentials under the same parsed
            names, so that another spelling in the URL hides none from here.
    """
    kept = {name: values for name, values in arguments.items() if not _is_credential(name)}
    return urlencode(kept, doseq=True, quote_via=quote, encoding="latin-1", errors="replace")


def redact(request: httputil.HTTPServerRequest) -> None:
    """Remove the credentials from the URLs that the server logs; the parsed arguments stay."""
    if any(map(_is_credential, request.query_arguments)):
        query = encode_without_credentials(request.query_arguments)
        request.uri = f"{request.path}?{query}" if query else request.path
    if "Referer" in request.headers:
        request.headers["Referer"] = _without_query(request.headers["Referer"])


def _is_credential(name: str) -> bool:
    return name.strip().casefold() in NAMES


def _without_query(url: str) -> str:
    try:
        return urlsplit(url)._replace(query="", fragment="").geturl()
    except ValueError:  # not a URL
        return ""
