"""``sim replay``: do stored results come out again, digit for digit?"""

from pathlib import Path

import click

from sim.cli.options import PATH


@click.command("replay")
@click.argument("folder", type=PATH)
def verb(folder: Path) -> None:
    """Run stored results again and compare every digit."""
