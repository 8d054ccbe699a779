"""``sim explain``: what does this file describe?"""

from pathlib import Path

import click

from sim.cli.options import future_option, path_argument
from sim.cli.output import print_text


@click.command("explain")
@path_argument
@click.option("--strategy", metavar="NAME", help="Only this strategy; left out: all of them.")
@future_option
def verb(path: Path, strategy: str | None, future: str) -> None:
    """Say in sentences what a scenario describes."""
    from sim.scenario.load import load_scenario
    from sim.scenario.telling.explain import explain

    print_text(explain(load_scenario(path), strategy, future).rstrip("\n"))
