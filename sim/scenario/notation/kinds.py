"""The notations of the scenario language: what may be written for each kind of value."""

from sim.scenario.notation.annotation import Notation
from sim.scenario.notation.condition import EXAMPLE, read_condition
from sim.scenario.notation.distribution import distribution_reader, read_count
from sim.scenario.notation.hours import read_hours
from sim.scenario.notation.money import (
    read_budget,
    read_hourly,
    read_money,
    read_money_per_person,
    read_prices,
    read_rate_range,
)
from sim.scenario.notation.number import (
    plain_number,
    read_as_written,
    read_change,
    read_correlation,
    read_factor,
    read_gain,
    read_level,
    read_share,
    read_stretch,
    whole_number,
)
from sim.scenario.notation.time import (
    read_day,
    read_duration,
    read_elapsed,
    read_growth,
    read_moment,
    read_rate,
    read_span,
    read_weekly,
    read_work,
)

_SHAPES = (
    " Constant, or a shape: {exponential: mean}, {lognormal: {mean, cv}}, {gamma: {mean, cv}}, "
    "{triangular: {low, mode, high}}, {uniform: {low, high}}, {empirical: {file, column, unit}}."
)

Duration = Notation(
    read_duration,
    "Elapsed time with its unit: min, h, calendar days, weeks, months, years.",
    ("52 weeks", "30 min", "3 calendar days"),
)
SpanText = Notation(
    read_span,
    "Elapsed time; working days skip weekends and holidays.",
    ("5 working days", "2 weeks", "48 h"),
)
TimeDistribution = Notation(
    distribution_reader(read_elapsed, "h"),
    "Elapsed time with its unit." + _SHAPES,
    ("2 h", "1 working day", {"exponential": "3 weeks"}),
    ("string", "object"),
)
WorkDistribution = Notation(
    distribution_reader(read_work, "h"),
    "Hands-on effort in min, h or working days of 8 h." + _SHAPES,
    ("45 min", "2 working days", {"lognormal": {"mean": "5 h", "cv": 0.5}}),
    ("string", "object"),
)
Effort = Notation(
    read_work, "Hands-on hours: min, h or working days of 8 h.", ("800 h", "100 working days", "49 h")
)
Weekly = Notation(read_weekly, "Working time per week.", ("3 h per week", "1 working day per week"))
WatchedCondition = Notation(
    read_condition,
    "What is watched, > or <, and how much: the backlog of a step (in weeks or hours of work, or tasks), the "
    "pressure, strain or trust of a pool of people.  Looked at once a week.",
    (EXAMPLE, "backlog of review < 10 tasks", "pressure of writers > 1.3", "strain of writers > 4 h"),
)
NumberDistribution = Notation(
    distribution_reader(read_count, ""),
    "A plain number." + _SHAPES,
    (1, {"uniform": {"low": 1, "high": 5}}),
    ("number", "object"),
)
PerTime = Notation(
    read_rate,
    "A number per hour, working day, calendar day, week, month or year.",
    ("60 per week", "12/h", "5 per working day"),
)
Growth = Notation(
    read_growth, "Compound growth per week, month, quarter or year.", ("2 % per month", "-10 % per year")
)
Moment = Notation(
    read_moment,
    "A point in time: the beginning of a week, month or day counted from 1, or a date.",
    ("week 13", "month 3", "day 10", "2026-03-02"),
)
Day = Notation(read_day, "A date: year-month-day.", ("2026-01-05",))
Money = Notation(read_money, "An amount in the scenario's currency.", ("450 USD", "120,000 USD"))
Budget = Notation(
    read_budget,
    "An amount in the scenario's currency for the whole run, warm-up included, or per year, month or week.",
    ("120,000 USD", "30,000 USD per year"),
)
MoneyPerPerson = Notation(
    read_money_per_person, "An amount per person in the scenario's currency.", ("1,200 USD per person",)
)
MoneyPerHour = Notation(
    read_hourly, "Money per hour in the scenario's currency.", ("36 USD/h", "36 USD per hour")
)
RateRangeText = Notation(
    read_rate_range, "An hourly rate or the range of most rates.", ("15-40 USD/h", "34 USD/h")
)
PriceList = Notation(
    read_prices,
    "What a tool costs per use, per hour, per month or per person per month; one price or a list.",
    ("30 USD per person per month", "0.02 USD per use", ["500 USD per month", "3 USD/h"]),
    ("string", "array"),
)
Percent = Notation(read_factor, "A weight beside the others, in percent.", ("130 %", "80 %"))
Stretch = Notation(
    read_stretch, "A level over the normal one, in percent; 100 % is normal.", ("130 %", "100 %")
)
Share = Notation(
    read_share, "A share: a percentage, or a number from 0 to 1.", ("60 %", 0.6), ("string", "number")
)
SignedPercent = Notation(read_change, "A relative change in percent, with its sign.", ("-19 %", "+12 %"))
Gain = Notation(
    read_gain,
    "Points added to a level on the scale from 0 to 1, with their sign.",
    ("+0.25", "-0.1"),
    ("number", "string"),
)
SkillLevel = Notation(
    read_level,
    "A level on the scale from 0 to 1, with its standard deviation if it varies.",
    ("0.65 ± 0.12", 0.65, {"mean": 0.65, "sd": 0.12}),
    ("number", "string", "object"),
)
Correlation = Notation(
    read_correlation,
    "A rank correlation; 0 is none.",
    (0.5, -0.3),
    ("number",),
    {"minimum": -1.0, "maximum": 1.0},
)
InItsUnit = Notation(
    read_as_written,
    "A value as its measure or key writes it, with the unit.",
    ("1 per week", "2 h", "2 %"),
    ("string", "number"),
)
CalendarHours = Notation(
    read_hours,
    "Weekly working hours, or `always`.",
    (
        "Mon-Fri 9:00-17:00",
        "Mon-Thu 9:00-17:00, Fri 9:00-13:00",
        "Mon-Fri 9:00-12:00 and 13:00-17:00",
        "always",
    ),
)

__all__ = [
    "Budget",
    "CalendarHours",
    "Correlation",
    "Day",
    "Duration",
    "Effort",
    "Gain",
    "Growth",
    "InItsUnit",
    "Moment",
    "Money",
    "MoneyPerHour",
    "MoneyPerPerson",
    "NumberDistribution",
    "PerTime",
    "Percent",
    "PriceList",
    "RateRangeText",
    "Share",
    "SignedPercent",
    "SkillLevel",
    "SpanText",
    "Stretch",
    "TimeDistribution",
    "WatchedCondition",
    "Weekly",
    "WorkDistribution",
    "plain_number",
    "whole_number",
]
