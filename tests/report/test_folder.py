"""A folder appears whole or not at all, whatever fails."""

import tempfile
from pathlib import Path

import pytest

from sim.errors import UsageError
from sim.report.folder import whole_folder


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


def test_the_old_folder_comes_back_when_the_new_one_cannot_take_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On some systems a folder in which a file is open cannot be renamed."""
    folder = tmp_path / "results"
    write(folder, "old")
    rename = Path.rename

    def refuse(path: Path, target: Path) -> Path:
        if Path(target) == folder and path.name != "old":
            raise PermissionError
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(PermissionError):
        write(folder, "new")

    assert (folder / "file").read_text(encoding="utf-8") == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["results"]


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
