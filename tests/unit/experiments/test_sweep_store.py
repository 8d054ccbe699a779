"""The store of a sweep: whatever was done to its files, no wrong number comes out and no good one is lost."""

import json
import logging
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from sim.errors import UsageError
from sim.experiments.sweeping import sweep as sweeping
from sim.experiments.sweeping import work
from sim.experiments.sweeping.design import design_of
from sim.experiments.sweeping.question import Asked, asked
from sim.scenario.load import load_scenario

DESK = """\
scenario: Desk
run_length: 2 weeks
task_types:
  request: {arrivals: 20 per week, route: [answer]}
steps:
  answer: {service_time: {lognormal: {mean: 90 min, cv: 0.5}}, done_by: [clerks]}
people:
  clerks: {headcount: 2, wage: 30 USD/h}
"""
OVER = {"people.clerks.headcount": [0, 2, 3, 4]}
Damage = Callable[[Path], None]


def question(folder: Path, seed: int = 1) -> Asked:
    path = folder / "scenario.yaml"
    path.write_text(DESK)
    desk = load_scenario(path)
    return asked(desk, design_of(OVER, desk), replications=2, seed=seed)


def fill(folder: Path, question: Asked) -> int:
    """Fill the store in a folder and return how many runs that took."""
    told: list[int] = []
    sweeping.sweep(
        question, jobs=1, engine="reference", folder=folder,
        tell_price=lambda price, _done, _whole: told.append(price.runs),
    )  # fmt: skip
    return told[0]


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((folder / "store").iterdir())}


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Chunks of one point each."""
    monkeypatch.setattr(work, "CHUNK_VISITS", 1.0)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the store of seed 1; not to be changed."""
    folder = tmp_path_factory.mktemp("filled")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(work, "CHUNK_VISITS", 1.0)
        fill(folder, question(folder))
    return folder


@pytest.fixture
def copy(filled: Path, tmp_path: Path) -> Path:
    return shutil.copytree(filled, tmp_path / "copy")


