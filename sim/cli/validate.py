"""``sim validate``: is the simulator right?"""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sim.cli.options import MOST_REPLICATIONS, PATH, json_option
from sim.cli.output import print_json
from sim.cli.usage import whole_number

if TYPE_CHECKING:
    from sim.validation.judging import Judgement


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
    """Run published experiments and print their numbers beside what comes out.

    EXPERIMENT is a name such as T4, a shipped scenario with a published.yaml, or a folder of your own with
    one; left out: all that are shipped.  Rows that something was fitted to stand apart from those that judge,
    and what fails is shown as failing.
    """
    from sim.validation.judging import judge
    from sim.validation.published import read_published
    from sim.validation.shipped import folder_of, published_folders
    from sim.validation.telling import judgement_lines, published_page, summary_line

    folders = [folder_of(name) for name in experiments] or list(published_folders())
    found = sorted(map(read_published, folders), key=lambda each: _order(each.experiment.experiment))
    judgements: list[Judgement] = []
    for published in found:
        judgements.append(judge(published, replications=replications))
        if not as_json:
            click.echo("\n".join([*judgement_lines(judgements[-1]), ""]))
    if as_json:
        print_json([_as_json(each) for each in judgements])
    else:
        click.echo(summary_line(judgements))
    if page is not None:
        words = ["sim validate", *experiments, *([f"--replications {replications}"] if replications else [])]
        text = published_page(judgements, f"{' '.join(words)} --page {page}")
        page.write_text(text, encoding="utf-8", newline="\n")
        click.echo(f"{page}: written", err=True)


def _order(name: str) -> tuple[str, int, str]:
    """Return what sorts T2 before T10."""
    letters = name.rstrip("0123456789")
    return (letters, int(name[len(letters) :] or 0), name)


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
