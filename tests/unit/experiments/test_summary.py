"""What is kept of a replication, and how replications are gathered."""

import pickle
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from sim.experiments.findings import QUALITY_BINS
from sim.experiments.summary import gather, summarise
from sim.measures.registry import measures_of
from sim.records.record import RunRecord

Maker = Callable[..., RunRecord]


def test_summary_holds_every_measure_in_order(record: RunRecord) -> None:
    values = summarise(record).values

    np.testing.assert_array_equal(values, [measure.value(record) for measure in measures_of(record.names)])


def test_summary_holds_the_series_of_the_record(record: RunRecord) -> None:
    summary = summarise(record)

    assert summary.weeks.tolist() == [1, 2, 3, 4]
    assert summary.series["good"].tolist() == [9.0, 1.0, 2.0, 6.0]
    assert summary.pool_series["writers", "busy_time"].tolist() == [12.0, 22.0, 32.0, 42.0]
    assert summary.pool_series["assistant", "available_time"].tolist() == [40.0] * 4


def test_pool_series_are_in_order_of_weeks_whatever_the_order_of_rows(record: RunRecord) -> None:
    backwards = {name: column[::-1] for name, column in record.pool_weeks.items()}
    turned = summarise(replace(record, pool_weeks=backwards))

    for key, series in summarise(record).pool_series.items():
        assert turned.pool_series[key].tolist() == series.tolist()


def test_histogram_counts_the_qualities_of_measured_deliveries(record: RunRecord) -> None:
    """0.4, 0.6 and 0.8 in fifty bins of 0.02; repairs and tasks without quality are not in it."""
    counts = summarise(record).quality_counts

    assert counts.shape == (QUALITY_BINS,)
    assert counts.sum() == 3
    edges = np.linspace(0.0, 1.0, QUALITY_BINS + 1)
    assert np.histogram([0.8, 0.6, 0.4], edges)[0].tolist() == counts.tolist()


def test_rows_of_one_account_and_pool_are_added(record: RunRecord) -> None:
    assert summarise(record).accounts == {
        ("wages", "writers"): 8000.0,
        ("tools", "assistant"): 400.0,
        ("freelancers", "content_writers"): 1600.0,
    }


def test_summary_is_small_and_travels(record: RunRecord, new_record: Maker) -> None:
    many = new_record(tasks=[{"arrived_at": 200, "delivered_at": 300, "quality": 0.5}] * 10_000)

    assert len(pickle.dumps(summarise(many))) < 10_000
    travelled = pickle.loads(pickle.dumps(summarise(record)))
    np.testing.assert_array_equal(travelled.values, summarise(record).values)


def test_gathered_replications_are_rows(record: RunRecord, empty: RunRecord) -> None:
    idle = replace(record, ledger=empty.ledger, tasks=empty.tasks)
    first, second = summarise(record), summarise(idle)

    found = gather("upskill", measures_of(record.names), [first, second])

    assert found.strategy == "upskill"
    assert found.values.shape == (2, len(found.measures))
    np.testing.assert_array_equal(found.values[0], first.values)
    assert found.series["good"].shape == (2, 4)
    assert found.quality_counts.sum(axis=1).tolist() == [3, 0]
    assert found.accounts["wages", "writers"].tolist() == [8000.0, 0.0]
