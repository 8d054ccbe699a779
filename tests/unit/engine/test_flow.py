"""The way of a task through its route: every story is worked out by hand."""

import numpy as np
import pytest
from scipy import stats

from sim.errors import ScenarioError
from tests.running import run_text
from tests.unit.engine.reading import column, tasks, visits

ALMOST_ALWAYS = "99.9999999 %"


def shop(route: str, steps: str = "", run_length: str = "19 h", more: str = "") -> str:
    """Return a scenario with one task, at 10 h; steps a, b, c take 1, 2, 3 h by three people of their own."""
    return f"""
scenario: Flow
run_length: {run_length}
task_types:
  t: {{arrivals: {{every: 10 h}}, route: {route}{more}}}
steps:
  a: {{service_time: 1 h, done_by: [anna]}}
  b: {{service_time: 2 h, done_by: [bert]}}
  c: {{service_time: 3 h, done_by: [carl]}}
{steps}
people:
  anna: {{headcount: 1}}
  bert: {{headcount: 1}}
  carl: {{headcount: 1}}
"""


def path(text: str) -> list[tuple[object, ...]]:
    return visits(run_text(text), "step", "started_at", "ended_at")


# --- sequence, either, again ---------------------------------------------------------------------


def test_steps_follow_each_other() -> None:
    record = run_text(shop("[a, b, c]"))

    assert visits(record, "step", "ready_at", "started_at", "ended_at") == [
        ("a", 10.0, 10.0, 11.0),
        ("b", 11.0, 11.0, 13.0),
        ("c", 13.0, 13.0, 16.0),
    ]
    assert tasks(record, "delivered_at") == [16.0]
    assert tasks(record, "service_time") == [6.0]
    assert tasks(record, "visits") == [3]
    assert tasks(record, "hand_offs") == [2]


@pytest.mark.parametrize(
    ("shares", "steps"),
    [
        ("{b: 100 %, c: 0 %}", ["a", "b", "c"]),
        ("{b: 0 %, skip: 100 %}", ["a", "c"]),
        ("{b: 0 %, leave: 100 %}", ["a"]),
    ],
)
def test_either_takes_one_of_its_ways(shares: str, steps: list[str]) -> None:
    record = run_text(shop(f"[a, either: {shares}, c]"))

    assert column(record, "step") == steps
    assert tasks(record, "delivered_at") == [10.0 + sum({"a": 1.0, "b": 2.0, "c": 3.0}[s] for s in steps)]


def test_a_task_may_leave_before_anybody_touched_it() -> None:
    record = run_text(shop("[either: {a: 0 %, leave: 100 %}]"))

    assert tasks(record, "delivered_at") == tasks(record, "arrived_at") == [10.0]
    assert tasks(record, "visits") == [0]


def test_a_branch_of_together_is_made_of_steps_only() -> None:
    """No task can leave inside a branch: the language knows no ``either`` there."""
    with pytest.raises(ScenarioError, match="a branch is a step's name"):
        run_text(shop("[together: [a, {either: {b: 50 %, leave: 50 %}}]]"))


def test_again_goes_back_to_the_first_visit_of_the_step() -> None:
    text = shop(f"[a, b, again: {{from: a, chance: {ALMOST_ALWAYS}}}]")

    assert path(text)[:6] == [
        ("a", 10.0, 11.0),
        ("b", 11.0, 13.0),
        ("a", 13.0, 14.0),
        ("b", 14.0, 16.0),
        ("a", 16.0, 17.0),
        ("b", 17.0, pytest.approx(np.nan, nan_ok=True)),
    ]
    assert column(run_text(text), "attempt", step="a") == [1, 2, 3]


def test_again_goes_back_to_the_nearest_of_several_visits() -> None:
    text = shop(f"[a, b, a, again: {{from: a, chance: {ALMOST_ALWAYS}}}]")

    assert [step for step, *_ in path(text)][:5] == ["a", "b", "a", "a", "a"]


def test_again_is_no_rework() -> None:
    record = run_text(shop(f"[a, again: {{from: a, chance: {ALMOST_ALWAYS}}}]"))

    assert not any(column(record, "rework"))
    assert tasks(record, "reworks") == [0]


