"""Arguments and options that several verbs share: one word, one meaning."""

from collections.abc import Callable
from pathlib import Path

import click

from sim.cli.usage import whole_number

Verb = Callable[..., None]
PATH = click.Path(path_type=Path, readable=False)
"""A file or folder; whether it is there and readable is said by whoever opens it."""
MOST_REPLICATIONS = 1_000_000
MOST_SEED = 2**63 - 1
MOST_JOBS = 4096


def path_argument(verb: Verb) -> Verb:
    """Add PATH: a scenario file, or a folder with a ``scenario.yaml``."""
    return click.argument("path", type=PATH)(verb)


def strategy_option(verb: Verb) -> Verb:
    """Add ``--strategy``."""
    text = "A strategy of the file; left out: do nothing."
    return click.option("--strategy", metavar="NAME", default="do nothing", help=text)(verb)


def future_option(verb: Verb) -> Verb:
    """Add ``--future``."""
    text = "A future of the file that is assumed; left out: the file as it is."
    return click.option("--future", metavar="NAME", default="", help=text)(verb)


def json_option(verb: Verb) -> Verb:
    """Add ``--json``."""
    text = "Print the answer as JSON, and nothing else, on standard output."
    return click.option("--json", "as_json", is_flag=True, help=text)(verb)


def experiment_options(verb: Verb) -> Verb:
    """Add what `run` and `compare` have in common."""
    for add in reversed((_replications, _seed, future_option, jobs_option, json_option, _output, _records)):
        verb = add(verb)
    return verb


def _replications(verb: Verb) -> Verb:
    text = "Independent runs of each strategy."
    return click.option(
        "--replications",
        callback=whole_number(1, MOST_REPLICATIONS),
        default="20",
        show_default=True,
        metavar="N",
        help=text,
    )(verb)


def _seed(verb: Verb) -> Verb:
    text = "Names the luck: the same seed gives the same digits."
    return click.option(
        "--seed", callback=whole_number(0, MOST_SEED), default="1", show_default=True, metavar="K", help=text
    )(verb)


def jobs_option(verb: Verb) -> Verb:
    """Add ``--jobs``."""
    text = "Processes that share the work; left out: one per core. Never changes a digit."
    return click.option("--jobs", callback=whole_number(1, MOST_JOBS), metavar="J", help=text)(verb)


def _output(verb: Verb) -> Verb:
    text = "Where the results go; left out: results/<scenario>-<verb> in the current folder."
    return click.option("--output", type=PATH, metavar="FOLDER", help=text)(verb)


def _records(verb: Verb) -> Verb:
    text = "Also keep the tables of every run: each task, visit and worker, as Parquet and CSV."
    return click.option("--records", is_flag=True, help=text)(verb)
