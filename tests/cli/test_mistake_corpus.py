"""A corpus of mistakes that planners make: each must be found on its line, with the right advice.

A mistake replaces text of a good scenario.  What is expected was planned with the mistake: the line that a
person would point at (marked ``»``, otherwise the first line of the new text) and words of the advice that
person would give.
"""

import tempfile
from functools import cache
from pathlib import Path

import pytest

from sim.errors import ScenarioError
from sim.scenario.load import load_scenario
from tests.cli.evidence_mistakes import EVIDENCE_MISTAKES
from tests.cli.lever_mistakes import LEVER_MISTAKES, Mistake

GOOD = """\
scenario: Small agency
question: Would a third editor pay?
start: 2026-01-05
run_length: 52 weeks
warm_up: 8 weeks
currency: USD
holidays: [2026-12-25]

task_types:
  article:
    arrivals: {rate: 20 per week, changes: [{from: week 26, by: -19 %}]}
    value: 450 USD
    due: 5 working days
    route: [brief, draft, review, {again: {from: draft, chance: 5 %}}, publish]
  note:
    arrivals: 10 per week
    value: 90 USD
    priority: {high: 15 %, normal: 85 %}
    route: [draft, {either: {review: 30 %, skip: 70 %}}, publish]

steps:
  brief:
    service_time: 45 min
    done_by: [editors]
  draft:
    service_time: {lognormal: {mean: 5 h, cv: 0.5}}
    skills: {writing: 70 %, creative_problem_solving: 30 %}
    difficulty: 0.50 ± 0.15
    standard: 0.60
    done_by: [writers, content_writers]
    assisted_by: assistant
    exposure: 60 %
  review:
    reviews: [draft]
    service_time: 40 min
    detection: 80 %
    done_by: [editors]
    rework: {effort: 40 %, at_most: 3, back_to: same actor}
  publish:
    service_time: 10 min
    done_by: [editors, writers]

people:
  writers:
    headcount: 8
    wage: 36 USD/h
    hours: Mon-Fri 9:00-17:00
    skills: {writing: 0.65 ± 0.12, creative_problem_solving: 0.60 ± 0.10, ai_fluency: 0.30}
  editors:
    headcount: 3
    wage: 48 USD/h
    hours: Mon-Thu 9:00-17:00, Fri 9:00-13:00

tools:
  assistant:
    capability: {writing: 0.62, creative_problem_solving: 0.5}
    jaggedness: 0.18
    slots: 4
    price: 30 USD per person per month

freelancers:
  content_writers:
    role: content_writer
    seats: 1
    hours: Mon-Fri 9:00-13:00
    skills: {writing: 0.6 ± 0.15, creative_problem_solving: 0.6}

behaviour: knowledge-work

strategies:
  upskill:
    - train: writers
      in: {ai_fluency: +0.25}
      from: week 13
      price: 1,200 USD per person
  upgrade tools:
    - upgrade: assistant
      to: {capability: {writing: +0.12}, jaggedness: 0.14}
      from: week 14
  flexible talent:
    - {hire: content_writers, seats: 4, from: week 15}
  third editor:
    - set: {people.editors.headcount: 4}
  all:
    combine: [upskill, upgrade tools]

futures:
  boom: {task_types.article.value: 500 USD}

compare:
  baseline: do nothing
  budget: 120,000 USD
"""


