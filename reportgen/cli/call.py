"""One call: its commands, how it ends, and what is said where it fails."""

from __future__ import annotations

import errno
import io
import os
import sys
from collections.abc import Sequence
from typing import TextIO

import click

from reportgen import console
from reportgen.cli import beginning, building, comparing, delivering, mailing, previewing, refreshing, signing
from reportgen.cli.codes import GOOD, HAS_ERRORS, INTERRUPTED, NOT_POSSIBLE, OUR_FAULT, WRONG_USAGE
from reportgen.errors import BriefError, DeliveryError, EngineError, ReportgenError, UsageError
from reportgen.outcome import fault

LAST_STREAM = 2  # the number of standard error


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(None, "--version", "-V", package_name="reportgen", message="%(prog)s %(version)s")
def cli() -> None:
    """Investor briefs whose numbers cannot drift: facts in, one page and one PDF out."""


for _command in (
    building.build,
    building.check,
    building.facts,
    delivering.publish,
    signing.sign,
    delivering.verify,
    mailing.mail,
    comparing.diff,
    beginning.new,
    beginning.schema,
    building.charts,
    previewing.preview,
    refreshing.refresh,
    refreshing.coming,
):
    cli.add_command(_command)


def main(argv: Sequence[str] | None = None) -> int:
    """Run ``reportgen`` with these arguments (the process's own by default) and return its exit code."""
    _open_what_is_closed()
    _never_fail_to_print(sys.stdout, sys.stderr)
    code = _code(argv)
    return code if console.all_was_printed() else max(code, NOT_POSSIBLE)


def _code(argv: Sequence[str] | None) -> int:  # noqa: PLR0911 - a way to end a line
    try:
        return int(cli.main(args=argv and list(argv), prog_name="reportgen", standalone_mode=False) or GOOD)
    except click.ClickException as error:
        console.say(_usage(error))
        return WRONG_USAGE
    except click.Abort:
        console.problem("interrupted; what stood before still stands")
        return INTERRUPTED
    except ReportgenError as error:
        return _failed(error)
    except OSError as error:
        if error.filename is None:  # the help, which click itself prints
            console.give_up(console.OUTPUT, sys.stdout, error)
        else:
            console.problem(f"{error.filename}: {error.strerror}")
        return NOT_POSSIBLE
    except SystemExit:  # click's answer to a reader that has gone away
        console.give_up(console.OUTPUT, sys.stdout, BrokenPipeError(errno.EPIPE, os.strerror(errno.EPIPE)))
        return NOT_POSSIBLE
    except Exception as error:
        if os.environ.get("REPORTGEN_DEBUG"):
            raise
        console.problem(fault(error))
        return OUR_FAULT


def _usage(error: click.ClickException) -> str:
    """What is wrong with the call, and how it should have been made."""
    context = error.ctx if isinstance(error, click.UsageError) else None
    usage = f"{context.get_usage()}\nTry '{context.command_path} --help' for help.\n\n" if context else ""
    return f"{usage}Error: {console.visible(error.format_message())}"


def _failed(error: ReportgenError) -> int:
    if isinstance(error, BriefError):
        console.report(error.findings)
        return HAS_ERRORS
    console.problem(str(error))
    if isinstance(error, UsageError):
        return WRONG_USAGE
    return NOT_POSSIBLE if isinstance(error, (EngineError, DeliveryError)) else HAS_ERRORS


def _open_what_is_closed() -> None:
    """Give the first three file numbers to nothing where they are free, so that no file or pipe is taken for them."""
    while (number := os.open(os.devnull, os.O_RDWR)) <= LAST_STREAM:
        pass
    os.close(number)
    if sys.stdout is None:
        sys.stdout = _Closed()


class _Closed(io.TextIOBase, TextIO):
    """Standard output that was closed before we began: whoever asks for results is told that there is no place."""

    def write(self, _text: str) -> int:
        raise OSError(errno.EBADF, "it is closed")


def _never_fail_to_print(*streams: TextIO) -> None:
    """A terminal that cannot show a letter gets its escape, not an error about encodings."""
    for stream in streams:
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


if __name__ == "__main__":
    sys.exit(main())
