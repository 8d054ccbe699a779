"""Reader of distributions by the parameters people know: `{lognormal: {mean: 5 h, cv: 0.5}}`."""

import re
from collections.abc import Callable

from pydantic_core import PydanticCustomError

from sim.scenario.notation.annotation import Setting, message_of, refusal, refusals
from sim.scenario.notation.csv_column import read_numbers
from sim.scenario.notation.digits import in_our_digits
from sim.scenario.notation.number import bare_number
from sim.scenario.quantities import Distribution, DistributionKind
from sim.units import NUMBER, nearest, tidy

Quantity = Callable[[object, Setting], float]
Found = list[tuple[tuple[str | int, ...], str]]
FAMILIES: dict[str, tuple[str, ...]] = {
    "constant": ("mean",),
    "exponential": ("mean",),
    "lognormal": ("mean", "cv"),
    "gamma": ("mean", "cv"),
    "triangular": ("low", "mode", "high"),
    "uniform": ("low", "high"),
    "empirical": ("file", "column", "unit"),
}
"""Parameters of each family."""


def distribution_reader(quantity: Quantity, unit: str) -> Callable[[object, Setting], Distribution]:
    """Return the reader of distributions of one quantity; ``unit`` shows in examples, empty for numbers."""
    space = f" {unit}" if unit else ""
    examples = {
        "constant": f"5{space}",
        "exponential": f"{{exponential: 5{space}}}",
        "lognormal": f"{{lognormal: {{mean: 5{space}, cv: 0.5}}}}",
        "gamma": f"{{gamma: {{mean: 5{space}, cv: 0.5}}}}",
        "triangular": f"{{triangular: {{low: 2{space}, mode: 4{space}, high: 9{space}}}}}",
        "uniform": f"{{uniform: {{low: 3{space}, high: 5{space}}}}}",
        "empirical": "{empirical: {file: times.csv, column: time"
        + (f", unit: {unit}" if unit else "")
        + "}}",
    }

    @in_our_digits(f"e.g. '5{space}'")
    def read(value: object, setting: Setting) -> Distribution:
        if isinstance(value, Distribution):
            return value
        if not isinstance(value, dict):
            _refuse_shapeless(value, space)
            return Distribution(DistributionKind.CONSTANT, mean=quantity(value, setting))
        family = _family(value, examples["lognormal"])
        found: Found = []
        parameters = _parameters(family, value[family], examples[family], found)
        if family == "empirical":
            return _empirical(parameters, quantity, setting, bool(unit), found, value)
        numbers = _numbers(family, parameters, quantity, setting, found)
        if found:
            raise refusals(found, value)
        mean, cv = numbers.get("mean", 0.0), numbers.get("cv", 0.0)
        low, mode, high = (numbers.get(name, 0.0) for name in ("low", "mode", "high"))
        return Distribution(DistributionKind(family), mean, cv, low, mode, high)

    return read


def _refuse_shapeless(value: object, space: str) -> None:
    """Refuse `5 h ± 2 h` and `3-5 h`, which have no shape."""
    text = tidy(value) if isinstance(value, str) else ""
    if "±" in text or "+/-" in text:
        raise refusal(
            f"a spread needs a shape; write '{{lognormal: {{mean: 5{space}, cv: 0.4}}}}' (cv = sd / mean)"
        )
    match = re.fullmatch(rf"({NUMBER})\s*([A-Za-z ]*?)\s*(?:-|–|to)\s*({NUMBER})\s*([A-Za-z ]*)", text)
    if match is not None:
        tail = f" {match[4]}" if match[4] else ""
        raise refusal(
            f"a range needs a shape; write '{{uniform: {{low: {match[1]}{tail}, high: {match[3]}{tail}}}}}'"
        )


def _family(value: dict[str, object], example: str) -> str:
    known = ", ".join(FAMILIES)
    if len(value) != 1:
        keys = [key for key in value if key in FAMILIES]
        hint = f"write one of {known}" if keys else f"name the shape, e.g. '{example}'"
        raise refusal(f"a distribution has one shape; {hint}")
    family = next(iter(value))
    if family in FAMILIES:
        return family
    if family == "normal":
        raise refusal(f"a normal distribution would give negative values; write '{example}'")
    guess = nearest(family, FAMILIES)
    hint = f"did you mean '{guess}'?" if guess else f"choose one of {known}"
    raise refusals([((family,), f"unknown shape of a distribution; {hint}")], value)


