"""``sim presets``: which published values can a scenario name?"""

import click

from sim.cli.options import json_option
from sim.cli.output import print_json


@click.command("presets")
@json_option
def verb(as_json: bool) -> None:
    """List published values that a scenario can name.

    Each with the grade of its source: S1 read in the source itself, S2 in a secondary source, D derived
    from such figures, M from memory, A assumed.
    """
    from sim.scenario.presets import behaviour_values, market_values, role_values
    from sim.scenario.wording import written

    rows = [
        {
            "kind": kind,
            "name": name,
            "key": key,
            "value": entry.value,
            "grade": entry.grade,
            "source": entry.source,
        }
        for kind, presets in (
            ("role", role_values()),
            ("market", market_values()),
            ("behaviour", behaviour_values()),
        )
        for name, keys in presets.items()
        for key, entry in keys.items()
    ]
    if as_json:
        print_json(rows)
        return
    for row in rows:
        click.echo(
            "{kind}: {name}, {key} {value} [{grade}] {source}".format(
                **row | {"value": written(row["value"])}
            )
        )