LOOP = """
scenario: A loop with a choice in it
run_length: 4000 h
task_types:
  t:
    arrivals: {{every: 1 h}}
    route: [a, either: {{b: {share}, skip: {rest}}}, again: {{from: a, chance: 50 %}}]
steps:
  a: {{service_time: 0 h, done_by: [anna]}}
  b: {{service_time: 0 h, done_by: [anna]}}
people: {{anna: {{headcount: 1}}}}
"""


def shares_in_loops(share: float) -> tuple[float, float]:
    """Return p-values: rounds are geometric(1/2); b is chosen with its share, anew in every round."""
    record = run_text(LOOP.format(share=f"{100 * share} %", rest=f"{100 - 100 * share} %"), seed=7)
    rounds = np.bincount(record.visits["task"][record.visits["step"] == 0])
    chosen = np.count_nonzero(record.visits["step"] == 1)
    again = np.count_nonzero(rounds > 1)
    return (
        float(stats.binomtest(again, len(rounds), 0.5).pvalue),
        float(stats.binomtest(chosen, int(rounds.sum()), 0.3).pvalue),
    )


def test_chances_inside_loops_are_drawn_anew_each_time() -> None:
    """False alarm 1e-6; the twin below has 33 % instead of 30 %."""
    assert min(shares_in_loops(0.30)) > 1e-6


def test_the_check_of_chances_would_notice_a_wrong_share() -> None:
    assert shares_in_loops(0.36)[1] < 1e-6


def test_a_choice_is_drawn_anew_in_every_round_of_a_loop() -> None:
    """With one draw for all rounds, tasks with several rounds would take b always or never."""
    record = run_text(LOOP.format(share="30 %", rest="70 %"), seed=7)
    rounds = np.bincount(record.visits["task"][record.visits["step"] == 0])
    chosen = np.bincount(record.visits["task"][record.visits["step"] == 1], minlength=len(rounds))

    assert np.any((chosen > 0) & (chosen < rounds))


# --- together ------------------------------------------------------------------------------------


def test_branches_run_side_by_side_and_join_at_the_last() -> None:
    record = run_text(shop("[together: [a, b], c]"))

    assert visits(record, "step", "ready_at", "started_at", "ended_at") == [
        ("a", 10.0, 10.0, 11.0),
        ("b", 10.0, 10.0, 12.0),
        ("c", 12.0, 12.0, 15.0),
    ]
    assert tasks(record, "delivered_at") == [15.0]


def test_a_branch_may_have_several_steps() -> None:
    """One branch a (1 h) then b (2 h), the other c (3 h): they join at 13 h, then a again."""
    assert path(shop("[together: [[a, b], c], a]")) == [
        ("a", 10.0, 11.0),
        ("c", 10.0, 13.0),
        ("b", 11.0, 13.0),
        ("a", 13.0, 14.0),
    ]


def test_a_block_may_be_passed_again() -> None:
    text = shop(f"[a, together: [b, c], again: {{from: a, chance: {ALMOST_ALWAYS}}}]")

    assert path(text)[:7] == [
        ("a", 10.0, 11.0),
        ("b", 11.0, 13.0),
        ("c", 11.0, 14.0),
        ("a", 14.0, 15.0),
        ("b", 15.0, 17.0),
        ("c", 15.0, 18.0),
        ("a", 18.0, pytest.approx(np.nan, nan_ok=True)),
    ]


def test_each_branch_has_its_owner_and_the_last_to_join_hands_on() -> None:
    """Anna does a, then both branches change owner; carl ends last (3 h) and c's owner does the last step."""
    record = run_text(shop("[a, together: [b, c], c]"))

    assert visits(record, "step", "who", "hand_off") == [
        ("a", "anna", False),
        ("b", "bert", True),
        ("c", "carl", True),
        ("c", "carl", False),
    ]


# --- review and rework ---------------------------------------------------------------------------


def reviewed(rework: str = "", people: str = "", done_by: str = "[anna]", review: str = "") -> str:
    """Return one article at 10 h: its draft (1 h) is always defective, its review (15 min) finds all."""
    return f"""
scenario: Rework
run_length: 19 h
task_types:
  t: {{arrivals: {{every: 10 h}}, route: [draft, review]}}
steps:
  draft: {{service_time: 1 h, error_probability: 100 %, done_by: {done_by}}}
  review:
    service_time: 15 min
    reviews: [draft]
    rework: {{{rework}}}
    done_by: [rita]
{review}
people:
  rita: {{headcount: 1}}
  anna: {{headcount: 1}}
{people}
"""


