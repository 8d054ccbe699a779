"""A folder appears whole or not at all, whatever fails."""

import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from sim.errors import UsageError
from sim.report import folder as folders
from sim.report.folder import mend, whole_folder


def write(folder: Path, text: str) -> None:
    with whole_folder(folder) as new:
        (new / "file").write_text(text, encoding="utf-8")


def test_a_folder_is_made_with_the_folders_above_it(tmp_path: Path) -> None:
    write(tmp_path / "a" / "b", "one")

    assert (tmp_path / "a" / "b" / "file").read_text(encoding="utf-8") == "one"
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["b"]


def test_nothing_is_seen_before_the_end(tmp_path: Path) -> None:
    write(tmp_path / "results", "old")

    with whole_folder(tmp_path / "results") as new:
        (new / "file").write_text("new", encoding="utf-8")
        assert (tmp_path / "results" / "file").read_text(encoding="utf-8") == "old"

    assert (tmp_path / "results" / "file").read_text(encoding="utf-8") == "new"


@pytest.mark.parametrize("failure", [OSError("disk full"), KeyboardInterrupt(), ValueError()])
def test_a_failure_leaves_nothing_behind(failure: BaseException, tmp_path: Path) -> None:
    def write_half(new: Path) -> None:
        (new / "file").write_text("half", encoding="utf-8")
        raise failure

    with pytest.raises(type(failure)), whole_folder(tmp_path / "results") as new:
        write_half(new)

    assert list(tmp_path.iterdir()) == []


def test_the_old_results_come_back_when_one_of_them_cannot_be_moved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On some systems a file that is open cannot be renamed."""
    folder = tmp_path / "results"
    write_all(folder, "old")
    before = files(folder)
    rename = Path.rename

    def refuse(path: Path, target: Path) -> Path:
        if path == folder / "report.html":
            raise PermissionError
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(PermissionError):
        write_all(folder, "new")

    assert files(folder) == before


def test_what_is_not_ours_stays_and_what_is_ours_goes(tmp_path: Path) -> None:
    write_all(tmp_path, "old")
    (tmp_path / "notes.md").write_text("mine", encoding="utf-8")
    write(tmp_path, "new")

    assert files(tmp_path) == {"file": "new", "notes.md": "mine"}


KILLED = """\
import os, sys
from pathlib import Path
from sim.report.folder import mend, whole_folder
rename, left = Path.rename, [int(sys.argv[2])]
def until_killed(path, target):
    if not left[0]:
        os._exit(9)
    left[0] -= 1
    return rename(path, target)
Path.rename = until_killed
with whole_folder(Path(sys.argv[1])) as new:
    (new / "figures").mkdir()
    for name in ("report.html", "figures/a.svg", "provenance.json"):
        (new / name).write_text("new")
"""


def test_a_kill_at_any_moment_leaves_the_old_results_or_the_new_ones(tmp_path: Path) -> None:
    """Before the first renaming the old ones; from then on the next process puts the new ones in place."""
    found = []
    for moment in range(30):
        folder = tmp_path / str(moment)
        write_all(folder, "old")
        (folder / "notes.md").write_text("mine", encoding="utf-8")
        old = files(folder)
        code = subprocess.run(
            [sys.executable, "-c", KILLED, str(folder), str(moment)], cwd=Path.cwd(), check=False
        ).returncode
        mend(folder)
        assert files(folder) in (old, {name: text.replace("old", "new") for name, text in old.items()})
        found.append(files(folder) == old)
        if code == 0:
            break

    assert code == 0
    assert found == [True] + [False] * (len(found) - 1)
    assert len(found) == 1 + 1 + 3 + 1 + 3


HOLDER = """\
import sys
from pathlib import Path
from sim.writing import held
with held(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_folder_that_another_process_writes_into_is_waited_for_and_then_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folders, "PATIENCE", 0.2)
    command = [sys.executable, "-c", HOLDER, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=Path.cwd()) as other:
        assert other.stdout is not None
        assert other.stdout.readline().strip() == b"held"
        with pytest.raises(UsageError, match="another process writes into it; name another folder"):
            write(tmp_path, "new")
        other.kill()
    write(tmp_path, "new")

    assert files(tmp_path) == {"file": "new"}


def test_what_a_killed_process_left_of_a_new_folder_is_removed(tmp_path: Path) -> None:
    folder = tmp_path / "results"
    (folder / ".part-x" / "figures").mkdir(parents=True)
    mend(folder)

    assert list(tmp_path.iterdir()) == []


def write_all(folder: Path, text: str) -> None:
    with whole_folder(folder) as new:
        (new / "figures").mkdir()
        for name in ("report.html", "figures/a.svg", "provenance.json"):
            (new / name).write_text(text, encoding="utf-8")


def files(folder: Path) -> dict[str, str]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in found}


def test_a_place_without_the_right_to_write_is_refused_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(**_: object) -> str:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(tempfile, "mkdtemp", refuse)

    with pytest.raises(UsageError, match="permission denied; name another folder with --output"):
        write(tmp_path / "results", "new")


def test_a_path_with_dots_means_the_folder_it_leads_to(tmp_path: Path) -> None:
    write(tmp_path / "results", "old")

    write(tmp_path / "results" / ".." / "results", "new")

    assert (tmp_path / "results" / "file").read_text(encoding="utf-8") == "new"
    assert [path.name for path in tmp_path.iterdir()] == ["results"]
