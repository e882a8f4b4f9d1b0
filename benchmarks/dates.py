"""How often date words of news articles get the right date.

    python benchmarks/dates.py [--data FILE] [--misses]

Takes the DATE expressions of TempEval-3's training documents (`timenorm_te3/train.tsv`)
that EDTF level 0 can express, without any sentence around them. Quarters, other periods
(halves, seasons, decades), fiscal terms and "a year ago" or "a year earlier" are reported
apart: business prose that gives them other meanings than their words have. Without the
data it says so and exits with 0.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from llm_extract.checks import resolve_date

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "timenorm_te3" / "train.tsv"
FLOOR = 0.88
"""Share of the rest that the rules are to get right."""

REST = "the rest"
_APART = {
    "quarters": re.compile(r"quarter", re.I),
    "fiscal terms": re.compile(r"fiscal", re.I),
    "a year ago or earlier": re.compile(r"year[ -](?:ago|earlier)", re.I),
    "other periods": re.compile(
        r"period|\bhalf\b|summer|fall|autumn|winter|spring|decade|century"
        r"|(?:first|last) \w+ months",
        re.I,
    ),
}
_WEEK = re.compile(r"(\d{4})-W(\d\d)")
_QUARTER = re.compile(r"(\d{4})-Q([1-4])")
_HALF = re.compile(r"(\d{4})-H([12])")
_LEVEL_0 = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")


class Item(NamedTuple):
    """Date words, the day their document is of, and the date that they were given."""

    words: str
    published: date
    value: str
    group: str

    @property
    def is_right(self) -> bool:
        """Whether the rules give that date."""
        return resolve_date(self.words, self.published) == self.value


def items(path: Path) -> Iterator[Item]:
    """Every DATE expression whose value EDTF level 0 can express."""
    for block in path.read_text(encoding="utf-8").strip().split("\n\n"):
        rows = [line.split("\t") for line in block.splitlines()]
        published = date.fromisoformat(rows[0][2][:10])
        for words, kind, timex in rows[1:]:
            value = expressed(timex)
            if kind == "DATE" and value is not None:
                yield Item(words, published, value, _group(words, timex))


def expressed(timex: str) -> str | None:
    """A TIMEX3 value in EDTF level 0, weeks, quarters and halves as intervals; else None."""
    if found := _WEEK.fullmatch(timex):
        monday = date.fromisocalendar(int(found[1]), int(found[2]), 1)
        return f"{monday}/{monday + timedelta(days=6)}"
    for pattern, length in ((_QUARTER, 3), (_HALF, 6)):
        if found := pattern.fullmatch(timex):
            last = int(found[2]) * length
            return f"{found[1]}-{last - length + 1:02}/{found[1]}-{last:02}"
    return timex if _LEVEL_0.fullmatch(timex) else None


def _group(words: str, timex: str) -> str:
    if _QUARTER.fullmatch(timex):
        return "quarters"
    if _HALF.fullmatch(timex):
        return "other periods"
    return next((name for name, pattern in _APART.items() if pattern.search(words)), REST)


def accuracy(found: list[Item]) -> float:
    """Right ones of all; 1 of none."""
    return sum(item.is_right for item in found) / len(found) if found else 1.0


def main() -> None:
    """Print the accuracy of every group."""
    parser = argparse.ArgumentParser(description="Accuracy of resolve_date on news articles.")
    parser.add_argument("--data", type=Path, default=DATA, help="train.tsv of timenorm_te3")
    parser.add_argument("--misses", action="store_true", help="list what was not got right")
    options = parser.parse_args()
    if not options.data.is_file():
        print(f"{options.data} is not there: nothing measured")
        return
    found = list(items(options.data))
    for group in (REST, *_APART):
        of_it = [item for item in found if item.group == group]
        right = sum(item.is_right for item in of_it)
        print(f"{group:<22}{right:>5} of {len(of_it):<5}{accuracy(of_it):7.1%}")
        for item in of_it if options.misses else ():
            if not item.is_right:
                got = resolve_date(item.words, item.published)
                print(f"    {item.words!r} of {item.published}: {got}, not {item.value}")


if __name__ == "__main__":
    main()
