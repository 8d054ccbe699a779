"""How a visit is done: alone, with a tool, by the tool; how long it takes and how good it is."""

import math

import numpy as np
import pytest
from scipy import stats

from sim.records.record import RunRecord
from tests.running import run_text
from tests.unit.engine.reading import column, tasks, visits

NO_LUCK = "quality_noise: 0, quality_slope: 1"
"""Quality is logistic(match - difficulty): the effective match can be read from it."""


def draft(behaviour: str = "", step: str = "", tool: str = "", skills: str = "writing: 0.6") -> str:
    """Return one draft at 10 h of 1 h effort by anna with the bot, difficulty 0."""
    return f"""
scenario: Modes
run_length: 19 h
behaviour: {{{NO_LUCK}{behaviour}}}
task_types:
  t: {{arrivals: {{every: 10 h}}, route: [draft]}}
steps:
  draft:
    service_time: 1 h
    skills: {{writing: 100 %}}
    difficulty: 0
    standard: 1 %
    done_by: [anna]
{step}
people: {{anna: {{headcount: 1, skills: {{{skills}}}}}}}
tools: {{bot: {{{tool}}}}}
"""


WITH_BOT = "    assisted_by: bot\n    exposure: "


def only(record: RunRecord, name: str) -> float:
    (value,) = column(record, name)
    assert isinstance(value, float)
    return value


def match_of(record: RunRecord) -> float:
    quality = only(record, "quality")
    return math.log(quality / (1.0 - quality))


# --- time ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("slope", "skill", "hours"),
    [(0.0, 0.9, 1.0), (2.5, 0.5, 1.0), (2.5, 0.9, math.exp(-1.0)), (2.5, 0.1, math.exp(1.0))],
)
def test_a_person_works_at_the_rate_of_the_match(slope: float, skill: float, hours: float) -> None:
    record = run_text(draft(f", speed_slope: {slope}", skills=f"writing: {skill}"))

    assert only(record, "service_time") == pytest.approx(hours, rel=1e-12)
    assert column(record, "mode") == ["SOLO"]


def test_the_match_weighs_the_skills_of_the_step() -> None:
    text = draft(skills="writing: 0.6, research: 0.2").replace(
        "writing: 100 %", "writing: 75 %, research: 25 %"
    )

    assert match_of(run_text(text)) == pytest.approx(0.75 * 0.6 + 0.25 * 0.2, abs=1e-12)


@pytest.mark.parametrize(
    ("exposure", "reliance", "overhead", "factor"),
    [
        (70, 100, 20, 0.44),  # Copilot, greenfield
        (60, 100, 33, 0.598),  # writing
        (100, 50, 70, 0.85),  # support, at the mean rate
        (50, 100, 0, 0.5),
        (0.001, 100, 0, 0.99999),
    ],
)
def test_assistance_saves_what_is_handed_over_less_its_overhead(
    exposure: float, reliance: float, overhead: float, factor: float
) -> None:
    behaviour = f", reliance: {reliance} %, overhead: {overhead} %"
    record = run_text(draft(behaviour, f"{WITH_BOT}{exposure} %"))

    assert only(record, "service_time") == pytest.approx(factor, abs=1e-12)
    assert column(record, "mode") == ["ASSISTED"]


def test_a_step_may_have_an_overhead_of_its_own() -> None:
    record = run_text(draft(", overhead: 90 %", f"{WITH_BOT}50 %\n    overhead: 20 %"))

    assert only(record, "service_time") == pytest.approx(1.0 - 0.5 * 0.8, abs=1e-12)


def test_assistance_slows_an_expert_whose_rate_outweighs_the_overhead() -> None:
    """With r = e and o = 0.5 the product is above 1: solo 1/e hours, assisted 1/e (1 - 0.5 (1 - 0.5 e))."""
    behaviour = ", speed_slope: 2.5, overhead: 50 %"
    record = run_text(draft(behaviour, f"{WITH_BOT}50 %", skills="writing: 0.9"))

    assert only(record, "service_time") == pytest.approx(
        (1.0 - 0.5 * (1.0 - 0.5 * math.e)) / math.e, rel=1e-12
    )
    assert only(record, "service_time") > 1.0 / math.e


