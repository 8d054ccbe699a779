"""Published experiments: a scenario folder with a ``published.yaml`` beside it, and what that file says."""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, ClassVar, Literal

from pydantic import Field, ValidationError

from sim.errors import ScenarioError
from sim.scenario.notation.annotation import Notation, Setting, refusal
from sim.scenario.notation.kinds import Share, whole_number
from sim.scenario.reading.files import read_text
from sim.scenario.reading.messages import Problem, Sources, placed, told
from sim.scenario.reading.yaml_text import Document, read_yaml, source_lines
from sim.scenario.schema.base import Count, Name, Positive, Strict
from sim.validation.asked import WEEKS, WEEKS_EXAMPLE, Asked, read_against, read_weeks

FILE = "published.yaml"
SHARES = {"%", "points"}
"""Units in which shares are told: a hundred times the number."""
FORMS = "a number ('2.1', '+15.2 %'), or where it must lie: 'above 0', 'below -3 %', 'between 1 and 2'"


@dataclass(frozen=True, slots=True)
class Expected:
    """A published number, or where a number must lie.

    Attributes:
        low, high: the ends; equal for a number.
        is_band: True where only the place was published: a sign, an order, a range.
        is_share: True where it was written in per cent.
    """

    low: float
    high: float
    is_band: bool
    is_share: bool = False


def read_expected(value: object, _: Setting) -> Expected:
    """Return a published number or a band."""
    text = str(value).replace("−", "-").strip()
    is_share = text.endswith("%")
    scale = 0.01 if is_share else 1.0
    text = text.removesuffix("%").strip()
    number = r"([+-]?\d+(?:\.\d+)?)"
    if match := re.fullmatch(number, text):
        return Expected(scale * float(match[1]), scale * float(match[1]), False, is_share)
    if match := re.fullmatch(rf"(above|below) {number}", text):
        end = scale * float(match[2])
        low, high = (end, math.inf) if match[1] == "above" else (-math.inf, end)
        return Expected(low, high, True, is_share)
    if match := re.fullmatch(rf"between {number} and {number}", text):
        low, high = scale * float(match[1]), scale * float(match[2])
        if low < high:
            return Expected(low, high, True, is_share)
    raise refusal(f"this is neither a number nor a place for one; write {FORMS}")


def read_interval(value: object, _: Setting) -> tuple[float, float]:
    """Return the ends of an interval: `+6 to +46 %`."""
    text = str(value).replace("−", "-").strip()
    scale = 0.01 if text.endswith("%") else 1.0
    number = r"([+-]?\d+(?:\.\d+)?)"
    share = r"(?:\s*%)?" if text.endswith("%") else ""
    match = re.fullmatch(rf"{number}{share} to {number}{share}", text)
    if match is None or float(match[1]) >= float(match[2]):
        raise refusal("this is no interval; write its ends, the lower one first: '+6 to +46 %'")
    return scale * float(match[1]), scale * float(match[2])


ExpectedText = Notation(
    read_expected, f"What was published: {FORMS}.", ("+15.2 %", "2.1", "above 0"), ("string", "number")
)


def read_weeks_text(value: object, _: Setting) -> str:
    """Return weeks as they are written."""
    text = str(value)
    if isinstance(value, list | dict) or not WEEKS.fullmatch(text):
        raise refusal(f"these are no weeks; write {WEEKS_EXAMPLE}")
    return text


WeeksText = Notation(
    read_weeks_text,
    "Weeks of the run that are measured, or how long it is.",
    ("13 to 20", 8),
    ("string", "integer"),
)
IntervalText = Notation(read_interval, "The ends of a published interval.", ("+6 to +46 %", "0.53 to 0.74"))


