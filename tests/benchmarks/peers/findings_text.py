"""What was met in the peers, told with the numbers of a run."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.benchmarks.peers.programs import answer
from tests.benchmarks.prose import number, paragraph, table

Numbers = dict[str, Any]


@dataclass(frozen=True)
class Finding:
    """A program in ``findings`` and what its numbers say."""

    module: str
    text: Callable[[Numbers], list[str]]


def counted(header: tuple[str, ...], rows: list[list[float]]) -> str:
    """Return a table whose rows begin with a whole number."""
    return table(header, [[f"{int(first):,}", *map(number, rest)] for first, *rest in rows])


def times(rows: list[list[float]]) -> str:
    """Return how many times as much the last row says as the first."""
    return number(rows[-1][1] / rows[0][1])


def prosimos_priorities(numbers: Numbers) -> list[str]:
    """Tell that an urgent case of the future is served before a case of today."""
    lone = numbers["lone_waits"]
    header = ("cases", "without priorities [h]", "with priorities [h]")
    return [
        "### Prosimos: priorities reach back in time",
        """With prioritisation rules, all cases are queued at the start, ordered by priority and only then by
        time, and each takes its resource as it comes up.  So an urgent case of next month books its resource
        before a normal case of today.  Take one resource, one case an hour, half an hour of work each:
        nobody meets anybody, and nobody waits, whatever the priorities.  Mean wait:""",
        counted(header, lone),
        f"""With {int(lone[-1][0]):,} cases that is {number(lone[-1][2])} h which should be 0.  Likewise the
        mean flow time of W2, which hardly depends on the number of cases, grows with it:""",
        counted(header, numbers["flows"]),
        """Without such rules Prosimos does not have this, and so the tables above leave priorities out of
        it.""",
    ]


def salabim_components(numbers: Numbers) -> list[str]:
    """Tell what the look at signatures costs."""
    as_is, remembered = numbers["looked_up"], numbers["remembered"]
    return [
        "### salabim: creating a component reads signatures",
        f"""Each new component is checked for parameters that `__init__`, `setup` and `process` share, by
        `inspect.signature`, also when thousands of its class were checked before.  To create one took
        {number(as_is)} µs; with those answers remembered by function, {number(remembered)} µs:
        {100.0 * (1.0 - remembered / as_is):.0f} % of the time was the look-up.  A model that makes components
        of its servers, and plain objects of its tasks, hardly pays for it.""",
    ]


def ciw_queue_length(numbers: Numbers) -> list[str]:
    """Tell how the cost of a service grows with the queue."""
    rows = numbers["by_waiting"]
    return [
        "### Ciw: a service costs more the more wait",
        """Whenever a server becomes free, and whenever a customer comes, a list is made of all who wait.  One
        server, and a queue that keeps its length; CPU time for one service and one arrival:""",
        counted(("waiting", "µs"), rows),
        f"""So {times(rows)} times as much with {int(rows[-1][0]):,} waiting as with {int(rows[0][0]):,}.
        Where queues are short it does not show, and our node class for W2 makes no such list.""",
    ]


def simpy_put(numbers: Numbers) -> list[str]:
    """Tell what a put without yield does."""
    patient, late = numbers["with_yield"], numbers["without_yield"]
    return [
        "### SimPy: `store.put(worker)` without `yield`",
        f"""A trap rather than a fault: a `put` serves those who wait when its event is processed, and not
        when it is called.  A process that gives a worker back without waiting for the `put`, and asks again
        at once, competes with those who were waiting at that moment.  With requests sorted by priority, a
        routine task waited {number(patient)} h for the worker where the urgent client wrote
        `yield store.put(worker)`, and {number(late)} h, until that client had finished its
        {numbers["turns"]} turns, where the `yield` was left out.  There is no error, only another queue
        discipline.""",
    ]


def simpy_filter_store(numbers: Numbers) -> list[str]:
    """Tell how the cost of a turn grows with the crowd."""
    rows = numbers["by_crowd"]
    return [
        "### SimPy: a `FilterStore` tries everybody with everything",
        """Each `put` and each `get` tries the waiting requests in turn, each on all items until one fits.
        With some idle workers whom nobody wants, and as many tasks waiting for a skill that is away, to take
        one worker of a third skill and to give him back cost:""",
        counted(("idle, and waiting", "µs"), rows),
        f"""So {times(rows)} times as much for {number(rows[-1][0] / rows[0][0])} times the crowd.  A queue
        for each kind of request does without.""",
    ]


FINDINGS = (
    Finding("prosimos_priorities", prosimos_priorities),
    Finding("salabim_components", salabim_components),
    Finding("ciw_queue_length", ciw_queue_length),
    Finding("simpy_put", simpy_put),
    Finding("simpy_filter_store", simpy_filter_store),
)


def found(finding: Finding, python: str) -> str:
    """Return the text of a finding, or "" where its peer is not here."""
    try:
        printed = answer([python, "-m", f"tests.benchmarks.peers.findings.{finding.module}"])
    except LookupError:
        return ""
    blocks = finding.text(json.loads(printed.splitlines()[-1]))
    return "\n\n".join(block if block[0] in "#|" else paragraph(block) for block in blocks)