DESK = """
scenario: A desk of five hundred
run_length: 4 h
behaviour: {{speed_slope: 2.5, overhead: 70 %}}
task_types: {{t: {{arrivals: {{every: 1 h, batch: 500}}, route: [answer]}}}}
steps:
  answer:
    service_time: 2 h
    skills: {{care: 100 %}}
    done_by: [agents]
    assisted_by: bot
    exposure: {exposure} %
people: {{agents: {{headcount: 500, choose: in order, skills: {{care: 0.5 ± 0.1}}}}}}
tools: {{bot: {{}}}}
"""


def test_gains_by_skill_have_the_published_pattern() -> None:
    """With e u = 0.5, o = 0.7, sd(ln r) = 0.25: +14 % on average, lowest fifth +33 %, highest 0.

    Luck of the same people in both runs; output per hour of 500 people, so that the spread of one sample
    stays within the three points allowed here (a gain of 20 % on average would not).
    """
    solo, assisted = (
        np.array(sorted(visits(run_text(DESK.format(exposure=e)), "actor", "service_time")[:500]))
        for e in (0, 50)
    )
    assert np.array_equal(solo[:, 0], assisted[:, 0])
    rate = 2.0 / solo[:, 1]
    factor = assisted[:, 1] / solo[:, 1]
    np.testing.assert_allclose(factor, 1.0 - 0.5 * (1.0 - 0.7 * rate), rtol=1e-12)
    order = np.argsort(rate)
    fifths = [(rate[rows] / factor[rows]).sum() / rate[rows].sum() - 1.0 for rows in np.array_split(order, 5)]
    gain = (rate / factor).sum() / rate.sum() - 1.0

    assert gain == pytest.approx(0.14, abs=0.03)
    assert fifths[0] == pytest.approx(0.33, abs=0.03)
    assert fifths[4] == pytest.approx(0.0, abs=0.03)


def test_reliance_grows_with_fluency_and_overhead_falls_with_communication() -> None:
    """Here u = 0.5 + 1.0 (0.8 - 0.5) = 0.8; o = 0.6 - 0.5 ((0.8 + 0.4) / 2 - 0.5) = 0.55; e = 0.5."""
    behaviour = ", reliance: 50 %, fluency_slope: 1, overhead: 60 %, overhead_slope: 0.5"
    skills = "writing: 0.6, ai_fluency: 0.8, algorithmic_communication: 0.4"
    record = run_text(draft(behaviour, f"{WITH_BOT}50 %", skills=skills))

    assert only(record, "service_time") == pytest.approx(1.0 - 0.5 * 0.8 * (1.0 - 0.55), abs=1e-12)


def test_skills_in_the_use_of_tools_count_at_the_reference_unless_stated() -> None:
    behaviour = (
        ", reliance: 50 %, fluency_slope: 1, overhead: 60 %, overhead_slope: 0.5, reference_cooperation: 0.7"
    )
    record = run_text(draft(behaviour, f"{WITH_BOT}50 %"))

    assert only(record, "service_time") == pytest.approx(1.0 - 0.5 * 0.5 * 0.4, abs=1e-12)


def test_a_tool_alone_works_at_its_own_speed_whatever_its_match() -> None:
    text = draft(", speed_slope: 2.5", tool="speed: 4, capability: {writing: 0.1}")
    record = run_text(text.replace("done_by: [anna]", "done_by: [bot]"))

    assert visits(record, "who", "mode", "service_time") == [("bot", "AUTOMATED", 0.25)]


# --- quality -------------------------------------------------------------------------------------


def test_solo_quality_is_that_of_the_match() -> None:
    assert match_of(run_text(draft())) == pytest.approx(0.6, abs=1e-12)


