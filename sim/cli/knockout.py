"""``sim knockout``: which feedback loop does what?"""

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
from sim.cli.output import print_json, print_warnings
from sim.cli.progress import progress_bar
from sim.cli.results import beside_better, keep, results_folder, stored, tell_where


@click.command("knockout")
@path_argument
@strategy_argument
@click.option("--loop", "loops", metavar="NAME", multiple=True, help="Only this loop; may be said again.")
@click.option(
    "--from", "off_from", metavar="WHEN", help="Off from then on; left out: from the end of the warm-up."
)
@click.option(
    "--measure",
    "shown",
    metavar="NAME",
    multiple=True,
    help="A measure to show; left out: those of `compare`.",
)
@replications_option("10", "Independent runs of each set of loops.")
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
    loops: tuple[str, ...],
    off_from: str | None,
    shown: tuple[str, ...],
    replications: int,
    seed: int,
    future: str,
    engine: str,
    jobs: int | None,
    as_json: bool,
    output: Path | None,
) -> None:
    """Switch feedback loops off, each alone and all together, and tell and draw what each of them does.

    The share of a loop is its part of what all of them do together (Shapley); the shares add up.  With
    --from each of them is on until then, and off from then on.  The page has a diagram for each measure,
    in which a loop's strand is as wide as its share.
    """
    from sim.experiments.knockout import knock_out, moment_in_words
    from sim.report import write_knockout
    from sim.report.knockout import knockout_json, measures_shown, print_knockout
    from sim.report.results import KNOCKOUT_PAGE
    from sim.scenario.load import load_scenario

    loaded = load_scenario(path)
    changed = [] if strategy == DO_NOTHING else [strategy]
    since = [f"from {off_from}"] if off_from else []
    only = [loop.replace("-", " ") for loop in loops]
    wanted = results_folder(output, loaded.path, "knockout", [*changed, *only, *since], future)
    folder = beside_better(wanted, replications)
    replaced = stored(folder)
    print_warnings(loaded.warnings)
    measures = measures_shown(loaded, shown)
    with progress_bar("knocking out loops of", f"'{strategy}', {replications} replications") as progress:
        found = knock_out(
            loaded,
            strategy,
            loops=loops or None,
            off_from=moment_in_words(off_from) if off_from else None,
            replications=replications,
            seed=seed,
            engine=engine,
            jobs=jobs,
            future=future,
            progress=progress,
        )
    if not as_json:
        print_knockout(found, measures)
    failure = keep(lambda: write_knockout(found, loaded, folder, measures), folder)
    if as_json:
        print_json(knockout_json(found) | {"results": None if failure else str(folder)})
    tell_where(folder, wanted, replaced, failure, as_json=as_json, file=KNOCKOUT_PAGE)
