"""``sim export``: what does one run look like to tools for process mining?"""

from pathlib import Path

import click

from sim.cli.options import (
    DO_NOTHING,
    PATH,
    engine_option,
    future_option,
    path_argument,
    seed_option,
    strategy_argument,
)
from sim.cli.output import print_warnings
from sim.cli.results import RESULTS, question_name
from sim.cli.usage import MOST_REPLICATIONS, whole_number
from sim.records.event_log import FORMATS


@click.command("export")
@path_argument
@strategy_argument
@click.option(
    "--format",
    "log_format",
    type=click.Choice(tuple(FORMATS)),
    help="Of the log; left out: what the suffix of --output says, else csv.",
)
@click.option(
    "--replication",
    callback=whole_number(0, MOST_REPLICATIONS - 1),
    default="0",
    show_default=True,
    metavar="N",
    help="Which run, 0 up, as `sim run --records` counts them.",
)
@seed_option
@future_option
@engine_option
@click.option(
    "--output",
    type=PATH,
    metavar="FILE",
    help="Write it there, over what is there; left out: below results, named after the question.",
)
def verb(
    *,
    path: Path,
    strategy: str,
    log_format: str | None,
    replication: int,
    seed: int,
    future: str,
    engine: str,
    output: Path | None,
) -> None:
    """Write the event log of one run, for process mining.

    csv: one row an event, with a data dictionary; xes: IEEE 1849, a trace for each task; ocel, ocel-sqlite:
    OCEL 2.0, tasks, people, tools, freelancers and pools as objects.
    """
    from sim.experiments.event_log import export
    from sim.records.event_log.write import dictionary_beside, format_of, refuse_what_is_not_ours
    from sim.scenario.load import load_scenario
    from sim.scenario.telling.wording import count

    loaded = load_scenario(path)
    wanted = format_of(log_format, output)
    changed = [] if strategy == DO_NOTHING else [strategy]
    name = f"{question_name(loaded.path, 'export', changed, future)}-replication-{replication:04d}"
    file = output or Path(RESULTS) / f"{name}{FORMATS[wanted]}"
    for each in (None if output else file, dictionary_beside(file, wanted)):
        if each is not None:
            refuse_what_is_not_ours(each)
    replaced = file.exists()
    print_warnings(loaded.warnings)
    written = export(
        loaded, file, wanted, strategy, replication=replication, seed=seed, engine=engine, future=future
    )
    inside = f", {written.open_tasks:,} of them still inside at the end" if written.open_tasks else ""
    click.echo(
        f"{file}: {'replaced' if replaced else 'written'}, {count(written.events, 'event')} of "
        f"{count(written.tasks, 'task')}{inside}; one run, so nothing in it is an estimate"
    )
    if written.dictionary:
        click.echo(f"{written.dictionary}: what its columns mean, and of which run it is")
