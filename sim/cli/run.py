"""``sim run``: what does one strategy bring?"""

from pathlib import Path

import click

from sim.cli.options import (
    DO_NOTHING,
    experiment_options,
    path_argument,
    replications_option,
    strategy_argument,
)
from sim.cli.output import print_json, print_notes, print_said, print_warnings
from sim.cli.progress import progress_bar
from sim.cli.records import run_records
from sim.cli.results import beside_better, keep, results_folder, stored, tell_where


@click.command("run")
@path_argument
@strategy_argument
@replications_option("20", "Independent runs of each strategy.")
@experiment_options
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
    records: bool,
) -> None:
    """Run one strategy and tell its measures with their intervals.

    STRATEGY is one of the file; left out: do nothing.
    """
    from sim.experiments.account import account, meaningless, spoken_of, warnings_of
    from sim.experiments.remarks import notes_on, without_place
    from sim.experiments.replicate import replicate
    from sim.experiments.settling import in_steady_state
    from sim.report import print_replications, write_replications
    from sim.report.basis import terminating
    from sim.report.machine import replications_json
    from sim.report.results import finite
    from sim.scenario.load import load_scenario
    from sim.scenario.telling.wording import count

    loaded, settled = in_steady_state(load_scenario(path), [strategy], future, engine, seed, jobs)
    changed = [] if strategy == DO_NOTHING else [strategy]
    wanted = results_folder(output, loaded.path, "run", changed, future)
    folder = beside_better(wanted, replications)
    replaced = stored(folder)
    print_warnings(loaded.warnings)
    with progress_bar("running", f"'{strategy}', {count(replications, 'replication')}") as progress:
        result = replicate(
            loaded,
            strategy,
            replications=replications,
            seed=seed,
            engine=engine,
            jobs=jobs,
            future=future,
            progress=progress,
        )
    print_warnings(warnings_of(result, loaded, future)[len(loaded.warnings) :])
    needless = meaningless(result, loaded, future)
    notes, currency = notes_on(loaded, [strategy], future), loaded.scenario.currency
    if not as_json:
        scenario = loaded.scenario
        measured = settled or terminating(scenario.warm_up, scenario.run_length)
        print_replications(result, currency, needless, measured)
        said = account(result, spoken_of(result, loaded, future), currency, future)
        print_said(said)
        print_notes([without_place(note) for note in notes])
    again = run_records(loaded, {strategy: replications}, seed=seed, future=future)

    def write() -> None:
        kept = (record for _, record in again) if records else ()
        write_replications(result, loaded, folder, kept, seed=seed, engine=result.engine, future=future)

    failure = keep(write, folder)
    if as_json:
        settings = {
            "scenario": loaded.scenario.scenario,
            "future": future,
            "seed": seed,
            "engine": result.engine,
        }
        more = {"warnings": warnings_of(result, loaded, future), "notes": notes, "left_out": needless}
        where = {"results": None if failure else str(folder)}
        print_json(finite({**settings, **replications_json(result, currency), **more, **where}))
    tell_where(folder, wanted, replaced, failure, as_json=as_json)
