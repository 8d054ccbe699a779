"""A mistake from which others follow is told first, and what merely follows is left out."""

from pathlib import Path

import pytest

from sim.errors import ScenarioError
from sim.scenario.load import load_scenario

GOOD = """\
scenario: Agency
run_length: 52 weeks
currency: EUR
task_types:
  article: {arrivals: 20 per week, value: 400 EUR, route: [draft, review]}
steps:
  draft: {service_time: 5 h, done_by: [writers], skills: {writing: 1}, assisted_by: bot, exposure: 60 %}
  review: {service_time: 1 h, done_by: [editors], reviews: [draft]}
people:
  writers: {headcount: 8, wage: 36 EUR/h, skills: {writing: 0.65}}
  editors: {headcount: 2, wage: 40 EUR/h}
tools:
  bot: {price: 9 EUR per month}
strategies:
  upskill: [{train: writers, in: {writing: +0.1}, price: 100 EUR per person}]
  third editor: [set: {people.editors.headcount: 3}]
compare: {measures: {utilisation.writers: {}}}
"""


def told(folder: Path, *changes: tuple[str, str]) -> list[str]:
    text = GOOD
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path = folder / "scenario.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        load_scenario(path)
    return [problem.splitlines()[0].removeprefix(f"{path}:") for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("old", "new", "cause"),
    [
        ("people:", "poeple:", "9:1: unknown key 'poeple'; did you mean 'people'?"),
        ("people:", "team:", "9:1: unknown key 'team'; did you mean 'people'?"),
        ("people:", "our folks:", "9:1: unknown key 'our folks'; a scenario may have"),
        ("tools:", "ai:", "12:1: unknown key 'ai'; did you mean 'tools'?"),
        ("\nsteps:", "\nstages:", "6:1: unknown key 'stages'; did you mean 'steps'?"),
        ("\nsteps:", "\nways:", "6:1: unknown key 'ways'; a scenario may have"),
        ("task_types:", "orders:", "4:1: unknown key 'orders'; did you mean 'task_types'?"),
        ("strategies:", "plans:", "14:1: unknown key 'plans'; did you mean 'strategies'?"),
        (
            "  editors:",
            "editors:",
            "11:1: unknown key 'editors'; it reads like one of 'people:', so indent it",
        ),
        ("  editors:", "  writers:", "11:3: duplicate key 'writers', first on line 10; keep one of the two"),
        (
            "tools:",
            "people:\n  more: {headcount: 1}\ntools:",
            "12:1: duplicate key 'people', first on line 9",
        ),
        (
            "currency: EUR\n",
            "",
            "4:36: task_types.article.value = 400 EUR: money is in USD where nothing else",
        ),
        (
            "currency: EUR",
            "currency: USD",
            "3:1: currency = USD: 5 amounts are in EUR; write 'currency: EUR', or",
        ),
        (
            "currency: EUR",
            "currency: Euro",
            "3:1: currency = Euro: a currency is three capital letters; write 'EUR'",
        ),
        (
            "currency: EUR",
            "currency: €",
            "3:1: currency = €: a currency is three capital letters; write 'EUR'",
        ),
        (
            "currency: EUR",
            "currency: eur",
            "3:1: currency = eur: a currency is three capital letters; write 'EUR'",
        ),
        (
            "currency: EUR",
            "currency: money",
            "3:1: currency = money: a currency is three capital letters; write e.g.",
        ),
    ],
)
def test_one_cause_is_told_once(tmp_path: Path, old: str, new: str, cause: str) -> None:
    problems = told(tmp_path, (old, new))

    assert len(problems) == 1
    assert problems[0].startswith(cause)


def test_the_cause_stands_before_mistakes_of_earlier_lines(tmp_path: Path) -> None:
    problems = told(
        tmp_path, ("people:", "poeple:"), ("20 per week", "20 per day"), ("[draft, review]", "[drat]")
    )

    assert [problem.split(":")[0] for problem in problems] == ["9", "5", "5"]
    assert "did you mean 'draft'?" in problems[2]


