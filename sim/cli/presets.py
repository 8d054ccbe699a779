"""``sim presets``: which published values can a scenario name?"""

from typing import TYPE_CHECKING

import click

from sim.cli.options import json_option
from sim.cli.output import print_json
from sim.cli.usage import meant

if TYPE_CHECKING:
    from sim.scenario.presets import PresetValue

KINDS = {"roles": "role", "market": "market", "shocks": "shock", "behaviour": "behaviour"}
"""Kinds of presets, and what one of them is: a freelance rate, a market, a shock to it, behaviour."""


def _known(context: click.Context, _: click.Parameter, kind: str | None) -> str | None:
    """Return the kind that was asked for; refuse one that is not, with the nearest."""
    if kind is None or kind in KINDS:
        return kind
    hint = meant(kind, KINDS) or f"; choose from {', '.join(KINDS)}"
    raise click.UsageError(f"{kind}: no such kind of presets{hint}", context)


@click.command("presets")
@click.argument("kind", metavar="[roles|market|shocks|behaviour]", callback=_known, required=False)
@json_option
def verb(kind: str | None, as_json: bool) -> None:
    """List published values that a scenario can name.

    Each with the grade of its source: S1 read in the source itself, S2 in a secondary source, D derived
    from such figures, M from memory, A assumed.
    """
    from sim.scenario.presets import behaviour_values, market_values, role_values, shock_values
    from sim.scenario.telling.wording import written

    values = (role_values(), market_values(), shock_values(), behaviour_values())
    presets = dict(zip(KINDS, values, strict=True))
    found = [
        (each, name, key, entry)
        for each in ([kind] if kind else KINDS)
        for name, keys in presets[each].items()
        for key, entry in keys.items()
    ]
    if as_json:
        print_json([_row(KINDS[each], name, key, entry) for each, name, key, entry in found])
        return
    for each, name, key, entry in found:
        click.echo(f"{KINDS[each]} {name}: {key} {written(entry.value)} [{entry.grade}] {entry.source}")


def _row(kind: str, name: str, key: str, entry: "PresetValue") -> dict[str, object]:
    said = {"value": entry.value, "low": entry.low, "high": entry.high}
    return {"kind": kind, "name": name, "key": key, **said, "grade": entry.grade, "source": entry.source}
