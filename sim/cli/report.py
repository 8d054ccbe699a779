"""``sim report``: what can be handed to a board, and checked by an analyst?"""

from pathlib import Path

import click

from sim.cli.options import (
    engine_option,
    future_option,
    jobs_option,
    output_option,
    path_argument,
    seed_option,
    strategies_argument,
)
from sim.cli.output import print_said, print_warnings
from sim.cli.progress import progress_bar
from sim.cli.results import beside_better, keep, results_folder, stored, tell_where
from sim.cli.usage import MOST_REPLICATIONS, number_or_auto, whole_number


@click.command("report")
@path_argument
@strategies_argument
@click.option(
    "--replications",
    callback=number_or_auto,
    metavar="N|auto",
    help="Independent runs of each strategy, as in compare; all else takes 20 or 10, or as few.",
)
@click.option(
    "--futures",
    callback=whole_number(0, MOST_REPLICATIONS),
    metavar="N",
    help="Futures drawn from the uncertainties of the file; left out: 50 where there are any; 0: none.",
)
@seed_option
@future_option
@engine_option
@jobs_option
@output_option
def verb(
    *,
    path: Path,
    strategies: tuple[str, ...],
    replications: int | str | None,
    futures: int | None,
    seed: int,
    future: str,
    engine: str,
    jobs: int | None,
    output: Path | None,
) -> None:
    """Write one page for a board: the verdict, why, at what cost, and what would change it.

    Strategies are compared, the baseline is diagnosed, feedback loops are knocked out, variability is shared
    out and inputs are moved one at a time.  The page opens offline and prints; every figure carries the key
    of its run, for `sim replay`, and `sim verify` finds any change of it.
    """
    from sim.experiments.study import study
    from sim.experiments.verdict import verdict
    from sim.report import write_study
    from sim.scenario.load import load_scenario

    loaded = load_scenario(path)
    wanted = results_folder(output, loaded.path, "report", strategies, future)
    print_warnings(loaded.warnings)
    with progress_bar("studying", f"'{loaded.scenario.scenario}'") as progress:
        found = study(
            loaded,
            strategies or None,
            replications=replications,
            futures=futures,
            seed=seed,
            engine=engine,
            jobs=jobs,
            future=future,
            progress=progress,
            tell_part=progress.next,
        )
    comparison = found.comparison
    print_warnings(comparison.warnings[len(loaded.warnings) :])
    print_said(verdict(comparison)[:2])
    folder = beside_better(wanted, max(len(each.values) for each in comparison.replications.values()))
    replaced = stored(folder)
    failure = keep(lambda: write_study(found, loaded, folder), folder)
    tell_where(folder, wanted, replaced, failure, as_json=False)
