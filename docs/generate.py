"""Write the reference pages from the code: ``python docs/generate.py``.

A test compares them with what is committed, so that they cannot drift.
"""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic_core import PydanticCustomError

import sim.rules
from sim.experiments.diagnosis.ideals import PARTS
from sim.experiments.diagnosis.loss import SYMPTOMS
from sim.experiments.diagnosis.norms import NORMS
from sim.experiments.reality import CONFIDENCE, LOOKS, SAME
from sim.experiments.sweeping.store import FAILED, RUNS
from sim.measures.books.causes import BIRTHS, CAUSES, FATES, Cause, side_of
from sim.measures.books.columns import DEFECTS, HOURS, SPANS
from sim.measures.registry import measures_table
from sim.records.columns import TABLES, Column
from sim.records.event_log import happenings, objects, xes
from sim.records.event_log.columns import CASE, COLUMNS
from sim.report.sweeping.tables import DIFFERENCES, LEVELS, POINTS
from sim.report.tables import DEFINITIONS
from sim.rules.loops import LOOPS, REINFORCING, Loop
from sim.scenario import schema
from sim.scenario.notation import kinds
from sim.scenario.notation.annotation import Notation, Setting, message_of
from sim.scenario.notation.expectation import Expected
from sim.scenario.presets import GRADES, KINDS, parameters, presets_of, references
from sim.scenario.presets.evidence import TOPICS
from sim.scenario.reading.plain_words import in_yaml
from sim.scenario.schema.reality import RealityCheck
from sim.scenario.snapshot import SNAPSHOT_COLUMNS
from sim.scenario.telling.listing import NAMED_BY, explained_figure
from sim.scenario.telling.snapshot import ASSUMED_OF_SNAPSHOT
from sim.scenario.telling.wording import written
from sim.validation.consistency import OF, WANTED
from sim.validation.effect_sizes import effect_size
from sim.validation.pairs import PAIRS
from sim.validation.published import Experiment, Fitted, Row
from sim.validation.readings import READINGS

HOLDS = {
    "int64": "whole number",
    "float64": "number",
    "bool": "yes or no",
    "str": "text",
    "string": "text",
    "time": "moment",
}
"""What a column holds, in words."""
REFERENCE = Path(__file__).parent / "reference"
SETTING = Setting(currency="USD", bare_numbers=False, run_length=8736.0)


@dataclass(frozen=True)
class Kind:
    """One kind of value.

    Attributes:
        title: of its chapter.
        text: what it means.
        notation: how it is read.
        keys: where it stands, as the end of a sentence.
        examples: values that are accepted.
        refused: values that are not, each with the reason that is told.
    """

    title: str
    text: str
    notation: Notation
    keys: str
    examples: tuple[object, ...]
    refused: tuple[object, ...]

    def read(self, value: object) -> object:
        """Return the value; raises where it is not accepted."""
        return self.notation.read(value, SETTING)

    def refusal(self, value: object) -> str:
        """Return the reason why a value is refused; raises where it is accepted."""
        try:
            self.read(value)
        except PydanticCustomError as error:
            return message_of(error)
        raise AssertionError(f"{self.title}: {value!r} is accepted")