class Row(Strict):
    """One published number, how it is read from runs, and what it is used for."""

    called = "a row"
    hints: ClassVar[dict[str, str]] = {"measured": "write 'measure:'"}

    say: Annotated[str, Field(min_length=1)]
    """What it is, in words."""
    published: Annotated[Expected, ExpectedText]
    """The number, or where it must lie."""
    interval: Annotated[tuple[float, float] | None, IntervalText] = None
    """Published interval; passes where the simulated one overlaps it."""
    within: Annotated[float | None, Share] = None
    """Tolerance of our own around the number, where no interval was published."""
    tolerance: Positive | None = None
    """The same for numbers that are no shares, in the unit of the number."""
    unit: str = ""
    """Of the number: `%`, `points`, `months`, ...; `%` and `points` show a hundred times the number."""
    use: Literal["calibrated", "judged"]
    """Whether something was fitted to it, or it judges."""
    kind: Literal["level", "difference", "ratio", "change"] = "level"
    """What is asked of the measure: itself, less that of `against`, over it, or the relative change."""
    measure: Name
    """What is read from the runs."""
    of: str = ""
    """Of whom, of which step or of which task type."""
    strategy: Name = "do nothing"
    """Under which strategy."""
    future: str = ""
    """Under which future."""
    against: Name | list[Name] = []
    """The strategy, or several, that it is compared with."""
    weeks: Annotated[str, WeeksText] = ""
    """`13 to 20`: these weeks are measured; `8`: the run is so long, without a warm-up."""
    against_weeks: Annotated[str, WeeksText] = ""
    """The same of what it is compared with, where it is another."""
    misfit: str = ""
    """What is wrong where it fails, and why."""

    @property
    def compared_with(self) -> tuple[str, ...]:
        """The strategies that it is compared with."""
        return read_against(self.against)

    @property
    def asked(self) -> Asked:
        """What is asked of the runs."""
        weeks, window = read_weeks(self.weeks or 0)
        return Asked(
            measure=self.measure,
            kind=self.kind,
            strategy=self.strategy,
            future=self.future,
            against=self.compared_with,
            against_future=self.future,
            of=self.of,
            weeks=weeks,
            window=window,
            against_window=read_weeks(self.against_weeks)[1] if self.against_weeks else None,
        )

    @property
    def around(self) -> tuple[float, float]:
        """The published interval, or the number with our tolerance."""
        if self.interval is not None:
            return self.interval
        width = self.within if self.within is not None else self.tolerance or 0.0
        return self.published.low - width, self.published.high + width


class Fitted(Strict):
    """A value of the scenario that was chosen so that rows come out."""

    called = "a fitted value"

    key: str
    """The key of the scenario, as `set:` writes it."""
    to: Annotated[list[str], Field(min_length=1)]
    """The rows, as they are said."""


class Experiment(Strict):
    """A published experiment: what was found, and how the scenario beside it repeats it."""

    called = "a published experiment"

    experiment: Annotated[str, Field(min_length=1)]
    """Its short name, e.g. `T1`."""
    title: str
    """What was done."""
    source: str
    """The works, by author and year."""
    note: str = ""
    """What a sceptic should know of how the numbers come about."""
    seed: Count = 1
    """Names the luck."""
    replications: Annotated[int, whole_number(2)]
    """Independent runs of each strategy; two at least, for an interval."""
    confidence: Annotated[float, Share] = 0.95
    """Of the simulated intervals."""
    fitted: list[Fitted] = []
    """What was chosen so that calibrated rows come out; everything else was not."""
    rows: Annotated[list[Row], Field(min_length=1)]
    """The published numbers."""

    @property
    def order(self) -> tuple[str, int, str]:
        """What sorts T2 before T10."""
        letters = self.experiment.rstrip("0123456789")
        return (letters, int(self.experiment[len(letters) :] or 0), self.experiment)


@dataclass(frozen=True)
class Published:
    """An experiment and the folder that it stands in."""

    folder: Path
    experiment: Experiment
    document: Document = field(repr=False)

    def refused(self, problems: Sequence[Problem]) -> ScenarioError:
        """Return the error that tells problems at their places in the file."""
        return _refused(self.folder, self.document, problems)


