"""What one more hour brings, on the terminal, in a picture and for machines."""

import io
import json
import warnings
from dataclasses import replace

import pytest
from rich.console import Console

from sim.experiments.bottleneck import Bottleneck
from sim.measures.registry import MEASURES
from sim.report.bottleneck import basis_of_hours, bottleneck_json, bottleneck_picture, bottleneck_table
from sim.report.style import figure_style
from sim.statistics.estimate import Estimate

FOUND = Bottleneck(
    scenario="Desk",
    strategy="do nothing",
    future="",
    currency="USD",
    pools=("content_writers", "editors"),
    measures=(MEASURES["throughput"], MEASURES["margin"]),
    utilisation={"content_writers": Estimate(0.91, 0.01, 20), "editors": Estimate(0.8, 0.02, 20)},
    hours={"content_writers": 40.0, "editors": 20.0},
    share={"content_writers": 0.1, "editors": 0.5},
    values={
        "throughput": {"content_writers": Estimate(0.01, 0.02, 20), "editors": Estimate(0.8, 0.2, 20)},
        "margin": {"content_writers": Estimate(-25.0, 3.0, 20), "editors": Estimate(40.0, 9.0, 20)},
    },
    ahead={"throughput": "editors", "margin": "editors"},
    replications=20,
    seed=1,
    engine="reference",
)


def test_the_table_has_units_and_intervals() -> None:
    console = Console(file=io.StringIO(), width=80)
    console.print(bottleneck_table(FOUND))
    lines = [" ".join(line.split()) for line in console.file.getvalue().splitlines()]  # type: ignore[attr-defined]

    assert lines[1:3] == ["utilisation good tasks margin", "pool [%] [tasks/week] [USD/week]"]
    assert lines[4:] == [
        "content writers 91.0 ± 1.0 +0.010 ± 0.020 -25.0 ± 3.0",
        "editors 80.0 ± 2.0 +0.80 ± 0.20 +40.0 ± 9.0",
    ]


def test_what_it_rests_on_names_the_hours_of_a_seat() -> None:
    assert basis_of_hours(FOUND).startswith("Each pool in turn has one seat more (20 h or 40 h a week) from")
    assert basis_of_hours(replace(FOUND, replications=1)).endswith("1 replication; no intervals.")


@pytest.mark.parametrize("replications", [1, 20])
def test_full_bars_are_sure_gains(replications: int) -> None:
    found = replace(FOUND, replications=replications)
    with warnings.catch_warnings(), figure_style():
        warnings.simplefilter("error")
        picture = bottleneck_picture(found)
        assert picture.svg().startswith("<?xml")

    busy, output, margin = picture.figure.axes
    assert [patch.get_width() for patch in busy.patches] == [91.0, 80.0]
    for ax in (output, margin):
        assert [patch.get_facecolor()[:3] == (1.0, 1.0, 1.0) for patch in ax.patches] == [True, False]
    assert "throughput: content writers +0.010 ± 0.020 tasks/week" in picture.alt.replace(
        "s 0.010", "s +0.010"
    )


def test_machines_get_all_of_it() -> None:
    told = json.loads(json.dumps(bottleneck_json(FOUND)))

    assert told["measures"]["throughput"]["ahead"] == "editors"
    assert told["measures"]["throughput"]["unit"] == "tasks/week per hour a week"
    assert told["measures"]["margin"]["values"]["editors"] == {"mean": 40.0, "half_width": 9.0}
    assert told["pools"]["editors"]["hours_of_a_seat"] == 20.0
