"""``sim compare``: which strategy brings what, against the baseline?"""

from pathlib import Path

import click

from sim.cli.options import experiment_options, path_argument, strategies_argument
from sim.cli.output import print_json, print_said, print_warnings
from sim.cli.progress import progress_bar
from sim.cli.records import run_records
from sim.cli.results import keep, results_folder, stored, tell_where


@click.command("compare")
@path_argument
@strategies_argument
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
    """Compare strategies with the baseline and report.

    Every difference is paired, replication by replication, and has its interval.  Without STRATEGY all
    strategies of the file are compared.
    """
    from sim.experiments.compare import compare
    from sim.experiments.verdict import verdict
    from sim.report import print_comparison, write_comparison
    from sim.report.machine import comparison_json
    from sim.report.results import finite
    from sim.scenario.load import load_scenario

    loaded = load_scenario(path)
    folder = results_folder(output, loaded.path, "compare", strategies, future)
    replaced = stored(folder)
    print_warnings(loaded.warnings)
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
    print_warnings(comparison.warnings[len(loaded.warnings) :])
    if not as_json:
        print_comparison(comparison)
        print_said(verdict(comparison))
    again = run_records(loaded, comparison.replications, replications=replications, seed=seed, future=future)
    failure = keep(lambda: write_comparison(comparison, loaded, folder, again if records else ()), folder)
    if as_json:
        where = {"results": None if failure else str(folder)}
        print_json(finite({**comparison_json(comparison), **where}))
    tell_where(folder, replaced, failure, as_json=as_json)