def test_rework_goes_on_until_the_limit_and_then_the_work_passes() -> None:
    record = run_text(reviewed("at_most: 2, effort: 50 %"))

    assert visits(record, "step", "started_at", "ended_at", "outcome", "rework") == [
        ("draft", 10.0, 11.0, "NO_REVIEW", False),
        ("review", 11.0, 11.25, "SENT_BACK", False),
        ("draft", 11.25, 11.75, "NO_REVIEW", True),
        ("review", 11.75, 12.0, "SENT_BACK", False),
        ("draft", 12.0, 12.5, "NO_REVIEW", True),
        ("review", 12.5, 12.75, "LIMIT_REACHED", False),
    ]
    assert tasks(record, "delivered_at") == [12.75]
    assert tasks(record, "defective") == [True]
    assert tasks(record, "reworks") == [2]
    assert tasks(record, "visits") == [6]


def test_a_limit_of_none_lets_everything_pass() -> None:
    record = run_text(reviewed("at_most: 0"))

    assert column(record, "outcome") == ["NO_REVIEW", "LIMIT_REACHED"]


def test_a_review_without_defects_passes() -> None:
    record = run_text(reviewed().replace("error_probability: 100 %", "error_probability: 0 %"))

    assert column(record, "outcome") == ["NO_REVIEW", "PASSED"]
    assert tasks(record, "defective") == [False]


def test_a_false_alarm_sends_good_work_back_and_counts_against_the_limit() -> None:
    text = reviewed("at_most: 1").replace("error_probability: 100 %", "error_probability: 0 %")
    record = run_text(text.replace("reviews: [draft]", "reviews: [draft]\n    false_alarm: 100 %"))

    assert column(record, "outcome", step="review") == ["FALSE_ALARM", "LIMIT_REACHED"]
    assert column(record, "rework", step="draft") == [False, True]
    assert tasks(record, "defective") == [False]


def test_a_false_alarm_is_for_good_work_alone() -> None:
    """A defect is found with the probability of detection, here never, whatever the false alarms."""
    text = reviewed().replace(
        "reviews: [draft]", "reviews: [draft]\n    detection: 0 %\n    false_alarm: 100 %"
    )

    assert column(run_text(text), "outcome") == ["NO_REVIEW", "PASSED"]


def test_anyone_may_redo_a_work() -> None:
    """Bert, longest idle, redoes what anna has made."""
    text = reviewed("at_most: 1", people="  bert: {headcount: 1}", done_by="[bert, anna]")
    text = text.replace("bert: {headcount: 1}", 'bert: {headcount: 1, hours: "Mon 11:00-24:00"}')

    assert column(run_text(text), "who", step="draft") == ["anna", "bert"]


@pytest.mark.parametrize(("back_to", "redoes"), [("same pool", "anna"), ("same actor", "anna")])
def test_work_may_go_back_to_its_pool(back_to: str, redoes: str) -> None:
    text = reviewed(
        f"at_most: 1, back_to: {back_to}", people="  bert: {headcount: 1}", done_by="[bert, anna]"
    )
    text = text.replace("bert: {headcount: 1}", 'bert: {headcount: 1, hours: "Mon 11:00-24:00"}')

    assert column(run_text(text), "who", step="draft") == ["anna", redoes]


def test_another_member_of_the_same_pool_may_redo_a_work() -> None:
    """Anna 1 has been idle for longer when the draft of anna 0 comes back."""
    text = reviewed("at_most: 1, back_to: same pool").replace("anna: {headcount: 1}", "anna: {headcount: 2}")

    assert column(run_text(text), "who", step="draft") == ["anna 0", "anna 1"]


def test_the_same_actor_redoes_a_work_though_others_are_idle() -> None:
    text = reviewed("at_most: 1, back_to: same actor").replace("anna: {headcount: 1}", "anna: {headcount: 2}")

    assert column(run_text(text), "who", step="draft") == ["anna 0", "anna 0"]


