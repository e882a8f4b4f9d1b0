"""What is derived from the code is not behind it."""

from __future__ import annotations

from tests.conftest import ROOT


def test_schemas_and_cli_page_are_current() -> None:
    """`make docs` would change nothing."""
    import sys

    sys.path.insert(0, str(ROOT / "scripts"))
    try:
        from generate import generated
    finally:
        sys.path.pop(0)
    for path, content in generated().items():
        assert path.read_text(encoding="utf-8") == content, f"{path.name}: run `make docs`"
    shipped = {path.name for path in (ROOT / "schemas").iterdir()}
    assert shipped == {path.name for path in generated() if path.parent.name == "schemas"}
