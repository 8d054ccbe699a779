"""What a diagnosis does: sides put to good practice, places, levers, ways of working, words."""

import re
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import cast

import numpy as np
import pytest

from sim.engines import get_engine
from sim.experiments.coalitions import Played, coalitions
from sim.experiments.diagnosis.diagnose import Diagnosis, diagnose
from sim.experiments.diagnosis.ideals import PARTS, Need, ideal
from sim.experiments.diagnosis.loss import Loss, losses
from sim.experiments.diagnosis.margins import missing_capability, missing_match, missing_skills
from sim.experiments.diagnosis.norms import NORMS, norm
from sim.experiments.diagnosis.places import Place
from sim.experiments.diagnosis.remedies import Remedy, remedies_of
from sim.experiments.diagnosis.shared import at_night, at_work, inside, lost_by_cause, lost_by_side
from sim.experiments.diagnosis.staffing import need_of
from sim.experiments.diagnosis.together import DEFECTS, HOURS, HUMAN, QUALITY, TOGETHER, TOOL, ways_of_working
from sim.experiments.diagnosis.words import caveats, headline, sentences
from sim.experiments.findings import Replications
from sim.measures.books.causes import Birth, Side
from sim.measures.registry import MEASURES
from sim.model.build import build
from sim.model.model import Model
from sim.scenario.load import load_scenario
from tests.running import SCENARIOS, model_of
from tests.statistical.breakdowns import FAULTS, healthy, loaded_from, text_of, with_fault

EVERYTHING = frozenset({Side.HUMAN, Side.MACHINE, Side.INTERACTION})
BY_NAME = {part.name: part for part in PARTS}


def same(one: object, other: object) -> bool:
    """Return whether two models say the same."""
    if is_dataclass(one) and not isinstance(one, type):
        return all(same(getattr(one, each.name), getattr(other, each.name)) for each in fields(one))
    if isinstance(one, np.ndarray):
        return bool(np.array_equal(one, other, equal_nan=one.dtype.kind == "f"))
    if isinstance(one, tuple):
        return len(one) == len(other) and all(map(same, one, other))  # type: ignore[arg-type]
    return one == other or str(one) == str(other) == "nan"


# --- good practice --------------------------------------------------------------------------------

PLAIN = """
scenario: Plain
run_length: 4 weeks
behaviour: {quality_slope: 6, quality_noise: 0.5}
hand_off: {delay: 3 h, context_loss: 40 %, quality_loss: 0.1}
work_in_process_limit: 9
task_types: {t: {arrivals: {rate: 20 per week}, route: [draft, check]}}
steps:
  draft:
    service_time: 1 h
    done_by: [anna]
    skills: {s: 100 %}
    difficulty: 0.5 ± 0.1
    standard: 50 %
    assisted_by: helper
    exposure: 50 %
    reliance: 10 %
    overhead: 60 %
    discernment: 10 %
  check: {service_time: 30 min, done_by: [robot, eva], reviews: [draft], detection: 50 %, ai_review_time: 3}
people:
  anna: {headcount: 2, skills: {s: 0.5 ± 0.1}, turnover: 50 %, ramp_time: 30 weeks}
  eva: {headcount: 1}
tools:
  helper: {capability: {s: 0.3}, jaggedness: 0.5, adopted: 20 %}
  robot: {slots: 1, speed: 0.5, outages: {every: 10 h, lasting: 10 h}}
"""


