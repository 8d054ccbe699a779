"""The kernel's machine code: loaded without Numba, never an old one, never a broken one."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from sim.engines.kernel import machine_code

FIRST = 1007
"""What the tiny kernel answers before any edit: 2 × 3 + 1000 + exp(0)."""


def test_the_second_process_does_without_numba(tiny, package: Path) -> None:
    first, second = tiny.ask(package, tiny.BY_ADDRESS), tiny.ask(package, tiny.BY_ADDRESS)

    assert (first["answer"], first["numba"]) == (FIRST, True)
    assert (second["answer"], second["numba"]) == (FIRST, False)


def test_an_edit_of_any_source_gives_the_new_result(tiny, package: Path) -> None:
    tiny.ask(package, tiny.BY_ADDRESS)
    tiny.edit(package, "rules/growth.py", "2.0", "5.0")
    edited = tiny.ask(package, tiny.BY_ADDRESS)
    assert (edited["answer"], edited["numba"]) == (FIRST + 9, True)
    tiny.edit(package, "engines/kernel/parts.py", "1000.0", "4000.0")
    assert tiny.ask(package, tiny.BY_ADDRESS)["answer"] == FIRST + 3009


def test_code_of_another_key_in_this_folder_would_give_the_old_result(tiny, package: Path) -> None:
    """Twin of the test before: it is the key that keeps old code away."""
    old = Path(tiny.ask(package, tiny.BY_ADDRESS)["folder"])
    tiny.edit(package, "rules/growth.py", "2.0", "5.0")
    new = Path(tiny.ask(package, tiny.BY_ADDRESS)["folder"])
    for name in ("kernel.o", "kernel.json"):
        (new / name).write_bytes((old / name).read_bytes())

    assert tiny.ask(package, tiny.BY_ADDRESS)["answer"] == FIRST


def lost(place: Path) -> None:
    place.unlink()


def torn(place: Path) -> None:
    place.write_bytes(place.read_bytes()[:-20])


def one_byte_wrong(place: Path) -> None:
    content = bytearray(place.read_bytes())
    content[len(content) // 2] ^= 1
    place.write_bytes(content)


@pytest.mark.parametrize("harm", [lost, torn, one_byte_wrong])
def test_code_that_is_not_whole_is_made_anew(tiny, package: Path, harm: Callable[[Path], None]) -> None:
    folder = Path(tiny.ask(package, tiny.BY_ADDRESS)["folder"])
    harm(folder / "kernel.o")

    mended, after = tiny.ask(package, tiny.BY_ADDRESS), tiny.ask(package, tiny.BY_ADDRESS)
    assert (mended["answer"], mended["numba"]) == (FIRST, True)
    assert (after["answer"], after["numba"]) == (FIRST, False)


@pytest.mark.parametrize("harm", [lost, torn])
def test_a_label_that_is_not_whole_is_made_anew(tiny, package: Path, harm: Callable[[Path], None]) -> None:
    folder = Path(tiny.ask(package, tiny.BY_ADDRESS)["folder"])
    harm(folder / "kernel.json")

    assert tiny.ask(package, tiny.BY_ADDRESS)["answer"] == FIRST
    assert not tiny.ask(package, tiny.BY_ADDRESS)["numba"]


def test_code_that_calls_what_is_not_there_is_not_loaded(tiny, package: Path) -> None:
    folder = Path(tiny.ask(package, tiny.BY_ADDRESS)["folder"])
    label = json.loads((folder / "kernel.json").read_text())
    assert "exp" in label["needs"]
    label["needs"].append("a_function_that_no_library_has")
    (folder / "kernel.json").write_text(json.dumps(label))

    told = tiny.ask(package, tiny.BY_ADDRESS)
    assert (told["answer"], told["numba"]) == (FIRST, True)


def test_an_empty_folder_holds_no_kernel(tmp_path: Path) -> None:
    assert machine_code.load(tmp_path) is None
    assert machine_code.load(tmp_path / "nowhere") is None


def test_an_error_in_the_kernel_is_an_error_in_python() -> None:
    def failing(_answer: object, _error: object, _address: int, _order: int) -> int:
        return -3

    pointer = machine_code._PROTOTYPE(failing)
    import ctypes

    address = ctypes.cast(pointer, ctypes.c_void_p).value
    assert address is not None
    with pytest.raises(RuntimeError, match="status -3 on order 1"):
        machine_code._callable(address)(0, 1)
