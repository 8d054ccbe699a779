"""``sim replay``: do stored results come out again, digit for digit?"""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sim.cli.options import PATH, jobs_option
from sim.cli.progress import progress_bar
from sim.cli.results import RESULTS
from sim.errors import UsageError

if TYPE_CHECKING:
    from sim.records.provenance import Provenance


@click.command("replay")
@click.argument("folder", type=PATH, metavar="FOLDER|KEY")
@click.option(
    "--in",
    "place",
    type=PATH,
    default=RESULTS,
    show_default=True,
    metavar="PLACE",
    help="Where a KEY is looked for: a folder with results below it, or a page of `sim report`.",
)
@jobs_option
def verb(folder: Path, place: Path, jobs: int | None) -> None:
    """Run stored results again and compare every digit.

    They are named by their folder, or by the key that stands beside each figure and table as its receipt.
    """
    from sim.experiments.replay import replayed
    from sim.records.provenance import read_provenance
    from sim.records.receipts import is_key
    from sim.report.folder import mend
    from sim.scenario.telling.wording import count

    where = str(folder)
    if is_key(where):
        stored = _of_key(where, place)
    else:
        mend(folder)
        stored = read_provenance(folder)
    with progress_bar("replaying", where) as progress:
        result = replayed(stored, where, jobs, progress)
    made_of = f"{stored.verb}, seed {stored.seed}, {count(stored.replications, 'replication')}"
    if not result.same:
        versions = "; ".join(result.other_versions) or "with the same versions of all packages"
        numbers = "\n".join(f"  {name}" for name in result.differing)
        raise UsageError(f"{where}: other digits than stored ({made_of}): {versions}\n{numbers}")
    click.echo(f"{where}: the same digits again ({made_of})")


def _of_key(key: str, place: Path) -> "Provenance":
    """Return the provenance with a key, from a page or from a folder with results below it."""
    from sim.records.receipts import found_by_key, receipts_below, with_parts

    if place.is_file():
        from sim.report.board.verify import embedded_provenance, sealed_page

        receipts = dict(with_parts(embedded_provenance(sealed_page(place), str(place))))
    else:
        receipts = receipts_below(place)
    return found_by_key(key, receipts, str(place))