def _parameters(family: str, inner: object, example: str, found: Found) -> dict[str, object]:
    """Return the parameters by name; notes unknown and missing ones."""
    names = FAMILIES[family]
    if not isinstance(inner, dict):
        if len(names) == 1 and not isinstance(inner, list):
            return {"mean": inner}
        found.append(((family,), f"it needs {', '.join(names)}; write '{example}'"))
        return {}
    for key in inner:
        if key not in names:
            guess = nearest(key, names)
            hint = f"did you mean '{guess}'?" if guess else f"write '{example}'"
            if key in {"sd", "std", "stdev"} and "cv" in names:
                hint = f"write 'cv', which is sd divided by mean: '{example}'"
            found.append(((family, key), f"unknown key '{key}' of {family}; {hint}"))
    missing = [name for name in names if name not in inner and name != "unit"]
    if missing and len(inner) <= len(names) and not found:
        found.append(((family,), f"it lacks {' and '.join(missing)}; write '{example}'"))
    return {key: item for key, item in inner.items() if key in names}


def _numbers(
    family: str, parameters: dict[str, object], quantity: Quantity, setting: Setting, found: Found
) -> dict[str, float]:
    """Return the parameters as numbers; notes those that cannot be read or do not fit together."""
    numbers: dict[str, float] = {}
    for name, item in parameters.items():
        path = (
            (family, name) if family not in {"constant", "exponential"} or len(parameters) > 1 else (family,)
        )
        try:
            numbers[name] = bare_number(item) if name == "cv" else quantity(item, setting)
        except PydanticCustomError as error:
            found.append((path, message_of(error)))
    if not found:
        problem = _misfit(family, numbers)
        if problem:
            found.append(((family,), problem))
    return numbers


def _misfit(family: str, numbers: dict[str, float]) -> str:
    """Return what is wrong with parameters that do not fit together, or nothing."""
    if numbers.get("cv", 0.5) < 0.0:
        return "cv is sd divided by mean, so it cannot be negative; write it like 0.5"
    if numbers.get("cv", 0.5) > 20.0:
        return "cv is sd divided by mean, not a percentage; write 0.5 for 50 %"
    if family in {"exponential", "lognormal", "gamma"} and numbers["mean"] <= 0.0:
        return "the mean must be more than zero; write a positive value"
    if family == "triangular" and not numbers["low"] <= numbers["mode"] <= numbers["high"]:
        return "low, mode and high must be in rising order; swap them"
    if family == "uniform" and numbers["low"] > numbers["high"]:
        return "low must not be more than high; swap them"
    return ""


def _empirical(
    parameters: dict[str, object],
    quantity: Quantity,
    setting: Setting,
    has_unit: bool,
    found: Found,
    value: object,
) -> Distribution:
    texts = {key: str(item) for key, item in parameters.items()}
    scale = 1.0
    if has_unit and not found and "unit" not in texts:
        found.append((("empirical",), "it does not say the unit of the column; add e.g. 'unit: min'"))
    if not has_unit and "unit" in texts:
        found.append((("empirical", "unit"), "these are plain numbers; leave 'unit' out"))
    values: tuple[float, ...] = ()
    try:
        if has_unit and not found:
            scale = quantity(f"1 {texts['unit']}", setting)
    except PydanticCustomError as error:
        found.append((("empirical", "unit"), message_of(error)))
    try:
        if not found:
            values = read_numbers(setting.folder, texts["file"], texts["column"])
    except PydanticCustomError as error:
        found.append((("empirical",), message_of(error)))
    if found:
        raise refusals(found, value)
    return Distribution(
        DistributionKind.EMPIRICAL,
        values=tuple(scale * x for x in values),
        source=f"{texts['file']}, column {texts['column']}",
    )


@in_our_digits("e.g. 3")
def read_count(value: object, _setting: Setting) -> float:
    """A plain number of things, zero or more."""
    if isinstance(value, str):
        head = re.fullmatch(rf"({NUMBER})\s*\w+", tidy(value))
        if head is not None:
            raise refusal(f"a plain number belongs here, without a unit; write {head[1]}")
    found = bare_number(value)
    if found < 0.0:
        raise refusal("it cannot be negative; write 1 or more")
    return found
