"""What the benchmark against peers has measured."""

import argparse
from dataclasses import dataclass, field

from tests.benchmarks.agreement import Comparison, compared
from tests.benchmarks.peers.program import Outcome
from tests.benchmarks.peers.programs import Peer


@dataclass
class Measured:
    """A peer and what was measured of it."""

    peer: Peer
    version: str
    rounds: list[Outcome] = field(default_factory=list)
    checks: list[Outcome] = field(default_factory=list)


@dataclass(frozen=True)
class Results:
    """All that the page says."""

    options: argparse.Namespace
    here: list[Measured]
    absent: dict[str, str]
    ours: list[Outcome]
    recorded: list[Outcome]
    checks: list[Outcome]
    findings: list[str]
    machine: str

    def comparisons(self, one: Measured) -> tuple[Comparison, Comparison]:
        """Return mean wait and mean flow time of a peer against ours."""
        waits = compared([run.mean_wait for run in one.checks], [run.mean_wait for run in self.checks])
        flows = compared([run.mean_flow for run in one.checks], [run.mean_flow for run in self.checks])
        return waits, flows

    def agrees(self, one: Measured) -> bool:
        """Whether a peer has the same means as our engine."""
        return all(comparison.agrees for comparison in self.comparisons(one))

    def differing(self) -> list[Measured]:
        """Return the programs that can express W2 and do not agree."""
        return [one for one in self.here if not one.peer.lacks and not self.agrees(one)]