def test_work_waits_for_the_same_actor_to_come_on_duty() -> None:
    """Anna 0 goes home at 11:00; her draft waits until Tuesday 9:00 although anna 1 is idle."""
    text = reviewed("at_most: 1, back_to: same actor").replace("run_length: 19 h", "run_length: 39 h")
    text = text.replace(
        "anna: {headcount: 1}", 'anna: {headcount: 2, workers: {ann: {hours: "Mon-Tue 9:00-11:00"}}}'
    )

    assert visits(run_text(text), "who", "ready_at", "started_at", step="draft", task=0) == [
        ("anna 0", 10.0, 10.0),
        ("anna 0", 11.25, 33.0),
    ]


def test_busy_actors_do_their_own_rework_before_what_came_later() -> None:
    """Two articles at 10 h; anna redoes the first (waiting since 11.25 h) before a third begins."""
    text = reviewed("at_most: 1, back_to: same actor").replace("{every: 10 h}", "{every: 10 h, batch: 3}")

    assert visits(run_text(text), "task", "started_at", "rework", step="draft")[:4] == [
        (0, 10.0, False),
        (1, 11.0, False),
        (2, 12.0, False),
        (0, 13.0, True),
    ]


HIRED = """
scenario: A freelancer makes drafts and goes
run_length: 3 weeks
task_types:
  t: {{arrivals: {{every: 336 h, batch: 2}}, route: [draft, review]}}
  u: {{arrivals: {{every: 370 h}}, route: [draft]}}
steps:
  draft: {{service_time: 20 h, error_probability: 100 %, done_by: [fred, anna]}}
  review:
    {{service_time: {review}, reviews: [draft], rework: {{at_most: 1, back_to: {back_to}}}, done_by: [rita]}}
people:
  rita: {{headcount: 2}}
  anna: {{headcount: 1, hours: "{hours}"}}
freelancers:
  fred: {{rate: 20 USD/h}}
strategies:
  hire: [{{hire: fred, seats: 1, from: week 3, until: day 16}}]
"""


@pytest.mark.parametrize("back_to", ["same actor", "same pool"])
def test_work_of_somebody_who_has_gone_is_redone_by_anyone(back_to: str) -> None:
    """Fred drafts two articles from 336 h on and goes when he has done, at 376 h; the reviews end later."""
    text = HIRED.format(review="30 h", back_to=back_to, hours="Tue-Sun 0:00-24:00")
    record = run_text(text, strategy="hire")

    assert record.actors["left_at"].tolist() == [np.inf, 376.0, np.inf, np.inf]
    assert visits(record, "task", "who", "started_at", step="draft") == [
        (0, "fred", 336.0),
        (1, "fred", 356.0),
        (2, "anna", 370.0),
        (0, "anna", 390.0),
        (1, "anna", 410.0),
    ]


@pytest.mark.parametrize("back_to", ["same actor", "same pool"])
def test_work_that_waits_for_somebody_who_goes_keeps_its_place_in_the_queue(back_to: str) -> None:
    """The first draft comes back at 357 h, when fred has the second in hand; he goes at 376 h.

    Anna begins at 380 h (Tuesday 20:00) with what has waited longest.
    """
    text = HIRED.format(review="1 h", back_to=back_to, hours="Tue 20:00-24:00, Wed-Sun 0:00-24:00")
    record = run_text(text, strategy="hire")

    assert visits(record, "task", "who", "ready_at", "started_at", step="draft") == [
        (0, "fred", 336.0, 336.0),
        (1, "fred", 336.0, 356.0),
        (0, "anna", 357.0, 380.0),
        (2, "anna", 370.0, 400.0),
        (1, "anna", 377.0, 420.0),
    ]


def test_work_goes_back_to_the_pool_also_when_its_maker_has_gone() -> None:
    """Fred has gone, but fran of the same freelancers is still there; anna is idle."""
    text = HIRED.format(review="30 h", back_to="same pool", hours="Tue-Sun 0:00-24:00")
    text = text.replace("until: day 16}]", "until: day 16}, {hire: fred, seats: 1, from: day 17}]")
    record = run_text(text.replace("every: 370 h", "every: 600 h"), strategy="hire")

    assert visits(record, "task", "who", "started_at", "rework", step="draft") == [
        (0, "fred 0", 336.0, False),
        (1, "fred 0", 356.0, False),
        (0, "fred 1", 386.0, True),
        (1, "fred 1", 406.0, True),
    ]


