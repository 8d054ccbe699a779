"""Mistakes about levers, markets and what moves: what stood there, what a planner wrote, what helps.

See ``test_mistake_corpus``, which reads them.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Mistake:
    """A mistake, and what a helpful person would say."""

    name: str
    old: str
    new: str
    advice: str


M = Mistake
LEVER_MISTAKES = (
    M(
        "training hours without a length",
        "price: 1,200 USD per person",
        "price: 1,200 USD per person\n»      time: 3 h per week",
        "for: 8 weeks",
    ),
    M(
        "trainers without time",
        "price: 1,200 USD per person",
        "price: 1,200 USD per person\n      for: 8 weeks\n»      trainers: editors",
        "trainers_time: 2 h per week",
    ),
    M(
        "time of nobody",
        "price: 1,200 USD per person",
        "price: 1,200 USD per person\n      for: 8 weeks\n»      trainers_time: 2 h per week",
        "trainers: editors",
    ),
    M(
        "misspelt trainers",
        "price: 1,200 USD per person",
        "price: 1,200 USD per person\n      for: 8 weeks\n      trainers_time: 2 h per week\n"
        "»      trainers: editor",
        "'editors'",
    ),
    M(
        "a tool that teaches",
        "price: 1,200 USD per person",
        "price: 1,200 USD per person\n      for: 8 weeks\n      trainers_time: 2 h per week\n"
        "»      trainers: assistant",
        "editors",
    ),
    M(
        "freelancers who teach",
        "price: 1,200 USD per person",
        "price: 1,200 USD per person\n      for: 8 weeks\n      trainers_time: 2 h per week\n"
        "»      trainers: content_writers",
        "editors",
    ),
    M(
        "training hours without a week",
        "price: 1,200 USD per person",
        "price: 1,200 USD per person\n      for: 8 weeks\n»      time: 3 h",
        "'3 h per week'",
    ),
    M(
        "training days in a week",
        "price: 1,200 USD per person",
        "price: 1,200 USD per person\n      for: 8 weeks\n»      time: 1 day per week",
        "'8 h per week'",
    ),
    M(
        "training as a share",
        "price: 1,200 USD per person",
        "price: 1,200 USD per person\n      for: 8 weeks\n»      time: 10 %",
        "3 h per week",
    ),
    M(
        "length as a moment",
        "price: 1,200 USD per person",
        "price: 1,200 USD per person\n»      for: week 8",
        "'8 weeks'",
    ),
    M(
        "length without unit",
        "price: 1,200 USD per person",
        "price: 1,200 USD per person\n»      for: 8",
        "'8 weeks'",
    ),
    M(
        "end of a training",
        "price: 1,200 USD per person",
        "price: 1,200 USD per person\n»      until: week 20",
        "'for'",
    ),
    M(
        "transfer out of 100",
        "price: 1,200 USD per person",
        "price: 1,200 USD per person\n»      transfer: 62",
        "62 %",
    ),
    M(
        "misspelt fading",
        "price: 1,200 USD per person",
        "price: 1,200 USD per person\n»      fade: 6 months",
        "'fading'",
    ),
    M(
        "one trainer",
        "price: 1,200 USD per person",
        "price: 1,200 USD per person\n»      trainer: editors",
        "'trainers'",
    ),
    M(
        "duration of a training",
        "price: 1,200 USD per person",
        "price: 1,200 USD per person\n»      duration: 8 weeks",
        "'for'",
    ),
    M(
        "condition without of",
        "price: 1,200 USD per person",
        "price: 1,200 USD per person\n»      when: backlog > 1 week of work",
        "backlog of draft > 1 week of work",
    ),
    M(
        "queue for a backlog",
        "seats: 4, from: week 15",
        "seats: 1, when: queue of draft > 20 tasks",
        "backlog",
    ),
    M("misspelt stock", "seats: 4, from: week 15", "seats: 1, when: backlg of draft > 20 tasks", "'backlog'"),
    M(
        "condition on an unknown step",
        "seats: 4, from: week 15",
        "seats: 1, when: backlog of drft > 20 tasks",
        "'draft'",
    ),
    M(
        "backlog of a pool",
        "seats: 4, from: week 15",
        "seats: 1, when: backlog of writers > 20 tasks",
        "brief, draft",
    ),
    M("pressure of a step", "seats: 4, from: week 15", "seats: 1, when: pressure of draft > 1.2", "writers"),
    M("trust of a tool", "seats: 4, from: week 15", "seats: 1, when: trust of assistant > 50 %", "writers"),
    M(
        "backlog without a unit",
        "seats: 4, from: week 15",
        "seats: 1, when: backlog of draft > 20",
        "'20 tasks'",
    ),
    M(
        "condition without a sign",
        "seats: 4, from: week 15",
        "seats: 1, when: backlog of draft 20 tasks",
        ">",
    ),
    M(
        "condition with an equals sign",
        "seats: 4, from: week 15",
        "seats: 1, when: backlog of draft = 20 tasks",
        "> or <",
    ),
    M(
        "weeks and hours of work",
        "seats: 4, from: week 15",
        "seats: 1, when: backlog of draft > 1 week 8 h of work",
        "'1.2 weeks of work'",
    ),
    M(
        "comma in a condition",
        "seats: 4, from: week 15",
        "seats: 1, when: backlog of draft > 1,5 weeks of work",
        "1.5 weeks of work",
    ),
    M(
        "months of work",
        "seats: 4, from: week 15",
        "seats: 1, when: backlog of draft > 1 month of work",
        "weeks",
    ),
    M(
        "weeks of what",
        "seats: 4, from: week 15",
        "seats: 1, when: backlog of draft > 1 week",
        "'1 week of work'",
    ),
    M(
        "hours of what",
        "seats: 4, from: week 15",
        "seats: 1, when: backlog of draft > 40 h",
        "'40 h of work'",
    ),
    M("pressure in percent", "seats: 4, from: week 15", "seats: 1, when: pressure of writers > 120 %", "1.2"),
    M("trust out of 100", "seats: 4, from: week 15", "seats: 1, when: trust of writers < 40", "40 %"),
    M("strain in percent", "seats: 4, from: week 15", "seats: 1, when: strain of writers > 10 %", "h"),
    M(
        "two conditions",
        "seats: 4, from: week 15",
        "seats: 1, when: backlog of draft > 20 tasks and pressure of writers > 1",
        "one condition",
    ),
    M("a date as a condition", "seats: 4, from: week 15", "seats: 1, when: week 15", "from: week 15"),
    M(
        "a condition as a mapping",
        "seats: 4, from: week 15",
        "seats: 1, when: {backlog: 20 tasks}",
        "backlog of draft > 1 week of work",
    ),
    M(
        "releasing people",
        "hire: content_writers, seats: 4, from: week 15",
        "hire: editors, seats: 1, when: backlog of brief > 9 tasks, release_when: backlog of brief < 1 task",
        "for good",
    ),
    M(
        "budget for people",
        "hire: content_writers, seats: 4, from: week 15",
        "hire: editors, seats: 1, budget: 9000 USD",
        "for good",
    ),
    M(
        "over with a rule",
        "seats: 4, from: week 15",
        "seats: 1, when: backlog of draft > 9 tasks, over: 4 weeks",
        "take 'over' or 'when' out",
    ),
    M(
        "release without a rule",
        "seats: 4, from: week 15",
        "seats: 4, release_when: backlog of draft < 1 task",
        "add 'when",
    ),
    M("at most without a rule", "seats: 4, from: week 15", "seats: 4, at_most: 6", "add 'when"),
    M("nobody is counted in a hiring", "seats: 4, from: week 15", "from: week 15", "seats: 2"),
    M(
        "misspelt release",
        "seats: 4, from: week 15",
        "seats: 1, when: backlog of draft > 9 tasks, release: backlog of draft < 1 task",
        "'release_when'",
    ),
    M(
        "maximum of a rule",
        "seats: 4, from: week 15",
        "seats: 1, when: backlog of draft > 9 tasks, max: 3",
        "'at_most'",
    ),
    M("hiring a tool", "hire: content_writers", "hire: assistant", "content_writers"),
    M("hiring a misspelt pool", "hire: content_writers", "hire: editor", "'editors'"),
    M(
        "budget for each seat",
        "seats: 4, from: week 15",
        "seats: 4, budget: 2000 USD per person",
        "for all together",
    ),
    M("over until a moment", "seats: 4, from: week 15", "seats: 4, over: week 20", "'20 weeks'"),
    M(
        "no seat at most",
        "seats: 4, from: week 15",
        "seats: 1, when: backlog of draft > 9 tasks, at_most: 0",
        "1 or more",
    ),
    M(
        "dip without an end",
        "      from: week 14",
        "      from: week 14\n»      dip: 20 %",
        "dip_for: 4 weeks",
    ),
    M("end of no dip", "      from: week 14", "      from: week 14\n»      dip_for: 4 weeks", "dip: 20 %"),
    M(
        "dip out of 100",
        "      from: week 14",
        "      from: week 14\n      dip_for: 4 weeks\n»      dip: 20",
        "20 %",
    ),
    M(
        "roll-out with a dash",
        "      from: week 14",
        "      from: week 14\n»      roll-out: 8 weeks",
        "'roll_out'",
    ),
    M(
        "roll-out in one word",
        "      from: week 14",
        "      from: week 14\n»      rollout: 8 weeks",
        "'roll_out'",
    ),
    M(
        "roll-out until a moment",
        "      from: week 14",
        "      from: week 14\n»      roll_out: week 20",
        "'20 weeks'",
    ),
    M("access of a misspelt pool", "jaggedness: 0.14}", "jaggedness: 0.14, access: [writer]}", "'writers'"),
    M("access of a tool", "jaggedness: 0.14}", "jaggedness: 0.14, access: [assistant]}", "writers"),
    M("access as text", "jaggedness: 0.14}", "jaggedness: 0.14, access: writers}", "[writers]"),
    M(
        "price of an upgrade for each",
        "      from: week 14",
        "      from: week 14\n»      price: 100 USD per person",
        "the sum for all",
    ),
    M(
        "two upgrades of which one waits",
        "      from: week 14",
        "      from: week 14\n    - upgrade: assistant\n      to: {speed: 2}\n"
        "»      when: trust of writers > 60 %",
        "or keep one",
    ),
    M(
        "combined upgrades of which one waits",
        "    combine: [upskill, upgrade tools]",
        "    combine: [upgrade tools, faster]\n  faster:\n"
        "    - {upgrade: assistant, to: {speed: 2}, when: trust of writers > 60 %}",
        "or keep one",
    ),
    M(
        "two changes of a step of which one waits",
        "- set: {people.editors.headcount: 4}",
        "- {set: {steps.draft.standard: 0.7}, from: week 9}\n"
        "»    - {set: {steps.draft.exposure: 80 %}, when: backlog of draft > 9 tasks}",
        "one 'set'",
    ),
    M(
        "people set at a date",
        "- set: {people.editors.headcount: 4}",
        "- {set: {people.editors.headcount: 4}, from: week 9}",
        "hire",
    ),
    M(
        "demand set at a date",
        "- set: {people.editors.headcount: 4}",
        "- {set: {task_types.note.arrivals: 20 per week}, from: week 9}",
        "from the start",
    ),
    M(
        "tool set when a condition holds",
        "- set: {people.editors.headcount: 4}",
        "- {set: {tools.assistant.speed: 2}, when: backlog of draft > 9 tasks}",
        "upgrade",
    ),
    M(
        "dated set of an unknown step",
        "- set: {people.editors.headcount: 4}",
        "- {set: {steps.drft.standard: 0.7}, from: week 9}",
        "steps.draft",
    ),
    M(
        "dated set of an unknown key",
        "- set: {people.editors.headcount: 4}",
        "- {set: {steps.draft.standrd: 0.7}, from: week 9}",
        "'standard'",
    ),
    M(
        "dated set until a moment",
        "- set: {people.editors.headcount: 4}",
        "- {set: {steps.draft.standard: 0.7}, from: week 9, until: week 20}",
        "another 'set'",
    ),
    M(
        "dated set to a wrong pool",
        "- set: {people.editors.headcount: 4}",
        "- {set: {steps.publish.done_by: [editor]}, from: week 9}",
        "'editors'",
    ),
    M(
        "overtime below normal hours",
        "- set: {people.editors.headcount: 4}",
        "- {set: {people.editors.overtime: 20 %}, from: week 9}",
        "120 %",
    ),
    M(
        "demand without a size",
        "    seats: 1\n",
        "    seats: 1\n»    demand: [{from: week 20}]\n",
        "by: -19 %",
    ),
    M(
        "unknown shock",
        "    seats: 1\n",
        "    seats: 1\n»    demand: [{from: week 20, shock: translaton}]\n",
        "'translation'",
    ),
    M(
        "size and shock",
        "    seats: 1\n",
        "    seats: 1\n»    demand: [{from: week 20, by: -19 %, shock: translation}]\n",
        "keep one",
    ),
    M(
        "demand as a number",
        "    seats: 1\n",
        "    seats: 1\n»    demand: [{from: week 20, by: -0.19}]\n",
        "-19 %",
    ),
    M(
        "pay without a sign",
        "    seats: 1\n",
        "    seats: 1\n»    demand: [{from: week 20, by: -19 %, pay: 20 %}]\n",
        "'-20 %'",
    ),
    M(
        "demand as a mapping",
        "    seats: 1\n",
        "    seats: 1\n»    demand: {from: week 20, by: -19 %}\n",
        "[{from",
    ),
    M(
        "shown round by a misspelt pool",
        "    seats: 1\n",
        "    seats: 1\n»    shown_round_by: editor\n",
        "'editors'",
    ),
    M("shown round by a tool", "    seats: 1\n", "    seats: 1\n»    shown_round_by: assistant\n", "editors"),
    M(
        "shown round by themselves",
        "    seats: 1\n",
        "    seats: 1\n»    shown_round_by: content_writers\n",
        "editors",
    ),
    M("half a candidate", "    seats: 1\n", "    seats: 1\n»    candidates: 2.5\n", "whole"),
    M("matching beyond certainty", "    seats: 1\n", "    seats: 1\n»    matching: 130 %\n", "100 %"),
    M("words for no-shows", "    seats: 1\n", "    seats: 1\n»    no_show: seldom\n", "%"),
    M("no-show with a dash", "    seats: 1\n", "    seats: 1\n»    no-show: 10 %\n", "'no_show'"),
    M("depth in percent", "    seats: 1\n", "    seats: 1\n»    depth: 50 %\n", "50"),
    M("unknown market", "    seats: 1\n", "    seats: 1\n»    market: fiverr\n", "upwork"),
    M("least skill in percent", "    seats: 1\n", "    seats: 1\n»    least_skill: 60 %\n", "0.6"),
    M("adopted beyond all", "    slots: 4", "    slots: 4\n»    adopted: 130 %", "100 %"),
    M(
        "adopted beyond the limit",
        "    slots: 4",
        "    slots: 4\n    adoption_limit: 50 %\n»    adopted: 80 %",
        "adoption_limit",
    ),
    M("misspelt adopted", "    slots: 4", "    slots: 4\n»    adoption: 30 %", "'adopted'"),
    M("turnover out of 100", "behaviour: knowledge-work", "behaviour: {turnover: 12}", "12 %"),
    M("overtime over normal hours", "behaviour: knowledge-work", "behaviour: {overtime: 20 %}", "120 %"),
    M(
        "learning time in weeks",
        "behaviour: knowledge-work",
        "behaviour: {learning_time: 6 weeks}",
        "working days",
    ),
    M(
        "hiring cost for all or each",
        "behaviour: knowledge-work",
        "behaviour: {hiring_cost: 4000 USD}",
        "per person",
    ),
    M("misspelt forgetting", "behaviour: knowledge-work", "behaviour: {forget: 6 months}", "'forgetting'"),
    M(
        "learning with AI without a sign",
        "behaviour: knowledge-work",
        "behaviour: {ai_learning: 20 %}",
        "'-20 %'",
    ),
    M(
        "name of a loop in short",
        "behaviour: knowledge-work",
        "behaviour: knowledge-work\n»loops: {off: [overtime]}",
        "'overtime-relief'",
    ),
    M(
        "one loop as text",
        "behaviour: knowledge-work",
        "behaviour: knowledge-work\n»loops: {off: overtime-relief}",
        "[overtime-relief]",
    ),
    M("more newcomers than people", "headcount: 3", "headcount: 3\n»    newcomers: 5", "3"),
)
"""Beside those of the whole language in ``test_mistake_corpus``."""
