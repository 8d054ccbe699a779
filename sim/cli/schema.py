"""``sim schema``: what may a scenario say, for editors?"""

from pathlib import Path

import click

from sim.cli.options import PATH


@click.command("schema")
@click.option("--output", type=PATH, metavar="FILE", help="Write it there; left out: to standard output.")
def verb(output: Path | None) -> None:
    r"""Write the JSON Schema that lets editors complete.

    Editors with a YAML language server then show every key, its meaning and unit, and mark mistakes while
    you type.  Put this line first in the scenario, with the path to the schema:

    \b
        # yaml-language-server: $schema=scenario.schema.json
    """
    from sim.cli.files import write_text
    from sim.scenario.telling.json_schema import json_schema_text

    if output is None:
        click.echo(json_schema_text(), nl=False)
        return
    write_text(output, json_schema_text())
    click.echo(f"{output}: written; put `# yaml-language-server: $schema={output}` first in the scenario")