def test_a_single_amount_in_another_currency_is_told_at_its_place(tmp_path: Path) -> None:
    (problem,) = told(tmp_path, ("400 EUR", "400 USD"))

    assert problem.startswith(
        "5:36: task_types.article.value = 400 USD: the currency of this scenario is EUR"
    )


def test_several_mistakes_are_counted_at_the_end(tmp_path: Path) -> None:
    path = tmp_path / "scenario.yaml"
    path.write_text(GOOD.replace("20 per week", "20").replace("5 h", "5"), encoding="utf-8")

    with pytest.raises(ScenarioError) as caught:
        load_scenario(path)

    assert str(caught.value).splitlines()[-1] == "2 mistakes"
    assert len(caught.value.problems) == 2


@pytest.mark.parametrize(
    ("old", "new", "hint"),
    [
        (
            "done_by: [editors]",
            "done_by: [people]",
            "that is a section and not a pool or tool; name one of writers, editors, bot",
        ),
        ("assisted_by: bot", "assisted_by: tools", "that is a section and not a tool; name one of bot"),
        (
            "train: writers",
            "train: people",
            "that is a section and not a pool of people; name one of writers, editors",
        ),
    ],
)
def test_a_section_in_place_of_a_name_is_told(tmp_path: Path, old: str, new: str, hint: str) -> None:
    (problem,) = told(tmp_path, (old, new))

    assert problem.endswith(hint)


@pytest.mark.parametrize(
    ("measures", "message"),
    [
        ("{thruput: {}}", "17:22: unknown measure 'thruput'; did you mean 'throughput'?"),
        (
            "{spread of quality: {}}",
            "17:22: unknown measure 'spread of quality'; did you mean 'quality_spread'?",
        ),
        (
            "{utilisation.writer: {}}",
            "17:22: unknown measure 'utilisation.writer'; did you mean 'utilisation.writers'?",
        ),
        ("{zzz: {}}", "17:22: unknown measure 'zzz'; choose from throughput, delivered_per_week,"),
        ("[throughput, qualty]", "17:34: unknown measure 'qualty'; did you mean 'quality'?"),
        ("[throughput: {matters_from: 1}, quality]", "write '{throughput: {}, quality: {}}'"),
        ("{on_time: {}}", "unknown measure 'on_time'; did you mean 'on_time_share'?"),
        ("throughput", "write '{throughput: {}}'"),
        ("{throughput: 1 per week}", "it does not say what this is; write '{matters_from: 1 per week}'"),
        (
            "{throughput: {matters_from: 4 h}}",
            "throughput is measured in tasks per week; write it like '1 per week'",
        ),
        ("{flow_time: {matters_from: 2 %}}", "flow_time is measured in h; write it like '2 h'"),
        (
            "{quality: {matters_from: 2 h}}",
            "is a number without a unit or a percentage; write it like '0.01'",
        ),
        ("{cost_per_good_task: {matters_from: 5 USD}}", "in EUR per task; write it like '10 EUR'"),
        ("{throughput: {matters_from: -1 per week}}", "is zero or more; write it like '1 per week'"),
        ("{throughput: {matters_from: 2 000 per week}}", "write '2000 per week'"),
        ("{throughput: {matters_from: '0,5 per week'}}", "write '0.5 per week'"),
    ],
)
def test_a_measure_is_checked_by_name_and_unit(tmp_path: Path, measures: str, message: str) -> None:
    (problem,) = told(tmp_path, ("{utilisation.writers: {}}", measures))

    assert message in problem


@pytest.mark.parametrize(
    "measures",
    ["[quality, on_time_share]", "{quality: {}, on_time_share: {}}", "\n  quality:\n  on_time_share:"],
)
def test_measures_may_be_a_list_or_keys_with_nothing_behind_them(tmp_path: Path, measures: str) -> None:
    path = tmp_path / "scenario.yaml"
    path.write_text(
        GOOD.replace("compare: {measures: {utilisation.writers: {}}}", f"compare:\n measures: {measures}"),
        encoding="utf-8",
    )

    assert list(load_scenario(path).scenario.compare.measures) == ["quality", "on_time_share"]


