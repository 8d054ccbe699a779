"""The CSV files that a scenario reads, which belong to what its numbers depend on."""

from collections.abc import Iterable, Iterator, Mapping

from pydantic_core import PydanticCustomError

from sim.scenario.changing.draft import parse_dotted
from sim.scenario.load import LoadedScenario
from sim.scenario.notation.csv_column import read_content

Point = Mapping[str, object]
HOLD_A_FILE = ("file", "snapshot")
"""Keys whose value is the path of a CSV file; a thing that an author calls so names none that is there."""


def inputs_of(loaded: LoadedScenario, points: Iterable[Point] = ()) -> dict[str, str]:
    """Return the text of each CSV file that a scenario may read, by its path as it is written there.

    Those that a strategy, a future, an uncertainty or a point names are among them.  A file that cannot be
    read is left out: what would read it has no numbers.

    Args:
        loaded: the scenario.
        points: of a design, values by dotted key.
    """
    named = {*_files_of(loaded.tree), *(name for point in points for name in _files_of(point))}
    found = {}
    for name in sorted(named):
        try:
            found[name] = read_content(loaded.path.parent / name, name)
        except PydanticCustomError:
            continue
    return found


def _files_of(tree: object) -> Iterator[str]:
    """Yield the path of each CSV file that a tree refers to, by keys inside each other or by dotted ones."""
    if isinstance(tree, Mapping):
        for key, value in tree.items():
            path = parse_dotted(str(key)) or (key,)
            yield from _texts(value) if path[-1] in HOLD_A_FILE else _files_of(value)
    elif isinstance(tree, list | tuple):
        for value in tree:
            yield from _files_of(value)


def _texts(value: object) -> Iterator[str]:
    """Yield a text, and every text inside a list or a mapping: of an uncertain key each may be the path."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from _texts(list(value.values()))
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _texts(item)