VALUES = (
    Kind("A length of time", "Elapsed time with its unit; a month and a year have their mean length.",
         kinds.Duration, "`run_length`, `warm_up`",
         ("52 weeks", "3 calendar days", "36 h", "1 h 30 min", "6 months", "1 year"),
         (52, "3 days", "2,5 h", "1 000 h", "1.500 h")),
    Kind("A promise", "Elapsed time that may count working days, which skip weekends and holidays.",
         kinds.SpanText, "`due`",
         ("5 working days", "1 working day", "2 weeks", "48 h"), ("5 days", 48)),
    Kind("Effort", "Hands-on work; a working day is 8 h of it.  A shape says how it varies.",
         kinds.WorkDistribution, "`service_time`",
         ("45 min", "2.5 h", "2 working days", {"exponential": "1 h"},
          {"lognormal": {"mean": "5 h", "cv": 0.5}}, {"gamma": {"mean": "5 h", "cv": 0.5}},
          {"triangular": {"low": "1 h", "mode": "2 h", "high": "6 h"}},
          {"uniform": {"low": "30 min", "high": "1 h"}}),
         (45, "2 days", "30-60 min", "5 h ± 2 h", "1 week")),
    Kind("Time between events", "Elapsed time, constant or with a shape as for effort.",
         kinds.TimeDistribution, "`every`, `after`, `delay`, `away_for`, `lasting`, `search_delay`",
         ("2 h", "1 working day", {"exponential": "3 weeks"}), ("3 days", "0,9 h")),
    Kind("A rate", "A number per time; a working day is a fifth of a week.",
         kinds.PerTime, "`arrivals`, `rate` of arrivals, `rate_limit`",
         ("60 per week", "12/h", "12 per hour", "5 per working day", "1 per calendar day", "30 a month",
          "3.5 per week"),
         ("2 per day", 60, "60 tasks per week", "2,5 per week", "+20 %")),
    Kind("Growth", "Compound growth of a rate.", kinds.Growth, "`growth`",
         ("2 % per month", "-10 % per year"), ("2 per month", "2 %")),
    Kind("A change of demand", "A percentage, with a minus for a fall; later changes multiply earlier ones.",
         kinds.SignedPercent, "`by`", ("-19 %", "+12 %", "-19.5 %"), (-0.19, "-19,5 %")),
    Kind("A moment", "The beginning of a week, month or day counted from 1, or a date (with `start`).",
         kinds.Moment, "`from`, `until`", ("week 13", "month 3", "day 10", "2026-03-02"),
         (13, "13 weeks", "2026-3-2")),
    Kind("A day", "Year, month and day.", kinds.Day, "`start`, `holidays`",
         ("2026-01-05",), ("5 January", "05.01.2026")),
    Kind("Money", "An amount and the three letters of the scenario's `currency`.",
         kinds.Money, "`value`, `budget` of a hiring, `price` of an upgrade",
         ("450 USD", "120,000 USD", "120000 USD", "0.50 USD"),
         (450, "$450", "450 €", "120k USD", "2'500 USD", "2 500 USD", "1.500,50 USD", "1.500 USD")),
    Kind("A budget", "An amount for the whole run, warm-up included; per year, month or week it is "
         "multiplied by the run's length.", kinds.Budget, "`budget` of `compare`",
         ("120,000 USD", "30,000 USD per year", "2,500 USD per month"), (30000, "100 USD per working day")),
    Kind("Money for each person", "What one person costs.", kinds.MoneyPerPerson, "`price` of a training",
         ("1,200 USD per person",), ("1,200 USD", "1,200 USD per month")),
    Kind("Wages", "Money per hour.", kinds.MoneyPerHour, "`wage`",
         ("36 USD/h", "36.50 USD/h", "36 USD per hour"), ("36 USD", "60 €/h", "6,000 USD per month")),
    Kind("Rates of freelancers", "One rate, or the range of most rates.", kinds.RateRangeText,
         "`rate` of freelancers", ("15-40 USD/h", "34 USD/h"), ("15-40", "40-15 USD/h")),
    Kind("Prices of a tool", "What it is for; one price, or a list.", kinds.PriceList, "`price` of a tool",
         ("30 USD per person per month", "500 USD per month", "0.02 USD per use", "3 USD/h",
          ["500 USD per month", "0.02 USD per use"]),
         ("30 USD", "360 USD per year")),
    Kind("A share", "A percentage from 0 % to 100 %, or a number from 0 to 1.", kinds.Share,
         "`exposure`, `chance`, `detection`, `reliance`, weights of `skills` in a step, …",
         ("60 %", "62.5 %", 0.6), (60, "160 %", "0,9", "+10 %")),
    Kind("A weight", "A percentage beside 100 % of the days or months that are not named; the mean stays.",
         kinds.Percent, "`weekdays`, `months`",
         ("130 %", "80 %"), (1.3,)),
    Kind("A level of skill", "A number from 0 to 1, with its standard deviation where it varies.",
         kinds.SkillLevel, "`skills` of people and freelancers, `difficulty`",
         (0.65, "0.65 ± 0.12", "0.65 +/- 0.12", {"mean": 0.65, "sd": 0.12}),
         (65, "65 %", "0,65", "65 % ± 12 %")),
    Kind("A gain", "Points that a lever adds to a level from 0 to 1.  The sign says that they are added.",
         kinds.Gain, "`in` of a training, `capability` of an upgrade",
         ("+0.25", -0.1), (0.9, "+25 %", "+2")),
    Kind("A number of people or things", "A whole number in digits.", kinds.whole_number(0, "people"),
         "`headcount`, `seats`, `slots`, `at_most`, …", (0, 3, 1200), ("6,000", "6 000", 2.5, "three", "+1")),
    Kind("A plain number", "Without a unit.", kinds.plain_number(0.0),
         "`jaggedness`, `speed`, slopes of `behaviour`",
         (0.18, 2), ("0,18", "18 %")),
    Kind("Hours of work", "Days, then hours; past midnight is the next day.", kinds.CalendarHours, "`hours`",
         ("Mon-Fri 9:00-17:00", "Mon-Thu 9:00-17:00, Fri 9:00-13:00", "Mon-Fri 9:00-12:00 and 13:00-17:00",
          "Mon, Wed 8-12", "Mon-Sun 22:00-6:00", "always"),
         ("17-9", "Mon-Fri 9-12, 13-17", "9:00-17:00", "40 h per week", "Mon-Fri 9am-5pm")),
    Kind("What must come out", "A measure that falls, rises or stays with the change of a check, or is below "
         "or above an amount; one statement, or a list.", Expected, "`expect` of a check",
         ("throughput falls", "flow_time below 3 h", ["quality stays", "wip rises"]),
         ("throughput sinks", "flow_time < 3 h", "throughput")),
)  # fmt: skip
"""Every kind of value, with examples."""
SNAPSHOT_EXAMPLE = (
    "task_type,step,tasks,arrived,due,priority,done",
    "request,,14,2 calendar days,,,",
    "request,answer,1,2026-01-02 09:40,2026-01-06,urgent,40 %",
    "request,check,3,2025-12-29,,,",
)
TABLE_MEANINGS = {
    "tasks": "A row for each task that entered, in order of entering.",
    "visits": "A row for each visit; those in hand at the horizon last.",
    "waiting": "A row for each task that waits at the horizon, or is on its way to a queue.",
    "actors": "A row for each seat: worker, tool slot or freelancer.",
    "weeks": "A row for each week.",
    "pool_weeks": "A row for each week and pool.",
    "stocks": "A row for each week, pool and stock; none where nothing moves.",
    "ledger": "A row for each account and pool that cost something; the rows add up to the whole.",
    "absences": "A row for each time that somebody was off the line, as in a training.",
    "duties": "A row for each interval on duty of each calendar, as it was worked.",
    "levers": "A row for each event of the strategy: when it acted.",
}