def test_each_part_changes_what_it_is_about_and_the_rest_stays() -> None:
    model = model_of(PLAIN)
    draft = model.names.steps.index("draft")
    after = {name: part.apply(model, Need({0: 2})) for name, part in BY_NAME.items()}

    assert len(after["staffing"].actors.pool) == len(model.actors.pool) + 2
    assert after["hand-offs"].steps.context_loss[draft] == norm("context_loss")
    assert after["hand-offs"].distributions.mean[after["hand-offs"].steps.hand_off_delay[draft]] == 1.0
    assert after["use"].steps.reliance[draft] == norm("reliance")
    assert after["prompting"].steps.overhead[draft] == norm("overhead")
    assert after["discernment"].steps.discernment[draft] == norm("discernment")
    assert after["review of AI output"].steps.ai_review_time.max() == norm("ai_review_time")
    assert after["limits"].limit == 0
    assert after["speed"].versions.speed.min() == norm("speed")
    assert after["outages"].pools.outage_every.max() == -1
    assert after["coming and going"].stocks.turnover.max() == norm("turnover")
    assert all(same(changed.types, model.types) for changed in after.values())


def test_an_organisation_at_good_practice_is_left_as_it_is(tmp_path: Path) -> None:
    loaded, strategy = loaded_from(healthy(1), tmp_path)
    model = ideal(build(loaded.under(strategy)), EVERYTHING, Need())

    assert same(ideal(model, EVERYTHING, Need()), model)


def test_what_is_better_than_its_norm_stays() -> None:
    good = PLAIN.replace("overhead: 60 %", "overhead: 5 %").replace("reliance: 10 %", "reliance: 90 %")
    model = model_of(good)
    after = ideal(model, EVERYTHING, Need())

    np.testing.assert_array_equal(after.steps.overhead, model.steps.overhead)
    np.testing.assert_array_equal(after.steps.reliance, model.steps.reliance)


MANY = """
scenario: Many
run_length: 20 weeks
behaviour: {quality_slope: 6, quality_noise: 0.5}
task_types: {t: {arrivals: {every: 20 min}, route: [draft]}}
steps:
  draft: {service_time: 60 h, done_by: [anna], skills: {s: 100 %}, difficulty: 0.4 ± 0.1, standard: 50 %}
people: {anna: {headcount: 200, skills: {s: 0.4 ± 0.05}}}
"""


def test_with_what_is_missing_of_a_skill_one_visit_in_twenty_is_defective() -> None:
    """Half of them are without it.  About 10,000 visits by 200 people: 5 standard errors are below 0.02."""
    model = model_of(MANY)

    assert abs(share_defective(model) - 0.5) < 0.06
    assert abs(share_defective(BY_NAME["skills"].apply(model, Need())) - norm("defects")) < 0.02


def share_defective(model: Model) -> float:
    visits = get_engine("kernel")(model, 1, 0).visits
    return float(visits["defective"][~np.isnan(visits["ended_at"])].mean())


def test_a_tool_that_assists_should_be_as_good_as_the_people_it_helps() -> None:
    model = model_of(PLAIN)
    helper = model.names.pools.index("helper")

    assert missing_capability(model, helper, int(model.versions.first[helper]))[0] == pytest.approx(0.2)


def test_who_is_good_enough_lacks_nothing() -> None:
    model = model_of(PLAIN.replace("s: 0.5 ± 0.1}, turnover", "s: 0.99}, turnover"))

    assert not missing_skills(model, model.names.pools.index("anna")).any()
    assert missing_match(model, model.steps, model.names.steps.index("draft"), 0.99, 0.0) == 0.0


def test_an_overloaded_pool_needs_seats_until_it_is_busy_for_four_fifths() -> None:
    """40 h of work a week and one person of 40 h: busy all the time, so 1.25 are needed, which makes two."""
    text = """
scenario: Busy
run_length: 40 weeks
task_types: {t: {arrivals: {rate: 20 per week}, route: [do]}}
steps: {do: {service_time: 2 h, done_by: [anna]}}
people: {anna: {headcount: 1, hours: Mon-Fri 9:00-17:00}}
"""
    assert need_of(model_of(text), "kernel", 1).seats == {0: 1}
    assert need_of(model_of(text.replace("headcount: 1", "headcount: 2")), "kernel", 1).seats == {}


@pytest.mark.parametrize("name", NORMS)
def test_every_norm_says_what_it_is_of_and_where_it_is_from(name: str) -> None:
    assert NORMS[name].says
    assert NORMS[name].unit
    assert "assumed" in NORMS[name].source or "(" in NORMS[name].source


