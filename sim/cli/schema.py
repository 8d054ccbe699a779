"""``sim schema``: what may a scenario say, for editors?"""

from pathlib import Path

import click

from sim.cli.options import PATH

HELP = """Write the JSON Schema that lets editors complete.

Editors with a YAML language server then show every key, its meaning and unit, and mark mistakes while
you type.  `sim new` puts the schema beside the scenario; for a scenario of your own put the schema into
its folder and this line first in the file:

\b
    # yaml-language-server: $schema=scenario.schema.json
"""


@click.command("schema", help=HELP, short_help="Write the JSON Schema that lets editors complete.")
@click.option("--output", type=PATH, metavar="FILE", help="Write it there; left out: to standard output.")
def verb(output: Path | None) -> None:
    """Write the JSON Schema that lets editors complete."""
    from sim.cli.files import write_text
    from sim.scenario.telling.json_schema import json_schema_text

    if output is None:
        click.echo(json_schema_text(), nl=False)
        return
    write_text(output, json_schema_text())
    line = f"# yaml-language-server: $schema={output.name}"
    click.echo(f"{output}: written; put `{line}` first in a scenario of the same folder")
