"""``sim variability``: where does the variability of quality and of output come from?"""

from pathlib import Path

import click

from sim.cli.options import (
    engine_option,
    future_option,
    jobs_option,
    json_option,
    output_option,
    path_argument,
    replications_option,
    seed_option,
    strategies_argument,
)
from sim.cli.output import print_json, print_warnings
from sim.cli.progress import progress_bar
from sim.cli.results import beside_better, keep, results_folder, stored, tell_where


@click.command("variability")
@path_argument
@strategies_argument
@replications_option("10", "Independent runs of each set of sources.")
@seed_option
@future_option
@engine_option
@jobs_option
@json_option
@output_option
def verb(
    *,
    path: Path,
    strategies: tuple[str, ...],
    replications: int,
    seed: int,
    future: str,
    engine: str,
    jobs: int | None,
    as_json: bool,
    output: Path | None,
) -> None:
    """Share the variance of quality and of weekly output out among its sources.

    Sources are the mix of difficulty, differences between people and between freelancers, the jaggedness of
    tools, fatigue and haste; what none of them explains is the residual, and all add up to the whole.
    Without STRATEGY the baseline and all strategies of the file are looked at.
    """
    from sim.experiments.compare import ordered
    from sim.experiments.variability import variability
    from sim.report import write_variability
    from sim.report.results import VARIABILITY
    from sim.report.variability import print_variability, variability_json
    from sim.scenario.load import load_scenario
    from sim.scenario.telling.wording import count

    loaded = load_scenario(path)
    wanted = results_folder(output, loaded.path, "variability", strategies, future)
    folder = beside_better(wanted, replications)
    replaced = stored(folder)
    print_warnings(loaded.warnings)
    names = list(strategies) or ordered(loaded.scenario.compare.baseline, list(loaded.scenario.strategies))
    found = {}
    for name in names:
        with progress_bar(
            "holding sources", f"of '{name}', {count(replications, 'replication')}"
        ) as progress:
            found[name] = variability(
                loaded,
                name,
                replications=replications,
                seed=seed,
                engine=engine,
                jobs=jobs,
                future=future,
                progress=progress,
            )
    if not as_json:
        print_variability(found)
    failure = keep(lambda: write_variability(found, loaded, folder), folder)
    if as_json:
        print_json(variability_json(found) | {"results": None if failure else str(folder)})
    tell_where(folder, wanted, replaced, failure, as_json=as_json, file=VARIABILITY)
