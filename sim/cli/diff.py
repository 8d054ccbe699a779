"""``sim diff``: how do two files, or two strategies, differ?"""

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

    A and B are files or folders, or FILE:STRATEGY pairs.
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
        return [_side(first), _side(second)]
    raise click.UsageError("give two files A and B, or one file and --strategies S1 S2")


def _side(text: str) -> tuple[Path, str | None]:
    """Split `FILE:STRATEGY`; a path that exists as it stands is a path."""
    path, colon, strategy = text.rpartition(":")
    if not colon or Path(text).exists() or not Path(path).exists():
        return Path(text), None
    return Path(path), strategy
