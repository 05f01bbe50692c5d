"""Parse the command line of `startspark`, run the command, and report errors."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from typing import Any

from .._version import __version__
from ..errors import StartSparkError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command, and return the exit status.

    Args:
        arguments: the command line; None for that of this process.
    """
    _prepare_output()
    options = _parse(arguments)
    try:
        return _run(options)
    except StartSparkError as error:
        return _fail(error)
    except BrokenPipeError:  # the reader, such as `head`, has closed the pipe
        _discard_output()
        return 0
    except OSError as error:
        _discard_output()
        return _fail(error)
    except KeyboardInterrupt:
        return 130


def _prepare_output() -> None:
    if sys.stdout is None:  # the shell has closed it
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    # Escape characters that the terminal lacks. In Python code, the escapes mean the same.
    sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = make_parser()
    if "_ARGCOMPLETE" in os.environ:  # a shell completes a command
        try:
            import argcomplete
        except ModuleNotFoundError:  # the extra "completion" is not installed
            parser.exit(1)
        argcomplete.autocomplete(parser)
    options = parser.parse_args(arguments)
    if options.command == "start":
        _read_script(options)
    if options.command == "doctor" and options.parameters and not options.name:
        parser.error("-p sets a parameter of the configuration to start: use it with --start")
    return options


def _run(options: argparse.Namespace) -> int:
    # If jsonschema finds this package, it builds a grammar of URLs when it is imported, which takes
    # three seconds. No schema of ours checks a URL.
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
    from . import commands

    status = commands.run(options)
    sys.stdout.flush()
    return status


def _fail(error: Exception) -> int:
    """Print an error on standard error, and return the exit status for it."""
    print(f"startspark: {error}", file=sys.stderr)
    return 1


def _discard_output() -> None:
    """Redirect standard output to the null device: Python flushes the rest of it at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def make_parser() -> argparse.ArgumentParser:
    """Return the parser of all commands."""
    parser = argparse.ArgumentParser(
        prog="startspark",
        description="Use Start Spark's configurations without a notebook.",
        epilog="`startspark COMMAND --help` shows the help of a command.",
    )
    parser.add_argument("--version", action="version", version=f"startspark {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def command(name: str, summary: str) -> argparse.ArgumentParser:
        return commands.add_parser(name, help=summary, description=f"{summary}.")

    command("list", "List the configurations")
    _add_name(command("show", "Show what a configuration sets"))
    _add_name(render := command("render", "Print the Python code that starts Spark"))
    _add_parameters(render)
    _add_check(command("check", "Check configurations, for example in continuous integration"))
    _add_doctor(
        command("doctor", "Check the server, kernels and configurations, and say how to fix them")
    )
    _add_name(start := command("start", "Open a prompt with `spark`, or run a script with it"))
    _add_parameters(start)
    _add_script(start)
    sessions = command("sessions", "List your Spark sessions on this machine")
    sessions.add_argument("--json", action="store_true", help="print them as a JSON list")
    command("schema", "Print the JSON Schema that editors use to complete and check configurations")
    command("paths", "Show the folders that are searched for configurations")
    _add_archive_options(command("warm", "Build a class archive, which makes Spark start faster"))
    return parser


def _add_name(parser: argparse.ArgumentParser) -> None:
    action: Any = parser.add_argument("name", metavar="NAME", help="the name of a configuration")
    action.completer = _names


def _add_parameters(parser: argparse.ArgumentParser) -> None:
    action: Any = parser.add_argument(
        "-p",
        "--parameter",
        action="append",
        default=[],
        dest="parameters",
        metavar="KEY=VALUE",
        help="a parameter of the configuration; can be repeated",
    )
    action.completer = _assignments


def _add_script(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "script",
        nargs=argparse.REMAINDER,
        metavar="SCRIPT ARGUMENT",
        help="a Python file to run instead of a prompt, and its arguments",
    )


def _read_script(options: argparse.Namespace) -> None:
    """Parse the parameters before the script; what follows the script are its own arguments."""
    parser = argparse.ArgumentParser(prog="startspark start NAME", add_help=False)
    _add_parameters(parser)
    parser.add_argument("script", nargs=argparse.REMAINDER)
    parser.parse_args(options.script, options)


def _add_check(parser: argparse.ArgumentParser) -> None:
    action: Any = parser.add_argument(
        "paths",
        nargs="*",
        metavar="PATH|NAME",
        help="files, folders or names of configurations; by default all installed configurations",
    )
    action.completer = _names_and_files
    parser.add_argument("--json", action="store_true", help="print the reports as a JSON list")
    parser.add_argument("--strict", action="store_true", help="treat warnings as errors")


def _add_doctor(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print the findings as a JSON list")
    action: Any = parser.add_argument(
        "--start",
        dest="name",
        metavar="NAME",
        help="also start Spark with this configuration, and run one task",
    )
    action.completer = _names
    _add_parameters(parser)


def _add_archive_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--kernel",
        metavar="KERNEL",
        help="build it for this kernel's Python instead of the current one",
    )
    folders = parser.add_mutually_exclusive_group()
    for option, place, users in (
        ("--user", "user", "for your account (the default)"),
        ("--sys-prefix", "environment", "for all users of this Python environment"),
        ("--system", "system", "for all users of this machine"),
    ):
        folders.add_argument(
            option, action="store_const", const=place, dest="place", default="user", help=users
        )


def _names(**_: Any) -> list[str]:
    """Return the names of the configs, for completion."""
    from .commands import installed_manager

    return [config.name for config in installed_manager().list()]


def _names_and_files(prefix: str, **_: Any) -> list[str]:
    """Return the names of the configs and the paths, for completion."""
    from argcomplete.completers import FilesCompleter

    return [*_names(), *FilesCompleter()(prefix)]


def _assignments(parsed_args: argparse.Namespace, **_: Any) -> Iterator[str]:
    """Yield the parameters of a config, for completion."""
    from .commands import installed_manager

    configs = {config.name: config for config in installed_manager().list()}
    if parsed_args.name in configs:
        yield from (f"{name}=" for name in configs[parsed_args.name].parameters)
