"""How weekly working hours are read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from sim.scenario.notation.annotation import Setting, message_of
from sim.scenario.notation.hours import read_hours
from sim.scenario.quantities import WeeklyHours

FILE = Setting(bare_numbers=False)
OFFICE = tuple((24.0 * day + 9, 24.0 * day + 17) for day in range(5))


def outcome(text: str) -> tuple[float, str | None]:
    """Return the hours per week, or the refusal."""
    try:
        return read_hours(text, FILE).hours_per_week, None
    except PydanticCustomError as error:
        return 0.0, message_of(error)


@pytest.mark.parametrize(
    ("text", "intervals"),
    [
        ("Mon-Fri 9:00-17:00", OFFICE),
        ("Monday to Friday 9-17", OFFICE),
        ("mon–fri 9:00 – 17:00", OFFICE),
        ("Mon-Thu 9:00-17:00, Fri 9:00-13:00", (*OFFICE[:4], (105.0, 109.0))),
        ("Mon, Wed 9:00-17:00", (OFFICE[0], OFFICE[2])),
        ("Mon and Wed 9:00-17:00", (OFFICE[0], OFFICE[2])),
        ("Mon 9:00-12:00 and 13:00-17:00", ((9.0, 12.0), (13.0, 17.0))),
        ("Mon 9:30-17:45", ((9.5, 17.75),)),
        ("Mon 22:00-6:00", ((22.0, 30.0),)),
        ("Sun 22:00-6:00", ((0.0, 6.0), (166.0, 168.0))),
        ("Sat-Mon 9:00-10:00", ((9.0, 10.0), (129.0, 130.0), (153.0, 154.0))),
        ("Mon 0:00-24:00, Tue 0:00-8:00", ((0.0, 32.0),)),
        ("Mon-Sun 0:00-24:00", ((0.0, 168.0),)),
        ("daily 0:00-24:00", ((0.0, 168.0),)),
        ("always", ((0.0, 168.0),)),
    ],
)
def test_hours_are_intervals_of_the_week(text: str, intervals: tuple[tuple[float, float], ...]) -> None:
    assert read_hours(text, FILE) == WeeklyHours(intervals)


@pytest.mark.parametrize(
    ("value", "advice"),
    [
        ("9:00-17:00", "write 'Mon-Fri 9:00-17:00'"),
        ("17-9", "write 'Mon-Fri 9:00-17:00' for the day, or 'Mon-Fri 17:00-9:00' for a shift through"),
        ("9-5", "times are on the 24-hour clock; write 'Mon-Fri 9:00-17:00'"),
        ("8:30-4:30", "write 'Mon-Fri 8:30-16:30'"),
        ("9-12, 13-17", "write 'Mon-Fri 9-12 and 13-17'"),
        ("Mon-Fri 9-12, 13-17", "for a break write 'Mon-Fri 9-12 and 13-17'"),
        ("Mon-Fri 9-17, lunch 12-13", "write it like 'Mon-Fri 9:00-12:00 and 13:00-17:00'"),
        ("Mon-Fri 9.00-17.30", "write '9:00-17:30'"),
        ("Mon-Fri 9h-17h", "write '9:00-17:00'"),
        ("Mon-Fri 0900-1700", "write '9:00-17:00'"),
        ("Mon-Fri 9-12/13-17", "write '9-12 and 13-17'"),
        ("Mon-Fri nine to five", "Mon, Tue"),
        ("24/7", "write 'always'"),
        ("Mon-Fri", "from when to when"),
        ("Mon-Fri 9am-5pm", "write '9:00-17:00'"),
        ("Mon-Fri 9:00-9:00", "no length"),
        ("Mon-Fri 9:00-25:00", "24:00"),
        ("Mon-Fri 9:60-17:00", "24:00"),
        ("Mon 9:00-17:00, Mon 12:00-13:00", "not overlap"),
        ("Mondays-Fry 9:00-17:00", "Mon, Tue"),
        ("Mon-Wed-Fri 9:00-17:00", "Mon-Fri"),
        ("40 h per week", "Mon-Fri 9:00-17:00"),
        ("", "Mon-Fri 9:00-17:00"),
        (40, "Mon-Fri 9:00-17:00"),
        (["Mon"], "Mon-Fri 9:00-17:00"),
    ],
)
def test_what_is_not_readable_as_hours_is_refused_with_advice(value, advice: str) -> None:
    with pytest.raises(PydanticCustomError) as caught:
        read_hours(value, FILE)

    assert advice in message_of(caught.value)


@given(
    st.lists(st.tuples(st.integers(0, 6), st.integers(0, 22), st.integers(1, 10)), min_size=1, max_size=7,
             unique_by=lambda item: item[0])
)  # fmt: skip
def test_written_hours_are_read_back(shifts: list[tuple[int, int, int]]) -> None:
    days = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
    shifts = [(day, start, min(length, 24 - start)) for day, start, length in shifts]
    text = ", ".join(f"{days[day]} {start}:00-{start + length}:00" for day, start, length in shifts)

    hours = read_hours(text, FILE)

    assert hours.hours_per_week == sum(length for _, _, length in shifts)
    assert list(hours.intervals) == sorted(hours.intervals)


@given(st.text(alphabet="MonTueFri 0123456789:-,andpm/", max_size=40))
def test_any_text_is_read_or_refused_with_a_rule_and_advice(text: str) -> None:
    week, said = outcome(text)

    assert 0 < week <= 168 if said is None else "; " in said
