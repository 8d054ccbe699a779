"""The reference pages are what the code says."""

import importlib.util
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"


def generated() -> dict[str, str]:
    spec = importlib.util.spec_from_file_location("generate", DOCS / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    pages: dict[str, str] = module.pages()
    return pages


@pytest.mark.parametrize("name", ["record.md", "measures.md", "scenario.md", "values.md", "rules.md"])
def test_reference_page_is_up_to_date(name: str) -> None:
    """If this fails, run `python docs/generate.py` and look at what changed."""
    committed = (DOCS / "reference" / name).read_text(encoding="utf-8")

    assert committed == generated()[name]
