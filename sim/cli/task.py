"""``sim task``: why did this one take so long?"""

from pathlib import Path

import click

from sim.cli.options import (
    PATH,
    engine_option,
    future_option,
    json_option,
    path_argument,
    seed_option,
    strategy_argument,
)
from sim.cli.output import print_json, print_warnings, wrapped
from sim.cli.usage import MOST_REPLICATIONS, whole_number


@click.command("task")
@path_argument
@click.argument("number", metavar="N")
@strategy_argument
@click.option("--with-defect", is_flag=True, help="Slowest only among tasks in which a defect was made.")
@click.option(
    "--replication",
    callback=whole_number(0, MOST_REPLICATIONS),
    default="0",
    show_default=True,
    metavar="R",
    help="Which run, 0 up, as records are numbered.",
)
@seed_option
@future_option
@engine_option
@json_option
@click.option(
    "--output", type=PATH, metavar="FOLDER", help="Also draw it there: its time line, and its pool."
)
def verb(
    *,
    path: Path,
    number: str,
    strategy: str,
    with_defect: bool,
    replication: int,
    seed: int,
    future: str,
    engine: str,
    as_json: bool,
    output: Path | None,
) -> None:
    """Tell the life of one task: why it took so long, who held it, whom it waited for and what they did.

    N is the number of a task in the run, 0 up, or: slowest.  STRATEGY is one of the file; left out: do
    nothing.
    """
    from sim.experiments.tasks.task import tell
    from sim.report.tasks.machine import task_json
    from sim.report.tasks.terminal import print_time_line
    from sim.scenario.load import load_scenario

    loaded = load_scenario(path)
    print_warnings(loaded.warnings)
    told = tell(
        loaded,
        number,
        strategy,
        replication=replication,
        seed=seed,
        engine=engine,
        future=future,
        with_defect=with_defect,
    )
    if as_json:
        print_json(task_json(told.life))
    else:
        click.echo(wrapped(told.life.story))
        click.echo()
        print_time_line(told.life)
    if output is not None:
        from sim.report.tasks.results import write_task

        for file in write_task(told, loaded, output):
            click.echo(file, err=as_json)