BOOKS = """
# The books

`books_of(model, record)` books every hour of every task's life to one cause, and every defect to where it was
made and to what let it out.  The hours of a task add up to its time inside, the defects to their number, to
the last; both engines book alike.  Decision 0015 says how and why.

An hour of waiting is shared among all who were due to be there and might have taken the task, each by what he
was doing.  Where branches ran side by side, the one that came last is booked.  Hours of rework go to it, on
the sides of the defects that were found; what they went into stands beside it.
"""
GOOD_PRACTICE = """
# Good practice

What `sim diagnose` puts each side to when it asks what that would bring
([decision 0016](../decisions/0016-diagnosis.md)).  What is better already stays as it is.
"""
SIDE_OF_SOME = {
    Cause.PRIORITY: "human; machine before a tool",
    Cause.BATCH: "human; machine before a tool",
    Cause.REVIEW_QUEUE: "interaction as far as AI made the work; human",
    Cause.REWORK: "those of the defects that were found, or the reviewer's",
    Cause.EARLIER: "-",
}
"""Causes whose side depends on more than themselves."""

EVENT_LOG = """
# The event log

What `sim export` writes, column by column; [how to mine it](../how-to/mine-the-event-log.md).  Every log is
of one run.  Its events are those of the tasks and visits of the [run record](record.md): a task arrives, it
is scheduled at a step, somebody starts, completes, and in the end it is delivered.

## CSV and XES

The CSV has a row for each event, in order of time; a cell is empty where it has no meaning.  XES (IEEE
1849-2016) has a trace for each task, with the same values under the keys of its standard extensions where
there is one.  The concept, lifecycle, organizational, time, cost and identity extensions are declared.
"""
OCEL = """
## OCEL 2.0

The same events with the objects that take part in them, as JSON (`ocel`) or SQLite (`ocel-sqlite`).  In JSON
every value is a text, as the standard's schema has it; the declared type says what it is a text of.  Values
that change have the moment since when they hold; those that an object begins with have 1970-01-01.

| objects | are | belong to |
|---|---|---|
| `run` | the replication: scenario, strategy, future, seed, horizon, warm-up, currency, notes | |
| `pool` | people, slots of a tool, or freelancers | |
| `person`, `tool`, `freelancer` | who does visits; who never came has no events | a pool: *member of* |
| `task` | tasks; a repair is a task of its own | the task that it *repairs* |

| events | happen to |
|---|---|
| `task arrives`, `task delivered` | the task |
| `schedule …`, `start …`, `complete …` and the name of a step | the task; once started, who does it, too |
| `actor joins`, `actor leaves` | the actor and its pool |
| `actor goes off the line`, `actor is back on the line` | the actor, for a training |
| `lever acts`, `run begins`, `run ends` | the run; when it begins, its pools, too |

The events of a visit have these attributes:
"""
SWEEP = """
# What a sweep writes

`sim sweep` fills a folder below `results/`.  What other methods read, sensitivity indices, scenario
discovery and optimisation among them, stands in two places: the points in `store/design.csv`, and every
measure of every run in `store/runs-*.parquet`.  [How to sweep](../how-to/sweep.md) says how to ask.

| file | what it holds |
|---|---|
| `report.html` | the page: what the sweep says, what was asked, pictures, failures, points |
| `sweep.json` | the same for machines: points, and estimates of the measures shown |
| `provenance.json` | scenario, points, seed and digests, from which `sim replay` makes every digit again |
| `figures/` | the pictures, as SVG and PNG |
| `tables/` | estimates of all measures at all points, as Parquet and CSV, with a dictionary |
| `store/question.json` | what the numbers depend on; another question in the same folder is refused |
| `store/design.csv` | the points: a column a key, a row a point (the first is point 0); `--over` takes it |
| `store/runs-00000.parquet` … | the runs of a chunk of points |
| `store/failed-00000.parquet` … | what failed in that chunk; left out where nothing did |
| `store/chunk-00000.json` … | the seal of that chunk: digests of its files, its points and its question |

## The question

`store/question.json` is compared as a whole before anything is run:
"""
QUESTION_MEANINGS = {
    "scenario": "name of the scenario",
    "scenario_digest": "sha256 of its text, everything it extends put in, and of the CSV files that it, "
    "a strategy or a point reads",
    "future": "the future that is assumed, or empty",
    "strategies": "names, the baseline first",
    "replications": "of each strategy at each point",
    "seed": "seed of the luck, which is the same at all points, and of a sample of points",
    "design": "grid, latin-hypercube, sobol, one-at-a-time, or table for points that were given",
    "keys": "of the scenario that vary",
    "points": "how many",
    "points_digest": "sha256 of `design.csv`",
    "points_of_a_chunk": "how many points a chunk has; it follows from the others",
    "store_version": "of the layout of the store",
    "versions": "of Python and of the packages that make numbers",
    "code_digest": "sha256 of the code that makes numbers",
}
"""What stands in the question of a sweep."""
SWEEP_CHUNKS = """
## The chunks

A chunk is some points in a row.  Each of its files is written beside its place and then renamed, so that it
is there whole or not at all.  The last of them is the chunk's seal, `chunk-00000.json`: the digests of its
other files, its points, and the digest of its question.  Once the seal is there, the chunk is.  Its content
depends on the question alone: not on the number of processes, on the engine, or on how often the sweep was
stopped.  A sweep that is killed loses the chunks that its processes are at (one, or two where a process has
begun the next), and the same command goes on with those that are missing.

A chunk that does not fit its seal, because its files were changed, damaged or mixed up, is told in a line and
run again; the others stay.  One sweep at a time fills a store: a second one in the same folder is refused as
long as the first is at work.

Only what a sweep writes is ever replaced: the files and folders of the table above.  Files of your own stay
in the folder, but for those inside `figures/`, `tables/` and `records/`.  No other verb writes into the
folder of a sweep.

Read all of them at once, here with pandas:

```python
import pathlib

import pandas

runs = pandas.concat(map(pandas.read_parquet, sorted(pathlib.Path("store").glob("runs-*.parquet"))))
points = pandas.read_csv("store/design.csv")
wide = runs.pivot(index=["point", "strategy", "replication"], columns="measure", values="value")
wide = wide.join(points, on="point")
```
"""
NAME = Column("name", "string", "-", "what it is called")
OBJECTS = (
    (
        "pool",
        (
            NAME,
            Column("kind", "string", "-", "person, tool or freelancer"),
            *objects.WEEK,
            Column(
                "skill: …, trust, …", "float64", "of the stock", "each stock of the run record, week by week"
            ),
        ),
    ),
    (
        "person, tool, freelancer",
        (
            NAME,
            *objects.SEAT,
            *objects.HOURS,
            Column(objects.ON_THE_LINE, "bool", "-", "works here and is in no training"),
        ),
    ),
    (
        "task",
        (*CASE, Column("status", "string", "-", "open, then delivered"), *objects.DELIVERED, *objects.SPENT),
    ),
)
"""The attributes of the objects of OCEL, by type."""
SWEEP_TABLES = (
    ("store/runs", "A row for each measure of each run.", RUNS),
    ("store/failed, tables/failed", "A row for each strategy at a point that has no runs.", FAILED),
    ("tables/points", "A row for each point and key: the design in long form.", POINTS),
    ("tables/levels", "A row for each measure of each strategy at each point.", LEVELS),
    (
        "tables/differences",
        "The same against the baseline at the same point, paired by replication.",
        DIFFERENCES,
    ),
    ("tables/definitions", "A row for each measure.", DEFINITIONS),
)
"""The tables of a sweep: title, meaning, columns."""