@pytest.mark.parametrize(
    ("capability", "exposure", "discernment", "match"),
    [
        (0.8, 40, 0, 0.6 + 0.4 * 0.2),  # inside the frontier: lifted
        (0.8, 40, 90, 0.6 + 0.4 * 0.2),  # discernment does not matter there
        (0.6, 40, 0, 0.6),
        (0.2, 55, 30, 0.6 - 0.55 * 0.7 * 0.4),  # outside: misled
        (0.2, 80, 30, 0.6 - 0.80 * 0.7 * 0.4),
        (0.2, 55, 100, 0.6),  # seen through
    ],
)
def test_a_better_tool_lifts_and_a_worse_one_misleads(
    capability: float, exposure: float, discernment: float, match: float
) -> None:
    record = run_text(
        draft(
            f", discernment: {discernment} %",
            f"{WITH_BOT}{exposure} %",
            f"capability: {{writing: {capability}}}",
        )
    )

    assert match_of(record) == pytest.approx(match, abs=1e-12)


def test_literacy_and_critical_thinking_see_through_the_tool() -> None:
    """Here k = 0.2 + 1.0 ((0.9 + 0.3) / 2 - 0.5) = 0.3."""
    skills = "writing: 0.6, ai_literacy: 0.9, critical_thinking: 0.3"
    behaviour = ", discernment: 20 %, literacy_slope: 1"
    record = run_text(draft(behaviour, f"{WITH_BOT}50 %", "capability: {writing: 0.2}", skills))

    assert match_of(record) == pytest.approx(0.6 - 0.5 * 0.7 * 0.4, abs=1e-12)


def test_a_tool_without_a_stated_capability_changes_speed_alone() -> None:
    record = run_text(draft(step=f"{WITH_BOT}50 %"))

    assert match_of(record) == pytest.approx(0.6, abs=1e-12)
    assert only(record, "service_time") == 0.5


def test_a_tool_alone_without_a_stated_capability_counts_at_the_reference() -> None:
    text = draft(", reference_match: 0.45").replace("done_by: [anna]", "done_by: [bot, anna]")

    assert match_of(run_text(text)) == pytest.approx(0.45, abs=1e-12)


def test_a_tool_alone_has_its_capability_weighed_by_the_step() -> None:
    text = draft(tool="capability: {writing: 0.9, research: 0.1}", skills="writing: 0.6, research: 0.6")
    text = text.replace("writing: 100 %", "writing: 75 %, research: 25 %")

    assert match_of(run_text(text.replace("done_by: [anna]", "done_by: [bot]"))) == pytest.approx(
        0.7, abs=1e-12
    )


JAGGED = """
scenario: A jagged tool
run_length: 2000 h
behaviour: {quality_noise: 0, quality_slope: 1}
task_types: {t: {arrivals: {every: 1 h}, topics: 40, route: [draft, edit]}}
steps:
  draft: {service_time: 0 h, skills: {writing: 100 %}, difficulty: 0, standard: 1 %, done_by: [bot]}
  edit:
    service_time: 0 h
    skills: {writing: 50 %, style: 50 %}
    difficulty: 0
    standard: 1 %
    done_by: [bot]
tools: {bot: {capability: {writing: 0.5, style: 0.7}, jaggedness: 0.2}}
"""


def test_a_tool_errs_in_the_same_way_on_all_tasks_of_a_topic() -> None:
    record = run_text(JAGGED)
    topics = record.tasks["topic"]
    quality = {
        step: np.array([q for (q,) in visits(record, "quality", step=step)]) for step in ("draft", "edit")
    }

    for made in quality.values():
        by_topic = {topic: set(made[topics[: len(made)] == topic].tolist()) for topic in range(40)}
        assert all(len(values) == 1 for values in by_topic.values())
        assert len({value for values in by_topic.values() for value in values}) == 40


def test_a_topic_moves_all_steps_of_a_tool_alike() -> None:
    """The draw is one of version and topic: the edit's match is the draft's plus 0.1 on every topic."""
    record = run_text(JAGGED)
    count = len(visits(record, "task", step="edit"))
    match = [
        np.array([math.log(q / (1.0 - q)) for (q,) in visits(record, "quality", step=step)][:count])
        for step in ("draft", "edit")
    ]

    np.testing.assert_allclose(match[1] - match[0], 0.1, atol=1e-9)


