"""``sim check``: is this file a scenario that can be run?"""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sim.cli.options import PATH, json_option
from sim.cli.output import print_json

if TYPE_CHECKING:
    from sim.scenario.load import LoadedScenario


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
        mistakes: list[str] = []
        doubts: dict[str, tuple[str, ...]] = {"warnings": (), "notes": ()}
        try:
            loaded = load_scenario(path)
            doubts = {"warnings": (*loaded.warnings, *_over_budget(loaded)), "notes": loaded.notes}
        except ScenarioError as error:
            mistakes = error.problems
        except SimError as error:
            mistakes = [str(error)]
        findings.append({"path": str(path), "problems": mistakes, **doubts})
        problems += mistakes
        if not as_json and not mistakes:
            _tell(path, doubts)
    if as_json:
        print_json(findings)
    if problems:
        raise ScenarioError(problems)


def _over_budget(loaded: "LoadedScenario") -> tuple[str, ...]:
    """Return a sentence for each strategy that is sure to cost more than the budget, if there is one."""
    if loaded.scenario.compare.budget is None:
        return ()
    from sim.experiments.budget import plans_over_budget

    return plans_over_budget(loaded)


def _tell(path: Path, doubts: dict[str, tuple[str, ...]]) -> None:
    for kind, texts in doubts.items():
        for text in texts:
            click.echo(f"{kind.removesuffix('s')}: {text}")
    doubted = len(doubts["warnings"])
    click.echo(f"{path}: good{f', with {doubted} warning' if doubted else ''}{'s' if doubted > 1 else ''}")
