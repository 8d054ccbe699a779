"""The kernel on disk: never an old one, never a broken one, whoever else compiles at the same moment."""

import importlib
import os
import subprocess
import sys
import time
from dataclasses import make_dataclass
from enum import IntEnum
from pathlib import Path

import pytest

from sim.engines.kernel import cache, key
from sim.errors import UsageError

FIRST = 1106.0
"""What the tiny kernel answers before any edit: 1000 + 100 + 3 × 2."""
EDITS = [
    ("rules/growth.py", "2.0", "5.0", 1115.0),
    ("engines/order.py", "BASE = 100", "BASE = 300", 1315.0),
    ("engines/kernel/parts.py", "1000.0", "4000.0", 4315.0),
]
"""Edits one after another, and what the tiny kernel answers then."""
NUMBA_ALONE = """
import json, numba, numpy as np
from sim.engines.kernel import run
kernel = numba.njit(cache=True, nogil=True)(run.total)
print(json.dumps({"answer": kernel(np.ones(3)), "loaded": bool(kernel.stats.cache_hits)}))
"""
EDITED_WHILE_OPEN = """
import json
from pathlib import Path
import sim
from sim.rules import growth
from sim.engines import order
for name, old, new in {edits!r}:
    place = Path(sim.__file__).parent / name
    place.write_text(place.read_text().replace(old, new))
from sim.engines.kernel.run import answer
print(json.dumps({{"answer": answer()}}))
"""


# --- never an old one ---------------------------------------------------------------------------------


def test_an_edit_of_any_source_gives_the_new_result(tiny, package: Path) -> None:
    assert tiny.ask(package)["answer"] == FIRST
    for name, old, new, answer in EDITS:
        tiny.edit(package, name, old, new)
        told = tiny.ask(package)
        assert (told["answer"], told["loaded"], told["warm"]) == (answer, False, False)


def test_without_the_key_numba_gives_the_old_result(tiny, package: Path) -> None:
    """Twin of the test before: the same package and edits, and one folder for all keys."""
    one_folder = {"NUMBA_CACHE_DIR": str(package.parent / "one")}
    assert tiny.ask(package, NUMBA_ALONE, **one_folder) == {"answer": FIRST, "loaded": False}
    for name, old, new, _ in EDITS:
        tiny.edit(package, name, old, new)
        assert tiny.ask(package, NUMBA_ALONE, **one_folder) == {"answer": FIRST, "loaded": True}


def test_rules_that_are_older_in_memory_than_on_disk_leave_no_old_kernel(tiny, package: Path) -> None:
    edits = [edit[:3] for edit in EDITS[:2]]
    open_since = tiny.ask(package, EDITED_WHILE_OPEN.format(edits=edits))
    assert open_since["answer"] == FIRST  # as everything else in that process
    assert tiny.ask(package)["answer"] == EDITS[1][3]


def test_undoing_an_edit_finds_the_first_kernel_again(tiny, package: Path) -> None:
    tiny.ask(package)
    tiny.edit(package, "rules/growth.py", "2.0", "5.0")
    tiny.ask(package)
    tiny.edit(package, "rules/growth.py", "5.0", "2.0")
    third = tiny.ask(package)
    assert (third["answer"], third["loaded"]) == (FIRST, True)


def test_a_folder_that_numba_would_choose_itself_is_never_used(tiny, package: Path) -> None:
    settings = {
        "NUMBA_CACHE_LOCATOR_CLASSES": "InTreeCacheLocator",
        "NUMBA_CACHE_DIR": str(package / "theirs"),
    }
    told = tiny.ask(package, **settings)
    assert Path(told["folder"]).is_relative_to(package.parent / "cache")
    assert not (package / "theirs").exists()
    assert not [*package.rglob("*.nbi")]


def test_numbas_settings_are_as_before(tiny, package: Path) -> None:
    program = (
        "import json, numba; before = numba.config.CACHE_DIR, numba.config.CACHE_LOCATOR_CLASSES\n"
        "import sim.engines.kernel.run\n"
        "print(json.dumps({'same': before == (numba.config.CACHE_DIR, numba.config.CACHE_LOCATOR_CLASSES)}))"
    )
    assert tiny.ask(package, program)["same"]


# --- the key ------------------------------------------------------------------------------------------