def pages() -> dict[str, str]:
    """Return each reference page by its file name."""
    return {
        "record.md": record_page(),
        "event-log.md": event_log_page(),
        "measures.md": f"# Measures\n\n{measures_table()}".rstrip() + "\n",
        "scenario.md": scenario_page(),
        "snapshot.md": snapshot_page(),
        "values.md": values_page(),
        "rules.md": rules_page(),
        "loops.md": loops_page(),
        "presets.md": presets_page(),
        "evidence.md": evidence_page(),
        "published.md": published_page(),
        "checks.md": checks_page(),
        "sweep.md": sweep_page(),
        "books.md": books_page(),
        "good-practice.md": good_practice_page(),
    }


def record_page() -> str:
    """Return the columns of a run record."""
    lines = ["# The run record", "", "What one replication leaves behind: its tables, column by column.", ""]
    for name, columns in TABLES.items():
        lines += [f"## {name}", "", TABLE_MEANINGS[name], "", *column_lines(columns), ""]
    return "\n".join(lines)


def books_page() -> str:
    """Return what hours and defects are booked to, and the columns of the books."""
    lines = [
        BOOKS.strip(),
        "",
        "## What hours are booked to",
        "",
        "| booking | side | meaning |",
        "|---|---|---|",
    ]
    lines += [
        f"| {words.name} | {SIDE_OF_SOME.get(cause) or side_of(cause).name.lower()} | {words.meaning} |"
        for cause, words in CAUSES.items()
    ]
    lines += ["", "## Where defects are made", "", "| booking | side | meaning |", "|---|---|---|"]
    lines += [f"| {words.name} | {side.name.lower()} | {words.meaning} |" for words, side in BIRTHS.values()]
    lines += ["", "## What becomes of defects", "", "| booking | meaning |", "|---|---|"]
    lines += [f"| {words.name} | {words.meaning} |" for words in FATES.values()]
    for name, columns in (("spans", SPANS), ("hours", HOURS), ("defects", DEFECTS)):
        lines += ["", f"## {name}", "", *column_lines(columns)]
    return "\n".join(lines) + "\n"


