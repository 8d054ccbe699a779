"""Results are written whatever becomes of what is printed."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

RUN = [sys.executable, "-m", "sim", "run", "desk", "--replications", "2", "--jobs", "1"]
ENV = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}


def test_a_reader_who_has_gone_does_not_cost_the_results(small: Path) -> None:
    """As in `sim run desk | head -0`, for standard output and error alike."""
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = subprocess.run(RUN, stdout=writing, stderr=writing, env=ENV, check=False)
    finally:
        os.close(writing)

    assert done.returncode == 0
    assert Path("results/desk-run/report.html").is_file()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_full_disk_behind_standard_output_is_told_and_does_not_cost_the_results(small: Path) -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = subprocess.run(RUN, stdout=full, stderr=subprocess.PIPE, text=True, env=ENV, check=False)

    assert done.returncode == 2
    assert done.stderr.splitlines()[-1].startswith("standard output: No space left on device")
    assert Path("results/desk-run/report.html").is_file()
