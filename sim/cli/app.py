"""The command ``sim``: its verbs, its exit codes, and how mistakes are told.

Exit codes: 0 done, 2 the input is wrong, 3 a fault of ours, 130 stopped by Ctrl-C, 143 by SIGTERM.
"""

import logging
import signal
import sys
from collections.abc import Sequence
from typing import NoReturn

import click

from sim.cli import (
    bottleneck,
    check,
    cite,
    compare,
    diagnose,
    diff,
    document,
    explain,
    export,
    knockout,
    loops,
    new,
    presets,
    replay,
    report,
    resolve,
    run,
    schema,
    sweep,
    task,
    validate,
    variability,
    verify,
)
from sim.cli.streams import outlast_readers, undelivered
from sim.cli.usage import described, meant
from sim.errors import SimError

DONE, INPUT_WRONG, OUR_FAULT, INTERRUPTED, TERMINATED = 0, 2, 3, 130, 143
DEBUG = "--debug"


class TerminatedError(BaseException):
    """SIGTERM arrived; like Ctrl-C it unwinds what is open: processes, semaphores, half written folders."""


class Verbs(click.Group):
    """The verbs in the order of a day's work, not of the alphabet."""

    def list_commands(self, _: click.Context) -> list[str]:
        """Return the names as they were added."""
        return list(self.commands)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the verb; an unknown one is answered with the nearest."""
        if args and args[0] not in self.commands and not args[0].startswith("-"):
            raise click.UsageError(f"{args[0]}: no such verb{meant(args[0], list(self.commands))}", ctx)
        return super().resolve_command(ctx, args)


@click.group(
    cls=Verbs,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Begin with: sim new my-team, then sim compare my-team.  "
    "With --debug a fault of sim itself is shown with its traceback.",
)
@click.version_option(package_name="workforce-sim", message="sim %(version)s")
def command() -> None:
    """What does AI do to an organisation?

    Compare strategies by throughput and by the variability of quality, at equal budget.
    """


VERBS = (
    *(new, check, explain, loops, run, compare, sweep),
    *(diagnose, bottleneck, task, variability, knockout, export),
    *(report, verify, replay),
    *(resolve, diff, presets, cite, document, validate, schema),
)
"""In the order in which ``sim --help`` lists them."""
for module in VERBS:
    command.add_command(module.verb)


def answer(arguments: Sequence[str]) -> int:
    """Carry out one command line and return its exit code; mistakes are told on stderr.

    ``arguments`` are the words after ``sim``; ``--debug`` may stand anywhere among them.
    """
    words = [word for word in arguments if word != DEBUG] or ["--help"]
    try:
        command.main(words, prog_name="sim", standalone_mode=False)
        sys.stdout.flush()
        failure = undelivered()
        if failure is not None:
            return _say(f"standard output: {failure.strerror}; what was printed is not complete", INPUT_WRONG)
    except (KeyboardInterrupt, click.Abort):
        return _say("stopped by Ctrl-C; no results folder was left half written", INTERRUPTED)
    except TerminatedError:
        return _say("stopped by SIGTERM; no results folder was left half written", TERMINATED)
    except (click.ClickException, SimError, OSError) as error:
        return _say(_mistake(error), INPUT_WRONG)
    except Exception as error:
        return _own_up(error, words, debug=DEBUG in arguments)
    return DONE


def main() -> NoReturn:
    """Carry out the command line of this process and leave it with the exit code."""
    outlast_readers()
    signal.signal(signal.SIGTERM, _terminate)
    logging.basicConfig(format="%(message)s", level=logging.WARNING)
    logging.getLogger("sim").setLevel(logging.INFO)
    sys.exit(answer(sys.argv[1:]))


def _terminate(*_: object) -> NoReturn:
    raise TerminatedError


def _mistake(error: Exception) -> str:
    """Say what is wrong with the input."""
    if isinstance(error, click.ClickException):
        return described(error)
    if isinstance(error, OSError):
        return f"{error.filename or 'sim'}: {error.strerror or error}"
    return str(error)


def _own_up(error: Exception, words: Sequence[str], *, debug: bool) -> int:
    """Say that the fault is ours, with the traceback only on demand."""
    if debug:
        import traceback

        click.echo("".join(traceback.format_exception(error)), err=True)
    return _say(
        f"sim: {type(error).__name__}: {error}\n"
        "This is a fault of sim, not of your file; please report it with what "
        f"`sim {DEBUG} {' '.join(words)}` prints.",
        OUR_FAULT,
    )


def _say(message: str, code: int) -> int:
    click.echo(message, err=True)
    return code