def test_several_defective_steps_are_redone_one_after_the_other() -> None:
    """The review lists sketch before draft; both are found at once, and reviewed once after both."""
    record = run_text("""
scenario: Two defects
run_length: 19 h
task_types:
  t: {arrivals: {every: 10 h}, route: [draft, sketch, review]}
steps:
  draft: {service_time: 1 h, error_probability: 100 %, done_by: [anna]}
  sketch: {service_time: 2 h, error_probability: 100 %, done_by: [anna]}
  review: {service_time: 1 h, reviews: [sketch, draft], rework: {at_most: 1, effort: 50 %}, done_by: [anna]}
people: {anna: {headcount: 1}}
""")

    assert visits(record, "step", "started_at", "rework") == [
        ("draft", 10.0, False),
        ("sketch", 11.0, False),
        ("review", 13.0, False),
        ("sketch", 14.0, True),
        ("draft", 15.0, True),
        ("review", 15.5, False),
    ]
    assert column(record, "outcome", step="review") == ["SENT_BACK", "LIMIT_REACHED"]
    assert tasks(record, "reworks") == [2]


REVIEW_OF_REVIEW = """
scenario: A review of a review
run_length: 100 weeks
task_types:
  t: {{arrivals: {{every: 200 h}}, route: [draft, edit, proof, check]}}
steps:
  draft: {{service_time: 1 h, done_by: [anna]}}
  edit:
    service_time: 1 h
    error_probability: {errors}
    reviews: [draft]
    false_alarm: 40 %
    rework: {{at_most: 9, effort: 10 %}}
    done_by: [anna]
  proof: {{service_time: 1 h, error_probability: {errors}, done_by: [anna]}}
  check:
    service_time: 1 h
    reviews: [edit, proof]
    rework: {{at_most: 9, effort: 50 %}}
    done_by: [anna]
people: {{anna: {{headcount: 1}}}}
"""


def test_a_review_that_is_redone_is_done_again_after_what_it_sends_back() -> None:
    """The check sends back edit and proof; edit, redone, may send back the draft; then comes edit again.

    All of it stands before the proof and the next check, each with the effort that its own review states.
    """
    record = run_text(REVIEW_OF_REVIEW.format(errors="50 %"))
    redone_reviews = 0
    for task in range(len(record.tasks["task"])):
        path = visits(record, "step", "rework", "outcome", "service_time", task=task)
        for before, after, later in zip(path, path[1:], path[2:], strict=False):
            if before[0] == "edit" and before[2] == "FALSE_ALARM":
                assert after == ("draft", True, "NO_REVIEW", 0.1)
                assert later[:2] == ("edit", before[1])
                assert later[3] == before[3] == (0.5 if before[1] else 1.0)
                redone_reviews += bool(before[1])
        steps = [step for step, *_ in path]
        for place, (step, _, outcome, _) in enumerate(path):
            if step == "check" and outcome == "SENT_BACK":
                assert "check" in steps[place + 1 :]
    assert redone_reviews > 10


def test_what_a_check_has_found_is_redone_also_when_a_review_among_it_sends_back() -> None:
    """After a check that found both edit and proof, both are redone before the next check."""
    record = run_text(REVIEW_OF_REVIEW.format(errors="100 %"))

    for task in range(len(record.tasks["task"])):
        path = visits(record, "step", "rework", "outcome", task=task)
        rounds = " ".join(f"{step}{'!' if rework else ''}" for step, rework, _ in path).split("check")
        assert all("edit!" in found and "proof!" in found for found in rounds[1:-1])


def test_only_the_latest_of_the_reviewed_steps_is_sent_back_by_a_false_alarm() -> None:
    """The latest as the review lists them."""
    record = run_text("""
scenario: A false alarm
run_length: 19 h
task_types:
  t: {arrivals: {every: 10 h}, route: [draft, sketch, review]}
steps:
  draft: {service_time: 1 h, done_by: [anna]}
  sketch: {service_time: 1 h, done_by: [anna]}
  review:
    {service_time: 1 h, reviews: [draft, sketch], false_alarm: 100 %, rework: {at_most: 1}, done_by: [anna]}
people: {anna: {headcount: 1}}
""")

    assert column(record, "step") == ["draft", "sketch", "review", "sketch", "review"]


