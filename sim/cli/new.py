"""``sim new``: a starting scenario to change into one's own."""

from importlib import resources
from pathlib import Path

import click

from sim.cli.options import PATH
from sim.errors import UsageError

SCHEMA = "scenario.schema.json"
"""What lets editors complete; the first line of a scenario names it, as seen from its folder."""
TEMPLATES = {"team": "people, an AI tool and two strategies", "queue": "the smallest scenario: one queue"}
"""What may be begun with; each is a file of ``sim/cli/templates``."""


@click.command("new")
@click.argument("folder", type=PATH)
@click.option(
    "--template",
    type=click.Choice(list(TEMPLATES)),
    default="team",
    show_default=True,
    help="; ".join(f"{name}: {what}" for name, what in TEMPLATES.items()) + ".",
)
def verb(folder: Path, template: str) -> None:
    """Write a starting scenario into a new folder."""
    from sim.cli.files import write_text
    from sim.scenario.telling.json_schema import json_schema_text

    file = folder / "scenario.yaml"
    if file.exists():
        raise UsageError(f"{file}: is there already; name another folder")
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder}: is a file; name a new folder")
    write_text(file, template_text(template, folder))
    schema = folder / SCHEMA
    if not schema.exists():
        write_text(schema, json_schema_text())
    click.echo(f"{file}: written; next: sim explain {folder}, then sim compare {folder}")


def template_text(template: str, folder: Path) -> str:
    """Return a starting scenario; its comments name the folder."""
    text = resources.files("sim.cli").joinpath("templates", f"{template}.yaml").read_text(encoding="utf-8")
    return f"# yaml-language-server: $schema={SCHEMA}\n{text.replace('{folder}', str(folder))}"