def test_only_measures_may_have_nothing_behind_them(tmp_path: Path) -> None:
    (problem,) = told(tmp_path, ("{measures: {utilisation.writers: {}}}", "\n  baseline:"))

    assert "compare.baseline has no value" in problem


@pytest.mark.parametrize(
    ("changes", "lines"),
    [
        ((("\nsteps:", "\nstepps:"), ("headcount: 3", "headcount: 3.5")), [6, 16]),
        ((("\nsteps:", "\nstepps:"), ("headcount: 3", "wage: 40 USD/h")), [6, 16]),
        ((("36 EUR/h", "36"), ("headcount: 3", "wage: 40 USD/h")), [10, 16]),
    ],
)
def test_a_wrong_value_of_a_strategy_is_told_beside_mistakes_elsewhere(
    tmp_path: Path, changes: tuple, lines: list[int]
) -> None:
    assert [int(problem.split(":")[0]) for problem in told(tmp_path, *changes)] == lines


def test_what_a_strategy_breaks_elsewhere_names_the_strategy_once(tmp_path: Path) -> None:
    closed = "{population: 3, away_for: 0 h}"
    problems = told(
        tmp_path,
        ("20 per week", closed),
        ("[set: {people.editors.headcount: 3}]", "[set: {steps.draft.service_time: 0 h}]"),
        ("route: [draft, review]", "route: [draft]"),
        (", reviews: [draft]", ""),
        ("compare:", "  both: {combine: [upskill, third editor]}\ncompare:"),
    )

    assert len(problems) == 1
    assert "away_for = 0 h: under 'third editor', its tasks take no time in any step" in problems[0]


@pytest.mark.parametrize("unit", ["0.5 per week", "2 tasks/week", "1"])
def test_a_difference_in_the_unit_of_its_measure_is_accepted(tmp_path: Path, unit: str) -> None:
    path = tmp_path / "scenario.yaml"
    path.write_text(
        GOOD.replace("utilisation.writers: {}", f"throughput: {{matters_from: {unit}}}"), encoding="utf-8"
    )

    assert load_scenario(path).warnings == ()


@pytest.mark.parametrize(
    ("levers", "line", "message"),
    [
        (
            "[train: writers, in: {writing: +0.1}]",
            15,
            "this belongs to 'train:' before it; write its keys below",
        ),
        (
            "[combine: [third editor]]",
            15,
            "a combination is no lever; write 'combine: [...]' without the dash",
        ),
        ("[third editor]", 15, "no levers; write 'combine: [third editor]'"),
        (
            "[{train: writers, set: {people.writers.wage: 1 EUR/h}}]",
            15,
            "these are 2 levers; begin each with a dash",
        ),
        (
            "[set: {people.writers.headcount: 9}, set: {people.writers.headcount: 7}]",
            15,
            "to 9 already; keep one",
        ),
        (
            "[set: {people.writers.headcount: 9, people: {writers: {headcount: 7}}}]",
            15,
            "to 9 already; keep one",
        ),
    ],
)
def test_levers_that_are_torn_or_mixed_are_told_once(
    tmp_path: Path, levers: str, line: int, message: str
) -> None:
    old = "[{train: writers, in: {writing: +0.1}, price: 100 EUR per person}]"
    (problem,) = told(tmp_path, (old, levers))

    assert problem.startswith(f"{line}:")
    assert message in problem


def test_blocks_of_set_in_any_style_are_applied_one_after_the_other(tmp_path: Path) -> None:
    text = GOOD.replace(
        "  third editor: [set: {people.editors.headcount: 3}]",
        "  many:\n"
        "    - set: {people.editors.headcount: 3}\n"
        "    - set: {people: {editors: {wage: 50 EUR/h}, writers: {headcount: 9}}}\n"
        "    - {set: {steps.draft: {exposure: 40 %}}}\n",
    )
    path = tmp_path / "scenario.yaml"
    path.write_text(text, encoding="utf-8")

    changed = load_scenario(path).under("many").scenario

    assert (changed.people["editors"].headcount, changed.people["editors"].wage) == (3, 50.0)
    assert (changed.people["writers"].headcount, changed.people["writers"].wage) == (9, 36.0)
    assert changed.steps["draft"].exposure == 0.4
