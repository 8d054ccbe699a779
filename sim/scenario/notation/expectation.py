"""What a reality check expects of a measure, in words: `throughput falls`, `flow_time below 3 h`."""

import re
from dataclasses import dataclass
from enum import StrEnum

from sim.scenario.notation.annotation import Notation, Setting, refusal

EXAMPLES = ("throughput falls", "flow_time rises", "quality stays", "delivered_per_week below 1 per week")
_CHANGE = re.compile(r"(\S.*?)\s+(falls|rises|stays)")
_PLACE = re.compile(r"(\S.*?)\s+(below|above)\s+(.+)")


class Expects(StrEnum):
    """How a measure must be, or must differ from what it is without the change."""

    FALLS = "falls"
    RISES = "rises"
    STAYS = "stays"
    BELOW = "below"
    ABOVE = "above"


CHANGES = {Expects.FALLS, Expects.RISES, Expects.STAYS}
"""Statements about the difference that the change makes."""


@dataclass(frozen=True, slots=True)
class Expectation:
    """One statement.

    Attributes:
        measure: by name.
        expects: of it.
        amount: below or above which it must be, as written; "" for a change.
    """

    measure: str
    expects: Expects
    amount: str = ""

    @property
    def words(self) -> str:
        """As written."""
        return " ".join([self.measure, self.expects, *([self.amount] if self.amount else [])])


def read_expectations(value: object, _: Setting) -> tuple[Expectation, ...]:
    """Return one statement, or several in a list."""
    listed = value if isinstance(value, list) else [value]
    if not listed:
        raise refusal(f"it expects nothing; write e.g. '{EXAMPLES[0]}'")
    return tuple(_read(each) for each in listed)


def _read(value: object) -> Expectation:
    text = " ".join(str(value).split())
    if match := _CHANGE.fullmatch(text):
        return Expectation(match[1], Expects(match[2]))
    if match := _PLACE.fullmatch(text):
        return Expectation(match[1], Expects(match[2]), match[3])
    raise refusal(
        f"'{text}' is no statement about a measure; name one and say falls, rises, stays, below or above: "
        f"'{EXAMPLES[0]}', '{EXAMPLES[3]}'"
    )


Expected = Notation(
    read_expectations, "What must come out: one statement, or a list of them.", EXAMPLES, ("string", "array")
)
