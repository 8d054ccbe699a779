"""``sim diagnose``: a human problem, a machine problem, or a breakdown where they interact?"""

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


@click.command("diagnose")
@path_argument
@strategy_argument
@replications_option("10", "Independent runs of each set of sides that are put right.")
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
    """Say whether people, tools or their interplay are what is wrong, and which lever would help.

    Every hour of every task and every defect is booked to a cause.  Then each side is put to good practice,
    alone, in pairs and all together, under the same luck, and what that brings is told; so is what each of
    the three levers would bring at the place where most is lost, and cost.
    """
    from sim.experiments.diagnosis.diagnose import diagnose
    from sim.report import write_diagnosis
    from sim.report.diagnosis import diagnosis_json, print_diagnosis
    from sim.report.results import DIAGNOSIS
    from sim.scenario.load import load_scenario
    from sim.scenario.telling.wording import count

    loaded = load_scenario(path)
    changed = [] if strategy == DO_NOTHING else [strategy]
    wanted = results_folder(output, loaded.path, "diagnosis", changed, future)
    folder = beside_better(wanted, replications)
    replaced = stored(folder)
    print_warnings(loaded.warnings)
    with progress_bar("diagnosing", f"'{strategy}', {count(replications, 'replication')}") as progress:
        found = diagnose(
            loaded,
            strategy,
            replications=replications,
            seed=seed,
            engine=engine,
            jobs=jobs,
            future=future,
            progress=progress,
        )
    print_warnings(found.warnings)
    if not as_json:
        print_diagnosis(found)
    failure = keep(lambda: write_diagnosis(found, loaded, folder), folder)
    if as_json:
        print_json(diagnosis_json(found) | {"results": None if failure else str(folder)})
    tell_where(folder, wanted, replaced, failure, as_json=as_json, file=DIAGNOSIS)