def event_log_page() -> str:
    """Return the columns of an event log, and the objects of OCEL with their attributes."""
    in_case = {column.name for column in CASE}
    lines = [EVENT_LOG.strip(), "", "| column | holds | unit | in XES | meaning |", "|---|---|---|---|---|"]
    for c in COLUMNS:
        of_trace = c.name in in_case or c.name == "case_id"
        key = f"{'trace' if of_trace else 'event'} `{xes.KEYS.get(c.name, c.name)}`"
        lines.append(f"| `{c.name}` | {HOLDS[c.dtype]} | {c.unit} | {key} | {c.meaning} |")
    lines += ["", OCEL.strip(), ""]
    for transition, names in happenings.OF_VISIT.items():
        lines.append(f"* `{transition} …`: {', '.join(f'`{name}`' for name in names)}")
    for title, columns in OBJECTS:
        lines += ["", f"### {title}", "", *column_lines(columns)]
    return "\n".join(lines) + "\n"


def good_practice_page() -> str:
    """Return what a diagnosis takes good practice to be."""
    lines = [GOOD_PRACTICE.strip(), "", "| norm | value | unit | meaning | source |", "|---|---|---|---|---|"]
    lines += [
        f"| `{name}` | {norm.value:g} | {norm.unit} | {norm.says} | {norm.source} |"
        for name, norm in NORMS.items()
    ]
    lines += ["", "| part | side | is put to | where putting it right brings most |", "|---|---|---|---|"]
    for part in PARTS:
        norms = ", ".join(f"`{name}`" for name in part.norms) or "no limits"
        lines.append(f"| {part.name} | {part.side.name.lower()} | {norms} | {part.wrong} |")
    lines += ["", "| symptom | is material from |", "|---|---|"]
    for symptom in SYMPTOMS:
        unit = "of its level" if symptom.is_relative else "percentage points"
        lines.append(
            f"| {symptom.says} (`{symptom.measure}`) | {100.0 * symptom.material:g} % {unit} (assumed) |"
        )
    return "\n".join(lines).replace("% percentage points", "percentage points") + "\n"


def column_lines(columns: Iterable[Column]) -> list[str]:
    """Return a table that explains the columns of another one."""
    return [
        "| column | holds | unit | meaning |",
        "|---|---|---|---|",
        *(f"| `{c.name}` | {HOLDS[c.dtype]} | {c.unit} | {c.meaning} |" for c in columns),
    ]


def sweep_page() -> str:
    """Return what a sweep writes: the store, file by file, and its tables."""
    said = [f"* `{key}`: {meaning}" for key, meaning in QUESTION_MEANINGS.items()]
    lines = [SWEEP.strip(), "", *said, "", SWEEP_CHUNKS.strip(), ""]
    for title, text, columns in SWEEP_TABLES:
        lines += [f"### {title}", "", text, "", *column_lines(columns), ""]
    return "\n".join(lines)