def read_published(folder: Path) -> Published:
    """Return the published experiment of a scenario folder.

    Raises:
        ScenarioError: the file is missing or wrong, with every problem and its place.
    """
    document = read_yaml(read_text(folder / FILE), str(folder / FILE))
    if not document.complete:
        raise _refused(folder, document, ())
    try:
        experiment = Experiment.model_validate(document.tree, context=Setting())
    except ValidationError as error:
        problems = [Problem(each["loc"], each["msg"]) for each in error.errors(include_url=False)]
        raise _refused(folder, document, problems) from None
    problems = _contradictions(experiment)
    if problems or document.faults:
        raise _refused(folder, document, problems)
    return Published(folder, experiment, document)


def published_beside(scenario: Path) -> Published | None:
    """Return what stands in the ``published.yaml`` beside a scenario's file, if there is one."""
    return read_published(scenario.parent) if (scenario.parent / FILE).is_file() else None


def _refused(folder: Path, document: Document, problems: Sequence[Problem]) -> ScenarioError:
    """Return the error that tells what is wrong in the text and what is wrong with what it says."""
    file = str(folder / FILE)
    faults = [*document.faults, *(placed(each, document.tree, document.origins, file) for each in problems)]
    return ScenarioError(told(faults, file, Sources({file: source_lines(read_text(folder / FILE))})))


def _contradictions(experiment: Experiment) -> list[Problem]:
    """Return what keeps calibrated and judged rows from being told apart."""
    problems = []
    rows = {row.say: row for row in reversed(experiment.rows)}
    fitted = {say for each in experiment.fitted for say in each.to}
    for place, each in enumerate(experiment.fitted):
        for number, say in enumerate(each.to):
            if say not in rows:
                problems.append(Problem(("fitted", place, "to", number), "no row says this; copy its 'say:'"))
            elif rows[say].use == "judged":
                text = "this row judges, so nothing may be fitted to it; call it 'calibrated'"
                problems.append(Problem(("fitted", place, "to", number), text))
    for place, row in enumerate(experiment.rows):
        if rows[row.say] is not row:
            problems.append(Problem(("rows", place, "say"), "another row says the same; say it apart"))
        if row.use == "calibrated" and row.say not in fitted and fitted <= set(rows):
            text = "nothing was fitted to this row; say what under 'fitted:', or call it 'judged'"
            problems.append(Problem(("rows", place, "use"), text))
        problems += [Problem(("rows", place, key), text) for key, text in _of_numbers(row)]
    return problems


def _of_numbers(row: Row) -> Iterator[tuple[str, str]]:
    """Yield what does not go together in what a row says of its number."""
    around = [key for key in ("interval", "within", "tolerance") if getattr(row, key) is not None]
    if row.published.is_band and around:
        yield around[0], "a place ('above 0') has no interval and no tolerance; leave it out"
    elif not row.published.is_band and not around:
        yield (
            "published",
            "a number needs an 'interval' that was published, or 'within', a tolerance of our own",
        )
    if len(around) > 1:
        yield around[1], f"it stands beside '{around[0]}'; keep one of them"
    if (
        row.interval
        and not row.published.is_band
        and not row.interval[0] <= row.published.low <= row.interval[1]
    ):
        yield "interval", "the number does not lie in it; correct one of them"
    if row.tolerance is not None and row.published.is_share:
        yield "tolerance", f"the number is in per cent; write 'within: {row.tolerance:g} %'"
    if row.within is not None and not row.published.is_share:
        yield "within", f"the number is not in per cent; write e.g. 'tolerance: {row.within * 100:g}'"
    if row.published.is_share != (row.unit in SHARES) and row.unit:
        told = "'%' or 'points'" if row.published.is_share else "the unit of the number, not '%'"
        yield "unit", f"the number is {'' if row.published.is_share else 'not '}in per cent; write {told}"