def test_jaggedness_is_the_spread_over_topics() -> None:
    """Normal(0.5, 0.2) over 2,000 topics (chi-square at 1e-6); a spread of 0.23 would be noticed."""
    text = JAGGED.replace("topics: 40", "topics: 2000")
    seen: dict[int, float] = {}
    for replication in range(2):
        record = run_text(text, replication=replication)
        quality = [q for (q,) in visits(record, "quality", step="draft")]
        for topic, q in zip(record.tasks["topic"], quality, strict=False):
            seen[int(topic) + 2000 * replication] = math.log(q / (1.0 - q))
    z = np.array(list(seen.values())) - 0.5

    def p_value(sd: float) -> float:
        statistic = float(np.sum((z / sd) ** 2))
        return 2.0 * min(stats.chi2.cdf(statistic, len(z)), stats.chi2.sf(statistic, len(z)))

    assert len(z) > 2000
    assert p_value(0.2) > 1e-6
    assert p_value(0.23) < 1e-6


def test_difficulty_belongs_to_the_task_and_spreads_as_stated() -> None:
    """A task is as hard for every step, in standard deviations; match 0.6, difficulty 0.3 ± 0.1."""
    text = (
        draft()
        .replace("difficulty: 0", "difficulty: {mean: 0.3, sd: 0.1}")
        .replace("run_length: 19 h", "run_length: 99 h")
    )
    record = run_text(text)
    score = np.array(tasks(record, "difficulty_score"))
    quality = np.array(column(record, "quality"), dtype=float)

    assert len(score) == 9
    np.testing.assert_allclose(np.log(quality / (1 - quality)), 0.6 - 0.3 - 0.1 * score, atol=1e-12)


def test_a_defect_is_quality_below_the_standard() -> None:
    """logistic(0.6) = 0.6457."""
    good, bad = (run_text(draft().replace("standard: 1 %", f"standard: {s} %")) for s in ("64.5", "64.6"))

    assert (column(good, "defective"), column(bad, "defective")) == ([False], [True])
    assert tasks(bad, "defective") == [True]


@pytest.mark.parametrize(
    "score", ["quality_noise: 0.5", "quality_noise: 0", "quality_noise: 2, quality_slope: 3"]
)
@pytest.mark.parametrize("standard", ["", "standard: 80 %, ", "standard: 0 %, ", "standard: 100 %, "])
def test_a_stated_probability_of_error_is_the_share_of_defects(score: str, standard: str) -> None:
    """Whatever the standard and the luck; false alarm below 1e-6, and 15 % instead of 10 % is noticed."""
    record = run_text(f"""
scenario: Errors
run_length: 4000 h
behaviour: {{{score}}}
task_types: {{t: {{arrivals: {{every: 1 h}}, route: [draft]}}}}
steps: {{draft: {{service_time: 0 h, {standard}error_probability: 10 %, done_by: [anna]}}}}
people: {{anna: {{headcount: 1}}}}
""")
    defects = int(np.count_nonzero(record.visits["defective"]))

    assert stats.binomtest(defects, len(record.visits["task"]), 0.10).pvalue > 1e-7
    assert stats.binomtest(defects, len(record.visits["task"]), 0.15).pvalue < 1e-7


@pytest.mark.parametrize(("share", "defects"), [("0 %", {False}), ("100 %", {True})])
def test_probabilities_of_error_of_none_and_all_are_certain(share: str, defects: set[bool]) -> None:
    record = run_text(f"""
scenario: Errors
run_length: 1000 h
task_types: {{t: {{arrivals: {{every: 1 h}}, route: [draft]}}}}
steps: {{draft: {{service_time: 0 h, error_probability: {share}, done_by: [anna]}}}}
people: {{anna: {{headcount: 1}}}}
""")

    assert set(record.visits["defective"].tolist()) == defects


def test_a_step_without_skills_is_done_by_everyone_at_the_reference() -> None:
    """Without skills everybody and every tool has the reference match, here 0.45, at nominal speed."""
    text = draft(", reference_match: 0.45, speed_slope: 3").replace("    skills: {writing: 100 %}\n", "")
    text = text.replace("difficulty: 0\n", "difficulty: 0.25\n")
    record = run_text(text)

    assert match_of(record) == pytest.approx(0.2, abs=1e-12)
    assert only(record, "service_time") == 1.0


