"""Mistakes on the command line, told in the house form ``where: what = value: rule; suggestion``."""

import re
from collections.abc import Callable, Iterable

import click

from sim.scenario.telling.wording import listed
from sim.units import nearest

WHOLE = re.compile(r"[-+]?\d{1,30}", re.ASCII)
MOST_REPLICATIONS = 1_000_000
Check = Callable[[click.Context, click.Parameter, str | None], int | None]
"""What click calls with the text of an option."""


def whole_number(least: int, most: int, other: str = "") -> Check:
    """Return what reads an option as a whole number between two bounds.

    The message names the option, the value and the rule, with what may stand there in place of a number.
    """

    def read(context: click.Context, option: click.Parameter, text: str | None) -> int | None:
        if text is None:
            return None
        number = int(text) if WHOLE.fullmatch(text) else None
        if number is None or not least <= number <= most:
            rule = f"must be a whole number from {least:,} to {most:,}{other}"
            raise click.UsageError(f"{option.opts[0]} = {text}: {rule}", context)
        return number

    return read


def number_or_auto(context: click.Context, option: click.Parameter, text: str | None) -> int | str | None:
    """Read a number of replications, or ``auto`` for as many as it takes."""
    return text if text == "auto" else whole_number(1, MOST_REPLICATIONS, " or auto")(context, option, text)


def described(error: click.ClickException) -> str:
    """Return the message for a command line that cannot be carried out."""
    context = getattr(error, "ctx", None)
    where = context.command_path if context else "sim"
    if isinstance(error, click.NoSuchOption):
        said = f"{error.option_name}: no such option{_option_meant(error.option_name, context)}"
    else:
        said = error.format_message().rstrip(".")
        said = said[:1].lower() + said[1:]
    return f"{where}: {said}; see `{where} --help`"


def _option_meant(name: str, context: click.Context | None) -> str:
    """Say which option may be meant; where none is alike, which other verbs have this one."""
    if context is None:
        return ""
    verbs = context.find_root().command
    others = [
        f"`sim {verb}`"
        for verb, command in (verbs.commands.items() if isinstance(verbs, click.Group) else ())
        if name in _options(command)
    ]
    elsewhere = f"; {listed(others)} {'has' if len(others) == 1 else 'have'} it" if others else ""
    return meant(name, _options(context.command)) or elsewhere


def _options(command: click.Command) -> list[str]:
    return [name for option in command.params if isinstance(option, click.Option) for name in option.opts]


def meant(word: str, known: Iterable[str]) -> str:
    """Return ``; did you mean '…'?`` for the nearest of the known words, or nothing.

    >>> meant("chek", ["check", "run"])
    "; did you mean 'check'?"
    >>> meant("fly", ["check", "run"])
    ''
    """
    near = nearest(word, known)
    return f"; did you mean '{near}'?" if near else ""