def test_what_has_not_been_made_cannot_be_sent_back() -> None:
    text = reviewed().replace("route: [draft, review]", "route: [either: {draft: 0 %, skip: 100 %}, review]")
    record = run_text(text.replace("reviews: [draft]", "reviews: [draft]\n    false_alarm: 100 %"))

    assert visits(record, "step", "outcome") == [("review", "PASSED")]


# --- transit -------------------------------------------------------------------------------------


def test_a_task_is_in_transit_between_steps_and_on_its_way_back() -> None:
    """First visits do not wait for a transit; 30 min each time it comes from one step to another."""
    text = reviewed("at_most: 1").replace("scenario: Rework", "scenario: Rework\nhand_off: {delay: 30 min}")

    assert visits(run_text(text), "step", "ready_at", "started_at", "ended_at") == [
        ("draft", 10.0, 10.0, 11.0),
        ("review", 11.5, 11.5, 11.75),
        ("draft", 12.25, 12.25, 13.25),
        ("review", 13.75, 13.75, 14.0),
    ]


def test_a_step_may_have_a_transit_of_its_own() -> None:
    text = reviewed("at_most: 0", review="    hand_off: {delay: 2 h}")
    text = text.replace("scenario: Rework", "scenario: Rework\nhand_off: {delay: 30 min}")

    assert visits(run_text(text), "step", "ready_at") == [("draft", 10.0), ("review", 13.0)]


# --- delivered quality ---------------------------------------------------------------------------

QUALITY = """
scenario: Quality of a whole
run_length: 19 h
behaviour: {{quality_noise: 0, quality_slope: 1}}
task_types:
  t: {{arrivals: {{every: 10 h}}, route: {route}, quality: {combine}}}
steps:
  a: {{service_time: 1 h, skills: {{s: 100 %}}, difficulty: 0, standard: {standard}, done_by: [p]}}
  b: {{service_time: 3 h, skills: {{t: 100 %}}, difficulty: 0, standard: {standard}, done_by: [p]}}
  c: {{service_time: 1 h, skills: {{u: 100 %}}, difficulty: 0, standard: {standard}, done_by: [p]}}
  d: {{service_time: 4 h, done_by: [p]}}
people: {{p: {{headcount: 4, skills: {{s: 1.0, t: 0.6, u: 0.2}}}}}}
"""


def logistic(x: float) -> float:
    return float(1.0 / (1.0 + np.exp(-x)))


A, B, C = logistic(1.0), logistic(0.6), logistic(0.2)  # 0.731, 0.646, 0.550


@pytest.mark.parametrize(
    ("combine", "route", "quality"),
    [
        ("weakest link", "[a, b, c]", C),
        ("weakest link", "[a, b]", B),
        ("effort-weighted mean", "[a, b, c]", (A + 3.0 * B + C) / 5.0),
        ("best of parallel", "[together: [a, b, c]]", A),
        ("best of parallel", "[together: [a, b], c]", C),
        ("best of parallel", "[together: [[a, c], b]]", B),
    ],
)
def test_the_quality_of_a_task_combines_its_steps(combine: str, route: str, quality: float) -> None:
    """A branch of several steps is as good as its weakest."""
    record = run_text(QUALITY.format(route=route, combine=combine, standard="1 %"))

    assert tasks(record, "quality") == [pytest.approx(quality, abs=1e-15)]
    assert tasks(record, "defective") == [False]


def test_steps_without_a_standard_do_not_count() -> None:
    record = run_text(
        QUALITY.format(route="[together: [a, d]]", combine="effort-weighted mean", standard="1 %")
    )

    assert tasks(record, "quality") == [pytest.approx(A, abs=1e-15)]


def test_a_task_without_any_standard_has_no_quality() -> None:
    record = run_text(QUALITY.format(route="[together: [d, d]]", combine="weakest link", standard="1 %"))

    assert np.isnan(record.tasks["quality"][0])
    assert tasks(record, "defective") == [False]


