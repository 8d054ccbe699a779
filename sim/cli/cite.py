"""``sim cite``: on which published works does a scenario stand?"""

from pathlib import Path

import click

from sim.cli.options import json_option, path_argument
from sim.cli.output import print_json, print_text


@click.command("cite")
@path_argument
@click.option("--bibtex", is_flag=True, help="Print BibTeX, and nothing else.")
@json_option
def verb(path: Path, bibtex: bool, as_json: bool) -> None:
    """List the references for exactly what a scenario uses.

    These are the sources of the values that presets fill in, of the rules that act, under any of its
    strategies and futures, and of the numbers in a published.yaml beside it.  Where the values come from
    that the file states itself, only its author knows.
    """
    from sim.scenario.load import load_scenario
    from sim.scenario.telling.citing import bibliography, citation_lines, citations
    from sim.validation.published import published_beside

    loaded = load_scenario(path)
    published = published_beside(loaded.path)
    found = citations(loaded, published.experiment.source if published else "")
    if as_json:
        print_json(
            [
                {"key": each.reference.key, "reference": each.reference.line, "uses": list(each.uses)}
                for each in found
            ]
        )
    elif bibtex:
        click.echo(bibliography(found))
    else:
        print_text("\n".join(citation_lines(loaded.scenario.scenario, found)))
