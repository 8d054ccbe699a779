"""``sim presets``: which published values can a scenario name, and where do they come from?"""

import dataclasses
from typing import TYPE_CHECKING

import click

from sim.cli.options import json_option
from sim.cli.output import print_json, print_text

if TYPE_CHECKING:
    from sim.scenario.presets import Parameter
    from sim.scenario.telling.listing import Listed


@click.command("presets")
@click.argument("name", metavar="[KIND|PRESET|FIGURE]", required=False, default="")
@json_option
def verb(name: str, as_json: bool) -> None:
    """List published values that a scenario can name, and explain them.

    Without a name: what there is.  With a kind (`roles`, `work`, ... or `evidence`): each value on a line.
    With a preset or a published figure: all that is known of it.
    """
    from sim.scenario.presets import KINDS
    from sim.scenario.telling import listing

    values = listing.values_of(name)
    figures = () if name and values else listing.figures_of(name)
    if not values and not figures:
        raise listing.refusal(name)
    if as_json:
        print_json([*map(_row_of_value, values), *map(_row_of_figure, figures)])
    elif not name:
        print_text("\n".join(listing.overview()))
    elif name in KINDS:
        print_text("\n".join(map(listing.value_line, values)))
    elif values:
        print_text("\n".join(listing.explained_preset(values)))
    elif len(figures) > 1:
        print_text("\n".join(map(listing.figure_line, figures)))
    else:
        print_text("\n".join(listing.explained_figure(figures[0])))


def _row_of_value(each: "Listed") -> dict[str, object]:
    from sim.scenario.presets import KINDS

    entry = each.entry
    return {
        "kind": KINDS[each.kind],
        "name": each.preset,
        "key": each.key,
        "value": entry.value,
        "low": entry.low,
        "high": entry.high,
        "grade": entry.grade,
        "source": entry.source,
        "sort": entry.kind,
        "evidence": list(entry.evidence),
    }


def _row_of_figure(figure: "Parameter") -> dict[str, object]:
    said = dataclasses.asdict(figure)
    return {
        "kind": "evidence",
        **{key: list(value) if isinstance(value, tuple) else value for key, value in said.items()},
    }
