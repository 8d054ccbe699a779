"""Luck belongs to the task: common random numbers as a guarantee, and where sharing stops."""

import numpy as np
import pytest

from sim.records.record import RunRecord
from tests.running import run_text

AGENCY = """
scenario: Two departments
run_length: 8 weeks
behaviour: knowledge-work
hand_off: {delay: 30 min, context_loss: 5 %, quality_loss: 0.02}
task_types:
  article:
    arrivals: 50 per week
    value: 450 USD
    priority: {high: 20 %, normal: 80 %}
    route: [draft, review]
    escaped_defects: {return_chance: 50 %, after: 2 calendar days}
  video:
    arrivals: 10 per week
    value: 900 USD
    route: [cut]
steps:
  draft:
    service_time: {lognormal: {mean: 5 h, cv: 0.5}}
    skills: {writing: 100 %}
    difficulty: {mean: 0.45, sd: 0.15}
    standard: 60 %
    done_by: [writers]
    assisted_by: assistant
    exposure: 50 %
  review:
    service_time: 40 min
    reviews: [draft]
    detection: 60 %
    false_alarm: 2 %
    rework: {effort: 40 %, back_to: same actor}
    done_by: [editors]
  cut:
    service_time: {gamma: {mean: 8 h, cv: 0.7}}
    skills: {editing: 100 %}
    standard: 50 %
    done_by: [cutters]
people:
  writers: {headcount: 8, hours: "Mon-Fri 9:00-17:00", skills: {writing: 0.6 ± 0.1}}
  editors: {headcount: 3, hours: "Mon-Fri 9:00-17:00"}
  cutters: {headcount: 3, choose: in order, skills: {editing: 0.6 ± 0.1}}
tools:
  assistant: {capability: {writing: 0.65}, jaggedness: 0.2}
"""


def articles(record: RunRecord) -> dict[str, np.ndarray]:
    """Return what happened to articles, with what numbers the run as a whole left out."""
    rows = record.tasks["task_type"] == record.names.task_types.index("article")
    apart = {"task", "parent", "task_type"}
    return {name: column[rows] for name, column in record.tasks.items() if name not in apart}


def assert_same(left: dict[str, np.ndarray], right: dict[str, np.ndarray]) -> None:
    assert left.keys() == right.keys()
    for name, column in left.items():
        np.testing.assert_array_equal(column, right[name], err_msg=name)


def test_an_idle_person_more_changes_nothing() -> None:
    """The last seat of a pool that is served in order never works when two would have been enough."""
    text = AGENCY.replace("arrivals: 10 per week", "arrivals: 1 per week")
    one_more = text.replace("cutters: {headcount: 3", "cutters: {headcount: 4")

    left, right = run_text(text), run_text(one_more)

    last = right.names.pools.index("cutters")
    assert right.actors["busy_time"][right.actors["pool"] == last][-1] == 0.0
    assert_same(dict(left.tasks), dict(right.tasks))
    for name in ("started_at", "ended_at", "service_time", "quality", "outcome"):
        np.testing.assert_array_equal(left.visits[name], right.visits[name], err_msg=name)


def test_a_person_who_may_do_nothing_changes_nothing() -> None:
    one_more = AGENCY.replace("people:\n", "people:\n  accountants: {headcount: 5}\n")

    assert_same(dict(run_text(AGENCY).tasks), dict(run_text(one_more).tasks))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("service_time: {gamma: {mean: 8 h, cv: 0.7}}", "service_time: {gamma: {mean: 4 h, cv: 1.2}}"),
        ("cutters: {headcount: 3, choose: in order", "cutters: {headcount: 9, choose: most skilled"),
        ("arrivals: 10 per week", "arrivals: 25 per week"),
        ("skills: {editing: 0.6 ± 0.1}", "skills: {editing: 0.9 ± 0.02}"),
    ],
)
def test_what_another_pool_does_leaves_these_tasks_alone(before: str, after: str) -> None:
    assert before in AGENCY

    left, right = run_text(AGENCY), run_text(AGENCY.replace(before, after))

    assert_same(articles(left), articles(right))
    videos = left.names.task_types.index("video")
    changed = [record.tasks["delivered_at"][record.tasks["task_type"] == videos] for record in (left, right)]
    assert not np.array_equal(*changed, equal_nan=True)


def test_order_of_declaration_does_not_matter() -> None:
    head, types, steps, people, tools = _blocks(AGENCY)
    shuffled = "\n".join([head, tools, _reversed(people), _reversed(steps), _reversed(types)])

    left, right = run_text(AGENCY), run_text(shuffled)

    for table in ("tasks", "visits", "actors", "ledger"):
        assert_same(dict(getattr(left, table)), dict(getattr(right, table)))


def test_the_first_tasks_keep_their_luck_when_the_run_gets_longer() -> None:
    left, right = run_text(AGENCY), run_text(AGENCY.replace("run_length: 8 weeks", "run_length: 12 weeks"))
    count = len(left.tasks["task"])

    for name in ("arrived_at", "priority", "topic", "difficulty_score", "number"):
        np.testing.assert_array_equal(left.tasks[name], right.tasks[name][:count], err_msg=name)
    delivered = ~np.isnan(left.tasks["delivered_at"])
    for name in ("delivered_at", "quality", "visits", "reworks"):
        np.testing.assert_array_equal(
            left.tasks[name][delivered], right.tasks[name][:count][delivered], err_msg=name
        )


