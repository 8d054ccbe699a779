"""``sim loops``: which feedback loops are at work, and what flows and accumulates?"""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sim.cli.options import PATH, json_option, path_argument, strategy_argument
from sim.cli.output import print_json, print_text

if TYPE_CHECKING:
    from sim.model.model import Model
    from sim.rules.loops import Loop


@click.command("loops")
@path_argument
@strategy_argument
@json_option
@click.option(
    "--output",
    type=PATH,
    metavar="FOLDER",
    help="Also draw them there for slides, with the stocks and flows.",
)
def verb(*, path: Path, strategy: str, as_json: bool, output: Path | None) -> None:
    """Tell the feedback loops that are at work in a scenario, and those that are silent.

    STRATEGY is one of the file; left out: do nothing.
    """
    from sim.experiments.knockout import active_loops
    from sim.model.build import build
    from sim.rules.loops import LOOPS
    from sim.scenario.load import load_scenario

    loaded = load_scenario(path)
    model = build(loaded.under(strategy))
    at_work = active_loops(model)
    if as_json:
        print_json([_as_json(loop, at_work=loop.name in at_work) for loop in LOOPS])
    else:
        active = [loop for loop in LOOPS if loop.name in at_work]
        for loop in active:
            print_text(_told(loop))
        silent = ", ".join(loop.name for loop in LOOPS if loop.name not in at_work)
        if silent:
            print_text(f"silent here: {silent}")
    if output is not None:
        name = loaded.scenario.scenario
        for file in _draw(model, [loop for loop in LOOPS if loop.name in at_work], name, output):
            click.echo(file, err=as_json)


def _told(loop: "Loop") -> str:
    kind = "reinforcing" if loop.polarity == "R" else "balancing"
    walk = " ".join(f"{link.cause} {'→+' if link.sign > 0 else '→−'}" for link in loop.links)
    late = f" Late by {loop.delay}." if loop.delay else ""
    return (
        f"{loop.name} ({loop.polarity}, {kind}): {loop.title}.\n"
        f"  {walk} {loop.links[0].cause}\n"
        f"  Stopped by freezing: {loop.cut}.{late} Source: {loop.source}.\n"
    )


def _as_json(loop: "Loop", *, at_work: bool) -> dict[str, object]:
    return {
        "name": loop.name,
        "title": loop.title,
        "polarity": loop.polarity,
        "at_work": at_work,
        "links": [
            {"cause": link.cause, "effect": link.effect, "sign": link.sign, "rule": link.rule}
            for link in loop.links
        ],
        "cut": loop.cut,
        "gain": loop.gain,
        "delay": loop.delay,
        "source": loop.source,
    }


def _draw(model: "Model", loops: "list[Loop]", scenario: str, folder: Path) -> list[Path]:
    """Draw the loops together and one by one, if there are any, and the stocks and flows."""
    from sim.report.flow_map import flow_map
    from sim.report.folder import whole_folder
    from sim.report.loop_map import loop_map
    from sim.report.loops import loops_figure
    from sim.report.slide import save_picture
    from sim.report.style import figure_style

    with whole_folder(folder) as new, figure_style():
        figures = {"stocks-and-flows": flow_map(model, f"Stocks and flows: {scenario}")}
        if loops:
            figures["loop-map"] = loop_map(loops, f"Feedback loops at work: {scenario}")
            figures["loops"] = loops_figure(loops)
        for name, figure in figures.items():
            save_picture(figure, new / name)
    return [folder / f"{name}.png" for name in figures]