# --- review --------------------------------------------------------------------------------------


def checked(review: str, behaviour: str = "", draft: str = "done_by: [anna]", skills: str = "") -> str:
    """Return many drafts, all defective, and their review without rework."""
    return f"""
scenario: Detection
run_length: 4000 h
behaviour: {{quality_noise: 0.5{behaviour}}}
task_types: {{t: {{arrivals: {{every: 1 h}}, route: [draft, review]}}}}
steps:
  draft: {{service_time: 30 min, error_probability: 100 %, {draft}}}
  review: {{service_time: 0 h, reviews: [draft], rework: {{at_most: 0}}, done_by: [anna], {review}}}
people: {{anna: {{headcount: 2, skills: {{checking: 0.7{skills}}}}}}}
tools: {{bot: {{}}}}
"""


def share_found(text: str) -> tuple[int, int]:
    outcomes = column(run_text(text), "outcome", step="review")
    return outcomes.count("LIMIT_REACHED"), len(outcomes)


@pytest.mark.parametrize(
    ("review", "behaviour", "draft_by", "probability"),
    [
        ("detection: 60 %", "", "done_by: [anna]", 0.6),
        # κ_r = 6, θ_rev - b = 0.2: 0.8 logistic(1.2)
        ("detection: 80 %, skills: {checking: 100 %}", "", "done_by: [anna]", 0.8 / (1.0 + math.exp(-1.2))),
        # 1 - c T a with a = 1: 0.9 (1 - 0.5 · 0.8)
        ("detection: 90 %", ", complacency: 50 %, trust: 80 %", "done_by: [bot]", 0.9 * 0.6),
        # a = e u = 0.5 · 0.4
        (
            "detection: 90 %",
            ", complacency: 50 %, trust: 80 %, reliance: 40 %",
            "done_by: [anna], assisted_by: bot, exposure: 50 %",
            0.9 * (1.0 - 0.5 * 0.8 * 0.2),
        ),
        ("detection: 90 %", ", complacency: 50 %, trust: 80 %", "done_by: [anna]", 0.9),
    ],
)
def test_a_review_finds_the_stated_share(
    review: str, behaviour: str, draft_by: str, probability: float
) -> None:
    """4,000 reviews, false alarm below 1e-7 each; seven points less would be noticed."""
    found, reviews = share_found(checked(review, behaviour, draft_by))

    assert stats.binomtest(found, reviews, probability).pvalue > 1e-7
    assert stats.binomtest(found, reviews, probability - 0.07).pvalue < 1e-7


@pytest.mark.parametrize(
    ("draft_by", "share"),
    [
        ("done_by: [anna]", 0.0),
        ("done_by: [bot]", 1.0),
        ("done_by: [anna], assisted_by: bot, exposure: 50 %", 0.2),
    ],
)
def test_a_review_takes_longer_the_more_of_the_work_was_made_with_ai(draft_by: str, share: float) -> None:
    text = checked("ai_review_time: 1.91", ", reliance: 40 %", draft_by)
    text = text.replace("review: {service_time: 0 h", "review: {service_time: 1 h").replace("4000 h", "4 h")
    record = run_text(text)

    assert column(record, "service_time", step="review")[0] == pytest.approx(1.0 + 0.91 * share, abs=1e-12)


def test_the_share_of_ai_weighs_the_reviewed_steps_by_effort() -> None:
    """Three hours by the bot, one by anna: 75 % made with AI, and the review takes 1 + 1 · 0.75 h."""
    record = run_text("""
scenario: AI share
run_length: 19 h
task_types: {t: {arrivals: {every: 10 h}, route: [draft, sketch, review]}}
steps:
  draft: {service_time: 3 h, done_by: [bot]}
  sketch: {service_time: 1 h, done_by: [anna]}
  review: {service_time: 1 h, reviews: [draft, sketch], ai_review_time: 2, done_by: [anna]}
people: {anna: {headcount: 1}}
tools: {bot: {}}
""")

    assert column(record, "service_time", step="review") == [1.75]


