"""``sim compare``: which strategy brings what, against doing nothing?"""

from pathlib import Path

import click

from sim.cli.options import experiment_options, path_argument


@click.command("compare")
@path_argument
@click.argument("strategies", metavar="[STRATEGY]...", nargs=-1)
@experiment_options
def verb(
    *,
    path: Path,
    strategies: tuple[str, ...],
    replications: int,
    seed: int,
    future: str,
    jobs: int | None,
    as_json: bool,
    output: Path | None,
    records: bool,
) -> None:
    """Compare strategies with the baseline: differences, intervals, a report.

    Without STRATEGY all strategies of the file are compared.
    """
    from sim.cli.progress import progress_bar
    from sim.cli.results import results_folder
    from sim.experiments.compare import compare
    from sim.report import write_comparison
    from sim.scenario.load import load_scenario

    loaded = load_scenario(path)
    folder = results_folder(output, loaded.path, "compare")
    with progress_bar("comparing") as progress:
        comparison = compare(
            loaded,
            strategies or None,
            replications=replications,
            seed=seed,
            jobs=jobs,
            future=future,
            progress=progress,
        )
    write_comparison(comparison, loaded, folder)
