"""Whatever is done to the text of a scenario, it loads or is refused in whole sentences."""

import re
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.errors import ScenarioError
from sim.scenario.load import LoadedScenario, load_scenario

TEXT = """\
scenario: Agency
start: 2026-01-05
run_length: 52 weeks
warm_up: 8 weeks
task_types:
  article:
    arrivals: {rate: 20 per week, changes: [{from: week 26, by: -19 %}]}
    value: 450 USD
    due: 5 working days
    priority: {high: 15 %, normal: 85 %}
    route: [draft, {either: {review: 30 %, skip: 70 %}}, {again: {from: draft, chance: 5 %}}]
steps:
  draft:
    service_time: {lognormal: {mean: 5 h, cv: 0.5}}
    skills: {writing: 100 %}
    difficulty: 0.50 ± 0.15
    done_by: [writers, freelance]
    assisted_by: assistant
    exposure: 60 %
  review:
    reviews: [draft]
    service_time: 40 min
    done_by: [writers]
people:
  writers: {headcount: 8, wage: 36 USD/h, hours: Mon-Fri 9:00-17:00, skills: {writing: 0.65 ± 0.12}}
tools:
  assistant: {capability: {writing: 0.62}, price: 30 USD per person per month}
freelancers:
  freelance: {role: content_writer, market: upwork, hours: Mon-Fri 9-13, skills: {writing: 0.6}}
behaviour: knowledge-work
strategies:
  upskill:
    - {train: writers, in: {ai_fluency: +0.25}, from: week 13, price: 1,200 USD per person}
    - set: {people.writers.headcount: 9, behaviour.reliance: 50 %}
  both: {combine: [upskill]}
futures:
  boom: {task_types.article.arrivals: 30 per week}
"""
LINES = TEXT.splitlines()
SIGNS = (
    "",
    " ",
    "\t",
    ":",
    ": ",
    "- ",
    "[",
    "]",
    "{",
    "}",
    "&a ",
    "*a",
    "!!x ",
    "%",
    "'",
    '"',
    "|",
    ">",
    "#",
)
WORDS = (
    "---",
    "<<: ",
    "null",
    "true",
    "no",
    "010",
    "1e400",
    ".inf",
    "9" * 40,
    "-",
    "0",
    "1,5",
    "€",
    "\x00",
    "½",
    "+",
    "2 500",
    "1.500",
)
KEYS_AND_NAMES = (
    "2026-02-30",
    "people",
    "writers",
    "extends: x.yaml",
    "adds: {}",
    "removes: [a]",
    "skip",
    "set",
)
SNIPPETS = st.sampled_from([*SIGNS, *WORDS, *KEYS_AND_NAMES])


def outcome(content: bytes) -> LoadedScenario | ScenarioError:
    """Return what loading gives; anything else than the two escapes."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "scenario.yaml"
        path.write_bytes(content)
        try:
            loaded = load_scenario(path)
            for strategy in loaded.strategies:
                loaded.under(strategy)
        except ScenarioError as error:
            return error
        return loaded


def is_told_well(result: LoadedScenario | ScenarioError) -> bool:
    if isinstance(result, LoadedScenario):
        return True
    return bool(result.problems) and all("scenario.yaml" in problem for problem in result.problems)


@given(st.integers(0, len(TEXT)), st.integers(0, 12), SNIPPETS)
@settings(max_examples=400, deadline=None)
def test_replacing_any_stretch_of_text_loads_or_is_told(start: int, length: int, snippet: str) -> None:
    assert is_told_well(outcome((TEXT[:start] + snippet + TEXT[start + length :]).encode()))


@given(
    st.lists(
        st.tuples(st.integers(0, len(LINES) - 1), st.integers(0, len(LINES) - 1)), min_size=1, max_size=4
    )
)
@settings(max_examples=150, deadline=None)
def test_moving_lines_about_loads_or_is_told(swaps: list[tuple[int, int]]) -> None:
    lines = list(LINES)
    for one, other in swaps:
        lines.insert(other, lines.pop(one))

    assert is_told_well(outcome("\n".join(lines).encode()))


@given(st.binary(max_size=200))
@settings(max_examples=100, deadline=None)
def test_any_bytes_load_or_are_told(content: bytes) -> None:
    assert is_told_well(outcome(content))


NUMBERS = [*re.finditer(r"(?<![\w:.,-])\d+(?:\.\d+)?(?![\w:.-]|,\d)", TEXT)]
"""Every number of the text that is no part of a date or a time of day."""


@given(
    st.sampled_from(NUMBERS), st.sampled_from([" 000", "'000", "’000", "_000", "\u202f000", ",5", ".000,5"])
)
@settings(max_examples=200, deadline=None)
def test_a_number_in_the_digits_of_another_country_never_loads(number: re.Match[str], tail: str) -> None:
    """It would be misread in silence; a point in it becomes a comma, which may stand there alone."""
    other = number[0].replace(".", ",") + (tail if "." not in number[0] else "")
    result = outcome((TEXT[: number.start()] + other + TEXT[number.end() :]).encode())

    assert isinstance(result, ScenarioError)
    assert is_told_well(result)


VALUES = ("x", "5 h", "60 %", "writers", "draft", "off", "week 3", "3 USD", "-1", "0", "7", "0.5", "''")
KEYS = st.sampled_from(["rate", "from", "mean", "draft", "writers", "set", "either", "a"])


def flow_list(items: list[str]) -> str:
    return f"[{', '.join(items)}]"


def flow_mapping(keys: dict[str, str]) -> str:
    return "{" + ", ".join(f"{key}: {value}" for key, value in keys.items()) + "}"


PLAIN = st.recursive(
    st.sampled_from(VALUES),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(flow_list),
        st.dictionaries(KEYS, inner, max_size=3).map(flow_mapping),
    ),
    max_leaves=5,
)


@given(st.sampled_from([k for k, line in enumerate(LINES) if ": " in line or line.endswith(":")]), PLAIN)
@settings(max_examples=300, deadline=None)
def test_giving_any_key_any_kind_of_value_loads_or_is_told(number: int, value: str) -> None:
    lines = list(LINES)
    lines[number] = lines[number].split(":")[0] + ": " + value
    indent = len(lines[number]) - len(lines[number].lstrip())
    rest = number + 1
    while rest < len(lines) and len(lines[rest]) - len(lines[rest].lstrip()) > indent:
        del lines[rest]

    assert is_told_well(outcome("\n".join(lines).encode()))


@given(
    st.recursive(st.sampled_from(["x", "people", "steps", "draft"]), lambda i: st.tuples(i, i).map(".".join)),
    PLAIN,
)
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_setting_any_path_to_any_value_loads_or_is_told(path: str, value: str) -> None:
    text = TEXT.replace("people.writers.headcount: 9", f"{path}: {value}")

    assert is_told_well(outcome(text.encode()))
