"""The CSV files that a scenario reads, which belong to what its numbers depend on."""

from collections.abc import Iterator, Mapping

from sim.scenario.load import LoadedScenario


def inputs_of(loaded: LoadedScenario) -> dict[str, str]:
    """Return the text of each CSV file that a scenario reads, by its path as it is written there."""
    folder = loaded.path.parent
    snapshot = loaded.scenario.snapshot
    names = sorted({*_files_of(loaded.tree), *([snapshot] if snapshot is not None else [])})
    return {name: (folder / name).read_text(encoding="utf-8-sig") for name in names}


def _files_of(tree: object) -> Iterator[str]:
    """Yield the path of each CSV file that a scenario's tree refers to, as it is written there."""
    if isinstance(tree, Mapping):
        if isinstance(tree.get("file"), str) and "column" in tree:
            yield tree["file"]
        for value in tree.values():
            yield from _files_of(value)
    elif isinstance(tree, list):
        for value in tree:
            yield from _files_of(value)