def snapshot_page() -> str:
    """Return the columns of a snapshot."""
    lines = ["# The snapshot", ""]
    lines += [
        "`snapshot: today.csv` lets a run start with the tasks that are open today, in place of an empty "
        "organisation.  The path is relative to the scenario.  The file has a header, commas between its "
        "columns, and a row for each open task or for several that are alike.  Only `task_type` is needed; "
        "the order of columns and of rows is no matter.  "
        "[How open tasks go on](../explanation/the-model.md#open-tasks)",
        "",
        "| column | meaning |",
        "|---|---|",
        *(f"| `{name}` | {meaning} |" for name, meaning in SNAPSHOT_COLUMNS.items()),
        "",
        "```",
        *SNAPSHOT_EXAMPLE,
        "```",
        "",
        "What is assumed of it:",
        "",
        *(f"* {said}" for said in ASSUMED_OF_SNAPSHOT),
        "",
    ]
    return "\n".join(lines)


def scenario_page() -> str:
    """Return every key that a scenario may have, by the thing that it belongs to."""
    lines = ["# The scenario language", ""]
    lines += [
        "Every key, what it means, and its unit.  A key that is left out is neutral.  "
        "[How to write a value](values.md) has an example of every kind of value.",
        "",
    ]
    for name, model in schema_classes():
        lines += keys_of(name, model)
    return "\n".join(lines)


def keys_of(name: str, model: type[schema.Strict]) -> list[str]:
    """Return a chapter with the keys of one part of a file."""
    lines = [f"## {name}", "", (inspect.getdoc(model) or "").split("\n\n")[0].replace("\n", " "), ""]
    lines += ["| key | meaning | left out |", "|---|---|---|"]
    for key, field in model.model_fields.items():
        meaning = (field.description or "").replace("\n", " ").replace("|", "\\|")
        lines.append(f"| `{field.alias or key}` | {meaning} | {default_of(field)} |")
    return [*lines, ""]


CHECKS_INTRODUCTION = f"""\
# What must hold: `checks:`

A check is a statement about the organisation that nobody would doubt: without reviewers nothing is
delivered, with more people nobody waits longer.  A model in which it does not hold is wrong, whatever it says
of strategies.

```yaml
checks:
  no editors, nothing is delivered:
    set: {{people.editors.headcount: 0}}           # what is changed for it; left out: nothing
    expect: delivered_per_week below 1 per week  # an amount with its unit
  more writers, less waiting:
    set: {{people.writers.headcount: 20}}
    expect: [flow_time falls, quality stays]     # beside what it is without the change
  at most a quarter of the work is done again:
    strategy: better tools                       # under a strategy
    expect: rework_rate below 25 %
```

`falls`, `rises` and `stays` speak of the difference that the change makes, under the same luck; `below` and
`above` of the measure itself.  A measure *stays* if it changes by less than {100 * SAME:.0f} % of itself.

Checks are tested before every experiment (`sim compare`, `run`, `knockout`, `validate`), each by
{LOOKS[0]} replications with and without the change, then by twice as many, until the interval decides or
{LOOKS[-1]} are done; where the runs are all alike, after {LOOKS[-1]}.  All looks together have
{100 * CONFIDENCE:.1f} % confidence.  If a statement does not hold, the experiment is refused, with the line
of the check; if {LOOKS[-1]} replications leave it open, the result says so.  A statement about a measure that
has no value in the runs (flow time, where nothing is delivered) does not hold: ask for one that has.

"""
PUBLISHED_INTRODUCTION = """\
# Published numbers beside a scenario

Put a `published.yaml` beside a `scenario.yaml`, and `sim validate <folder>` runs the scenario and prints your
numbers beside what comes out.  It may be your own organisation: last year's figures as rows, some to fit
with, others to judge.

```yaml
experiment: D1
title: Our desk last year
source: our own records, 2025
replications: 20
fitted:                            # the service time was chosen so that this row comes out
  - {key: steps.answer.service_time, to: [how busy agents are]}
rows:
  - say: how busy agents are
    published: 91 %
    within: 3 %                    # a tolerance of our own
    unit: '%'
    use: calibrated
    measure: utilisation.agents
  - say: wait for an answer
    published: below 15            # all that is known of it
    unit: hours
    use: judged
    measure: wait
    of: answer                     # some readings are of a step, a pool or a task type
  - say: more in time, in the spring with one more agent
    published: +37 %
    interval: +30 to +45 %         # known with its interval
    unit: points
    use: judged
    kind: difference               # or a ratio, or a relative change
    measure: on_time_share
    strategy: one more agent
    against: do nothing
    weeks: 10 to 22
  - say: tickets in time
    published: 70 %
    within: 5 %
    unit: '%'
    use: judged
    measure: on_time_share
    misfit: At our desk urgent tickets are taken first; here all are alike.
```

It goes with the scenario that begins the [README](../../README.md), and `sim validate my-desk` says that one
of the three rows that judge fails, and why.  A row that fails without a `misfit:` ends the command with an
error.

A row is *calibrated* if something was fitted to it, and `fitted` says what; else it *judges*.  A row passes
where the simulated interval overlaps the published one, or the number with your tolerance, and is no wider
than it; where only a place was published (`above 0`), the whole simulated interval must lie there.  *Too few
runs* means that the simulated interval is too wide to tell.

"""


