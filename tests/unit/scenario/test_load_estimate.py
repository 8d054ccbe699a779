"""The static load of pools."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog

from sim.scenario.load import load_scenario
from sim.scenario.load_estimate import (
    balanced_loads,
    estimate_load,
    expected_visits,
    mean_rate,
    weekly_capacity,
)
from sim.scenario.schema import Arrivals, TaskType

TEXT = """\
scenario: Desk
run_length: 52 weeks
task_types:
  request: {arrivals: 60 per week, route: [answer]}
steps:
  answer: {service_time: 60 min, done_by: [clerks]}
people:
  clerks: {headcount: 2, hours: Mon-Fri 9:00-17:00}
"""


def load(folder: Path, text: str):
    (folder / "scenario.yaml").write_text(text, encoding="utf-8")
    return load_scenario(folder)


def test_a_pool_is_as_busy_as_its_work_over_its_hours(tmp_path: Path) -> None:
    (load_of,) = estimate_load(load(tmp_path, TEXT).scenario)

    assert (load_of.pools, load_of.work, load_of.capacity) == (("clerks",), pytest.approx(60), 80)
    assert load_of.utilisation == pytest.approx(0.75)


def test_an_impossible_load_is_a_warning_that_names_the_pool(tmp_path: Path) -> None:
    (warning,) = load(tmp_path, TEXT.replace("60 per week", "92 per week")).warnings

    assert warning.splitlines()[0] == (
        f"{tmp_path / 'scenario.yaml'}:8:3: people.clerks: "
        "the first visits alone take 92 h a week, 115 % of the hours clerks have (80 h a week), "
        "so the queue grows as long as the run lasts; add capacity, or check arrivals and service times"
    )


def test_pools_that_share_an_impossible_load_are_named_together(tmp_path: Path) -> None:
    text = TEXT.replace("[clerks]", "[clerks, temps]").replace("60 per week", "150 per week")

    (warning,) = load(tmp_path, text + "  temps: {headcount: 1, hours: Mon-Fri 9:00-17:00}\n").warnings

    assert "125 % of the hours clerks and temps have together (120 h a week)" in warning


def test_help_of_a_tool_takes_work_away(tmp_path: Path) -> None:
    """Exposure x reliance x (1 - overhead) = 0.5 x 0.8 x 0.75 = 0.3 of the effort."""
    text = TEXT.replace("done_by: [clerks]", "done_by: [clerks], assisted_by: bot, exposure: 50 %")
    text += "tools: {bot: {}}\nbehaviour: {reliance: 80 %, overhead: 25 %}\n"

    (load_of,) = estimate_load(load(tmp_path, text).scenario)

    assert load_of.work == pytest.approx(60 * 0.7)


def test_capacity_counts_named_workers_tools_and_seats(tmp_path: Path) -> None:
    text = TEXT.replace("headcount: 2,", "headcount: 3, workers: {Half: {hours: Mon-Fri 9:00-13:00}},")
    text = text.replace("[clerks]", "[clerks, bot, fast, slow, temps]") + (
        "tools: {bot: {slots: 2, speed: 3}, fast: {rate_limit: 10 per week}, slow: {}}\n"
        "freelancers: {temps: {rate: 30 USD/h, seats: 2, hours: Mon 9:00-17:00}}\n"
    )

    capacity = weekly_capacity(load(tmp_path, text).scenario)

    assert capacity == pytest.approx(
        {"clerks": 100, "bot": 2 * 168 * 3, "fast": 10, "slow": 168, "temps": 16}
    )


@pytest.mark.parametrize(
    ("route", "visits"),
    [
        (["a", "b", "a"], {"a": 2, "b": 1}),
        (["a", {"either": {"b": 0.3, "skip": 0.7}}, "c"], {"a": 1, "b": 0.3, "c": 1}),
        (["a", {"either": {"b": 0.3, "leave": 0.7}}, "c"], {"a": 1, "b": 0.3, "c": 0.3}),
        (["a", {"together": ["b", ["c", "d"]]}, "e"], {"a": 1, "b": 1, "c": 1, "d": 1, "e": 1}),
        (["a", "b", {"again": {"from": "b", "chance": 0.75}}, "c"], {"a": 1, "b": 4, "c": 1}),
        (["a", "b", {"again": {"from": "a", "chance": 0.5}}, "c"], {"a": 2, "b": 2, "c": 1}),
    ],
)
def test_expected_visits_follow_the_chances_of_the_route(route: list, visits: dict[str, float]) -> None:
    task_type = TaskType.model_validate({"arrivals": "1 per week", "route": route})

    assert expected_visits(task_type.route) == pytest.approx(visits)


@pytest.mark.parametrize(
    ("arrivals", "per_week"),
    [
        ({"rate": "60 per week"}, 60),
        ({"rate": "60 per week", "batch": {"uniform": {"low": 1, "high": 3}}}, 120),
        ({"rate": "60 per week", "changes": [{"from": "week 27", "by": "-50 %"}]}, 45),
        ({"every": "2 h"}, 84),
        ({"population": 40, "away_for": "1 h"}, 0),
    ],
)
def test_the_mean_rate_is_that_over_the_whole_run(arrivals: dict, per_week: float) -> None:
    found = mean_rate(Arrivals.model_validate(arrivals), 52 * 168.0, Path())

    assert found * 168 == pytest.approx(per_week, rel=0.01)


def test_a_trace_counts_its_rows(tmp_path: Path) -> None:
    (tmp_path / "trace.csv").write_text("at\n" + "5\n" * 104, encoding="utf-8")
    text = TEXT.replace("arrivals: 60 per week", "arrivals: {trace: {file: trace.csv, column: at}}")

    (load_of,) = estimate_load(load(tmp_path, text).scenario, tmp_path)

    assert load_of.work == pytest.approx(2)


def busiest_by_linear_programming(
    work: dict[str, float], able: dict[str, tuple[str, ...]], capacity: dict[str, float]
) -> float:
    """Smallest utilisation of the busiest pool over all ways to spread the work (textbook minimax LP)."""
    arcs = [(step, pool) for step in work for pool in able[step]]
    cost = np.append(np.zeros(len(arcs)), 1.0)
    balance = [[float(arc[0] == step) for arc in arcs] + [0.0] for step in work]
    limit = [[float(arc[1] == pool) for arc in arcs] + [-hours] for pool, hours in capacity.items()]
    solved = linprog(cost, A_ub=limit, b_ub=np.zeros(len(capacity)), A_eq=balance, b_eq=list(work.values()))
    return float(solved.fun)


POOLS = ("p", "q", "r", "s")
CASES = st.fixed_dictionaries(
    {
        "steps": st.lists(
            st.tuples(st.integers(1, 50), st.sets(st.sampled_from(POOLS), min_size=1)), min_size=1, max_size=6
        ),
        "capacity": st.lists(st.integers(1, 60), min_size=4, max_size=4),
    }
)


@given(CASES)
def test_the_busiest_pool_is_as_busy_as_the_best_spread_leaves_it(case: dict) -> None:
    work = {f"step {k}": float(hours) for k, (hours, _) in enumerate(case["steps"])}
    able = {f"step {k}": tuple(sorted(pools)) for k, (_, pools) in enumerate(case["steps"])}
    capacity = dict(zip(POOLS, map(float, case["capacity"]), strict=True))

    loads = balanced_loads(work, able, capacity)

    assert loads[0].utilisation == pytest.approx(
        busiest_by_linear_programming(work, able, capacity), rel=1e-6
    )
    assert sum(load.work for load in loads) == pytest.approx(sum(work.values()))
    assert [load.utilisation for load in loads] == sorted((load.utilisation for load in loads), reverse=True)
    assert len({pool for load in loads for pool in load.pools}) == sum(len(load.pools) for load in loads)


def test_work_that_nobody_can_do_makes_an_infinite_load() -> None:
    (load_of,) = balanced_loads({"a": 1.0}, {"a": ("p",)}, {"p": 0.0})

    assert load_of.utilisation == float("inf")
