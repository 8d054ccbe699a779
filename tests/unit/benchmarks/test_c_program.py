"""The C program for W2 and our engine simulate the same organisation."""

import json
import subprocess

import pytest

from sim.engines import get_engine
from tests.benchmarks.agreement import distance
from tests.benchmarks.ours import simulate, w2_model
from tests.benchmarks.peers.program import Outcome
from tests.benchmarks.peers.programs import compiled, has_compiler

HOURS = 200.0
OURS, THEIRS = 30, 1000
"""Replications; the C program is cheap."""

pytestmark = pytest.mark.skipif(not has_compiler(), reason="there is no gcc")


@pytest.fixture(scope="module")
def c_runs(tmp_path_factory: pytest.TempPathFactory) -> list[Outcome]:
    program = compiled(tmp_path_factory.mktemp("c"))
    printed = (
        subprocess.run([program, str(HOURS), str(seed)], capture_output=True, text=True, check=True).stdout
        for seed in range(THEIRS)
    )
    return [Outcome(**json.loads(line)) for line in printed]


@pytest.fixture(scope="module")
def our_runs() -> list[Outcome]:
    model = w2_model(HOURS)
    return [simulate(get_engine("reference"), model, 1, replication) for replication in range(OURS)]


@pytest.mark.parametrize("mean", ["mean_wait", "mean_flow", "tasks"])
def test_the_c_program_has_the_means_of_our_engine(
    mean: str, c_runs: list[Outcome], our_runs: list[Outcome]
) -> None:
    """Else one of the two is not W2, and their speeds say nothing; a false alarm is one in 10⁵ or so."""
    theirs, ours = ([float(getattr(run, mean)) for run in runs] for runs in (c_runs, our_runs))

    assert abs(distance(theirs, ours)) < 5.0


def test_a_program_without_rework_would_be_noticed(c_runs: list[Outcome], our_runs: list[Outcome]) -> None:
    """A fifth less flow time, as where nobody is sent back, lies beyond the bound."""
    theirs = [0.8 * run.mean_flow for run in c_runs]

    assert abs(distance(theirs, [run.mean_flow for run in our_runs])) > 5.0