# --- what is lacking, and the levers ---------------------------------------------------------------


def test_every_part_shows_in_the_books_and_every_birth_of_a_defect_in_a_part() -> None:
    assert all(part.causes or part.births for part in PARTS)
    assert {birth for part in PARTS for birth in part.births} == set(Birth)


TAUGHT = (
    PLAIN.replace("behaviour: {", "behaviour: {literacy_slope: 2, overhead_slope: 1, ")
    .replace("headcount: 2, skills: {s: 0.5 ± 0.1}", "headcount: 2, skills: {s: 0.5 ± 0.1, ai_literacy: 0.4}")
)  # fmt: skip


def test_a_course_teaches_what_is_lacking_until_good_practice() -> None:
    """Discernment 10 %, 60 % wanted, 2 per point: 0.25 over the reference of 0.5; prompting is 0.4 over."""
    model = model_of(TAUGHT)
    draft, anna = model.names.steps.index("draft"), model.names.pools.index("anna")

    assert BY_NAME["discernment"].skills(model, draft, anna, -1) == {
        "ai_literacy": pytest.approx(0.35),
        "critical_thinking": pytest.approx(0.25),
    }
    assert BY_NAME["prompting"].skills(model, draft, anna, -1) == {
        "algorithmic_communication": pytest.approx(0.4),
        "ai_fluency": pytest.approx(0.4),
    }
    lifted = model_of(TAUGHT.replace("ai_literacy: 0.4", "ai_literacy: 0.75, critical_thinking: 0.75"))
    assert BY_NAME["discernment"].skills(lifted, draft, anna, -1) == {}


def test_a_skill_that_changes_nothing_is_not_taught() -> None:
    model = model_of(TAUGHT.replace("literacy_slope: 2, ", ""))
    draft, anna = model.names.steps.index("draft"), model.names.pools.index("anna")

    assert BY_NAME["discernment"].skills(model, draft, anna, -1) == {}


def test_what_is_lacking_is_no_more_than_a_skill_can_have() -> None:
    model = model_of(PLAIN.replace("difficulty: 0.5 ± 0.1", "difficulty: 0.95"))
    draft, anna, helper = (
        model.names.steps.index("draft"), model.names.pools.index("anna"), model.names.pools.index("helper")
    )  # fmt: skip

    assert missing_skills(model, anna)[0] > 0.5
    assert BY_NAME["skills"].skills(model, draft, anna, helper) == {"s": pytest.approx(0.5)}


NAMED = PLAIN.replace(
    "anna: {headcount: 2, skills: {s: 0.5 ± 0.1}, turnover: 50 %, ramp_time: 30 weeks}",
    "anna: {headcount: 2, workers: {a: {skills: {s: 0.4}}, b: {skills: {s: 0.6}}}, ramp_time: 30 weeks}",
).replace("jaggedness: 0.5,", "jaggedness: 0.5, access: [anna],")


def levers_at_the_draft(text: str, part: str, folder: Path) -> dict[str, Remedy]:
    (folder / "scenario.yaml").write_text(text, encoding="utf-8")
    loaded = load_scenario(folder)
    model = build(loaded.under("do nothing"))
    draft, anna, helper = (
        model.names.steps.index("draft"), model.names.pools.index("anna"), model.names.pools.index("helper")
    )  # fmt: skip
    place = Place(draft, anna, helper, BY_NAME[part].skills(model, draft, anna, helper))
    found = remedies_of(loaded, "do nothing", "", model, BY_NAME[part], place)
    return {each.lever: each for each in found}


def test_workers_who_are_named_one_by_one_are_taught_what_they_lack(tmp_path: Path) -> None:
    course = levers_at_the_draft(NAMED, "skills", tmp_path)["upskilling"]

    assert course.loaded is not None
    assert course.says.startswith("a course of 24 h for anna (s +0.")


