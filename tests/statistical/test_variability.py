"""Where the variability comes from: the shares close, and are those of the law of total variance.

Near q = ½ the quality logistic(κ(θ - b) + σε) is linear, q ≈ ½ + (κ(θ - b) + σε)/4, so that by hand

    Var q = κ² Var b/16 + κ² Var θ (1 - 1/n)/16 + σ²/16

with n people who do equally many tasks: difficulty, people, luck.  Each part is judged by a t-test, all three
together at a false-alarm rate of 1e-6; twins with a wrong law must fail.
"""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sim.experiments.variability import RESIDUAL, SPREADS, Variability, _spread, variability
from sim.measures.registry import MEASURES
from sim.scenario.load import load_scenario
from sim.statistics.estimate import Estimate, ratio, student_quantile

FALSE_ALARM = 1e-6
PEOPLE, REPLICATIONS = 60, 60
SLOPE, NOISE = 1.0, 0.05
DIFFICULTY, SKILL = 0.06, 0.04
"""Standard deviations of difficulty and of skill."""
TEXT = f"""\
scenario: Half as good as can be
run_length: 1 week
task_types:
  request: {{arrivals: 3000 per week, route: [answer]}}
steps:
  answer:
    service_time: 2 h
    done_by: [clerks]
    skills: {{writing: 1}}
    difficulty: 0.5 ± {DIFFICULTY}
    standard: 0.01
people:
  clerks: {{headcount: {PEOPLE}, hours: Mon-Fri 9:00-17:00, skills: {{writing: 0.5 ± {SKILL}}}}}
behaviour: {{quality_slope: {SLOPE}, quality_noise: {NOISE}}}
"""


def found_in(
    folder: Path, text: str, replications: int, engine: str = "kernel", jobs: int = 1
) -> Variability:
    path = folder / "scenario.yaml"
    path.write_text(text, encoding="utf-8")
    return variability(load_scenario(path), replications=replications, jobs=jobs, engine=engine)


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Variability:
    return found_in(tmp_path_factory.mktemp("half"), TEXT, REPLICATIONS)


def law(slope: float = SLOPE, noise: float = NOISE, people: float = PEOPLE) -> dict[str, float]:
    """Return the variances by hand."""
    return {
        "difficulty mix": (slope * DIFFICULTY) ** 2 / 16.0,
        "people": (slope * SKILL) ** 2 * (1.0 - 1.0 / people) / 16.0,
        RESIDUAL: noise**2 / 16.0,
    }


def may_be(known: Estimate, truth: float) -> bool:
    """Tell whether a mean may be this, two-sided, at a third of the false alarms."""
    freedom = known.replications - 1
    wider = student_quantile(1.0 - FALSE_ALARM / 6.0, freedom) / student_quantile(0.975, freedom)
    return abs(known.mean - truth) <= wider * known.half_width


def test_parts_are_those_of_the_law_of_total_variance(found: Variability) -> None:
    parts = found.spreads["quality_spread"].parts

    assert found.sources == ("difficulty mix", "people")
    assert {name: may_be(parts[name], truth) for name, truth in law().items()} == dict.fromkeys(law(), True)


def test_shares_are_those_of_the_law(found: Variability) -> None:
    whole = sum(law().values())

    for name, truth in law().items():
        assert may_be(found.spreads["quality_spread"].shares[name], truth / whole), name


@pytest.mark.parametrize(
    ("wrong", "caught"),
    [
        (law(slope=1.2 * SLOPE), {"difficulty mix"}),
        (law(noise=1.1 * NOISE), {RESIDUAL}),
        (law() | {"people": law()["difficulty mix"], "difficulty mix": law()["people"]}, {"people"}),
        (law(people=2), {"people"}),
    ],
    ids=["steeper", "noisier", "sources mistaken for each other", "two people"],
)
def test_another_law_is_caught(found: Variability, wrong: dict[str, float], caught: set[str]) -> None:
    parts = found.spreads["quality_spread"].parts

    assert caught <= {name for name, truth in wrong.items() if not may_be(parts[name], truth)}


def test_parts_and_shares_close_to_the_whole_to_rounding(found: Variability) -> None:
    for spread in found.spreads.values():
        assert sum(part.mean for part in spread.parts.values()) == pytest.approx(spread.whole.mean, rel=1e-12)
        assert sum(share.mean for share in spread.shares.values()) == pytest.approx(1.0, rel=1e-12)