@pytest.mark.parametrize(
    ("combine", "route", "defective"),
    [
        ("weakest link", "[together: [a, b]]", True),
        ("effort-weighted mean", "[together: [a, b]]", True),
        ("best of parallel", "[together: [a, b]]", False),
        ("best of parallel", "[together: [[a, c], b]]", True),
        ("best of parallel", "[together: [a, b], c]", True),
    ],
)
def test_a_task_is_defective_when_a_step_that_counts_is(combine: str, route: str, defective: bool) -> None:
    """The standard of 70 % lies between a (73 %) and b (65 %)."""
    record = run_text(QUALITY.format(route=route, combine=combine, standard="70 %"))

    assert tasks(record, "defective") == [defective]


# --- escaped defects and repairs -----------------------------------------------------------------

REPAIR = """
scenario: Repairs
run_length: 29 h
task_types:
  t:
    arrivals: {{every: 20 h}}
    route: {route}
    value: 100 USD
    priority: low
    due: 5 h
    topics: 50
    escaped_defects: {{lose: 40 %, return_chance: {chance}, after: 30 min{more}}}
steps:
  brief: {{service_time: 1 h, error_probability: 0 %, done_by: [anna]}}
  draft: {{service_time: 1 h, error_probability: {error}, done_by: [anna]}}
  review: {{service_time: 15 min, reviews: [draft], detection: 0 %, done_by: [rita]}}
  check: {{service_time: 15 min, reviews: [brief], done_by: [rita]}}
  hot fix: {{service_time: 2 h, error_probability: 0 %, done_by: [anna]}}
people: {{anna: {{headcount: 1}}, rita: {{headcount: 1}}}}
"""


def repair(
    route: str = "[brief, check, draft, review]", error: str = "100 %", more: str = "", chance: str = "100 %"
) -> str:
    return REPAIR.format(route=route, error=error, more=more, chance=chance)


def test_an_escaped_defect_returns_to_the_defective_step_and_its_review() -> None:
    """Brief and its check are left out: only the draft was defective."""
    record = run_text(repair(more=", effort: 50 %"))

    assert visits(record, "task", "step", "started_at", "service_time", "rework")[:7] == [
        (0, "brief", 20.0, 1.0, False),
        (0, "check", 21.0, 0.25, False),
        (0, "draft", 21.25, 1.0, False),
        (0, "review", 22.25, 0.25, False),
        (1, "draft", 23.0, 0.5, False),
        (1, "review", 23.5, 0.125, False),
        (2, "draft", 24.125, 0.5, False),
    ]
    assert tasks(record, "parent")[:3] == [-1, 0, 1]
    assert tasks(record, "number")[:3] == [0, 0, 0]
    assert tasks(record, "priority")[:3] == [3, 0, 0]
    assert tasks(record, "due_at")[:3] == [25.0, np.inf, np.inf]
    assert len(set(tasks(record, "topic"))) == 1
    assert len(set(tasks(record, "difficulty_score"))) == 1


def test_a_defect_loses_value_and_a_repair_earns_none() -> None:
    record = run_text(repair())

    assert tasks(record, "value")[:3] == [60.0, 0.0, 0.0]
    assert tasks(record, "defective")[:3] == [True, True, True]


def test_good_tasks_earn_all_their_value_and_never_return() -> None:
    record = run_text(repair(error="0 %"))

    assert tasks(record, "value") == [100.0]
    assert tasks(record, "parent") == [-1]


def test_without_a_chance_of_return_nothing_comes_back() -> None:
    record = run_text(repair(chance="0 %"))

    assert tasks(record, "defective") == [True]


def test_a_stated_repair_mends_the_defect_in_its_own_way() -> None:
    """The hot fix takes the place of the defective draft: when it is good, so is the repaired task."""
    record = run_text(repair(more=", route: [hot fix]"))

    assert visits(record, "task", "step", "started_at")[-1] == (1, "hot fix", 23.0)
    assert tasks(record, "delivered_at") == [22.5, 25.0]
    assert tasks(record, "defective") == [True, False]


def test_a_repair_has_its_own_luck() -> None:
    """Half of the repairs are good: with the luck of the first draft all would be defective again."""
    text = repair(error="50 %").replace("run_length: 29 h", "run_length: 4000 h")
    record = run_text(text)
    repairs = record.tasks["defective"][record.tasks["parent"] >= 0]

    assert stats.binomtest(int(repairs.sum()), len(repairs), 0.5).pvalue > 1e-6