def test_freelancers_have_what_the_pool_has_that_bears_on_its_work(tmp_path: Path) -> None:
    """Mean and spread of skills, the time until they know their way about, who shows them round, the tool."""
    talent = levers_at_the_draft(NAMED, "hand-offs", tmp_path)["flexible talent"]
    assert talent.loaded is not None
    model = build(talent.loaded.under(talent.strategy))
    anna, hired = (model.names.pools.index(name) for name in ("anna", "freelance_anna"))
    seat = model.actors.pool == hired

    np.testing.assert_allclose(model.actors.skill_mean[seat], 0.5)
    np.testing.assert_allclose(model.actors.skill_sd[seat], 0.1)
    assert model.stocks.ramp_time[hired] == model.stocks.ramp_time[anna] > 0.0
    assert model.pools.guide[hired] == anna
    assert hired in model.versions.access


def test_freelancers_who_do_not_talk_where_the_team_does_are_said_not_to(tmp_path: Path) -> None:
    quiet = levers_at_the_draft(NAMED, "hand-offs", tmp_path)["flexible talent"]
    talking = NAMED.replace("behaviour: {", "behaviour: {talking: 0.0006, ")
    told = levers_at_the_draft(talking, "hand-offs", tmp_path)["flexible talent"]

    assert quiet.says == "1 freelancer beside anna"
    assert told.says.startswith("1 freelancer beside anna (who take no part in the team's talking")


# --- human, tool, both ----------------------------------------------------------------------------

WAYS = """
scenario: Ways
run_length: 8 weeks
behaviour: {quality_slope: 6, quality_noise: 0}
task_types: {t: {arrivals: {every: 2 h}, route: [draft]}}
steps:
  draft:
    service_time: 1 h
    done_by: [anna]
    skills: {s: 100 %}
    difficulty: 0.5
    standard: 50 %
    assisted_by: helper
    exposure: 50 %
    reliance: 100 %
    overhead: 40 %
    discernment: 0 %
people: {anna: {headcount: 4, skills: {s: 0.6}}}
tools: {helper: {capability: {s: 0.4}}}
"""


def test_alone_the_tool_alone_and_together_are_what_the_equations_give() -> None:
    """Match 0.6 alone, 0.4 by the tool, 0.5 together; 1 h alone, 1 h by the tool, 0.5 + 0.2 h together."""
    ways = ways_of_working(model_of(WAYS), "reference", replications=2, seed=1, jobs=1)[0]

    def logistic(x: float) -> float:
        return float(1.0 / (1.0 + np.exp(-x)))

    assert ways.levels[HUMAN][QUALITY].mean == pytest.approx(logistic(0.6))
    assert ways.levels[TOOL][QUALITY].mean == pytest.approx(logistic(-0.6))
    assert ways.levels[TOGETHER][QUALITY].mean == pytest.approx(0.5)
    assert ways.levels[HUMAN][DEFECTS].mean == 0.0
    assert ways.levels[TOOL][DEFECTS].mean == 1.0
    assert [ways.levels[way][HOURS].mean for way in (HUMAN, TOOL, TOGETHER)] == pytest.approx([1.0, 1.0, 0.7])
    assert ways.augmentation[QUALITY].mean == pytest.approx(0.5 - logistic(0.6))
    assert ways.augmentation[HOURS].mean == pytest.approx(0.3)
    assert ways.synergy[QUALITY].mean == pytest.approx(0.5 - logistic(0.6))


def test_without_a_tool_that_assists_there_are_no_ways_to_compare() -> None:
    model = model_of(WAYS.replace("    assisted_by: helper\n    exposure: 50 %\n    reliance: 100 %\n"
                                  "    overhead: 40 %\n    discernment: 0 %\n", ""))  # fmt: skip

    assert ways_of_working(model, "reference", replications=2, seed=1, jobs=1) == ()


# --- the whole ------------------------------------------------------------------------------------


def diagnosed(number: int, fault: str, folder: Path) -> Diagnosis:
    planted = next(each for each in FAULTS if each.name == fault)
    return diagnose(
        *loaded_from(with_fault(number, planted), folder), replications=4, engine="kernel", jobs=1
    )