def published_page() -> str:
    """Return the keys of ``published.yaml``, and all that a row can read."""
    lines = [*keys_of("The file", Experiment), *keys_of("A row", Row), *keys_of("A fitted value", Fitted)]
    lines += [
        "## What a row can read",
        "",
        "Every [measure](measures.md), `stock.<stock>` of a pool, and:",
        "",
    ]
    lines += ["| name | meaning | `of` |", "|---|---|---|"]
    for name, read in {**READINGS, **PAIRS, "effect_size": effect_size}.items():
        said = " ".join((inspect.getdoc(read) or "").split("\n\n")[0].split())
        lines.append(f"| `{name}` | {said.removeprefix('Return ')} | {of_what(name)} |")
    return PUBLISHED_INTRODUCTION + "\n".join(lines) + "\n"


def of_what(name: str) -> str:
    """Return what ``of`` must say for a reading, in words."""
    pattern = OF.get(name, "")
    return f"{WANTED[pattern]}{' (or nothing: all)' if pattern == '(TYPE)?' else ''}" if pattern else ""


def checks_page() -> str:
    """Return what stands under ``checks:``, and how it is tested."""
    return CHECKS_INTRODUCTION + "\n".join(keys_of("A check", RealityCheck)) + "\n"


def schema_classes() -> Iterator[tuple[str, type[schema.Strict]]]:
    """Yield the parts of a scenario, each with what it is called, in the order of a file."""
    for name in ("scenario", "demand", "steps", "actors", "behaviour", "levers", "reality", "comparison"):
        module = importlib.import_module(f"sim.scenario.schema.{name}")
        for member in vars(module).values():
            if inspect.isclass(member) and member.__module__ == module.__name__:
                yield called(member), member


def called(model: type[schema.Strict]) -> str:
    """Return what a part of a scenario is called, as a heading.

    >>> called(schema.TaskType), called(schema.EitherItem), called(schema.Arrivals)
    ('Task type', "Item 'either'", 'Arrivals')
    """
    words = model.called.removeprefix("an ").removeprefix("a ")
    return words[:1].upper() + words[1:]


def values_page() -> str:
    """Return how each kind of value is written; every example is read here, and so is every refusal."""
    lines = ["# How to write a value", ""]
    lines += [
        "Every example stands as it would behind its key.  What stands under *not* is refused, with the "
        "message that is shown.",
        "",
        "Numbers have a point before the fraction (`0.5`).  Thousands may have commas (`1,200 USD`) or no "
        "sign at all (`1200 USD`); within braces and brackets, where a comma separates, they have none.",
        "",
    ]
    for kind in VALUES:
        lines += [f"## {kind.title}", "", kind.text, ""]
        lines += [f"* `{in_yaml(example)}`" for example in kind.examples if kind.read(example) is not None]
        refused = [(text, kind.refusal(text)) for text in kind.refused]
        lines += ["", "Not:", "", *(f"* `{in_yaml(text)}`: {message}" for text, message in refused)]
        lines += ["", f"Stands behind {kind.keys}.", ""]
    return "\n".join(lines).rstrip() + "\n"


def default_of(field: object) -> str:
    """Return what a key that is left out stands for."""
    from pydantic.fields import FieldInfo

    assert isinstance(field, FieldInfo)
    if field.is_required():
        return "must be given"
    value = field.get_default(call_default_factory=True)
    if value is None or value in ([], {}, ()):
        return "none"
    if isinstance(value, float):
        return f"`{value:g}`"
    if isinstance(value, bool | int | str):
        return f"`{value}`"
    return "neutral"


def rules_page() -> str:
    """Return every rule with its docstring."""
    lines = ["# Rules", "", "The model's formulas: pure functions of numbers, one concept a file.", ""]
    for module in pkgutil.iter_modules(sim.rules.__path__):
        file = importlib.import_module(f"sim.rules.{module.name}")
        lines += [f"## {module.name}", "", (inspect.getdoc(file) or "").strip(), ""]
        for function in own_functions(file):
            names = ", ".join(inspect.signature(function).parameters)
            lines += [f"### `{function.__name__}({names})`", "", "```text"]
            lines += [(inspect.getdoc(function) or "").strip(), "```", ""]
    return "\n".join(lines)


