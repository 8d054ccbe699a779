"""``sim verify``: is a report as it was written, and do its numbers come out again?"""

from pathlib import Path

import click

from sim.cli.options import PATH, jobs_option
from sim.cli.progress import progress_bar


@click.command("verify")
@click.argument("report", type=PATH)
@click.option("--seal-only", is_flag=True, help="Check the seal, which takes no time, and run nothing.")
@jobs_option
def verb(report: Path, *, seal_only: bool, jobs: int | None) -> None:
    """Tell whether a page of `sim report` was changed, and whether its numbers come out again.

    First the seal: a digest of the whole page.  Then everything is run once more from what is embedded in
    the page, on any machine and number of cores, every number is compared, and the page is written again:
    each sentence and table must be the same.
    """
    from sim.report.board.verify import verify

    if seal_only:
        said = verify(report, seal_only=True)
    else:
        with progress_bar("verifying", str(report)) as progress:
            said = verify(report, jobs=jobs, progress=progress)
    for sentence in said:
        click.echo(sentence)
