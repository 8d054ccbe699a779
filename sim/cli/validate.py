"""``sim validate``: is the simulator right?"""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sim.cli.options import PATH, json_option
from sim.cli.output import print_json
from sim.cli.usage import MOST_REPLICATIONS, whole_number
from sim.errors import SimError

if TYPE_CHECKING:
    from sim.validation.judging import Judgement
    from sim.validation.verification import Check, Group


class VerificationError(Exception):
    """The simulator is not what it says it is."""


class MisfitError(SimError):
    """Rows of a published experiment fail, and nobody says why."""


@click.command("validate")
@click.argument("experiments", metavar="[EXPERIMENT]...", nargs=-1)
@click.option(
    "--replications",
    callback=whole_number(2, MOST_REPLICATIONS),
    metavar="N",
    help="Independent runs of each strategy; left out: as each experiment says.",
)
@click.option("--page", type=PATH, metavar="FILE", help="Write the table as Markdown too.")
@json_option
def verb(*, experiments: tuple[str, ...], replications: int | None, page: Path | None, as_json: bool) -> None:
    """Check the simulator against theory, against itself, and against published experiments.

    Without EXPERIMENT the verification suite is run (textbook queues, relations that must hold, both
    engines), then every published experiment that is shipped.  EXPERIMENT is a name such as T4, a shipped
    scenario with a published.yaml, or a folder of your own with one; then only these are run.  Rows that
    something was fitted to stand apart from those that judge, and what fails is shown as failing.  It ends
    with an error where a row fails and has no 'misfit:' that says why.
    """
    from sim.validation.judging import judge
    from sim.validation.published import read_published
    from sim.validation.shipped import folder_of, published_folders
    from sim.validation.telling import judgement_lines, published_page, summary_line

    folders = [folder_of(name) for name in experiments] or list(published_folders())
    found = sorted(map(read_published, folders), key=lambda each: each.experiment.order)
    suite = [] if experiments else _verified(tell=not as_json)
    judgements: list[Judgement] = []
    for published in found:
        judgements.append(judge(published, replications=replications))
        if not as_json:
            click.echo("\n".join([*judgement_lines(judgements[-1]), ""]))
    if as_json:
        published_rows = [_as_json(each) for each in judgements]
        print_json({"verification": _suite_as_json(suite), "published": published_rows})
    else:
        click.echo(summary_line(judgements))
    if page is not None:
        words = ["sim validate", *experiments, *([f"--replications {replications}"] if replications else [])]
        text = published_page(judgements, suite, f"{' '.join(words)} --page {page.as_posix()}")
        page.write_text(text, encoding="utf-8", newline="\n")
        click.echo(f"{page}: written", err=True)
    broken = sum(not check.holds for _, checks in suite for check in checks)
    if broken:
        raise VerificationError(f"{broken} checks of the verification suite do not hold")
    unexplained = [row for judgement in judgements for row in judgement.unexplained]
    if unexplained:
        raise MisfitError(
            f"these fail, fitted or without a 'misfit:' that says why: {'; '.join(unexplained)}"
        )


def _verified(*, tell: bool) -> "list[tuple[Group, list[Check]]]":
    """Run the verification suite, telling each group as it is done."""
    from sim.validation.telling import group_lines
    from sim.validation.verification import SUITE

    found = []
    for group in SUITE:
        checks = list(group.checks())
        found.append((group, checks))
        if tell:
            click.echo("\n".join(group_lines(group, checks)))
    if tell:
        click.echo()
    return found


def _suite_as_json(suite: "list[tuple[Group, list[Check]]]") -> list[dict[str, object]]:
    return [
        {"group": group.name, "check": check.name, "told": check.told, "holds": check.holds}
        for group, checks in suite
        for check in checks
    ]


def _as_json(judgement: "Judgement") -> dict[str, object]:
    experiment = judgement.published.experiment
    return {
        "experiment": experiment.experiment,
        "title": experiment.title,
        "source": experiment.source,
        "scenario": judgement.published.folder.name,
        "rows": [
            {
                "say": each.row.say,
                "use": each.row.use,
                "published": None if each.row.published.is_band else each.row.published.low,
                "simulated": each.found.mean,
                "half_width": each.found.half_width,
                "replications": each.found.replications,
                "outcome": each.outcome.value,
                "misfit": each.row.misfit if each.outcome.value != "pass" else "",
            }
            for each in judgement.rows
        ],
    }
