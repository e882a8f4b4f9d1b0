"""Readouts coded by hand → article files for a run, and the draw that keeps some unseen.

    python benchmarks/readouts.py ../shared ../readouts
    llm-extract run ../readouts/tuning.jsonl --spec benchmarks/readouts.py:MEETINGS --record …

Writes `tuning.jsonl` (20 readouts that prompts may be tuned on) and `held_out.jsonl` (the
rest, recorded once) with text, publication date and id, and prints the draw. The title is
left out: it says what the model is asked. The folder must lie outside the project, which
holds no texts of others.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from random import Random

from llm_extract import Spec
from llm_extract.diplomacy import diplomacy

SEED = 20260101
MEETINGS = Spec(name="diplomacy", record_types=(diplomacy().record_type("meetings"),))
"""The codebook's meetings alone: the readouts were not coded for positions."""
TUNING = 20
PROJECT = Path(__file__).resolve().parent.parent


def drawn(ids: Iterable[str], *, seed: int = SEED) -> tuple[list[str], list[str]]:
    """The ids to tune on and the held-out ones, each sorted; any order of ids gives the same."""
    everything = sorted(ids)
    tuning = sorted(Random(seed).sample(everything, TUNING))
    return tuning, [name for name in everything if name not in tuning]


def coded(shared: Path) -> list[str]:
    """The ids of the readouts that were coded by hand."""
    lines = (shared / "gold_readouts" / "meetings.jsonl").read_text(encoding="utf-8")
    return [json.loads(line)["article"]["id"] for line in lines.splitlines() if line.strip()]


def rows(shared: Path) -> dict[str, dict[str, str]]:
    """The readouts by id."""
    texts = (shared / "data" / "wh_readouts" / "readouts.jsonl").read_text(encoding="utf-8")
    return {row["file"]: row for row in map(json.loads, texts.splitlines())}


def write(ids: Sequence[str], file: Path, *, shared: Path) -> None:
    """Write the articles with these ids, one a line."""
    texts = rows(shared)
    with file.open("w", encoding="utf-8", newline="\n") as out:
        for name in ids:
            row = texts[name]
            article = {"id": name, "published": row["date"], "text": row["body"]}
            out.write(json.dumps(article, ensure_ascii=False) + "\n")


def digest(text: str) -> str:
    """The first 16 hexadecimal digits of a text's SHA-256."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def main() -> None:
    """Draw, write, print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("shared", type=Path, help="the folder with gold_readouts and data")
    parser.add_argument("folder", type=Path, help="where to write, outside the project")
    parser.add_argument("--seed", type=int, default=SEED, help=f"of the draw; {SEED} unless given")
    options = parser.parse_args()
    folder: Path = options.folder.resolve()
    if folder.is_relative_to(PROJECT):
        parser.error(f"{options.folder} lies in the project, which holds no texts of others")
    folder.mkdir(parents=True, exist_ok=True)
    print(f"seed {options.seed}")
    lists = drawn(coded(options.shared), seed=options.seed)
    for name, ids in zip(("tuning", "held_out"), lists, strict=True):
        file = folder / f"{name}.jsonl"
        write(ids, file, shared=options.shared)
        listed = digest("\n".join(ids))
        content = digest(file.read_text(encoding="utf-8"))
        print(f"{name}: {len(ids)} readouts, ids {listed}, file {content}, {file}")
        if name == "tuning":
            print("\n".join(f"  {identifier}" for identifier in ids))


if __name__ == "__main__":
    main()