def test_tasks_that_arrive_have_the_same_luck_with_and_without_a_snapshot() -> None:
    """Arrivals, priorities, topics, difficulty, the effort of drafts; what open tasks have is their own."""
    today = "task_type,step,tasks,arrived\narticle,,4,2 calendar days\narticle,review,3,\nvideo,,2,\n"
    empty = run_text(AGENCY)
    begun = run_text(f"snapshot: today.csv\n{AGENCY}", files={"today.csv": today})
    rows = [np.flatnonzero((run.tasks["parent"] < 0) & (run.tasks["number"] >= 0)) for run in (empty, begun)]

    for name in ("task_type", "number", "arrived_at", "due_at", "priority", "topic", "difficulty_score"):
        np.testing.assert_array_equal(empty.tasks[name][rows[0]], begun.tasks[name][rows[1]], err_msg=name)
    efforts = [_requirement_of_drafts(run) for run in (empty, begun)]
    shared = efforts[0].keys() & efforts[1].keys()
    assert len(shared) > 20
    assert all(efforts[0][key] == efforts[1][key] for key in shared)
    scores = begun.tasks["difficulty_score"][begun.tasks["parent"] < 0]
    assert len(np.unique(scores)) == len(scores)


def test_open_tasks_keep_their_luck_under_a_strategy_that_changes_their_route() -> None:
    """What was backlog is in process where a step is put before it, and comes first then."""
    today = "task_type,step,tasks\narticle,,4\narticle,draft,3\narticle,review,3\n"
    check = "strategies:\n  check first:\n    - set: {task_types.article.route: [review, draft, review]}\n"
    runs = [
        run_text(f"snapshot: today.csv\n{AGENCY}{check}", strategy=strategy, files={"today.csv": today})
        for strategy in ("do nothing", "check first")
    ]
    born = [
        {
            int(run.tasks["number"][row]): tuple(
                float(run.tasks[name][row]) for name in ("arrived_at", "topic", "difficulty_score")
            )
            for row in range(10)
        }
        for run in runs
    ]

    assert born[0] == born[1]
    assert runs[0].tasks["number"][:10].tolist() != runs[1].tasks["number"][:10].tolist()


def test_every_replication_and_every_seed_has_its_own_luck() -> None:
    runs = {
        (seed, replication): run_text(AGENCY, seed, replication)
        for seed in (0, 1, 2)
        for replication in (0, 1)
    }

    first = {key: tuple(record.tasks["arrived_at"][:5]) for key, record in runs.items()}
    assert len(set(first.values())) == len(runs)
    again = run_text(AGENCY, 2, 1)
    np.testing.assert_array_equal(again.tasks["arrived_at"], runs[2, 1].tasks["arrived_at"])


def test_the_same_task_meets_the_same_luck_however_late_it_is_done() -> None:
    """With one writer instead of eight everything waits, yet each first draft asks for the same effort."""
    few = run_text(AGENCY.replace("writers: {headcount: 8", "writers: {headcount: 1"))
    many = run_text(AGENCY)

    for record in (few, many):
        assert record.names.steps == ("cut", "draft", "review")
    efforts = [_requirement_of_drafts(record) for record in (few, many)]
    shared = efforts[0].keys() & efforts[1].keys()
    assert len(shared) > 20
    assert all(efforts[0][key] == efforts[1][key] for key in shared)


def test_sharing_stops_where_a_strategy_changes_who_does_the_work() -> None:
    """Another writer means another skill: quality differs although the luck of the visit is the same."""
    few = run_text(AGENCY.replace("writers: {headcount: 8", "writers: {headcount: 7"))
    many = run_text(AGENCY)

    assert not np.array_equal(articles(few)["quality"], articles(many)["quality"], equal_nan=True)


def _requirement_of_drafts(record: RunRecord) -> dict[tuple[int, int], float]:
    first_hand = record.tasks["parent"] < 0
    numbers = np.where(first_hand, record.tasks["number"], -1)
    rows = record.visits["step"] == record.names.steps.index("draft")
    return {
        (int(numbers[task]), int(attempt)): float(requirement)
        for task, attempt, requirement in zip(
            record.visits["task"][rows],
            record.visits["attempt"][rows],
            record.visits["requirement"][rows],
            strict=True,
        )
        if numbers[task] >= 0
    }


def _blocks(text: str) -> list[str]:
    """Return the head and the four mappings of a scenario text."""
    parts = [text]
    for key in ("task_types:", "steps:", "people:", "tools:"):
        before, after = parts.pop().split(f"\n{key}\n")
        parts += [before, f"{key}\n{after}"]
    return parts


def _reversed(block: str) -> str:
    """Return a mapping with its named things in the opposite order."""
    key, *lines = block.strip("\n").split("\n")
    things: list[list[str]] = []
    for line in lines:
        if line.startswith("  ") and not line.startswith("   "):
            things.append([])
        things[-1].append(line)
    return "\n".join([key, *(line for thing in reversed(things) for line in thing)])
