"""``sim run``: what does one strategy bring?"""

from pathlib import Path

import click

from sim.cli.options import experiment_options, path_argument, strategy_option
from sim.cli.output import print_json, print_warnings
from sim.cli.progress import progress_bar
from sim.cli.records import run_records
from sim.cli.results import results_folder

ENGINE = "reference"


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
    from sim.report.machine import replications_json
    from sim.report.results import finite
    from sim.scenario.load import load_scenario

    loaded = load_scenario(path)
    folder = results_folder(output, loaded.path, "run")
    print_warnings(loaded.warnings)
    with progress_bar("running") as progress:
        result = replicate(
            loaded,
            strategy,
            replications=replications,
            seed=seed,
            engine=ENGINE,
            jobs=jobs,
            future=future,
            progress=progress,
        )
    again = run_records(loaded, [strategy], replications=replications, seed=seed, future=future)
    kept = (record for _, record in again) if records else ()
    write_replications(result, loaded, folder, kept, seed=seed, engine=ENGINE, future=future)
    currency = loaded.scenario.currency
    if as_json:
        settings = {"scenario": loaded.scenario.scenario, "future": future, "seed": seed, "engine": ENGINE}
        print_json(finite({**settings, **replications_json(result, currency), "results": str(folder)}))
        return
    print_replications(result, currency)
    click.echo(f"\n{folder / 'report.html'}")
