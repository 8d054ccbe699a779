"""``sim run``: what does one strategy bring?"""

from pathlib import Path

import click

from sim.cli.options import experiment_options, path_argument, strategy_option


@click.command("run")
@path_argument
@strategy_option
@experiment_options
def verb(
    *,
    path: Path,
    strategy: str,
    replications: int,
    seed: int,
    future: str,
    jobs: int | None,
    as_json: bool,
    output: Path | None,
    records: bool,
) -> None:
    """Run one strategy and tell its measures with their intervals."""