def test_a_planted_fault_is_told_with_its_place_and_a_lever_that_helps(tmp_path: Path) -> None:
    found = diagnosed(112, "a tool that is not up to it", tmp_path)

    assert found.finding is not None
    assert found.finding.best is not None
    assert found.finding.part.name == "capability"
    assert found.names.pools[found.finding.place.tool] == "robot"
    assert found.finding.best.remedy.lever == "better technology"
    assert headline(found).startswith("This is a machine problem: the tool is not up to the work at 'layout'")


def test_shares_add_up_to_the_whole_and_hours_to_those_inside(tmp_path: Path) -> None:
    found = diagnosed(100, "too few people", tmp_path)

    for loss in found.losses:
        assert sum(share.mean for share in loss.share.values()) == pytest.approx(loss.whole.mean)
    lost = sum(part.each.mean for part in lost_by_cause(found.tallies).values())
    parts = lost + at_work(found.tallies).mean + at_night(found.tallies).mean
    assert parts == pytest.approx(inside(found.tallies).mean)
    assert sum(part.share.mean for part in lost_by_side(found.tallies).values()) == pytest.approx(1.0)


def test_of_an_organisation_in_good_order_nothing_is_alleged(tmp_path: Path) -> None:
    found = diagnose(*loaded_from(healthy(3), tmp_path), replications=4, engine="kernel", jobs=1)

    assert found.finding is None
    assert headline(found).startswith("Nothing is materially wrong, measured against good practice")
    assert "levers" not in " ".join(sentences(found))


def test_engines_and_numbers_of_processes_diagnose_alike(tmp_path: Path) -> None:
    (tmp_path / "scenario.yaml").write_text(WAYS, encoding="utf-8")
    loaded = load_scenario(tmp_path)
    one = diagnose(loaded, replications=2, engine="kernel", jobs=1)
    other = diagnose(loaded, replications=2, engine="reference", jobs=2)

    assert sentences(one) == sentences(other)


def test_a_lever_that_is_on_top_of_a_strategy_is_combined_with_it() -> None:
    found = diagnose(
        load_scenario(SCENARIOS / "review-bottleneck"), "AI drafts", replications=2, engine="kernel"
    )

    assert found.finding is not None
    tried = [each.remedy for each in found.finding.levers if each.remedy.loaded is not None]
    assert tried
    assert all(each.strategy.startswith("AI drafts and ") for each in tried)


GROWING = """
scenario: Growing
run_length: 20 weeks
uncertainties: {people.anna.headcount: 1 to 2}
task_types: {t: {arrivals: {rate: 60 per week}, route: [do]}}
steps: {do: {service_time: 1 h, done_by: [anna]}}
people: {anna: {headcount: 1, hours: Mon-Fri 9:00-17:00}}
"""


def diagnosed_text(text: str, folder: Path) -> Diagnosis:
    (folder / "scenario.yaml").write_text(text, encoding="utf-8")
    return diagnose(load_scenario(folder), replications=3, engine="kernel", jobs=1)


def test_a_backlog_that_grows_is_warned_of_and_one_that_does_not_is_not(tmp_path: Path) -> None:
    grows = diagnosed_text(GROWING, tmp_path)
    level = diagnosed_text(GROWING.replace("60 per week", "20 per week"), tmp_path)

    assert len(grows.warnings) == 1
    assert "work in process still grows at the end of the run under 'do nothing'" in grows.warnings[0]
    assert grows.warnings[0].endswith("so what is lost depends on the length of the run")
    assert level.warnings == ()


def test_that_other_values_of_uncertain_inputs_were_not_looked_at_is_said(tmp_path: Path) -> None:
    uncertain = diagnosed_text(GROWING, tmp_path)
    sure = diagnosed_text(GROWING.replace("uncertainties: {people.anna.headcount: 1 to 2}\n", ""), tmp_path)

    assert "One uncertain input was taken at the value that the file or its preset states" in " ".join(
        caveats(uncertain)
    )
    assert "uncertain" not in " ".join(caveats(sure))


