"""Digests: equal for equal numbers, other for any other; provenance that comes back."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sim.errors import UsageError
from sim.records.columns import TABLES
from sim.records.provenance import (
    Provenance,
    Verb,
    digest_of,
    digest_of_all,
    digest_of_numbers,
    digest_of_scenario,
    provenance_in,
    provenance_json,
    read_provenance,
    write_provenance,
)
from sim.records.record import RunRecord

STORED = Provenance(
    verb="compare",
    scenario="scenario: Büro\n",
    inputs={"times.csv": "minutes\n20\n"},
    strategies=("do nothing", "upskill"),
    future="",
    seed=1,
    replications=20,
    engine="reference",
    scenario_digest="a",
    digests={"do nothing": {"throughput": "b"}},
    results_digest="c",
    versions={"python": "3.13.0"},
    platform="Linux x86_64, little-endian",
    created="2026-01-05T09:00:00+00:00",
)


def test_every_column_of_every_table_counts(record: RunRecord) -> None:
    digests = {digest_of(record)}
    for table, columns in TABLES.items():
        for column in columns:
            changed = dict(getattr(record, table))
            changed[column.name] = np.roll(changed[column.name], 1)
            digests.add(digest_of(replace(record, **{table: changed})))

    assert len(digests) == 1 + sum(map(len, TABLES.values()))


def test_a_difference_in_the_last_bit_counts(record: RunRecord) -> None:
    tasks = dict(record.tasks)
    tasks["quality"] = np.nextafter(tasks["quality"], 0.0)

    assert digest_of(replace(record, tasks=tasks)) != digest_of(record)


def test_the_name_of_the_engine_does_not_count_but_the_replication_does(
    record: RunRecord, same_record_of_another_engine: RunRecord, next_record: RunRecord
) -> None:
    assert digest_of(same_record_of_another_engine) == digest_of(record)
    assert digest_of(next_record) != digest_of(record)


def test_the_byte_order_and_the_payload_of_nan_do_not_count() -> None:
    numbers = np.array([1.0, np.nan, -0.0])
    other_nan = numbers.copy()
    other_nan.view(np.uint64)[1] ^= 1

    assert digest_of_numbers(numbers.astype(">f8")) == digest_of_numbers(numbers)
    assert digest_of_numbers(other_nan) == digest_of_numbers(numbers)
    assert digest_of_numbers(np.array([1.0, np.nan, 0.0])) != digest_of_numbers(numbers)


def test_the_shape_and_the_type_count() -> None:
    digests = {
        digest_of_numbers(numbers)
        for numbers in (np.zeros(4), np.zeros((2, 2)), np.zeros(4, np.int64), np.zeros(0))
    }

    assert len(digests) == 4


def test_a_digest_is_the_same_on_every_machine() -> None:
    """The value was written down once; another one means that stored digests are worth nothing any more."""
    assert (
        digest_of_numbers(np.array([0.1, -2.5, np.nan, np.inf]))
        == "c9e9bb991e1de8cc1121d3d2a9cbeea592b66717849a13f69fb6e932bc7d6735"
    )


def test_texts_have_no_digest() -> None:
    with pytest.raises(UsageError, match="only numbers"):
        digest_of_numbers(np.array(["a"]))


def test_the_order_of_strategies_and_names_does_not_count() -> None:
    digests = {"a": {"x": "1", "y": "2"}, "b": {"x": "3"}}
    turned = {"b": {"x": "3"}, "a": {"y": "2", "x": "1"}}

    assert digest_of_all(turned) == digest_of_all(digests)
    assert digest_of_all({"a": {"x": "1"}, "b": {"x": "3", "y": "2"}}) != digest_of_all(digests)


def test_the_digest_of_a_scenario_tells_texts_and_files_apart() -> None:
    digests = {
        digest_of_scenario("ab", {}),
        digest_of_scenario("a", {"b": ""}),
        digest_of_scenario("a", {"": "b"}),
        digest_of_scenario("", {"a": "b"}),
    }

    assert len(digests) == 4


def test_provenance_comes_back(tmp_path: Path) -> None:
    write_provenance(STORED, tmp_path)

    assert read_provenance(tmp_path) == STORED


def test_a_folder_without_provenance_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"holds no provenance\.json; name a folder of results"):
        read_provenance(tmp_path)


@pytest.mark.parametrize("text", ["{", "[]", "{}", "3", '{"verb": "run"}'])
def test_something_else_under_its_name_is_refused_in_words(text: str, tmp_path: Path) -> None:
    (tmp_path / "provenance.json").write_text(text, encoding="utf-8")

    with pytest.raises(UsageError, match=r"provenance\.json: .*; run the experiment again"):
        read_provenance(tmp_path)


def test_a_key_too_many_is_refused_in_words(tmp_path: Path) -> None:
    write_provenance(STORED, tmp_path)
    path = tmp_path / "provenance.json"
    said = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**said, "more": 1}), encoding="utf-8")

    with pytest.raises(UsageError, match="is not a provenance of this version"):
        read_provenance(tmp_path)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("seed", "1"), ("replications", None), ("strategies", []), ("strategies", "x"), ("verb", "hire"),
        ("inputs", {"times.csv": 3}), ("digests", {"upskill": "b"}), ("points", [3]), ("off_from", "soon"),
        ("created", "yesterday; hire nobody"), ("platform", "Hire nobody at all"), ("parts", [3]),
        ("versions", {"python": "hire nobody"}), ("versions", {"advice": "3.0"}), ("until_decided", 1),
    ],
)  # fmt: skip
def test_a_setting_that_is_none_is_refused_in_words(name: str, value: object) -> None:
    with pytest.raises(UsageError, match="page: is not a provenance of this version"):
        provenance_in(provenance_json(STORED) | {name: value}, "page")


@pytest.mark.parametrize(
    "verbs", [["compare"], ["compare", "diagnose", "diagnose"], ["compare", "diagnose", "task"]]
)
def test_a_study_has_the_parts_that_it_is_made_of(verbs: list[Verb]) -> None:
    def of(verbs: list[Verb]) -> object:
        return provenance_json(
            replace(STORED, verb="report", parts=tuple(replace(STORED, verb=v) for v in verbs))
        )

    assert len(provenance_in(of(["compare", "diagnose"]), "page").parts) == 2
    with pytest.raises(UsageError, match="page: is not a provenance of this version"):
        provenance_in(of(verbs), "page")
    with pytest.raises(UsageError, match="page: is not a provenance of this version"):
        provenance_in(provenance_json(replace(STORED, parts=(STORED,))), "page")