M = Mistake
MISTAKES = (
    # --- units ------------------------------------------------------------------------------------
    M("days without saying which", "due: 5 working days", "due: 5 days", "5 calendar days"),
    M("one day", "due: 5 working days", "due: 1 day", "1 working day"),
    M("effort in days", "service_time: 45 min", "service_time: 2 days", "2 working days"),
    M("effort in weeks", "service_time: 45 min", "service_time: 1 week", "5 working days"),
    M("effort in calendar days", "service_time: 45 min", "service_time: 2 calendar days", "2 working days"),
    M("effort without unit", "service_time: 45 min", "service_time: 45", "45 minutes"),
    M("effort in money", "service_time: 45 min", "service_time: 45 USD", "45 min"),
    M("effort with decimal comma", "service_time: 45 min", "service_time: 1,5 h", "1.5 h"),
    M("effort as clock time", "service_time: 45 min", "service_time: 12:30", "12 h 30 min"),
    M("misspelt unit", "service_time: 45 min", "service_time: 45 minuts", "minutes"),
    M("negative effort", "service_time: 45 min", "service_time: -45 min", "zero or more"),
    M("words for a time", "service_time: 45 min", "service_time: three quarters", "45 min"),
    M("run length without unit", "run_length: 52 weeks", "run_length: 52", "52 weeks"),
    M(
        "run length in working days",
        "run_length: 52 weeks",
        "run_length: 260 working days",
        "364 calendar days",
    ),
    M("run length zero", "run_length: 52 weeks", "run_length: 0 weeks", "52 weeks"),
    M("warm-up longer than run", "warm_up: 8 weeks", "warm_up: 60 weeks", "shorter"),
    M("rate per day", "arrivals: 10 per week", "arrivals: 2 per day", "per working day"),
    M("rate without time", "arrivals: 10 per week", "arrivals: 10", "10 per week"),
    M("rate with a noun", "arrivals: 10 per week", "arrivals: 10 notes per week", "10 per week"),
    M("rate per misspelt unit", "arrivals: 10 per week", "arrivals: 10 per wek", "week"),
    M("rate as time", "arrivals: 10 per week", "arrivals: every 4 h", "60 per week"),
    M("money without currency", "value: 90 USD", "value: 90", "90 USD"),
    M("money with sign", "value: 90 USD", "value: $90", "90 USD"),
    M("currency in front", "value: 90 USD", "value: USD 90", "90 USD"),
    M(
        "comma in braces",
        "{hire: content_writers, seats: 4, from: week 15}",
        "{hire: content_writers, seats: 4, budget: 1,200 USD}",
        "1200 USD",
    ),
    M("another currency", "value: 90 USD", "value: 90 EUR", "currency"),
    M("thousands with k", "budget: 120,000 USD", "budget: 120k USD", "120,000 USD"),
    M("wage without time", "wage: 36 USD/h", "wage: 36 USD", "36 USD/h"),
    M("wage without anything", "wage: 36 USD/h", "wage: 36", "36 USD/h"),
    M("wage per month", "wage: 36 USD/h", "wage: 6,000 USD per month", "36 USD/h"),
    M("value per hour", "value: 90 USD", "value: 90 USD/h", "90 USD"),
    M("training price per month", "price: 1,200 USD per person", "price: 1,200 USD per month", "per person"),
    M("tool price per year", "price: 30 USD per person per month", "price: 360 USD per year", "per month"),
    M("tool price for nothing", "price: 30 USD per person per month", "price: 30 USD", "per use"),
    M("share above one", "exposure: 60 %", "exposure: 60", "60 %"),
    M("share above a hundred percent", "exposure: 60 %", "exposure: 160 %", "100 %"),
    M("share in words", "exposure: 60 %", "exposure: most", "60 %"),
    M("change without percent", "by: -19 %", "by: -0.19", "-19 %"),
    M("fall of more than everything", "by: -19 %", "by: -190 %", "-100 %"),
    M("skill out of 100", "ai_fluency: 0.30}", "ai_fluency: 30}", "0.3"),
    M("skill in percent", "ai_fluency: 0.30}", "ai_fluency: 30 %}", "0.3"),
    M("spread too large", "writing: 0.65 ± 0.12", "writing: 0.65 ± 12", "0.12"),
    M("half a person", "headcount: 3", "headcount: 2.5", "part-time"),
    M("negative people", "headcount: 3", "headcount: -3", "0 or more"),
    M("people in words", "headcount: 3", "headcount: three", "digits"),
    M("octal people", "headcount: 3", "headcount: 010", "10"),
    M("people in scientific notation", "headcount: 3", "headcount: 1e1", "10"),
    M("people with unit", "headcount: 3", "headcount: 3 persons", "3"),
    M("true people", "headcount: 3", "headcount: true", "digits"),
    M("no slots", "slots: 4", "slots: 0", "1 or more"),
    M("moment without unit", "from: week 13", "from: 13", "week 13"),
    M("moment the wrong way round", "from: week 13", "from: 13 weeks", "week 13"),
    M("week zero", "from: week 13", "from: week 0", "week 1"),
    M("loose date", "start: 2026-01-05", "start: 2026-1-5", "2026-01-05"),
    M("day that is not", "start: 2026-01-05", "start: 2026-02-30", "calendar"),
    M("date in words", "start: 2026-01-05", "start: 5 January", "2026-01-05"),
    M("holiday as text", "holidays: [2026-12-25]", "holidays: [Christmas]", "2026-01-05"),
    M(
        "dates without a start",
        "start: 2026-01-05\nrun_length: 52 weeks\nwarm_up: 8 weeks\ncurrency: USD\n",
        "run_length: 52 weeks\nwarm_up: 8 weeks\ncurrency: USD\n»",
        "start: 2026-01-05",
    ),
    # --- hours ------------------------------------------------------------------------------------
    M("twelve-hour clock", "hours: Mon-Fri 9:00-17:00", "hours: Mon-Fri 9am-5pm", "9:00-17:00"),
    M("hours without days", "hours: Mon-Fri 9:00-17:00", "hours: 9:00-17:00", "Mon-Fri 9:00-17:00"),
    M("days without hours", "hours: Mon-Fri 9:00-17:00", "hours: Mon-Fri", "9:00-17:00"),
    M("misspelt day", "hours: Mon-Fri 9:00-17:00", "hours: Mo-Fri 9:00-17:00", "Mon"),
    M("hour that is not", "hours: Mon-Fri 9:00-17:00", "hours: Mon-Fri 9:00-25:00", "24:00"),
    M("overlapping hours", "Fri 9:00-13:00", "Thu 9:00-13:00", "overlap"),
    M("hours as a number", "hours: Mon-Fri 9:00-17:00", "hours: 40", "Mon-Fri 9:00-17:00"),
    M("hours per week", "hours: Mon-Fri 9:00-17:00", "hours: 40 h per week", "Mon-Fri 9:00-17:00"),
    # --- distributions ----------------------------------------------------------------------------
    M("unknown shape", "lognormal: {mean: 5 h, cv: 0.5}", "lognorm: {mean: 5 h, cv: 0.5}", "lognormal"),
    M("normal", "lognormal: {mean: 5 h, cv: 0.5}", "normal: {mean: 5 h, sd: 1 h}", "lognormal"),
    M("sd for cv", "cv: 0.5", "sd: 2.5 h", "cv"),
    M("missing cv", "{mean: 5 h, cv: 0.5}", "{mean: 5 h}", "cv"),
    M("cv as percent", "cv: 0.5", "cv: 50 %", "0.5"),
    M("cv that is huge", "cv: 0.5", "cv: 50", "0.5"),
    M("mean of zero", "mean: 5 h", "mean: 0 h", "more than zero"),
    M("no shape", "{lognormal: {mean: 5 h, cv: 0.5}}", "5 h ± 2 h", "lognormal"),
    M(
        "range without shape",
        "service_time: 45 min",
        "service_time: 30-60 min",
        "uniform: {low: 30 min, high: 60 min}",
    ),
    M("triangle upside down", "45 min", "{triangular: {low: 3 h, mode: 2 h, high: 5 h}}", "rising"),
    M(
        "two shapes",
        "{lognormal: {mean: 5 h, cv: 0.5}}",
        "{gamma: {mean: 1 h, cv: 1}, exponential: 3 h}",
        "one shape",
    ),
    M(
        "file that is not there",
        "45 min",
        "{empirical: {file: times.csv, column: t, unit: h}}",
        "relative to",
    ),
    # --- keys -------------------------------------------------------------------------------------
    M("misspelt key", "headcount: 3", "headcuont: 3", "'headcount'"),
    M("key of another language", "headcount: 3", "capacity: 3", "headcount"),
    M("misspelt section", "task_types:", "task_type:", "'task_types'"),
    M("key in capitals", "wage: 36 USD/h", "Wage: 36 USD/h", "'wage'"),
    M("key with a space", "service_time: 45 min", "service time: 45 min", "'service_time'"),
    M("key of the wrong level", "exposure: 60 %", "exposure: 60 %\n»    wage: 3 USD/h", "unknown key 'wage'"),
    M("missing service time", "  brief:\n    service_time: 45 min\n", "»  brief:\n", "service_time: 45 min"),
    M(
        "missing run length",
        "scenario: Small agency\nquestion: Would a third editor pay?\n"
        "start: 2026-01-05\nrun_length: 52 weeks\n",
        "»scenario: Small agency\nquestion: Would a third editor pay?\nstart: 2026-01-05\n",
        "run_length: 52 weeks",
    ),
    M("duplicate key", "headcount: 3", "headcount: 3\n»    headcount: 4", "first on line"),
    M("duplicate step", "  publish:\n    service_time", "»  brief:\n    service_time", "first on line"),
    M("wrong choice", "back_to: same actor", "back_to: same person", "same actor"),
    M("unknown preset", "behaviour: knowledge-work", "behaviour: knowledge work", "knowledge-work"),
    M("unknown weekday", "{rate: 20 per week,", "{rate: 20 per week, weekdays: {Monday: 120 %},", "'Mon'"),
    M("list for a value", "headcount: 3", "headcount: [3]", "a number"),
    M("value for a list", "done_by: [editors]\n  draft", "done_by: editors\n  draft", "[editors]"),
    M(
        "value for a mapping",
        "rework: {effort: 40 %, at_most: 3, back_to: same actor}",
        "rework: 40 %",
        "rework",
    ),
    M("number for a name", "scenario: Small agency", "scenario: 2026", "quotes"),
    M(
        "empty route",
        "route: [draft, {either: {review: 30 %, skip: 70 %}}, publish]",
        "route: []",
        "[draft, review]",
    ),
    # --- what does not go together ----------------------------------------------------------------
    M("two sources", "{rate: 20 per week,", "{rate: 20 per week, every: 2 h,", "keep one"),
    M(
        "no source",
        "{rate: 20 per week, changes: [{from: week 26, by: -19 %}]}",
        "{batch: 3}",
        "rate: 60 per week",
    ),
    M("population alone", "arrivals: 10 per week", "arrivals: {population: 40}", "away_for"),
    M(
        "away without population",
        "arrivals: 10 per week",
        "arrivals: {rate: 1/h, away_for: 3 weeks}",
        "population",
    ),
    M("either below one", "review: 30 %, skip: 70 %", "review: 30 %, skip: 60 %", "100 %"),
    M("weights above one", "writing: 70 %, creative", "writing: 80 %, creative", "100 %"),
    M("priorities below one", "high: 15 %, normal: 85 %", "high: 15 %, normal: 80 %", "100 %"),
    M(
        "assistance without exposure",
        "assisted_by: assistant\n    exposure: 60 %\n",
        "assisted_by: assistant\n",
        "exposure: 60 %",
    ),
    M(
        "rework without review",
        "service_time: 10 min",
        "service_time: 10 min\n»    rework: {effort: 40 %}",
        "reviews: [draft]",
    ),
    M(
        "error probability and skills",
        "standard: 0.60",
        "standard: 0.60\n»    error_probability: 10 %",
        "keep one",
    ),
    M("outage without length", "slots: 4", "slots: 4\n»    outages: {every: 3 weeks}", "lasting"),
    M(
        "freelancers without rate",
        "  content_writers:\n    role: content_writer\n",
        "»  content_writers:\n",
        "role: content_writer",
    ),
    M("nobody counted", "  editors:\n    headcount: 3\n", "»  editors:\n", "headcount: 3"),
    # --- names ------------------------------------------------------------------------------------
    M("misspelt step in a route", "route: [brief, draft,", "route: [breif, draft,", "'brief'"),
    M(
        "misspelt pool",
        "done_by: [writers, content_writers]",
        "done_by: [writer, content_writers]",
        "'writers'",
    ),
    M("pool for tool", "assisted_by: assistant", "assisted_by: writers", "assistant"),
    M("misspelt tool", "assisted_by: assistant", "assisted_by: asistant", "'assistant'"),
    M("misspelt review", "reviews: [draft]", "reviews: [drafts]", "'draft'"),
    M(
        "review before the work",
        "route: [brief, draft, review, {again",
        "route: [brief, publish, {again",
        "draft",
    ),
    M("back to what comes later", "from: draft, chance", "from: publish, chance", "draft"),
    M("named twice", "done_by: [editors, writers]", "done_by: [editors, editors]", "once"),
    M("nobody there", "headcount: 3", "headcount: 0", "headcount"),
    M("skill nobody has", "skills: {writing: 70 %, creative", "skills: {writng: 70 %, creative", "'writing'"),
    M("unknown role", "role: content_writer", "role: content_writr", "'content_writer'"),
    M("one name for two", "freelancers:\n", "freelancers:\n»  writers: {rate: 30 USD/h}\n", "another name"),
    # --- strategies -------------------------------------------------------------------------------
    M("training nobody", "- train: writers", "- train: writters", "'writers'"),
    M("training a tool", "- train: writers", "- train: assistant", "writers"),
    M("training an unknown skill", "in: {ai_fluency: +0.25}", "in: {ai_flueny: +0.25}", "'ai_fluency'"),
    M("training in percent", "in: {ai_fluency: +0.25}", "in: {ai_fluency: +25 %}", "0.25"),
    M("upgrading nothing", "- upgrade: assistant", "- upgrade: assistent", "'assistant'"),
    M("hiring nobody", "hire: content_writers", "hire: content_writer", "'content_writers'"),
    M("unknown lever", "- {hire: content_writers, seats: 4, from: week 15}", "- {fire: writers}", "hire"),
    M(
        "lever without list",
        "    - set: {people.editors.headcount: 4}",
        "    set: {people.editors.headcount: 4}",
        "- set:",
    ),
    M("set of an unknown key", "people.editors.headcount: 4", "people.editors.headcout: 4", "'headcount'"),
    M(
        "set of an unknown pool",
        "people.editors.headcount: 4",
        "people.editrs.headcount: 4",
        "people.editors",
    ),
    M(
        "set without section",
        "people.editors.headcount: 4",
        "editors.headcount: 4",
        "people.editors.headcount",
    ),
    M("set to half a person", "people.editors.headcount: 4", "people.editors.headcount: 3.5", "part-time"),
    M("set of the horizon", "people.editors.headcount: 4", "run_length: 10 weeks", "same for all"),
    M("set inside a value", "people.editors.headcount: 4", "people.editors.wage.amount: 4", "as a whole"),
    M("closed before open", "seats: 4, from: week 15", "seats: 4, from: week 15, until: week 9", "later"),
    M("endless loop", "from: draft, chance: 5 %", "from: draft, chance: 100 %", "less than 100 %"),
    M("unknown part", "combine: [upskill, upgrade tools]", "combine: [upskil, upgrade tools]", "'upskill'"),
    M(
        "combined with itself",
        "combine: [upskill, upgrade tools]",
        "combine: [upskill, all]",
        "take one of them out",
    ),
    M("future of another currency", "500 USD", "500 EUR", "USD"),
    M(
        "future of an unknown task",
        "task_types.article.value",
        "task_types.articel.value",
        "task_types.article",
    ),
    M("unknown baseline", "baseline: do nothing", "baseline: upskil", "'upskill'"),
    # --- a second round, planned before it was first tried --------------------------------------------
    M("run length in words", "run_length: 52 weeks", "run_length: one year", "52 weeks"),
    M("start in words", "start: 2026-01-05", "start: Monday", "2026-01-05"),
    M("review of one as text", "reviews: [draft]", "reviews: draft", "[draft]"),
    M("standard out of 100", "standard: 0.60", "standard: 60", "60 %"),
    M(
        "mean and cv without shape",
        "service_time: 40 min",
        "service_time: {mean: 40 min, cv: 0.5}",
        "lognormal",
    ),
    M("mean without unit", "service_time: 40 min", "service_time: {exponential: {mean: 40}}", "40 minutes"),
    M("capability in percent", "capability: {writing: 0.62,", "capability: {writing: 62 %,", "0.62"),
    M("training a list", "train: writers", "train: [writers]", "'writers'"),
    M("combination of one", "combine: [upskill, upgrade tools]", "combine: upskill", "[upskill]"),
    M("American spelling", "behaviour: knowledge-work", "behavior: knowledge-work", "'behaviour'"),
    M("role in words", "role: content_writer", "role: Content writer", "'content_writer'"),
    M("weekdays", "hours: Mon-Fri 9:00-17:00", "hours: weekdays 9:00-17:00", "Mon-Fri"),
    M("points for thousands", "budget: 120,000 USD", "budget: 120.000 USD", "120000 USD"),
    M("no colon", "  draft:\n    service_time", "  draft\n    service_time", "':'"),
    M("due in words", "due: 5 working days", "due: next week", "5 working days"),
    M("nothing as baseline", "baseline: do nothing", "baseline: nothing", "'do nothing'"),
    M("unlimited", "slots: 4", "slots: unlimited", "digits"),
    M("skills as a list", "{writing: 70 %, creative_problem_solving: 30 %}", "[writing]", "{writing: 70 %"),
    M("week in short", "from: week 26", "from: w26", "'week 26'"),
    M("arrivals by their law", "arrivals: 10 per week", "arrivals: {poisson: 10 per week}", "'rate'"),
    # --- a third round: what a newcomer wrote ---------------------------------------------------------
    M("apostrophe in thousands", "value: 90 USD", "value: 2'500 USD", "'2500 USD'"),
    M("space in thousands", "value: 90 USD", "value: 2 500 USD", "'2500 USD'"),
    M("thin space in thousands", "value: 90 USD", "value: 2\u202f500 USD", "'2500 USD'"),
    M("points and a comma", "value: 90 USD", "value: 1.500,50 USD", "'1500.50 USD'"),
    M("decimal comma in money", "value: 90 USD", "value: 90,50 USD", "'90.50 USD'"),
    M("thousands of people", "headcount: 3", "headcount: 6,000", "6000"),
    M("thousands of people with a space", "headcount: 3", "headcount: 6 000", "6000"),
    M("thousands of people with a point", "headcount: 3", "headcount: 6.000", "6000 or 6"),
    M(
        "thousands of hours with a point",
        "service_time: 45 min",
        "service_time: 1.500 h",
        "'1500 h' or '1.5 h'",
    ),
    M("decimal comma in a share", "exposure: 60 %", "exposure: 0,6", "0.6"),
    M("decimal comma in a percentage", "exposure: 60 %", "exposure: 62,5 %", "'62.5 %'"),
    M("decimal comma in a level", "difficulty: 0.50 ± 0.15", "difficulty: 0,50 ± 0,15", "'0.50 ± 0.15'"),
    M("decimal comma in braces", "{writing: 0.65 ± 0.12,", "{writing: 0,65 ± 0,12,", "'0.65 ± 0.12'"),
    M("decimal comma in a rate", "arrivals: 10 per week", "arrivals: 2,5 per week", "'2.5 per week'"),
    M("decimal comma in a wage", "wage: 48 USD/h", "wage: 48,50 USD/h", "'48.50 USD/h'"),
    M("decimal comma in jaggedness", "jaggedness: 0.18", "jaggedness: 0,18", "0.18"),
    M("half an hour as a sign", "service_time: 45 min", "service_time: ½ h", "'0.5 h'"),
    M("sign of a currency behind", "wage: 48 USD/h", "wage: 48 $/h", "'48 USD/h'"),
    M("name of a currency", "wage: 48 USD/h", "wage: 48 dollars per hour", "'48 USD per hour'"),
    M("sign of the currency of the scenario", "currency: USD", "currency: $", "'USD'"),
    M(
        "upgrade without a sign",
        "to: {capability: {writing: +0.12}",
        "to: {capability: {writing: 0.9}",
        "'+0.9'",
    ),
    M("training without a sign", "in: {ai_fluency: +0.25}", "in: {ai_fluency: 0.25}", "'+0.25'"),
    M("upgrade in percent", "{writing: +0.12}", "{writing: +12 %}", "'+0.12'"),
    M(
        "upgrade of what is not stated",
        "{writing: +0.12}",
        "{drawing: +0.12}",
        "first state what it can do now",
    ),
    M("levers for doing nothing", "  third editor:", "  do nothing:", "give this one another name"),
    M(
        "set of one more",
        "people.editors.headcount: 4",
        "people.editors.headcount: +1",
        "the new value itself",
    ),
    M("future in percent", "article.value: 500 USD", "article.value: +20 %", "the new value itself"),
    M("future of demand in percent", "article.value: 500 USD", "note.arrivals: +20 %", "by: +20 %"),
    M("training price for all or each", "price: 1,200 USD per person", "price: 1,200 USD", "per person"),
    M(
        "measures as a list of mappings",
        "budget: 120,000 USD",
        "measures: [throughput: {matters_from: 1}, quality]",
        "{throughput: {}, quality: {}}",
    ),
    M("misspelt measure in a list", "budget: 120,000 USD", "measures: [quality, thruput]", "'throughput'"),
    M("beginning of a measure", "budget: 120,000 USD", "measures: {on_time: {}}", "'on_time_share'"),
    M("budget for each person", "budget: 120,000 USD", "budget: 120,000 USD per person", "for the whole run"),
    M("hours as on a clock", "hours: Mon-Fri 9:00-17:00", "hours: 9-5", "'Mon-Fri 9:00-17:00'"),
    M("change without a sign", "by: -19 %", "by: 19 %", "'-19 %'"),
    M(
        "price per year",
        "price: 30 USD per person per month",
        "price: 720 USD per person per year",
        "'60 USD per person per month'",
    ),
    M(
        "worker changed who is not there",
        "people.editors.headcount: 4",
        "people.editors.workers.Ann.hours: Mon 9-12",
        "to add somebody, write",
    ),
    M(
        "quote closed far below",
        "question: Would a third editor pay?\nstart: 2026-01-05\nrun_length: 52 weeks\n",
        'question: "Would a third editor pay?\nstart: 2026-01-05\nrun_length: "52 weeks"\n',
        "not closed on this line",
    ),
    M(
        "closed source without time",
        "arrivals: 10 per week\n    value: 90 USD\n    priority: {high: 15 %, normal: 85 %}\n"
        "    route: [draft, {either: {review: 30 %, skip: 70 %}}, publish]\n\nsteps:",
        "»arrivals: {population: 3, away_for: 0 h}\n    route: [stamp]\n\nsteps:\n"
        "  stamp: {service_time: 0 h, done_by: [editors]}",
        "above zero",
    ),
    M(
        "weights that leave no day",
        "arrivals: 10 per week",
        "arrivals: {rate: 10 per week, hours: Mon 9-17, weekdays: {Mon: 0 %}}",
        "above 0 %",
    ),
    M("misspelt measure", "budget: 120,000 USD", "measures: {thruput: {}}", "'throughput'"),
    M("title of a measure", "budget: 120,000 USD", "measures: {spread of quality: {}}", "'quality_spread'"),
    M(
        "unit of another measure",
        "budget: 120,000 USD",
        "measures: {throughput: {matters_from: 2 h}}",
        "'1 per week'",
    ),
    M(
        "shift the wrong way round",
        "hours: Mon-Fri 9:00-17:00",
        "hours: 17-9",
        "'Mon-Fri 9:00-17:00' for the day",
    ),
    M(
        "break with a comma",
        "hours: Mon-Fri 9:00-17:00",
        "hours: Mon-Fri 9-12, 13-17",
        "'Mon-Fri 9-12 and 13-17'",
    ),
    M(
        "break in words",
        "hours: Mon-Fri 9:00-17:00",
        "hours: Mon-Fri 9-17 lunch 12-13",
        "9:00-12:00 and 13:00",
    ),
    M("times with points", "hours: Mon-Fri 9:00-17:00", "hours: Mon-Fri 9.00-17.00", "'9:00-17:00'"),
    M(
        "a section for a pool",
        "done_by: [editors]\n  draft",
        "done_by: [people]\n  draft",
        "writers, editors",
    ),
    M("a section for a tool", "assisted_by: assistant", "assisted_by: tools", "assistant"),
    M("unknown section", "\npeople:", "\n»staff:", "'people'"),
    M("pool at the margin", "  editors:\n    headcount", "»editors:\n    headcount", "'people:'"),
    M("currency of the amounts", "currency: USD", "currency: CHF", "currency: USD"),
    M("second section of a name", "\ntools:", "\n»people:\n  more: {headcount: 1}\ntools:", "keep one"),
    M("colon forgotten", "    headcount: 3", "    headcount 3", "'headcount: 3'"),
    M("space forgotten", "    headcount: 3", "    headcount:3", "'headcount: 3'"),
    M(
        "keys of a lever as items",
        "    - train: writers\n      in: {ai_fluency: +0.25}\n      from",
        "    - train: writers\n»    - in: {ai_fluency: +0.25}\n      from",
        "without a dash",
    ),
    M(
        "lever in brackets",
        "  upskill:\n    - train: writers\n      in: {ai_fluency: +0.25}\n      from: week 13\n"
        "      price: 1,200 USD per person\n",
        "  upskill: [train: writers, in: {ai_fluency: +0.25}]\n",
        "in braces",
    ),
    M("combination as a lever", "    combine: [upskill", "    - combine: [upskill", "without the dash"),
    M(
        "strategies as levers",
        "    combine: [upskill, upgrade tools]",
        "    - upskill\n    - upgrade tools",
        "combine",
    ),
    M(
        "two levers in one",
        "    - train: writers\n",
        "    - train: writers\n      set: {people.editors.headcount: 5}\n",
        "dash",
    ),
    M(
        "one key set twice",
        "    - set: {people.editors.headcount: 4}",
        "    - set: {people.editors.headcount: 4}\n»    - set: {people.editors.headcount: 5}",
        "keep one",
    ),
    M(
        "overhead of a tool that a strategy brings",
        "    assisted_by: assistant\n    exposure: 60 %\n",
        "    overhead: 30 %\n",
        "'exposure: 0 %' if only a strategy brings it",
    ),
    # --- YAML -------------------------------------------------------------------------------------
    M("tab", "    headcount: 3", "\theadcount: 3", "spaces"),
    M("unclosed bracket", "done_by: [editors]\n  draft", "done_by: [editors\n  draft", "']'"),
    M("unclosed quote", "scenario: Small agency", 'scenario: "Small agency', "quote"),
    M(
        "second colon",
        "question: Would a third editor pay?",
        "question: Editors: would a third pay?",
        "quotes",
    ),
    M("percent sign first", "value: 90 USD", "value: %90", "quotes"),
    M("alias", "wage: 48 USD/h", "wage: *wage", "write the value out"),
    M("anchor", "wage: 48 USD/h", "wage: &wage 48 USD/h", "write the value out"),
    M("merge key", "headcount: 3", "<<: {headcount: 3}", "extends"),
    M("tag", "headcount: 3", "headcount: !!python/object:os.system 3", "leave it out"),
    M("no value", "headcount: 3", "headcount:", "no value"),
    M("null", "headcount: 3", "headcount: null", "no value"),
    M("second document", "compare:", "---\ncompare:", "own file"),
    M("number as a name", "  third editor:", "  3:", "quotes"),
    M("shifted key", "    headcount: 3", "   headcount: 3", "line"),
    M("another word for a key", "wage: 48 USD/h", "salary: 48 USD/h", "'wage'"),
    M("nothing but a dash", "    headcount: 3", "    - headcount: 3", "line"),
    *LEVER_MISTAKES,
    *EVIDENCE_MISTAKES,
)


