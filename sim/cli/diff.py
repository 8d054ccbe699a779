"""``sim diff``: how do two files, or two strategies, differ?"""

import shlex
from pathlib import Path

import click

from sim.cli.options import json_option
from sim.cli.output import print_json

DO_NOTHING = "do nothing"


@click.command("diff")
@click.argument("first", metavar="A")
@click.argument("second", metavar="B", required=False)
@click.option("--strategies", nargs=2, metavar="S1 S2", help="Two strategies of the one file A.")
@json_option
def verb(first: str, second: str | None, strategies: tuple[str, str] | None, as_json: bool) -> None:
    """Say in words how two files or strategies differ.

    A and B are files or folders, or FILE:STRATEGY pairs:
    sim diff my-team their-team, or
    sim diff my-team "my-team:AI assistant", or
    sim diff my-team --strategies "AI assistant" "one more writer".
    """
    from sim.scenario.load import load_scenario
    from sim.scenario.telling.diff import diff

    sides = _sides(first, second, strategies)
    paths = [path for path, _ in sides]
    loaded = {path: load_scenario(path) for path in dict.fromkeys(paths)}
    names = [strategy for _, strategy in sides]
    by_strategy = any(name is not None for name in names)
    pair = (names[0] or DO_NOTHING, names[1] or DO_NOTHING) if by_strategy else None
    labels = pair if pair and paths[0] == paths[1] else (first, second or first)
    found = diff(loaded[paths[0]], loaded[paths[1]], pair, labels)
    if as_json:
        print_json(
            [{"where": d.where, "before": d.before, "after": d.after, "sentence": d.sentence} for d in found]
        )
    else:
        click.echo("\n".join([f"{labels[0]} → {labels[1]}", *(f"- {d.sentence}" for d in found or ())]))
        if not found:
            click.echo("no difference")


def _sides(
    first: str, second: str | None, strategies: tuple[str, str] | None
) -> list[tuple[Path, str | None]]:
    """Return file and strategy of A and of B."""
    if strategies is not None and second is None:
        return [(Path(first), strategies[0]), (Path(first), strategies[1])]
    if strategies is None and second is not None:
        return [_side(first), _second(first, second)]
    if second is None:
        raise click.UsageError(
            "give two files A and B, or one file and --strategies S1 S2; "
            f"write e.g. `sim diff {first} --strategies {_two_of(first)}`"
        )
    raise click.UsageError("--strategies are two of one file; leave B out")


def _two_of(file: str) -> str:
    """Return two strategies of a file, quoted as a shell needs them, or names that show the form."""
    from sim.errors import SimError
    from sim.scenario.load import load_scenario

    try:
        names = load_scenario(file).strategies
    except SimError:
        names = ()
    return shlex.join(names[:2] if len(names) > 1 else ("S1", "S2"))


def _second(first: str, second: str) -> tuple[Path, str | None]:
    """Return file and strategy of B; a bare strategy of A is refused, saying how it is written."""
    from sim.errors import SimError
    from sim.scenario.load import load_scenario

    file = _side(first)[0]
    if not Path(second).exists() and ":" not in second and file.exists():
        try:
            known = load_scenario(file).strategies
        except SimError:
            known = ()
        if second in known:
            pair = shlex.join([f"{file}:{second}"])
            raise click.UsageError(f"'{second}' is a strategy of {file}; write it as {pair}")
    return _side(second)


def _side(text: str) -> tuple[Path, str | None]:
    """Split `FILE:STRATEGY`; a path that exists as it stands is a path."""
    path, colon, strategy = text.rpartition(":")
    if not colon or Path(text).exists() or not Path(path).exists():
        return Path(text), None
    return Path(path), strategy
