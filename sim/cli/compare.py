"""``sim compare``: which strategy brings what, against the baseline?"""

from pathlib import Path

import click

from sim.cli.options import MOST_REPLICATIONS, experiment_options, path_argument, strategies_argument
from sim.cli.output import print_json, print_notes, print_said, print_warnings
from sim.cli.progress import progress_bar
from sim.cli.records import run_records
from sim.cli.results import beside_better, keep, results_folder, stored, tell_where
from sim.cli.usage import whole_number


@click.command("compare")
@path_argument
@strategies_argument
@experiment_options
@click.option(
    "--split",
    callback=whole_number(0, MOST_REPLICATIONS),
    default="5",
    show_default=True,
    metavar="N",
    help="Replications over which the gap between head counts and simulation is split; 0: none.",
)
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
    records: bool,
    split: int,
) -> None:
    """Compare strategies with the baseline and report.

    Every difference is paired, replication by replication, and has its interval.  Without STRATEGY all
    strategies of the file are compared.  Beside each stands what head counts alone would have said.
    """
    from sim.experiments.compare import compare, ordered
    from sim.scenario.load import load_scenario
    from sim.scenario.telling.wording import count

    loaded = load_scenario(path)
    wanted = results_folder(output, loaded.path, "compare", strategies, future)
    folder = beside_better(wanted, replications)
    replaced = stored(folder)
    print_warnings(loaded.warnings)
    names = ordered(loaded.scenario.compare.baseline, strategies or list(loaded.scenario.strategies))
    many = "one strategy" if len(names) == 1 else f"{len(names)} strategies"
    what = f"{many}, {count(replications, 'replication')} of each"
    if split:
        what += f", the first {min(split, replications)} with 3 runs more"
    with progress_bar("comparing", what) as progress:
        comparison = compare(
            loaded,
            strategies or None,
            replications=replications,
            seed=seed,
            engine=engine,
            jobs=jobs,
            future=future,
            split=split,
            progress=progress,
            tell_first=lambda figures: progress.say(figures.words),
        )
    from sim.experiments.remarks import without_place
    from sim.experiments.verdict import verdict
    from sim.report import print_comparison, write_comparison
    from sim.report.break_even import break_even_sentences
    from sim.report.gaps import print_gaps
    from sim.report.machine import comparison_json
    from sim.report.results import finite

    print_warnings(comparison.warnings[len(loaded.warnings) :])
    if not as_json:
        print_comparison(comparison)
        print_said([*verdict(comparison), *break_even_sentences(comparison)])
        print_gaps(comparison)
        print_notes([without_place(note) for note in comparison.notes])
    again = run_records(loaded, comparison.replications, replications=replications, seed=seed, future=future)
    failure = keep(lambda: write_comparison(comparison, loaded, folder, again if records else ()), folder)
    if as_json:
        where = {"results": None if failure else str(folder)}
        print_json(finite({**comparison_json(comparison), **where}))
    tell_where(folder, wanted, replaced, failure, as_json=as_json)
