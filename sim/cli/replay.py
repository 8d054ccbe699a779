"""``sim replay``: do stored results come out again, digit for digit?"""

from pathlib import Path

import click

from sim.cli.options import PATH, jobs_option
from sim.cli.progress import progress_bar
from sim.errors import UsageError


@click.command("replay")
@click.argument("folder", type=PATH)
@jobs_option
def verb(folder: Path, jobs: int | None) -> None:
    """Run stored results again and compare every digit."""
    from sim.experiments.replay import replay
    from sim.report.folder import mend
    from sim.scenario.telling.wording import count

    mend(folder)
    with progress_bar("replaying", str(folder)) as progress:
        result = replay(folder, jobs, progress)
    stored = result.provenance
    made_of = f"{stored.verb}, seed {stored.seed}, {count(stored.replications, 'replication')}"
    if not result.same:
        versions = "; ".join(result.other_versions) or "with the same versions of all packages"
        numbers = "\n".join(f"  {name}" for name in result.differing)
        raise UsageError(f"{folder}: other digits than stored ({made_of}): {versions}\n{numbers}")
    click.echo(f"{folder}: the same digits again ({made_of})")