def test_the_key_is_the_same_in_every_process_and_whatever_else_is_imported() -> None:
    programs = ["", "import sim.api, sim.engines.reference, sim.experiments.compare\n"]
    show = "from sim.engines.kernel.key import cache_key; print(cache_key())"
    found = {
        subprocess.run(
            [sys.executable, "-c", program + show],
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for program in programs
        for seed in "12"
    }
    assert found == {key.cache_key()}


def test_every_module_that_the_kernel_loads_is_in_the_key() -> None:
    """Files of packages are left out: what is imported from one stands in a module of its own."""
    show = (
        "import sys, sim.engines.kernel.run, sim.engines.kernel.live\n"
        "for name in sys.modules:\n"
        "    if name.startswith('sim.') and not hasattr(sys.modules[name], '__path__'):\n"
        "        print(sys.modules[name].__file__)\n"
    )
    done = subprocess.run([sys.executable, "-c", show], capture_output=True, text=True, check=True)
    loaded = set(map(Path, done.stdout.split()))
    assert loaded - set(key._files()) == set()
    assert len(loaded) > 20


def test_a_source_by_another_name_is_another_key(tiny, package: Path) -> None:
    show = (
        "import json; from sim.engines.kernel.key import cache_key; print(json.dumps({'key': cache_key()}))"
    )
    found = [tiny.ask(package, show)["key"]]
    (package / "engines/kernel/more.py").touch()
    found.append(tiny.ask(package, show)["key"])
    (package / "engines/kernel/more.py").rename(package / "engines/kernel/other.py")
    found.append(tiny.ask(package, show)["key"])
    assert len(set(found)) == 3


class OtherFeatures:
    @staticmethod
    def flatten() -> str:
        return "+another"


def no_features() -> None:
    raise RuntimeError


@pytest.mark.parametrize(
    ("home", "name", "value"),
    [
        ("llvmlite.binding", "get_host_cpu_name", lambda: "another"),
        ("llvmlite.binding", "get_host_cpu_features", OtherFeatures),
        ("llvmlite.binding", "get_host_cpu_features", no_features),
        ("platform", "libc_ver", lambda: ("another", "1")),
        ("sys", "version", "another"),
        (key.__name__, "version", lambda name: "another"),
        ("sim.rules.normal", "normal_quantile", lambda share: share),
        ("sim.model.model", "NONE", -2),
        ("sim.model.names", "PoolKind", IntEnum("PoolKind", {"PEOPLE": 5})),
        ("sim.model.names", "Names", make_dataclass("Names", ["other"])),
    ],
)
def test_another_machine_library_or_rule_is_another_key(
    monkeypatch: pytest.MonkeyPatch, home: str, name: str, value: object
) -> None:
    before = key.cache_key()
    monkeypatch.setattr(importlib.import_module(home), name, value)
    assert key.cache_key() != before


def test_a_set_is_told_in_one_order_whatever_the_seed_of_hashes() -> None:
    assert key._told({"b", "c", "a"}) == key._told(["a", "b", "c"])


def test_what_numba_is_told_is_in_the_key_and_where_it_keeps_things_is_not(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    before = key.cache_key()
    monkeypatch.setenv("NUMBA_CACHE_DIR", "elsewhere")
    assert key.cache_key() == before
    monkeypatch.setenv("NUMBA_BOUNDSCHECK", "1")
    checked = key.cache_key()
    (tmp_path / ".numba_config.yaml").write_text("opt: 1\n")
    assert len({before, checked, key.cache_key()}) == 3


# --- whoever else compiles, and however it ends -------------------------------------------------------


def test_two_first_runs_at_the_same_moment_end_well(tiny, package: Path) -> None:
    both = [tiny.start(package) for _ in range(2)]
    first, second = map(tiny.finish, both)
    assert first["answer"] == second["answer"] == FIRST
    third = tiny.ask(package)
    assert (third["answer"], third["loaded"], third["warm"]) == (FIRST, True, True)


def test_a_compilation_that_is_killed_leaves_nothing_harmful(tiny, package: Path) -> None:
    process = tiny.start(package)
    process.stdout.readline()
    folder = package.parent / "cache"
    while not [*folder.glob("*/*")]:  # until it has begun to compile
        assert process.poll() is None
        time.sleep(0.01)
    process.kill()
    process.communicate()
    second = tiny.ask(package)
    assert (second["answer"], second["warm"], second["loaded"]) == (FIRST, False, False)
    assert tiny.ask(package)["loaded"]


def tear(place: Path) -> None:
    place.write_bytes(place.read_bytes()[:-20])


def empty(place: Path) -> None:
    place.write_bytes(b"")


def test_a_file_that_is_lost_or_torn_is_made_anew(tiny, package: Path) -> None:
    folder = Path(tiny.ask(package)["folder"])
    for pattern in ("*.nbc", "*.nbi"):
        for harm in (Path.unlink, tear, empty):
            [place] = folder.glob(pattern)
            harm(place)
            told = tiny.ask(package)
            assert (told["answer"], told["loaded"]) == (FIRST, False)
    assert tiny.ask(package)["loaded"]


def test_a_full_disk_compiles_for_this_process_only(tiny, package: Path) -> None:
    pytest.importorskip("resource")
    limit = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (2_000, resource.RLIM_INFINITY))\n"
    told = tiny.ask(package, limit + tiny.ANSWER)
    assert (told["answer"], told["warm after"]) == (FIRST, False)
    assert tiny.ask(package)["answer"] == FIRST


# --- what is told before compiling --------------------------------------------------------------------


def test_the_first_run_is_cold_and_the_second_warm_and_neither_imports_numba_to_know(
    tiny, package: Path
) -> None:
    first, second, third = tiny.ask(package), tiny.ask(package), tiny.ask(package)
    assert (first["warm"], first["seconds"], first["warm after"]) == (False, None, True)
    assert second["warm"]
    assert third["seconds"] == second["seconds"] > 0.0
    assert first["light"]
    assert second["light"]


def test_compiling_is_forecast_from_the_last_kernel(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(cache.VARIABLE, str(tmp_path))

    def compile_into(name: str, seconds: float, ago: float) -> None:
        (tmp_path / name).mkdir()
        cache.mark_warm(tmp_path / name, seconds)
        when = time.time() - ago
        os.utime(tmp_path / name / "compiled", (when, when))

    compile_into("kernel-a", 11.0, ago=300.0)
    compile_into("kernel-b", 12.0, ago=100.0)
    compile_into("kernel-c", 13.0, ago=200.0)
    assert cache.compile_seconds() == 12.0
    (tmp_path / "kernel-b" / "compiled").write_text("")
    assert cache.compile_seconds() == 13.0
    compile_into(f"kernel-{key.cache_key()}", 17.5, ago=400.0)
    assert cache.compile_seconds() == 17.5


def test_warm_is_a_kernel_and_its_marker(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(cache.VARIABLE, str(tmp_path))
    folder = tmp_path / f"kernel-{key.cache_key()}"
    (folder / "kernel_0").mkdir(parents=True)
    cache.mark_warm(folder, 1.0)
    assert not cache.is_warm()
    (folder / "kernel_0" / "run.1.nbc").touch()
    assert cache.is_warm()
    (folder / "compiled").unlink()
    assert not cache.is_warm()


# --- where it is --------------------------------------------------------------------------------------


@pytest.fixture
def prepare(monkeypatch: pytest.MonkeyPatch):
    """Prepare the cache, with Numba's setting put back afterwards."""
    numba = pytest.importorskip("numba")
    monkeypatch.setattr(numba.config, "CACHE_DIR", numba.config.CACHE_DIR)
    return cache.prepare_cache


def test_kernels_long_unused_are_removed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, prepare) -> None:
    monkeypatch.setenv(cache.VARIABLE, str(tmp_path))
    this = tmp_path / f"kernel-{key.cache_key()}"
    for folder, days in [(tmp_path / "kernel-old", 31), (tmp_path / "kernel-young", 29), (this, 400)]:
        (folder / "kernel_0").mkdir(parents=True)
        when = time.time() - days * 86_400.0
        os.utime(folder, (when, when))
    assert prepare() == this
    assert {folder.name for folder in tmp_path.iterdir()} == {"kernel-young", this.name}
    assert time.time() - this.stat().st_mtime < 60.0


def test_it_is_in_the_users_folder_for_caches(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, prepare
) -> None:
    monkeypatch.delenv(cache.VARIABLE, raising=False)
    monkeypatch.setattr(cache.platformdirs, "user_cache_path", lambda name, **_: tmp_path / name)
    assert prepare().parent == tmp_path / "workforce-sim"


def test_a_home_that_cannot_be_written_gives_a_private_folder_for_temporary_files(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, prepare
) -> None:
    nowhere = tmp_path / "file"
    nowhere.touch()
    monkeypatch.delenv(cache.VARIABLE, raising=False)
    monkeypatch.setattr(cache.platformdirs, "user_cache_path", lambda *_, **__: nowhere / "inside")
    monkeypatch.setattr(cache.tempfile, "tempdir", str(tmp_path))
    folder = prepare()
    assert folder.parent.parent == tmp_path
    assert folder.parent.stat().st_mode & 0o777 == 0o700
    folder.parent.chmod(0o777)
    with pytest.raises(UsageError) as refused:
        prepare()
    assert str(refused.value) == (
        "the compiled kernel needs a folder: set SIM_CACHE_DIR to one that can be written"
    )


def test_a_folder_that_is_asked_for_and_cannot_be_written_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(cache.VARIABLE, "file/inside")
    with pytest.raises(UsageError) as refused:
        cache.is_warm()
    assert str(refused.value) == (
        "SIM_CACHE_DIR = 'file/inside': cannot be written; name a folder that can, or unset it"
    )
