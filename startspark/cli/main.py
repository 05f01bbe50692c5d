"""The command `startspark`: what it understands. What it does is in `commands`."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from typing import Any

from .. import __version__


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns the exit status."""
    if sys.stdout is None:  # the shell has closed it
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    # A title in no letters of this terminal is still worth a line. In Python code, the same holds.
    sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    parser = _parser()
    if "_ARGCOMPLETE" in os.environ:  # a shell asks how to go on
        import argcomplete

        argcomplete.autocomplete(parser)
    options = parser.parse_args(arguments)
    if options.command == "start":
        _read_script(options)
    # jsonschema builds a grammar for addresses as it is imported, which takes three seconds, where
    # it finds this package. No config has an address that would be checked by it.
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
    from . import commands

    try:
        status = commands.run(options)
        sys.stdout.flush()
    except BrokenPipeError:  # who reads has read enough
        _drop_output()
        return 0
    except OSError as error:
        _drop_output()
        print(f"startspark: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return status


def _drop_output() -> None:
    """Have Python write what is left of it, as it does at the end, to nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="startspark",
        description="The configurations of Start Spark, without a notebook's page.",
        epilog="`startspark COMMAND --help` says more.",
    )
    parser.add_argument("--version", action="version", version=f"startspark {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def command(name: str, summary: str) -> argparse.ArgumentParser:
        return commands.add_parser(name, help=summary, description=f"{summary}.")

    command("list", "List the configurations")
    _add_name(command("show", "Show what a configuration sets"))
    _add_name(render := command("render", "Print the Python code that starts Spark"))
    _add_parameters(render)
    _add_check(command("check", "Check configurations, such as in continuous integration"))
    _add_name(start := command("start", "Open a prompt with `spark`, or run a script with it"))
    _add_parameters(start)
    start.add_argument(
        "script",
        nargs=argparse.REMAINDER,
        metavar="SCRIPT ARGUMENT",
        help="a Python file and its own arguments, instead of a prompt",
    )
    command("paths", "Show the folders that are read")
    _add_places(command("warm", "Make a class archive, with which Spark starts faster"))
    return parser


def _add_name(parser: argparse.ArgumentParser) -> None:
    action: Any = parser.add_argument("name", metavar="NAME", help="a configuration's name")
    action.completer = _names


def _add_parameters(parser: argparse.ArgumentParser) -> None:
    action: Any = parser.add_argument(
        "-p",
        "--parameter",
        action="append",
        default=[],
        dest="parameters",
        metavar="KEY=VALUE",
        help="a parameter of the configuration; may be given several times",
    )
    action.completer = _assignments


def _read_script(options: argparse.Namespace) -> None:
    """Take the parameters that stand before the script; what is behind it is its own."""
    parser = argparse.ArgumentParser(prog="startspark start NAME", add_help=False)
    _add_parameters(parser)
    parser.add_argument("script", nargs=argparse.REMAINDER)
    parser.parse_args(options.script, options)


def _add_check(parser: argparse.ArgumentParser) -> None:
    action: Any = parser.add_argument(
        "paths",
        nargs="*",
        metavar="PATH|NAME",
        help="files, folders or names of configurations; without any, all that are installed",
    )
    action.completer = _names_and_files
    parser.add_argument("--json", action="store_true", help="print a list of objects as JSON")
    parser.add_argument("--strict", action="store_true", help="warnings count as errors")


def _add_places(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--kernel", metavar="KERNEL", help="for the Python of this kernel, instead of this one"
    )
    places = parser.add_mutually_exclusive_group()
    for option, place, whose in (
        ("--user", "user", "for you (the default)"),
        ("--sys-prefix", "environment", "for all who use this environment"),
        ("--system", "system", "for all users of this machine"),
    ):
        places.add_argument(
            option, action="store_const", const=place, dest="place", default="user", help=whose
        )


def _names(**_: Any) -> list[str]:
    """The names that a shell completes."""
    from .commands import installed_configs

    return list(installed_configs())


def _names_and_files(prefix: str, **_: Any) -> list[str]:
    """The names and the paths that a shell completes."""
    from argcomplete.completers import FilesCompleter

    return [*_names(), *FilesCompleter()(prefix)]


def _assignments(parsed_args: argparse.Namespace, **_: Any) -> Iterator[str]:
    """The parameters that a shell completes."""
    from .commands import installed_configs

    config = installed_configs().get(parsed_args.name)
    return (f"{name}=" for name in (config.parameters if config else {}))
