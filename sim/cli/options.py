"""Arguments and options that several verbs share: one word, one meaning."""

from collections.abc import Callable
from pathlib import Path

import click

from sim.cli.usage import MOST_REPLICATIONS, whole_number
from sim.engines import AUTO, ENGINES
from sim.errors import UsageError

Verb = Callable[..., None]
PATH = click.Path(path_type=Path, readable=False)
"""A file or folder; whether it is there and readable is said by whoever opens it."""
MOST_SEED = 2**63 - 1
MOST_JOBS = 4096
DO_NOTHING = "do nothing"
NAMED = "sim.named_strategies"
"""Where the names given by ``--strategy`` wait for the argument that they belong to."""


def path_argument(verb: Verb) -> Verb:
    """Add PATH: a scenario file, or a folder with a ``scenario.yaml``."""
    return click.argument("path", type=PATH, callback=_no_folder_of_scenarios)(verb)


def _no_folder_of_scenarios(_: click.Context, __: click.Parameter, path: Path) -> Path:
    """Refuse a folder that holds no scenario but folders with one, and name those."""
    if not path.is_dir() or any(path.glob("*.y*ml")):
        return path
    inside = sorted(file.parent for file in path.glob("*/scenario.yaml"))
    if inside:
        names = ", ".join(map(str, inside))
        raise UsageError(f"{path}: the folder has no scenario.yaml, but holds scenarios; name one of {names}")
    return path


def strategy_argument(verb: Verb) -> Verb:
    """Add one STRATEGY behind PATH, or as ``--strategy``."""
    verb = click.argument("strategy", metavar="[STRATEGY]", nargs=-1, callback=_one_strategy)(verb)
    return _named(verb)


def strategies_argument(verb: Verb) -> Verb:
    """Add any number of STRATEGY behind PATH, or as ``--strategy``."""
    verb = click.argument("strategies", metavar="[STRATEGY]...", nargs=-1, callback=_strategies)(verb)
    return _named(verb)


def _named(verb: Verb) -> Verb:
    text = "Another way to name a STRATEGY."
    return click.option(
        "--strategy",
        "named",
        metavar="NAME",
        multiple=True,
        expose_value=False,
        is_eager=True,
        callback=_keep,
        help=text,
    )(verb)


def _keep(context: click.Context, _: click.Parameter, named: tuple[str, ...]) -> None:
    context.meta[NAMED] = named


def _strategies(context: click.Context, _: click.Parameter, behind: tuple[str, ...]) -> tuple[str, ...]:
    """Return the strategies that stand behind PATH and those of ``--strategy``, none twice."""
    return tuple(dict.fromkeys([*behind, *context.meta[NAMED]]))


def _one_strategy(context: click.Context, argument: click.Parameter, behind: tuple[str, ...]) -> str:
    asked = _strategies(context, argument, behind)
    if len(asked) > 1:
        names = ", ".join(asked)
        raise click.UsageError(f"{names}: one strategy at a time; several are for `sim compare`", context)
    return asked[0] if asked else DO_NOTHING


def future_option(verb: Verb) -> Verb:
    """Add ``--future``."""
    text = "A future of the file that is assumed; left out: the file as it is."
    return click.option("--future", metavar="NAME", default="", help=text)(verb)


def json_option(verb: Verb) -> Verb:
    """Add ``--json``."""
    text = "Print the answer as JSON, and nothing else, on standard output."
    return click.option("--json", "as_json", is_flag=True, help=text)(verb)


def experiment_options(verb: Verb) -> Verb:
    """Add what `run` and `compare` have in common, but for ``--replications``."""
    for add in reversed(
        (
            seed_option,
            future_option,
            engine_option,
            jobs_option,
            json_option,
            output_option,
            _records,
        )
    ):
        verb = add(verb)
    return verb


def replications_option(usual: str, text: str) -> Callable[[Verb], Verb]:
    """Return what adds ``--replications``."""
    return click.option(
        "--replications",
        callback=whole_number(1, MOST_REPLICATIONS),
        default=usual,
        show_default=True,
        metavar="N",
        help=text,
    )


def seed_option(verb: Verb) -> Verb:
    """Add ``--seed``."""
    text = "Names the luck: the same seed gives the same digits."
    return click.option(
        "--seed", callback=whole_number(0, MOST_SEED), default="1", show_default=True, metavar="K", help=text
    )(verb)


def engine_option(verb: Verb) -> Verb:
    """Add ``--engine``."""
    text = "What runs it; auto: the one that has the answer sooner. Never changes a digit."
    return click.option(
        "--engine", type=click.Choice((AUTO, *ENGINES)), default=AUTO, show_default=True, help=text
    )(verb)


def jobs_option(verb: Verb) -> Verb:
    """Add ``--jobs``."""
    text = "Processes that share the work; left out: one per core. Never changes a digit."
    return click.option("--jobs", callback=whole_number(1, MOST_JOBS), metavar="J", help=text)(verb)


def output_option(verb: Verb) -> Verb:
    """Add ``--output``."""
    text = "Where the results go; left out: below results, named after the question."
    return click.option("--output", type=PATH, metavar="FOLDER", help=text)(verb)


def _records(verb: Verb) -> Verb:
    text = "Also keep the tables of every run: each task, visit and worker, as Parquet and CSV."
    return click.option("--records", is_flag=True, help=text)(verb)