def place_of(mistake: Mistake) -> tuple[str, int]:
    """Return the text with the mistake, and the line that a person would point at."""
    assert GOOD.count(mistake.old) >= 1, mistake.name
    before, after = GOOD.split(mistake.old, 1)
    start = before + mistake.new
    marked = before + mistake.new.split("»")[0] if "»" in mistake.new else before
    return start.replace("»", "") + after, marked.count("\n") + 1


@cache
def what_is_said(mistake: Mistake) -> tuple[tuple[str, ...], str, int]:
    """Return the messages for a mistake, the file with it, and the line that a person would point at."""
    text, line = place_of(mistake)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "scenario.yaml"
        path.write_text(text, encoding="utf-8")
        with pytest.raises(ScenarioError) as caught:
            load_scenario(path)
    return tuple(caught.value.problems), str(path), line


def test_the_scenario_without_mistakes_is_good(tmp_path: Path) -> None:
    path = tmp_path / "scenario.yaml"
    path.write_text(GOOD, encoding="utf-8")

    assert load_scenario(path).warnings == ()


def test_there_are_enough_mistakes_and_no_two_alike() -> None:
    assert len(MISTAKES) >= 300
    assert len({(m.old, m.new) for m in MISTAKES}) == len({m.name for m in MISTAKES}) == len(MISTAKES)


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda m: m.name)
def test_a_mistake_is_found_and_told_without_a_traceback(mistake: Mistake) -> None:
    problems, file, _ = what_is_said(mistake)

    for problem in problems:
        assert problem.startswith(f"{file}:")
        assert "; " in problem.splitlines()[0], "a rule is followed by a suggestion"


def test_at_least_95_percent_of_the_mistakes_name_the_right_line_and_90_percent_the_right_advice() -> None:
    astray, unhelpful = [], []
    for mistake in MISTAKES:
        problems, file, line = what_is_said(mistake)
        there = [problem for problem in problems if problem.startswith(f"{file}:{line}:")]
        if not there:
            astray.append((mistake.name, line, problems))
        elif not any(mistake.advice in problem.splitlines()[0] for problem in there):
            unhelpful.append((mistake.name, mistake.advice, problems))

    assert len(astray) <= 0.05 * len(MISTAKES), astray
    assert len(astray) + len(unhelpful) <= 0.10 * len(MISTAKES), unhelpful


def test_a_mistake_is_seldom_told_twice() -> None:
    """One slip, one message: what merely follows from it is left out nine times in ten."""
    repeated = [m.name for m in MISTAKES if len(what_is_said(m)[0]) > 1]

    assert len(repeated) <= 0.10 * len(MISTAKES), repeated
