"""Sign-in on notebook 6 for handlers that were made for jupyter_server.

jupyter-server-proxy's handlers and the nbextensions configurator's are jupyter_server's. They ask
an identity provider in the application's settings who the user is. Notebook 6 puts none there, and
so they let nobody in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Union

from jupyter_server.auth.identity import LegacyIdentityProvider

if TYPE_CHECKING:
    from jupyter_server.serverapp import ServerApp
    from notebook.notebookapp import NotebookApp

    JupyterApp = Union[NotebookApp, ServerApp]


def bridge(app: JupyterApp) -> None:
    """Give an application without an identity provider one that asks its own login handler."""
    settings = app.web_app.settings
    if "identity_provider" in settings:
        return
    settings["identity_provider"] = LegacyIdentityProvider(
        parent=app,
        login_handler_class=_decoding(settings["login_handler_class"]),
        settings=settings,
        token=settings["token"],
        cookie_name=settings.get("cookie_name", ""),
        cookie_options=settings["cookie_options"],
        get_secure_cookie_kwargs=settings["get_secure_cookie_kwargs"],
    )


def _decoding(login_handler: type[Any]) -> type[Any]:
    """A login handler whose user is text: notebook 6 reads bytes from its cookie."""

    class DecodingLoginHandler(login_handler):  # type: ignore[misc]
        @classmethod
        def get_user(cls, handler: Any) -> Any:
            user = super().get_user(handler)
            return user.decode(errors="replace") if isinstance(user, bytes) else user

    return DecodingLoginHandler