def test_intervals_of_what_is_chosen_among_several_hold_together(tmp_path: Path) -> None:
    finding = diagnosed(112, "a tool that is not up to it", tmp_path).finding

    assert finding is not None
    assert {gain.confidence for gain in finding.gains.values()} == {1.0 - 0.05 / len(finding.gains)}
    pulled = [tried.gain for tried in finding.levers if tried.gain is not None]
    assert {gain.confidence for gain in pulled} == {1.0 - 0.05 / len(pulled)}


def test_every_measured_number_of_the_sentences_has_an_interval(tmp_path: Path) -> None:
    """Counts and the points that are lacking are no measurements."""
    found = diagnosed(100, "too few people", tmp_path)
    books = next(sentence for sentence in sentences(found) if sentence.startswith("The books"))
    pair = sentences(found)[-1]

    for sentence in (books, pair):
        bare = re.sub(r"[\d,.]+ ± [\d,.]+|\d+ % \(-?\d+ to -?\d+ %\)|less than 1 %", "", sentence)
        assert not re.search(r"\d", bare), bare


def gains_of(luck: float, human: float, tool: float, wobble: float = 0.0) -> tuple[Loss, ...]:
    """Losses of flow time where a side brings so much, over 8 replications, and all else changes nothing."""
    noise = np.random.default_rng(5).normal(0.0, 1.0, 8)
    brings = {"human": human + wobble * noise, "machine": tool - wobble * noise, "interaction": 0.0}
    dust = 1e-15
    values = {
        on: np.column_stack(
            [
                40.0 + luck * noise - sum(brings[side] for side in on),
                np.full(8, 0.1 + dust * len(on)),
                np.full(8, 20.0 - dust * len(on)),
            ]
        )
        for on in coalitions(list(brings), 1)
    }
    names = ("flow_time", "escape_rate", "delivered_per_week")
    return losses(Played(values, cast("Replications", None), "kernel"), [MEASURES[name] for name in names], 1)


def test_what_rounding_leaves_is_no_gain_and_no_share() -> None:
    flow, escape, delivered = gains_of(0.3, human=0.1 + 0.2, tool=12.0)

    assert flow.share[Side.INTERACTION].mean == 0.0
    assert flow.fraction[Side.MACHINE].mean == pytest.approx(12.0 / 12.3)
    for loss in (escape, delivered):
        assert all(known.mean == 0.0 for known in loss.share.values())
        assert all(np.isnan(known.mean) for known in loss.fraction.values())


def test_a_clear_loss_whose_side_is_open_is_not_called_undecided_whether_it_is_one(tmp_path: Path) -> None:
    found = replace(diagnosed(112, "a tool that is not up to it", tmp_path), finding=None)
    open_side = headline(replace(found, losses=gains_of(0.3, human=6.0, tool=6.0, wobble=30.0)))
    no_side = headline(replace(found, losses=gains_of(0.3, human=6.0, tool=6.0)))

    assert open_side.startswith("Something is materially wrong, but it is not decided on which side")
    assert no_side.startswith("No one side is materially wrong")
    assert "not decided" not in no_side


def test_what_is_open_beside_a_loss_that_is_clear_is_said(tmp_path: Path) -> None:
    flow, escape, delivered = gains_of(0.3, human=6.0, tool=6.0)
    some = replace(escape, whole=replace(escape.whole, mean=0.04, half_width=0.03))
    found = replace(diagnosed(112, "a tool that is not up to it", tmp_path), finding=None)
    said = headline(replace(found, losses=(flow, some, delivered)))

    assert said.startswith("No one side is materially wrong")
    assert said.endswith("Whether anything is wrong with the share of escaped defects is not decided.")


def test_scenarios_of_the_tests_are_valid(tmp_path: Path) -> None:
    assert "planners" in text_of(healthy(0))