# --- who may use a tool, and when -------------------------------------------------------------------


def test_only_pools_with_access_are_assisted() -> None:
    text = draft(step=f"{WITH_BOT}50 %", tool="access: [bert]").replace(
        "done_by: [anna]", "done_by: [anna, bert]"
    )
    text = text.replace(
        "skills: {writing: 0.6}}}", "skills: {writing: 0.6}}, bert: {headcount: 1, skills: {writing: 0.6}}}"
    )
    record = run_text(text.replace("{every: 10 h}", "{every: 10 h, batch: 2}"))

    assert sorted(visits(record, "who", "mode", "service_time")) == [
        ("anna", "SOLO", 1.0),
        ("bert", "ASSISTED", 0.5),
    ]


def test_freelancers_have_access_as_people_have() -> None:
    text = draft(step=f"{WITH_BOT}50 %").replace("done_by: [anna]", "done_by: [fred]")
    record = run_text(text + "freelancers: {fred: {rate: 20 USD/h, seats: 1, skills: {writing: 0.6}}}\n")

    assert visits(record, "who", "mode") == [("fred", "ASSISTED")]


def test_people_work_alone_while_the_tool_is_down() -> None:
    """Down on the first day from 0:00 to 15:00; the mode is chosen at the start of the visit."""
    outage = "outages: {dates: [{from: day 1, lasting: 15 h}]}"
    text = draft(step=f"{WITH_BOT}50 %", tool=outage).replace("every: 10 h", "every: 5 h")
    record = run_text(text.replace("service_time: 1 h", "service_time: 6 h"))

    assert visits(record, "started_at", "mode", "service_time") == [
        (5.0, "SOLO", 6.0),
        (11.0, "SOLO", 6.0),
        (17.0, "ASSISTED", 3.0),
    ]


def test_automated_visits_wait_while_the_tool_is_down() -> None:
    """Down from 24 h to 28 h: the visit begun at 23 h pauses, that of 26 h waits its turn."""
    text = draft(tool="capability: {writing: 1}, outages: {dates: [{from: day 2, lasting: 4 h}]}")
    text = text.replace("done_by: [anna]", "done_by: [bot]").replace("service_time: 1 h", "service_time: 2 h")
    text = text.replace("{every: 10 h}", "{every: 13 h}").replace("run_length: 19 h", "run_length: 40 h")
    record = run_text(text.replace("service_time: 2 h", "service_time: 12 h"))

    assert visits(record, "ready_at", "started_at", "ended_at", "service_time") == [
        (13.0, 13.0, 29.0, 12.0),
        (26.0, 29.0, pytest.approx(np.nan, nan_ok=True), 12.0),
        # the third, of 39 h, still waits
    ]


@pytest.mark.parametrize("policy", ["pause", "finish", "restart", "hand over"])
def test_a_tool_that_is_down_waits_whatever_happens_at_the_end_of_a_shift(policy: str) -> None:
    """A tool has no shifts: the policy is for people."""
    text = draft(step=f"    end_of_shift: {policy}", tool="outages: {dates: [{from: day 2, lasting: 4 h}]}")
    text = text.replace("done_by: [anna]", "done_by: [bot, anna]").replace("every: 10 h", "every: 23 h")
    record = run_text(text.replace("service_time: 1 h", "service_time: 2 h").replace("19 h", "40 h"))

    assert visits(record, "who", "started_at", "ended_at", "outcome") == [("bot", 23.0, 29.0, "NO_REVIEW")]
    assert record.actors["busy_time"].tolist() == [0.0, 2.0]
    assert record.actors["overtime"].tolist() == [0.0, 0.0]


# --- a change of owner -----------------------------------------------------------------------------


