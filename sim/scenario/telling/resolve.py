"""The effective scenario as a file again: every value with the place it comes from."""

import copy
import re
from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal

import yaml

from sim.scenario.changing.combine import DO_NOTHING, parts_of
from sim.scenario.changing.draft import parse_dotted
from sim.scenario.changing.patches import is_dated
from sim.scenario.checks.walk import set_by_strategies, things
from sim.scenario.load import LoadedScenario
from sim.scenario.reading.yaml_text import Origin, Path_, Tree, Value

_GAIN = re.compile(r"\+[\d.]+")
COMMENT_COLUMN = 56
"""Where comments begin, if the value leaves room."""
Origins = Mapping[Path_, Origin]
Line = tuple[str, Origin | None]
"""A line of YAML, and where its value comes from."""


def resolve(loaded: LoadedScenario, strategy: str | None = None, future: str = "") -> str:
    """Return the effective scenario as YAML, each value with ``# file:line`` of its origin.

    What ``extends``, presets, the future and the strategy's ``set`` levers say is put in place.  The text
    is a scenario file again and means the same, in the same folder.

    Args:
        loaded: the scenario.
        strategy: put its ``set`` levers in place, and keep of the strategies only the levers that it pulls
            at a date; None keeps all as they are.
        future: a future that is put in place, so that none is left to choose; ``""`` keeps all.

    Raises:
        UsageError: no such strategy or future.
    """
    tree, origins = loaded.tree, dict(loaded.origins)
    if strategy is not None or future:
        changed, places = loaded.resolved(strategy or DO_NOTHING, future)
        tree, origins = copy.deepcopy(changed), dict(places)
    if future:
        tree.pop("futures", None)
    if strategy is not None:
        _keep_only(strategy, tree, origins)
    name = loaded.scenario.scenario
    name += f" under '{strategy}'" if strategy is not None else ""
    name += f" in the future '{future}'" if future else ""
    head = f"# {name}: the effective values, each with the file and line that it comes from"
    return "\n".join([head, *map(_commented, _mapping(tree, (), origins))]) + "\n"


def as_one_file(loaded: LoadedScenario) -> str:
    """Return what a scenario states as one file, wherever it lies: ``extends`` put in, presets by name.

    The same statements give the same text, so that it can be compared, and read again in the same folder.
    """
    return "\n".join(text for text, _ in _mapping(loaded.draft.tree, (), {})) + "\n"


def _keep_only(strategy: str, tree: Tree, origins: dict[Path_, Origin]) -> None:
    """Leave of the strategies what this one does beside its ``set`` levers, which are in place already.

    It is compared with doing nothing, which is the scenario with these values.
    """
    _without_what_is_set(strategy, tree)
    strategies = tree.pop("strategies", {})
    levers: list[Value] = []
    for name in parts_of({"strategies": strategies}, strategy):
        content = strategies[name] if isinstance(strategies, dict) else []
        for place, lever in enumerate(content if isinstance(content, list) else []):
            if isinstance(lever, dict) and ("set" not in lever or is_dated(lever) or "price" in lever):
                _move(origins, ("strategies", name, place), ("strategies", strategy, len(levers)))
                levers.append(lever)
    if levers:
        tree["strategies"] = {strategy: levers}
    compare = tree.get("compare")
    if isinstance(compare, dict):
        compare.pop("baseline", None)
        if not compare:
            del tree["compare"]


def _without_what_is_set(strategy: str, tree: Tree) -> None:
    """Take out of the futures what the strategy sets, since over a future the strategy wins."""
    parts = parts_of(tree, strategy)
    fixed = [target for name, _, target, _ in set_by_strategies(tree) if name in parts]
    for patch in things(tree, "futures").values():
        for key in list(patch):
            kept = _outside(parse_dotted(key) or (), patch[key], fixed)
            if kept is None:
                del patch[key]
            else:
                patch[key] = kept


