"""``sim sweep``: where does a strategy fail, and which number matters?"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

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
from sim.cli.output import print_json, print_said, print_warnings
from sim.cli.progress import progress_bar
from sim.cli.results import keep, results_folder, stored, tell_where
from sim.cli.usage import MOST_REPLICATIONS, whole_number
from sim.errors import SimError

if TYPE_CHECKING:
    from sim.experiments.sweeping.price import Price


@click.command("sweep")
@path_argument
@strategies_argument
@click.option(
    "--over",
    metavar="'KEY = VALUES'",
    multiple=True,
    required=True,
    help="A key and its levels ('6, 8, 10') or its range ('20 % to 60 %', '… in 5 levels'); may be said "
    "again.  Or a CSV file: one column a key, one row a point.",
)
@click.option(
    "--design",
    type=click.Choice(("grid", "latin-hypercube", "sobol", "one-at-a-time")),
    show_default="grid",
    help="Which points: all levels with all; a sample of the ranges; each key alone.",
)
@click.option(
    "--points",
    callback=whole_number(1, MOST_REPLICATIONS),
    metavar="N",
    help="Points of a latin-hypercube or of sobol; left out: 64.",
)
@click.option(
    "--measure",
    "shown",
    metavar="NAME",
    multiple=True,
    help="A measure to show; left out: those of `compare`.",
)
@click.option(
    "--budget",
    default="30 min",
    show_default=True,
    metavar="COST",
    help="The most it may take: a time ('10 min') or a number of runs ('50,000 runs').",
)
@click.option("--dry-run", is_flag=True, help="Only say what it would cost, and which points cannot be.")
@replications_option("10", "Independent runs of each strategy at each point.")
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
    over: tuple[str, ...],
    design: str | None,
    points: int | None,
    shown: tuple[str, ...],
    budget: str,
    dry_run: bool,
    replications: int,
    seed: int,
    future: str,
    engine: str,
    jobs: int | None,
    as_json: bool,
    output: Path | None,
) -> None:
    """Vary any keys of a scenario, and tell where a strategy is ahead of the baseline and where not.

    Without STRATEGY the baseline alone is run.  All points have the same luck.  Stopped, it goes on where it
    was when the same command is given again.
    """
    from sim.experiments.sweeping.design import design_of
    from sim.experiments.sweeping.question import asked, measures_of_all
    from sim.experiments.sweeping.stored_question import SWEPT
    from sim.experiments.sweeping.sweep import MOST_TRIED, impossible, price, sweep
    from sim.report.knockout import measures_shown
    from sim.report.sweeping.terminal import failures, print_sweep
    from sim.scenario.load import load_scenario

    loaded = load_scenario(path)
    folder = results_folder(output, loaded.path, "sweep", strategies, future, SWEPT)
    points_ = design_of(over, loaded, design, points, seed)
    question = asked(loaded, points_, strategies, replications=replications, seed=seed, future=future)
    measures = measures_shown(loaded, shown, measures_of_all(question)) if shown else []
    print_warnings(loaded.warnings)
    if dry_run:
        cost = price(question, engine=engine, jobs=jobs)
        for line in failures(impossible(question), question.strategies, "cannot be run:"):
            click.echo(line, err=True)
        if len(points_.points) > MOST_TRIED:
            click.echo("only some of the points were looked at; the others are when they are run", err=True)
        _print_price(cost, as_json=as_json)
        return
    replaced = stored(folder)
    title = f"over {', '.join(points_.keys)}"
    with _told_what_is_stored(folder), progress_bar("sweeping", title) as progress:

        def told(cost: "Price", done: int, whole: int) -> None:
            if done:
                progress.say(f"{done:,} of {whole:,} points are in {folder} already")
            if cost.points:
                progress.say(cost.words)

        found = sweep(
            question,
            engine=engine,
            jobs=jobs,
            budget=budget,
            folder=folder,
            progress=progress,
            tell_price=told,
        )
    from sim.experiments.sweeping.account import sentences
    from sim.report.results import finite
    from sim.report.sweeping.machine import sweep_json
    from sim.report.sweeping.results import write_sweep

    measures = measures or list(found.foreground)
    print_warnings(found.notes)
    if not as_json:
        print_sweep(found, measures)
        print_said(sentences(found, measures))
    for line in failures(found.failed, found.strategies):
        click.echo(line, err=True)
    failure = keep(lambda: write_sweep(found, loaded, folder, measures), folder)
    if as_json:
        print_json(finite({**sweep_json(found, measures), "results": None if failure else str(folder)}))
    tell_where(folder, folder, replaced, failure, as_json=as_json)


@contextmanager
def _told_what_is_stored(folder: Path) -> Iterator[None]:
    """Say, where the body is interrupted or fails by no fault of the user, that it can go on."""
    from sim.experiments.sweeping.stored_question import SWEPT

    try:
        yield
    except BaseException as error:
        if not isinstance(error, SimError) and (folder / SWEPT).is_file():
            click.echo(f"{folder}: what is done is stored; the same command goes on from there", err=True)
        raise


def _print_price(cost: "Price", *, as_json: bool) -> None:
    """Say what a sweep would cost."""
    if as_json:
        said = {
            name: getattr(cost, name) for name in ("points", "strategies", "replications", "runs", "seconds")
        }
        print_json({**said, "jobs": cost.jobs})
    else:
        click.echo(cost.words)
