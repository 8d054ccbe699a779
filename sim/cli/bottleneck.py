"""``sim bottleneck``: which pool holds the others up?"""

from pathlib import Path

import click

from sim.cli.options import (
    DO_NOTHING,
    engine_option,
    future_option,
    jobs_option,
    json_option,
    output_option,
    path_argument,
    replications_option,
    seed_option,
    strategy_argument,
)
from sim.cli.output import print_json, print_said, print_warnings
from sim.cli.progress import progress_bar
from sim.cli.results import beside_better, keep, results_folder, stored, tell_where


@click.command("bottleneck")
@path_argument
@strategy_argument
@replications_option("20", "Independent runs as it is, and with a seat more in each pool.")
@seed_option
@future_option
@engine_option
@jobs_option
@json_option
@output_option
def verb(
    *,
    path: Path,
    strategy: str,
    replications: int,
    seed: int,
    future: str,
    engine: str,
    jobs: int | None,
    as_json: bool,
    output: Path | None,
) -> None:
    """Tell what one more hour a week of each pool brings: people, freelancers, slots of tools.

    Each pool in turn gets one seat more, under the same luck; what that changes in output, flow time and
    margin is told for each hour of the seat, beside how busy the pool is.
    """
    from sim.experiments.bottleneck import bottleneck
    from sim.experiments.bottleneck_words import in_words
    from sim.report import write_bottleneck
    from sim.report.bottleneck import bottleneck_json, print_bottleneck
    from sim.report.results import BOTTLENECK
    from sim.scenario.load import load_scenario
    from sim.scenario.telling.wording import count

    loaded = load_scenario(path)
    changed = [] if strategy == DO_NOTHING else [strategy]
    wanted = results_folder(output, loaded.path, "bottleneck", changed, future)
    folder = beside_better(wanted, replications)
    replaced = stored(folder)
    print_warnings(loaded.warnings)
    with progress_bar("adding seats to", f"'{strategy}', {count(replications, 'replication')}") as progress:
        found = bottleneck(
            loaded,
            strategy,
            replications=replications,
            seed=seed,
            engine=engine,
            jobs=jobs,
            future=future,
            progress=progress,
        )
    if not as_json:
        print_bottleneck(found)
        print_said(in_words(found))
    failure = keep(lambda: write_bottleneck(found, loaded, folder), folder)
    if as_json:
        print_json(bottleneck_json(found) | {"results": None if failure else str(folder)})
    tell_where(folder, wanted, replaced, failure, as_json=as_json, file=BOTTLENECK)
