"""``sim document``: what must a reader know to judge and to repeat this study?"""

from pathlib import Path

import click

from sim.cli.options import PATH, path_argument


@click.command("document")
@path_argument
@click.option("--output", type=PATH, metavar="FILE", help="Write it there; left out: standard output.")
def verb(path: Path, output: Path | None) -> None:
    """Write the documentation of a scenario, by the items of STRESS-DES and the elements of ODD.

    All of it is filled from the scenario and the model, in Markdown.
    """
    from sim.report.document import document
    from sim.scenario.load import load_scenario
    from sim.validation.published import published_beside
    from sim.validation.telling import calibration_sentences

    loaded = load_scenario(path)
    published = published_beside(loaded.path)
    text = document(loaded, calibration_sentences(published) if published else ())
    if output is None:
        click.echo(text, nl=False)
        return
    output.write_text(text, encoding="utf-8", newline="\n")
    click.echo(f"{output}: written", err=True)
