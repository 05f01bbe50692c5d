"""Check that Java can start in the kernel's working folder."""

from __future__ import annotations

import locale
import os

from ..property_origins import Origins
from .cause import RESTART, Cause


def cause(_: Origins) -> Cause | None:
    """Return the cause where the folder was removed, or has a name that Java cannot read."""
    try:
        folder = os.getcwd()
    except FileNotFoundError:
        return Cause(
            "The kernel’s working folder was removed, so Java cannot start there.",
            "Change to another in a cell with `%cd ~`, or restart the kernel.",
        )
    encoding = locale.nl_langinfo(locale.CODESET)
    if _can_encode(folder, encoding):
        return None
    return Cause(
        f"Java cannot read the name of the kernel’s working folder, `{_shown(folder)}`: the"
        f" kernel’s locale has the encoding {encoding}.",
        f"Set LC_ALL to `C.UTF-8` {RESTART}; or rename the folder, with ASCII letters only.",
    )


def _can_encode(folder: str, encoding: str) -> bool:
    try:
        folder.encode(encoding)
    except UnicodeEncodeError:
        return False
    except LookupError:  # Python does not know it, and Java may
        return True
    return True


def _shown(folder: str) -> str:
    """Return the name without what cannot be printed."""
    return folder.encode("utf-8", "replace").decode()
