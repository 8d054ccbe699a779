"""``sim check``: is this file a scenario that can be run?"""

from pathlib import Path

import click

from sim.cli.options import PATH, json_option
from sim.cli.output import print_json


@click.command("check")
@click.argument("paths", metavar="PATH...", type=PATH, nargs=-1, required=True)
@json_option
def verb(paths: tuple[Path, ...], as_json: bool) -> None:
    """Find every mistake in scenario files."""
    from sim.errors import ScenarioError, SimError
    from sim.scenario.load import load_scenario

    findings: list[dict[str, object]] = []
    problems: list[str] = []
    for path in paths:
        warnings: tuple[str, ...] = ()
        mistakes: list[str] = []
        try:
            warnings = load_scenario(path).warnings
        except ScenarioError as error:
            mistakes = error.problems
        except SimError as error:
            mistakes = [str(error)]
        findings.append({"path": str(path), "problems": mistakes, "warnings": list(warnings)})
        problems += mistakes
        if not as_json:
            _tell(path, warnings, found=not mistakes)
    if as_json:
        print_json(findings)
    if problems:
        raise ScenarioError(problems)


def _tell(path: Path, warnings: tuple[str, ...], *, found: bool) -> None:
    for warning in warnings:
        click.echo(f"warning: {warning}")
    if found:
        click.echo(f"{path}: good")