def flip(name: str) -> Damage:
    def damage(store: Path) -> None:
        data = bytearray((store / name).read_bytes())
        data[len(data) // 3] ^= 0xFF
        (store / name).write_bytes(data)

    return damage


def put(name: str, data: bytes) -> Damage:
    return lambda store: (store / name).write_bytes(data) and None


def over(source: str, *targets: str) -> Damage:
    def damage(store: Path) -> None:
        for target in targets:
            shutil.copy(store / source.format(target), store / target)

    return damage


def edit_design(store: Path) -> None:
    text = (store / "design.csv").read_text()
    (store / "design.csv").write_text(text.replace("\n3\n", "\n5\n"))


CHANGED = "runs-00002.parquet: was changed or damaged after it was written; its points 2 to 2 are run again"


@pytest.mark.parametrize(
    ("damage", "runs", "said"),
    [
        (flip("runs-00002.parquet"), 2, CHANGED),
        (put("runs-00002.parquet", b""), 2, CHANGED),
        (put("runs-00002.parquet", b"PAR1 and nothing more"), 2, CHANGED),
        (put("chunk-00002.json", b"\xff\xfe"), 2, CHANGED),
        (lambda store: (store / "runs-00002.parquet").unlink(), 2, CHANGED),
        (over("runs-00001.parquet", "runs-00002.parquet"), 2, CHANGED),
        (over("runs-00003.parquet", "failed-00002.parquet"), 2, CHANGED),
        (
            lambda store: shutil.copy(store / "chunk-00001.json", store / "chunk-00002.json") and None,
            2,
            "runs-00002.parquet: belongs to other points; its points 2 to 2 are run again",
        ),
        (flip("failed-00000.parquet"), 2, "runs-00000.parquet: was changed or damaged"),
        (edit_design, 0, "design.csv: is not as it was written; it is written again"),
        (put("question.json", b"[]"), 0, "question.json: is not as it was written; it is written again"),
        (
            put("question.json", b"\xff\xfe{"),
            0,
            "question.json: is not as it was written; it is written again",
        ),
        (lambda store: (store / "question.json").unlink(), 0, "question.json: is not as it was written"),
    ],
)
def test_what_does_not_fit_is_told_and_run_again_and_nothing_else_is_lost(
    copy: Path, filled: Path, damage: Damage, runs: int, said: str, caplog: pytest.LogCaptureFixture
) -> None:
    damage(copy / "store")
    with caplog.at_level(logging.WARNING):
        done = fill(copy, question(filled))

    assert done == runs
    assert [record.getMessage() for record in caplog.records if said in record.getMessage()]
    assert len(caplog.records) == 1
    assert content(copy) == content(filled)


def test_what_is_whole_is_taken_without_a_word(
    copy: Path, filled: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        assert fill(copy, question(filled)) == 0

    assert not caplog.records


def test_a_chunk_too_many_is_told_and_not_read(
    copy: Path, filled: Path, caplog: pytest.LogCaptureFixture
) -> None:
    extra = copy / "store" / "runs-00007.parquet"
    shutil.copy(copy / "store" / "runs-00002.parquet", extra)
    with caplog.at_level(logging.WARNING):
        assert fill(copy, question(filled)) == 0

    assert caplog.messages == [f"{extra}: belongs to no chunk of this sweep; it is not read"]


def test_a_question_that_was_deleted_does_not_make_its_numbers_those_of_another(
    copy: Path, filled: Path
) -> None:
    (copy / "store" / "question.json").unlink()
    before = content(copy)

    with pytest.raises(
        UsageError, match="is missing, and the chunks beside it are not those of this question"
    ):
        fill(copy, question(filled, seed=2))
    assert content(copy) == before


def test_a_chunk_of_another_question_is_told_and_run_again(
    copy: Path, filled: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    other = tmp_path / "other"
    fill(other, question(filled, seed=2))
    for name in ("runs-00001.parquet", "chunk-00001.json"):
        shutil.copy(other / "store" / name, copy / "store" / name)
    with caplog.at_level(logging.WARNING):
        assert fill(copy, question(filled)) == 2

    assert "belongs to another question; its points 1 to 1 are run again" in caplog.text
    assert content(copy) == content(filled)


def test_a_store_of_an_earlier_layout_is_refused(copy: Path, filled: Path) -> None:
    path = copy / "store" / "question.json"
    old = json.loads(path.read_text())
    del old["store_version"]
    path.write_text(json.dumps(old))

    with pytest.raises(UsageError, match="store version: none there, 2 now"):
        fill(copy, question(filled))


def test_a_file_of_somebody_else_in_the_place_of_the_question_stays(tmp_path: Path) -> None:
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / "question.json").write_text('{"mine": 1}')

    with pytest.raises(UsageError, match="is not the question of a sweep; name another folder"):
        fill(tmp_path, question(tmp_path))
    assert (tmp_path / "store" / "question.json").read_text() == '{"mine": 1}'


def test_what_a_killed_process_was_writing_is_removed(copy: Path, filled: Path) -> None:
    (copy / "store" / ".part-x.parquet").write_bytes(b"half")
    (copy / "store" / "chunk-00002.json").unlink()

    assert fill(copy, question(filled)) == 2
    assert content(copy) == content(filled)


# --- two at a time ------------------------------------------------------------------------------


HOLDER = """\
import sys
from pathlib import Path
from sim.writing import held
with held(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_store_that_another_process_fills_is_refused_until_that_one_is_gone(
    copy: Path, filled: Path
) -> None:
    """Killed, the other one leaves its lock behind, which holds nobody up."""
    (copy / "store" / "chunk-00002.json").unlink()
    before = content(copy)
    command = [sys.executable, "-c", HOLDER, str(copy / "store")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=Path.cwd()) as other:
        assert other.stdout is not None
        assert other.stdout.readline().strip() == b"held"
        with pytest.raises(UsageError, match="another sweep is filling it just now; wait for its end"):
            fill(copy, question(filled))
        assert content(copy) == before | {".lock": b""}
        other.kill()
    assert (copy / "store" / ".lock").exists()

    assert fill(copy, question(filled)) == 2
    assert content(copy) == content(filled)


def test_of_two_sweeps_begun_together_the_second_is_told(tmp_path: Path) -> None:
    """Both look at an empty folder; then the first fills it, and the second would."""
    first, second = (question(tmp_path, seed) for seed in (1, 2))
    whole: list[dict[str, bytes]] = []

    def fill_first(*_: object) -> None:
        if not whole:
            fill(tmp_path / "out", first)
            whole.append(content(tmp_path / "out"))

    with pytest.raises(UsageError, match="holds the sweep of another question \\(seed: 1 there, 2 now\\)"):
        sweeping.sweep(second, jobs=1, engine="reference", folder=tmp_path / "out", tell_price=fill_first)
    assert content(tmp_path / "out") == whole[0]
