"""Every loop is what it says: it closes, its signs multiply to its polarity, its links stand in the rules."""

import importlib
import itertools
from collections.abc import Callable
from typing import get_args

import pytest

from sim.rules.loops import LOOP_NAMES, LOOPS, Link, Loop, polarity_of
from sim.scenario.schema.behaviour import LoopName

ACTIVE: dict[str, dict[str, float]] = {
    "pressure.schedule_pressure": {"backlog": 60.0, "capacity": 40.0, "target": 1.0},
    "pressure.overtime_ratio": {"pressure": 1.3, "most": 1.5},
    "pressure.pace": {"pressure": 1.1, "elasticity": 0.3, "most": 1.5},
    "pressure.care_under_pressure": {"pressure": 1.3, "elasticity": 0.3, "standard": 1.0, "least": 0.5},
    "pressure.corner_cutting_loss": {"care": 0.8, "slope": 0.3},
    "pressure.switching_factor": {"pressure": 1.5, "loss": 0.1, "most": 2.0},
    "fatigue.strain_after": {
        "strain": 2.0, "excess": 5.0, "time": 168.0, "building_time": 672.0, "recovery_time": 672.0,
    },
    "fatigue.fatigue_loss": {"strain": 5.0, "threshold": 49.0, "slope": 0.05},
    "review.thorough_detection": {"detection": 0.7, "care": 0.8},
    "review.attention": {"complacency": 0.3, "trust": 0.5, "ai_share": 0.5},
    "learning.practised_skill": {
        "skill": 0.6, "ceiling": 0.9, "practice": 0.5, "ai_share": 0.5, "ai_effect": -0.3,
    },
    "reliance.doubting_reliance": {"reliance": 0.4, "slope": 0.5, "match": 0.6, "reference": 0.6},
    "service_time.work_rate": {"match": 0.6, "reference_match": 0.5, "slope": 2.5},
    "trust.mean_belief": {"first": 0.5, "memory": 10.0, "successes": 6.0, "failures": 4.0},
    "trust.trusting_reliance": {"reliance": 0.5, "trust": 0.5, "reference": 0.6},
    "market.seats_next": {"open_now": 2.0, "step": 1.0, "most": 9.0, "opens": 0.0, "releases": 0.0},
    "market.own_demand": {"seats": 5.0, "depth": 50.0},
    "market.indexed": {"value": 30.0, "index": 1.1, "elasticity": 1.06},
    "pressure.training_held": {"pressure": 1.5, "elasticity": 0.5},
    "learning.applied_gain": {"gain": 0.2, "transfer": 0.62, "fade": 0.0001, "time": 100.0},
    "onboarding.mentoring": {"newcomers": 2.0, "experienced": 8.0, "load": 0.25},
    "staffing.quit_probability": {
        "annual": 0.2, "time": 168.0, "strain": 5.0, "threshold": 49.0, "slope": 1.0,
    },
}  # fmt: skip
"""A point at which each rule that carries a link is active."""
IN_RULES = [
    pytest.param(link, id=f"{loop.name}: {link.cause} to {link.effect}")
    for loop in LOOPS
    for link in loop.links
    if link.rule
]


@pytest.mark.parametrize("loop", LOOPS, ids=lambda loop: loop.name)
def test_walk_closes_and_its_signs_multiply_to_its_polarity(loop: Loop) -> None:
    assert all(one.effect == other.cause for one, other in itertools.pairwise(loop.links))
    assert loop.links[-1].effect == loop.links[0].cause
    assert polarity_of(loop.links) == loop.polarity


@pytest.mark.parametrize("link", IN_RULES)
def test_link_stands_in_its_rule_with_its_sign(link: Link) -> None:
    module, function = link.rule.split(".")
    rule: Callable[..., float] = getattr(importlib.import_module(f"sim.rules.{module}"), function)
    point = ACTIVE[link.rule]

    nudged = {**point, link.argument: point[link.argument] * 1.01 or 1.0}
    change = rule(**nudged) - rule(**point)

    assert change * link.sign > 0.0


def test_the_wrong_sign_would_be_found() -> None:
    wrong = Link("backlog", "pressure", -1, "pressure.schedule_pressure", "backlog")

    with pytest.raises(AssertionError):
        test_link_stands_in_its_rule_with_its_sign(wrong)


def test_schema_knows_the_loops_of_the_registry() -> None:
    assert get_args(LoopName) == LOOP_NAMES


def test_every_loop_has_a_title_a_source_and_a_cut_of_its_own() -> None:
    assert all(loop.title and loop.source and loop.cut and loop.gain for loop in LOOPS)
    assert len({loop.cut for loop in LOOPS}) == len({loop.name for loop in LOOPS}) == len(LOOPS)
