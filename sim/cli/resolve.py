"""``sim resolve``: which values hold in the end, and where does each come from?"""

from pathlib import Path

import click

from sim.cli.options import future_option, path_argument


@click.command("resolve")
@path_argument
@click.option("--strategy", metavar="NAME", help="With the `set` levers of this strategy applied.")
@future_option
def verb(path: Path, strategy: str | None, future: str) -> None:
    """Print the effective scenario, each value with its origin."""
    from sim.scenario.load import load_scenario
    from sim.scenario.telling.resolve import resolve

    click.echo(resolve(load_scenario(path), strategy=strategy, future=future), nl=False)