def _outside(path: Path_, value: Value, fixed: Collection[Path_]) -> Value | None:
    """Return what a value says beyond the paths that are fixed, or None where nothing is left."""
    if any(path[: len(each)] == each for each in fixed):
        return None
    if not isinstance(value, dict) or not value:
        return value
    kept = {key: _outside((*path, key), item, fixed) for key, item in value.items()}
    return {key: item for key, item in kept.items() if item is not None} or None


def _move(origins: dict[Path_, Origin], source: Path_, target: Path_) -> None:
    """Let the origins of what stood at ``source`` also hold at ``target``."""
    size = len(source)
    moved = {(*target, *path[size:]): origin for path, origin in origins.items() if path[:size] == source}
    origins.update(moved)


def _mapping(content: Tree, path: Path_, origins: Origins) -> Iterator[Line]:
    for key, value in content.items():
        lead, inner = f"{_scalar(key)}:", (*path, key)
        if _stands_on_one_line(value, inner, origins):
            yield f"{lead} {_scalar(value)}", _origin(value, inner, origins)
        else:
            yield lead, None
            yield from (("  " + text, origin) for text, origin in _block(value, inner, origins))


def _sequence(content: list[Value], path: Path_, origins: Origins) -> Iterator[Line]:
    for place, value in enumerate(content):
        inner = (*path, place)
        if _stands_on_one_line(value, inner, origins):
            yield f"- {_scalar(value)}", _origin(value, inner, origins)
            continue
        for number, (text, origin) in enumerate(_block(value, inner, origins)):
            yield ("  " if number else "- ") + text, origin


def _block(value: Value, path: Path_, origins: Origins) -> Iterator[Line]:
    if isinstance(value, dict):
        return _mapping(value, path, origins)
    return _sequence(value if isinstance(value, list) else [value], path, origins)


def _stands_on_one_line(value: Value, path: Path_, origins: Origins) -> bool:
    """True for one value, for nothing, and for a list of single values that come from one line."""
    if isinstance(value, dict):
        return not value
    if not isinstance(value, list):
        return True
    if any(isinstance(item, dict | list) for item in value):
        return False
    places = {_place(origins.get((*path, number))) for number in range(len(value))}
    return len(places) <= 1


def _origin(value: Value, path: Path_, origins: Origins) -> Origin | None:
    return origins.get((*path, 0)) if isinstance(value, list) and value else origins.get(path)


def _place(origin: Origin | None) -> str:
    if origin is None:
        return ""
    return f"{origin.file}:{origin.line}" if origin.line else "set at this point"


def _commented(line: Line) -> str:
    text, origin = line
    return f"{text:<{COMMENT_COLUMN}}  # {_place(origin)}" if origin else text


def _scalar(value: Value) -> str:
    """Return a value so that it is read as the same again.

    >>> _scalar("60 per week"), _scalar("no"), _scalar("3"), _scalar(0.00001), _scalar(["a", "+0.25"])
    ('60 per week', "'no'", "'3'", '0.00001', '[a, +0.25]')
    """
    if isinstance(value, float):
        return f"{Decimal(repr(value)):f}"
    if isinstance(value, str) and _GAIN.fullmatch(value):
        return value
    if isinstance(value, list):
        return f"[{', '.join(map(_item, value))}]"
    style = '"' if isinstance(value, str) and "\n" in value else None
    text = yaml.safe_dump(value, default_flow_style=True, default_style=style, width=1e9, allow_unicode=True)
    return text.removesuffix("\n").removesuffix("\n...").removesuffix("\n")


def _item(value: Value) -> str:
    """Return a value between the brackets of a list, where a comma needs quotes.

    >>> _item("1,200 USD"), _item("draft"), _item(0.5)
    ("'1,200 USD'", 'draft', '0.5')
    """
    if not isinstance(value, str) or _GAIN.fullmatch(value):
        return _scalar(value)
    return yaml.safe_dump([value], default_flow_style=True, width=1e9, allow_unicode=True).strip()[1:-1]
