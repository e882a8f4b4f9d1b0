"""Writes what is derived: schemas/ from the models, docs/cli.md from the command line.

Run it with `make docs` after a change; a test fails while a file is behind.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import typer

from llm_extract.cli.main import app
from llm_extract.cli.show import schemas

ROOT = Path(__file__).resolve().parent.parent
WIDTH = 90


def generated() -> dict[Path, str]:
    """Every derived file with its content."""
    files = {
        ROOT / "schemas" / f"{name}.schema.json": json.dumps(schema, indent=2, ensure_ascii=False)
        + "\n"
        for name, schema in schemas().items()
    }
    return {**files, ROOT / "docs" / "cli.md": cli_page()}


def cli_page() -> str:
    """The help of every command, as a page."""
    root: Any = typer.main.get_command(app)
    parts = [
        "# Command line",
        "Generated from `--help` by `make docs`.",
        _help(root, "llm-extract"),
    ]
    for name, command in sorted(root.commands.items()):
        parts += [f"## llm-extract {name}", _help(command, f"llm-extract {name}")]
        for inner, subcommand in sorted(getattr(command, "commands", {}).items()):
            whole = f"llm-extract {name} {inner}"
            parts += [f"### {whole}", _help(subcommand, whole)]
    return "\n\n".join(parts) + "\n"


def _help(command: Any, name: str) -> str:
    context = command.context_class(
        command, info_name=name, max_content_width=WIDTH, terminal_width=WIDTH
    )
    lines = [line.rstrip() for line in command.get_help(context).splitlines()]
    return "\n".join(["```", *lines, "```"])


if __name__ == "__main__":
    for path, content in generated().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
        print(path.relative_to(ROOT))