def test_only_a_new_owner_loses_context_and_quality() -> None:
    """Anna does two steps (no loss), bert the third (30 % more effort, 0.1 off); d costs nothing."""
    record = run_text(f"""
scenario: Owners
run_length: 19 h
behaviour: {{{NO_LUCK}}}
hand_off: {{context_loss: 30 %, quality_loss: 0.1}}
task_types: {{t: {{arrivals: {{every: 10 h}}, route: [a, b, c, d]}}}}
steps:
  a: {{service_time: 1 h, skills: {{s: 100 %}}, difficulty: 0, standard: 1 %, done_by: [anna]}}
  b: {{service_time: 1 h, skills: {{s: 100 %}}, difficulty: 0, standard: 1 %, done_by: [anna]}}
  c: {{service_time: 1 h, skills: {{s: 100 %}}, difficulty: 0, standard: 1 %, done_by: [bert]}}
  d:
    {{service_time: 1 h, skills: {{s: 100 %}}, difficulty: 0, standard: 1 %, done_by: [anna], hand_off: {{}}}}
people: {{anna: {{headcount: 1, skills: {{s: 0.6}}}}, bert: {{headcount: 1, skills: {{s: 0.6}}}}}}
""")
    match = [round(math.log(q / (1.0 - q)), 9) for (q,) in visits(record, "quality")]

    assert visits(record, "step", "service_time", "hand_off") == [
        ("a", 1.0, False),
        ("b", 1.0, False),
        ("c", 1.3, True),
        ("d", 1.0, True),
    ]
    assert match == [0.6, 0.6, 0.5, 0.6]
    assert tasks(record, "hand_offs") == [2]


def test_requirement_is_the_full_effort_before_rework_share_and_losses() -> None:
    record = run_text("""
scenario: Requirement
run_length: 19 h
hand_off: {context_loss: 50 %}
task_types: {t: {arrivals: {every: 10 h}, route: [draft, review]}}
steps:
  draft: {service_time: 2 h, error_probability: 100 %, done_by: [anna]}
  review: {service_time: 1 h, reviews: [draft], rework: {at_most: 1, effort: 25 %}, done_by: [bert]}
people: {anna: {headcount: 1}, bert: {headcount: 1}}
""")

    assert visits(record, "step", "requirement", "service_time") == [
        ("draft", 2.0, 2.0),
        ("review", 1.0, 1.5),
        ("draft", 2.0, 0.5),
        ("review", 1.0, 1.5),
    ]


@pytest.mark.parametrize(
    ("hours", "redone"),
    [("", ("anna", 0.5, False)), ("hours: Mon-Sun 0:00-13:00", ("carl", 0.75, True))],
)
def test_work_that_comes_back_to_its_maker_is_no_hand_off(
    hours: str, redone: tuple[str, float, bool]
) -> None:
    """Anna drafts from 10 to 12 h, bert reviews until 13:30; if she has gone, carl redoes it."""
    record = run_text(f"""
scenario: Own work
run_length: 19 h
hand_off: {{context_loss: 50 %}}
task_types: {{t: {{arrivals: {{every: 10 h}}, route: [draft, review]}}}}
steps:
  draft: {{service_time: 2 h, error_probability: 100 %, done_by: [anna, carl]}}
  review: {{service_time: 1 h, reviews: [draft], rework: {{at_most: 1, effort: 25 %}}, done_by: [bert]}}
people: {{anna: {{headcount: 1, {hours}}}, bert: {{headcount: 1}}, carl: {{headcount: 1}}}}
""")

    assert visits(record, "who", "service_time", "hand_off")[:3] == [
        ("anna", 2.0, False),
        ("bert", 1.5, True),
        redone,
    ]


def test_the_slots_of_a_tool_are_one_owner() -> None:
    """Task t begins in the second slot, for the first is taken, and goes on in the first."""
    record = run_text("""
scenario: One owner
run_length: 19 h
hand_off: {context_loss: 50 %}
task_types:
  t: {arrivals: {every: 10 h}, route: [a, b]}
  u: {arrivals: {every: 9.5 h}, route: [a]}
steps: {a: {service_time: 1 h, done_by: [bot]}, b: {service_time: 1 h, done_by: [bot]}}
tools: {bot: {slots: 2}}
""")

    assert visits(record, "actor", "started_at", "service_time", "hand_off") == [
        (0, 9.5, 1.0, False),
        (1, 10.0, 1.0, False),
        (0, 11.0, 1.0, False),
    ]