def test_a_repair_keeps_the_better_of_parallel_branches() -> None:
    """Both attempts fail and both are redone; the repair counts the better one, as the task did."""
    text = """
scenario: Repair of parallel attempts
run_length: 19 h
behaviour: {quality_noise: 0, quality_slope: 1}
task_types:
  t:
    arrivals: {every: 10 h}
    route: [together: [a, b]]
    quality: best of parallel
    escaped_defects: {return_chance: 100 %}
steps:
  a: {service_time: 2 h, skills: {s: 100 %}, difficulty: 0, standard: 80 %, done_by: [p]}
  b: {service_time: 2 h, skills: {t: 100 %}, difficulty: 0, standard: 80 %, done_by: [p]}
people: {p: {headcount: 2, skills: {s: 1.0, t: 0.6}}}
"""
    record = run_text(text)

    assert tasks(record, "quality")[:2] == [pytest.approx(A, abs=1e-15)] * 2


def test_reviews_of_a_repair_may_be_done_by_a_tool() -> None:
    text = repair(more=", effort: 50 %").replace(
        "detection: 0 %, done_by: [rita]", "detection: 0 %, done_by: [bot]"
    )
    record = run_text(text + "tools: {bot: {speed: 2}}\n")

    assert visits(record, "task", "step", "who", "mode", "service_time")[4:6] == [
        (1, "draft", "anna", "SOLO", 0.5),
        (1, "review", "bot", "AUTOMATED", 0.0625),
    ]


def test_the_share_of_returns_is_the_stated_one() -> None:
    """False alarm 1e-6, fixed seed; at 50 % the check fails."""
    text = repair(chance="40 %").replace("run_length: 29 h", "run_length: 20000 h")
    record = run_text(text)
    returned = np.count_nonzero(record.tasks["parent"] >= 0)
    escaped = np.count_nonzero(record.tasks["defective"] & ~np.isnan(record.tasks["delivered_at"]))

    assert stats.binomtest(returned, escaped, 0.4).pvalue > 1e-6
    assert stats.binomtest(returned, escaped, 0.5).pvalue < 1e-6


# --- luck of attempts ----------------------------------------------------------------------------

ATTEMPTS = """
scenario: Attempts
run_length: 4000 h
task_types: {{t: {{arrivals: {{every: 1 h}}, route: [draft, review]}}}}
steps:
  draft: {{service_time: {{exponential: 1 min}}, error_probability: {errors}, done_by: [anna]}}
  review:
    {{service_time: 0 h, reviews: [draft], detection: {detection}, rework: {{at_most: 50}}, done_by: [anna]}}
people: {{anna: {{headcount: 1}}}}
"""


def test_every_attempt_has_an_effort_and_a_luck_of_its_own() -> None:
    """All defects are found, so a second draft follows a defective one, and is as likely to be defective."""
    record = run_text(ATTEMPTS.format(errors="40 %", detection="100 %"))
    drafts = visits(record, "task", "attempt", "requirement", "defective", step="draft")
    first = {task: row for task, attempt, *row in drafts if attempt == 1}
    second = {task: row for task, attempt, *row in drafts if attempt == 2}

    assert len(second) > 1000
    assert all(second[task][0] != first[task][0] for task in second)
    assert all(first[task][1] for task in second)
    defects = sum(bool(row[1]) for row in second.values())
    assert stats.binomtest(defects, len(second), 0.4).pvalue > 1e-6
    assert stats.binomtest(defects, len(second), 0.5).pvalue < 1e-6


def test_every_review_looks_anew() -> None:
    """Every draft is defective: a second review finds it as often as the first, 60 % of the times."""
    record = run_text(ATTEMPTS.format(errors="100 %", detection="60 %"))
    second = [o for attempt, o in visits(record, "attempt", "outcome", step="review") if attempt == 2]

    assert len(second) > 1000
    assert stats.binomtest(second.count("SENT_BACK"), len(second), 0.6).pvalue > 1e-6
    assert stats.binomtest(second.count("SENT_BACK"), len(second), 0.7).pvalue < 1e-6