def test_more_sources_close_too_and_each_is_named(tmp_path: Path) -> None:
    text = TEXT.replace(
        "    standard: 0.01\n", "    standard: 0.01\n    assisted_by: assistant\n    exposure: 60 %\n"
    ).replace(f"headcount: {PEOPLE}", "headcount: 5")
    text += "tools:\n  assistant: {capability: {writing: 0.5}, jaggedness: 0.3}\n"
    found = found_in(tmp_path, text.replace("1 week\n", "3 weeks\n", 1).replace("3000", "100"), 3)

    assert found.sources == ("difficulty mix", "people", "tool jaggedness")
    assert set(found.spreads) == set(SPREADS)
    for spread in found.spreads.values():
        assert sum(part.mean for part in spread.parts.values()) == pytest.approx(spread.whole.mean, rel=1e-12)
    assert found.spreads["quality_spread"].parts["tool jaggedness"].mean > 0.0


def test_people_who_are_named_differ_by_what_is_said_of_each(tmp_path: Path) -> None:
    """Two of them, 0.1 above and below the mean: κ² 0.1²/16, the difficulty being the same for all tasks."""
    workers = "workers: {Ann: {skills: {writing: 0.6}}, Bob: {skills: {writing: 0.4}}}"
    text = TEXT.replace(f"headcount: {PEOPLE}", workers).replace(f", skills: {{writing: 0.5 ± {SKILL}}}", "")
    text = (
        text.replace(f"0.5 ± {DIFFICULTY}", "0.5").replace("1 week\n", "8 weeks\n", 1).replace("3000", "100")
    )
    found = found_in(tmp_path, text, 20)

    assert found.sources == ("people",)
    people = found.spreads["quality_spread"].parts["people"]
    assert may_be(people, (SLOPE * 0.1) ** 2 / 16.0)
    assert not may_be(people, (SLOPE * 0.12) ** 2 / 16.0)


def test_any_engine_and_number_of_processes_gives_the_same_shares(tmp_path: Path) -> None:
    text = TEXT.replace(f"headcount: {PEOPLE}", "headcount: 5").replace("3000", "100")
    one, *others = (found_in(tmp_path, text, 3, *how) for how in (("kernel",), ("reference",), ("kernel", 2)))

    for other in others:
        assert other.spreads == one.spreads


def test_replications_that_do_not_define_a_spread_are_left_out_and_the_rest_closes() -> None:
    whole = np.array([4.0, np.nan, 6.0, 8.0])
    parts = {"one": np.array([1.0, 1.0, np.nan, 2.0]), RESIDUAL: np.array([3.0, 1.0, 2.0, 6.0])}
    found = _spread(MEASURES["quality_spread"], whole, parts)

    assert (found.whole.mean, found.whole.replications) == (6.0, 2)
    assert (found.parts["one"].mean, found.parts[RESIDUAL].mean) == (1.5, 4.5)
    assert found.shares["one"].mean == 0.25


def test_a_share_of_nothing_is_unknown() -> None:
    nothing = ratio(np.zeros(3), np.zeros(3))

    assert np.isnan(nothing.mean)
    assert nothing.half_width == np.inf


def pairs(seed: int, size: int) -> tuple[np.ndarray, np.ndarray]:
    """Return parts and wholes whose means have the ratio ¼."""
    luck = np.random.default_rng(seed)
    part = 1.0 + 0.3 * luck.standard_normal(size)
    return part, part + 3.0 + 0.3 * luck.standard_normal(size)


def covers(half_width_of: float) -> int:
    """Return how many of 1,000 intervals of a share cover it, where half-widths are multiplied."""
    found = (ratio(*pairs(seed, 30)) for seed in range(1000))
    return sum(
        each.low <= 0.25 <= each.high
        for each in (replace(one, half_width=half_width_of * one.half_width) for one in found)
    )


def test_intervals_of_a_share_cover_as_they_promise_and_narrower_ones_do_not() -> None:
    """Asked are 93 to 97 %, exact binomial test at a false-alarm rate of 1e-6."""
    from scipy.special import bdtr, bdtrc

    def is_covered(hits: int) -> bool:
        return min(float(bdtr(hits, 1000, 0.93)), float(bdtrc(hits - 1, 1000, 0.97))) > FALSE_ALARM / 2.0

    assert is_covered(covers(1.0))
    assert not is_covered(covers(0.7))
    assert not is_covered(covers(1.6))