LOOPS_INTRODUCTION = """\
# Feedback loops

![All loops: variables and links with their signs, two strokes for a delay, R for reinforcing, B for \
balancing](../images/feedback-loops.png)

A loop is a closed chain of causes.  `→+` means that more makes more, `→−` that more makes less.  With an even
number of `→−` a loop *reinforces* itself (R), with an odd number it *balances* (B): it holds itself back.

`sim loops <scenario>` tells which loops are at work in a scenario; with `--output <folder>` it draws them,
together and one by one, beside the stocks and flows.  `sim knockout <scenario>` tells what each of them does,
and draws it: in the diagrams of its page a loop's strands are as wide as its share, and each loop is a link.

To switch loops off, write their names into the scenario, with a date if they are to run until then.  What is
named as *frozen* keeps the value that it has at that moment:

```yaml
loops: {off: [%s], from: week 13}
```
"""


def loops_page() -> str:
    """Return every feedback loop: its walk, what makes it strong, how late it is, where it comes from."""
    lines = [LOOPS_INTRODUCTION % LOOPS[0].name]
    lines += ["| loop | | in a sentence |", "|---|---|---|"]
    lines += [f"| [`{loop.name}`](#{loop.name}) | {loop.polarity} | {loop.title} |" for loop in LOOPS]
    for loop in LOOPS:
        lines += ["", f"## {loop.name}", "", *loop_lines(loop)]
    return "\n".join(lines) + "\n"


def loop_lines(loop: Loop) -> Iterator[str]:
    """Yield what is said of a loop, a line each."""
    kind = "reinforcing" if loop.polarity == REINFORCING else "balancing"
    walk = " ".join(f"{link.cause} {'→+' if link.sign > 0 else '→−'}" for link in loop.links)
    rules = [f"`{link.rule}`" for link in loop.links if link.rule]
    yield f"{loop.title[:1].upper()}{loop.title[1:]}."
    yield ""
    yield f"* **{kind} ({loop.polarity})**: {walk} {loop.links[0].cause}"
    yield f"* **strong by**: `{loop.gain}`"
    if loop.delay:
        yield f"* **late by**: {loop.delay}"
    yield f"* **switched off by**: `loops: {{off: [{loop.name}]}}`; frozen: {loop.cut}"
    yield f"* **rules**: {', '.join(dict.fromkeys(rules)) or 'none; work itself carries it'}"
    yield f"* **source**: {loop.source}"


def presets_page() -> str:
    """Return every value of every preset, with its range, grade, figures and source."""
    lines = [
        "# Presets",
        "",
        "Published values that a scenario names and may override; `sim presets <name>` tells all that is",
        "known of one, `sim cite <scenario>` lists the works that a scenario stands on.  Grades: "
        + "; ".join(f"**{grade}** {meaning}" for grade, meaning in GRADES.items())
        + ".",
    ]
    for kind in KINDS:
        lines += ["", f"## {kind}", "", f"Named by {NAMED_BY[kind]}.", ""]
        lines += ["| preset | key | value | from | to | grade | figures | source |", "|---" * 8 + "|"]
        for preset, keys in presets_of(kind).items():
            for key, entry in keys.items():
                figures = ", ".join(f"[`{name}`](evidence.md)" for name in entry.evidence)
                grade = f"{entry.grade}, {entry.kind}" if entry.kind else entry.grade
                said = (written(entry.value), entry.low, entry.high, grade, figures, entry.source)
                cells = (preset, f"`{key}`", *said)
                lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def evidence_page() -> str:
    """Return every published figure with all that is known of it, and the list of works."""
    lines = [
        "# Evidence",
        "",
        f"The {len(parameters())} published figures that presets are made of and results judged by, each",
        "with the range of what is plausible, the grade of its source (see [presets](presets.md)), the",
        "people and the tools that it was found with, and what to beware of.",
    ]
    for topic in TOPICS:
        lines += ["", f"## {topic}"]
        for figure in parameters().values():
            if figure.topic == topic:
                _, *said = explained_figure(figure)
                said = [line for line in said if line.partition(":")[0].startswith("- ")]
                lines += ["", f"### `{figure.key}`", "", *said[: len(said) - len(figure.references)]]
    lines += ["", "## Works", ""]
    works = sorted(references().values(), key=lambda work: work.line.casefold())
    return "\n".join([*lines, *(f"- {work.line}" for work in works)]) + "\n"


def own_functions(module: object) -> list[Callable[..., object]]:
    """Return the functions that a module defines, in the order of the file."""
    members = vars(module).values()
    return [m for m in members if inspect.isfunction(m) and m.__module__ == module.__name__]  # type: ignore[attr-defined]


def main() -> None:
    """Write the pages."""
    REFERENCE.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (REFERENCE / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
