"""Which keys of one mapping go together.  Each function yields (path of the key, `rule; suggestion`)."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

Keys = Mapping[str, Any]
Broken = Iterator[tuple[tuple[str, ...], str]]
KeyRule = Callable[[Keys], Broken]

_SOURCES = {
    "rate": "rate: 60 per week",
    "every": "every: 2 h",
    "trace": "trace: {file: arrivals.csv, column: arrived}",
    "population": "population: 40",
}
_WITH_RATE = ("growth", "weekdays", "months", "hours", "changes")


def none(keys: Keys) -> Broken:
    """No rule."""
    del keys
    return iter(())


def arrivals(keys: Keys) -> Broken:
    """One source of arrivals; what only a Poisson rate can have."""
    given = [key for key in _SOURCES if key in keys]
    if not given:
        yield (), f"arrivals need one of rate, every, trace or population; add '{_SOURCES['rate']}'"
    for key in given[1:]:
        yield (key,), f"'{given[0]}' says already how tasks arrive; keep one of {' and '.join(given)}"
    if "population" in keys and "away_for" not in keys:
        yield (
            ("population",),
            "a population needs the time between its tasks; add 'away_for: {exponential: 3 weeks}'",
        )
    if "away_for" in keys and "population" not in keys:
        yield ("away_for",), "it goes with 'population'; add 'population: 40' or take it out"
    if given and "rate" not in keys:
        for key in _WITH_RATE:
            if key in keys:
                yield (
                    (key,),
                    f"it changes a rate, but these arrivals have '{given[0]}'; use 'rate' or take it out",
                )


def step(keys: Keys) -> Broken:
    """What goes with reviewing, assistance and a stated probability of error."""
    instead = [key for key in ("skills", "difficulty") if key in keys]
    if "error_probability" in keys and instead:
        yield ("error_probability",), f"it stands in place of {' and '.join(instead)}; keep one or the other"
    if "assisted_by" in keys and "exposure" not in keys:
        yield (
            ("assisted_by",),
            (
                "it does not say how much the tool can take; add 'exposure: 60 %' to the step, "
                "or 'exposure: 0 %' if only a strategy brings the tool"
            ),
        )
    of_assistance = [key for key in ("overhead", "reliance", "discernment") if key in keys]
    if of_assistance and "assisted_by" not in keys and "work" not in keys:
        yield (
            (of_assistance[0],),
            "it goes with 'assisted_by'; name the tool, with 'exposure: 0 %' if only a strategy brings it, "
            "or take it out",
        )
    of_reviews = [key for key in ("detection", "false_alarm", "ai_review_time", "rework") if key in keys]
    if of_reviews and not keys.get("reviews"):
        yield (
            (of_reviews[0],),
            "only a review finds something and sends it back; add 'reviews:' with the steps that it checks",
        )


def people(keys: Keys) -> Broken:
    """A number of people, or their names."""
    workers, headcount = keys.get("workers"), keys.get("headcount")
    if headcount is None and not workers:
        yield (), "it does not say how many people there are; add 'headcount: 3'"
    if isinstance(workers, Mapping) and isinstance(headcount, int) and len(workers) > headcount >= 0:
        named = "1 worker is" if len(workers) == 1 else f"{len(workers)} workers are"
        yield ("headcount",), f"{named} named; write 'headcount: {len(workers)}' or leave it out"
    heads = len(workers) if headcount is None and isinstance(workers, Mapping) else headcount
    newcomers = keys.get("newcomers")
    if isinstance(newcomers, int) and isinstance(heads, int) and newcomers > heads >= 0:
        yield (
            ("newcomers",),
            f"they are among the {heads} of the pool; write {heads} or fewer, or raise 'headcount'",
        )


def outages(keys: Keys) -> Broken:
    """Random outages need both times."""
    for one, other, example in (("every", "lasting", "2 h"), ("lasting", "every", "{exponential: 3 weeks}")):
        if one in keys and other not in keys:
            yield (one,), f"random outages need '{other}' too; add '{other}: {example}'"
    if not keys:
        yield (), "it does not say when the tool is down; add 'every' and 'lasting', or 'dates'"


def freelancers(keys: Keys) -> Broken:
    """A rate, from somewhere."""
    if "rate" not in keys and "role" not in keys:
        yield (), "it does not say what they cost; add 'role: content_writer' or 'rate: 15-40 USD/h'"


def demand_change(keys: Keys) -> Broken:
    """A size, or the name of a published one."""
    if "by" not in keys and "shock" not in keys:
        yield (), "it needs either a size or a published shock; write 'by: -19 %' or 'shock: translation'"


def training(keys: Keys) -> Broken:
    """Hours off the line need a length of time; trainers need time."""
    for key in ("time", "trainers", "trainers_time"):
        if key in keys and "for" not in keys:
            yield (key,), "it does not say for how long; add e.g. 'for: 8 weeks'"
            return
    for one, other, example in (
        ("trainers", "trainers_time", "2 h per week"),
        ("trainers_time", "trainers", "editors"),
    ):
        if one in keys and other not in keys:
            yield (one,), f"it goes with '{other}'; add e.g. '{other}: {example}'"


def upgrade(keys: Keys) -> Broken:
    """A dip has a depth and a length."""
    for one, other, example in (("dip", "dip_for", "4 weeks"), ("dip_for", "dip", "20 %")):
        if one in keys and other not in keys:
            yield (one,), f"a dip needs '{other}' too; add e.g. '{other}: {example}'"


def hiring(keys: Keys) -> Broken:
    """Seats by number, or by a rule."""
    if "seats" not in keys and "when" not in keys:
        yield (
            (),
            "it does not say how many; add 'seats: 2', or 'when: backlog of draft > 1 week of work'",
        )
    for key in ("release_when", "at_most"):
        if key in keys and "when" not in keys:
            yield (key,), "it belongs to a rule; add 'when: backlog of draft > 1 week of work' or take it out"
    if "over" in keys and "when" in keys:
        yield ("over",), "a rule opens its seats itself; take 'over' or 'when' out"


def combination(keys: Keys) -> Broken:
    """Levers are a list, also where there is only one."""
    for key in ("train", "upgrade", "hire", "set"):
        if key in keys:
            yield (key,), f"the levers of a strategy are a list; begin the line with a dash: '- {key}:'"
            return
    if "combine" not in keys:
        yield (
            (),
            "a strategy is a list of levers or a combination; write '- train: writers' or 'combine: [...]'",
        )


def uncertainty(keys: Keys) -> Broken:
    """One way to say what may be; the likeliest value lies in a range."""
    given = [key for key in ("range", "one_of") if key in keys]
    if "published" in keys:
        return
    if not given:
        yield (), "it does not say what may be; write e.g. 'range: 20 % to 60 %' or 'one_of: [3, 4, 5]'"
    if len(given) > 1:
        yield ("one_of",), "'range' says already what may be; keep one of range and one_of"
    if "most_likely" in keys and given == ["one_of"]:
        yield ("most_likely",), "it lies in a range; add 'range: 20 % to 60 %'"
    values = keys.get("one_of")
    if isinstance(values, list) and len(values) < 2:
        yield ("one_of",), "one value is certain; write two or more, or set the key itself"
    elif isinstance(values, list):
        twice = next((value for place, value in enumerate(values) if value in values[:place]), None)
        if twice is not None:
            yield ("one_of",), f"'{twice}' stands twice; write each value once, all are equally likely"
    source = keys.get("source")
    if isinstance(source, str) and not source.strip():
        yield (
            ("source",),
            "it names no study; write e.g. 'Somebody (2020)', or leave it out: it is an own guess then",
        )
