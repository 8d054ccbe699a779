"""What importing and using the experiments loads, and what it must not."""

import subprocess
import sys
from pathlib import Path

HEAVY = ("scipy.stats", "matplotlib", "pyarrow", "numba")


def loaded_after(code: str) -> str:
    report = f"import sys; print([name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", f"{code}; {report}"], capture_output=True, text=True, timeout=60, check=True
    )
    return done.stdout.strip()


def test_importing_the_experiments_loads_nothing_heavy() -> None:
    assert loaded_after("import sim.experiments.compare, sim.experiments.verdict") == "[]"


def test_a_whole_comparison_needs_nothing_heavy() -> None:
    file = Path(__file__).parent / "agency.yaml"
    code = (
        "from sim.experiments.compare import compare; from sim.experiments.verdict import verdict; "
        "from sim.scenario.load import load_scenario; "
        f"verdict(compare(load_scenario({str(file)!r}), ['upskill'], replications=2, jobs=1))"
    )

    assert loaded_after(code) == "[]"
