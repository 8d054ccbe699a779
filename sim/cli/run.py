"""``sim run``: what does one strategy bring?"""

from pathlib import Path

import click

from sim.cli.options import experiment_options, path_argument, strategy_option
from sim.cli.output import print_json, tell_warnings
from sim.cli.progress import progress_bar
from sim.cli.results import results_folder


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
    from sim.experiments.replicate import replicate
    from sim.report import print_replications, write_replications
    from sim.scenario.load import load_scenario

    loaded = load_scenario(path)
    folder = results_folder(output, loaded.path, "run")
    tell_warnings(loaded.warnings)
    with progress_bar("running") as progress:
        result = replicate(
            loaded, strategy, replications=replications, seed=seed, jobs=jobs, future=future, progress=progress
        )
    write_replications(result, loaded, folder)
