"""``sim compare``: which strategy brings what, against the baseline?"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sim.cli.options import experiment_options, path_argument, strategies_argument
from sim.cli.output import print_json, print_notes, print_said, print_warnings
from sim.cli.progress import progress_bar
from sim.cli.records import run_records
from sim.cli.results import beside_better, keep, results_folder, stored, tell_where
from sim.cli.usage import MOST_REPLICATIONS, number_or_auto, whole_number

if TYPE_CHECKING:
    from sim.experiments.price import Price


@click.command("compare")
@path_argument
@strategies_argument
@click.option(
    "--replications",
    callback=number_or_auto,
    metavar="N|auto",
    help="Independent runs of each strategy; auto: as many as it takes until the best is chosen and every "
    "measure is as precise as the file says; left out: what the file says, else 20.",
)
@click.option(
    "--at-most",
    callback=whole_number(20, MOST_REPLICATIONS),
    metavar="N",
    help="Runs of each strategy that auto may take, which it implies; left out: what the file says, else "
    "1000.",
)
@click.option(
    "--runs",
    callback=whole_number(2, MOST_REPLICATIONS),
    metavar="N",
    help="Runs of all strategies together, given to those where they tell most about which is the best.",
)
@click.option(
    "--procedure",
    type=click.Choice(("kim-nelson", "clark-yang", "screening")),
    show_default="kim-nelson",
    help="How the best is chosen: step by step; conservatively, in two stages; or step by step after a "
    "screening, for many strategies.  Implies auto.",
)
@click.option(
    "--futures",
    callback=whole_number(0, MOST_REPLICATIONS),
    metavar="N",
    help="Futures drawn from the uncertainties of the file; left out: 50 where there are any; 0: none.",
)
@click.option(
    "--price", is_flag=True, help="Run a first stage only, and say what auto (or --runs) would take."
)
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
    replications: int | str | None,
    at_most: int | None,
    runs: int | None,
    procedure: str | None,
    price: bool,
    futures: int | None,
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

    With --at-most, --procedure or --price it runs as many replications as it takes (--replications auto),
    whatever the file says; a number beside them is refused.  --runs stands in place of all of them but
    --price.
    """
    from sim.experiments.compare import compare, ordered
    from sim.experiments.how_many import how_many
    from sim.experiments.stopping import FIRST_STAGE
    from sim.scenario.load import load_scenario
    from sim.scenario.telling.wording import count

    loaded = load_scenario(path)
    wanted = results_folder(output, loaded.path, "compare", strategies, future)
    number = how_many(
        loaded.scenario.compare.replications, replications, at_most=at_most, runs=runs, procedure=procedure,
        pilot_only=price,
    )  # fmt: skip
    is_open = runs is not None or not isinstance(number, int)
    folder = wanted if is_open or not isinstance(number, int) else beside_better(wanted, number)
    print_warnings(loaded.warnings)
    names = ordered(loaded.scenario.compare.baseline, strategies or list(loaded.scenario.strategies))
    many = "one strategy" if len(names) == 1 else f"{len(names)} strategies"
    first = number if isinstance(number, int) else FIRST_STAGE
    what = f"{many}, {count(first, 'replication')} of each{' at first' if is_open else ''}"
    if split and not price:
        what += f", the first {min(split, first)} with 3 runs more"
    prices: list[Price] = []
    with progress_bar("comparing", what) as progress:
        comparison = compare(
            loaded,
            strategies or None,
            replications=replications,
            at_most=at_most,
            runs=runs,
            procedure=procedure,
            pilot_only=price,
            futures=futures,
            seed=seed,
            engine=engine,
            jobs=jobs,
            future=future,
            split=split,
            progress=progress,
            tell_first=lambda figures: progress.say(figures.words),
            tell_price=lambda asked: prices.append(asked) if price else progress.say(asked.words),
            tell_futures=lambda number: progress.next(f"{count(number, 'future')} of the uncertainties"),
        )
    if price:
        _tell_price(prices, as_json=as_json)
        return
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
    numbers = {name: len(result.values) for name, result in comparison.replications.items()}
    folder = beside_better(wanted, max(numbers.values())) if is_open else folder
    replaced = stored(folder)
    again = run_records(loaded, numbers, seed=seed, future=future)
    failure = keep(lambda: write_comparison(comparison, loaded, folder, again if records else ()), folder)
    if as_json:
        where = {"results": None if failure else str(folder)}
        print_json(finite({**comparison_json(comparison), **where}))
    tell_where(folder, wanted, replaced, failure, as_json=as_json)


def _tell_price(prices: "Sequence[Price]", *, as_json: bool) -> None:
    """Print what the answer would take."""
    (found,) = prices
    if as_json:
        keys = ("runs", "pilot", "to_split", "in_futures", "seconds", "words")
        print_json({key: getattr(found, key) for key in keys})
    else:
        click.echo(found.words)
