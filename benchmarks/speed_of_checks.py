"""How long the checks take, and that no input makes them take more than linear time.

    python benchmarks/speed_of_checks.py [--json]

The article is made up (`speed_article.py`: 450 words, 20 records). Every run starts from a
fresh `Article`, so that cutting it into sentences is part of the time; times are the median
of many runs, processor time on one core. Growth is measured with records as plain strings,
so that finding their words is part of it.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import partial
from itertools import product
from typing import NamedTuple

from speed_article import PUBLISHED, TEXT, Data, records, several

from llm_extract.article import Article
from llm_extract.checks import check
from llm_extract.checks.loading import load
from llm_extract.checks.reading import Reading
from llm_extract.spec import default_spec

REACH = {4: 3.0, 20: 15.0}
"""Milliseconds for one article with so many records."""
LINEAR = 1.5
"""Ratio of times to that of sizes from which growth is called more than linear."""

MEGABYTES = (5, 10)
MARKS = (10_000, 20_000)
NAMES = (5_000, 10_000)


class Growth(NamedTuple):
    """Times at two sizes."""

    name: str
    sizes: tuple[int, int]
    seconds: tuple[float, float]

    @property
    def ratio(self) -> float:
        """Of the two times."""
        return self.seconds[1] / self.seconds[0]

    @property
    def is_linear(self) -> bool:
        """Whether time grows no faster than size, but for noise."""
        return self.ratio <= self.sizes[1] / self.sizes[0] * LINEAR


def article(text: str = TEXT) -> Article:
    """The text as a fresh article, with nothing worked out yet."""
    return Article(text=text, published=date.fromisoformat(PUBLISHED))


def few(many: Data, count: int) -> Data:
    """The first records: as many positions as meetings, as long as there are both."""
    meetings = many["meetings"][: count // 2]
    return {"meetings": meetings, "positions": many["positions"][: count - len(meetings)]}


def objects(given: Data, text: str = TEXT) -> Data:
    """The records as `Record` objects with their spans."""
    found: Data = {}
    for item in load(given, Reading(article(text)), spec=default_spec()):
        found.setdefault(item.plural, []).append(item.record)
    return found


def median_seconds(run: Callable[[], object], *, runs: int) -> float:
    """The median processor time of one call, in seconds; of several, the first does not count."""
    times = []
    for _ in range(runs):
        start = time.process_time()
        run()
        times.append(time.process_time() - start)
    return statistics.median(times[1:] or times)


def milliseconds(count: int, *, plain: bool, runs: int = 100) -> float:
    """All checks of the article with its first so many records, in milliseconds."""
    given = few(records(), count)
    shown = given if plain else objects(given)
    return 1000 * median_seconds(lambda: check(shown, article()), runs=runs)


def article_times() -> dict[str, float]:
    """Milliseconds by number and form of the records."""
    return {
        f"{count} records, {'plain strings' if plain else 'with spans'}": milliseconds(
            count, plain=plain
        )
        for count in REACH
        for plain in (False, True)
    }


def article_lines() -> Iterator[str]:
    """The times of one article, to print."""
    for name, taken in article_times().items():
        reach = REACH[int(name.split()[0])]
        met = "met" if taken <= reach else "MISSED"
        yield f"{len(TEXT.split())} words, {name:28}{taken:8.2f} ms, at most {reach:.0f}: {met}"


def growths() -> Iterator[Growth]:
    """Every way of growing, measured at two sizes."""
    yield _grown("the text repeated, 4 records", (10, 20), _repeated(TEXT))
    yield _grown("articles in one, all records", (5, 10), several, runs=3)
    for name, character in (("letter", "a"), ("quotation mark", '"'), ("line end", "\n")):
        yield _grown(f"millions of one {name}", MEGABYTES, _repeated(character * 1_000_000), runs=1)
    for name, marks in (("straight", '" '), ("opening", "“ a "), ("nested", "“‘a’ b” said ")):
        yield _grown(f"quotation marks, {name}", MARKS, _repeated(marks), runs=3)
    yield _grown("names in the text", NAMES, _crowd, runs=3)
    yield _grown("names in text and record", (500, 1000), _convention, runs=1)


def _grown(
    name: str, sizes: tuple[int, int], make: Callable[[int], tuple[str, Data]], *, runs: int = 9
) -> Growth:
    seconds = []
    for size in sizes:
        text, given = make(size)
        seconds.append(median_seconds(partial(_checked, given, text), runs=runs))
    return Growth(name, sizes, (seconds[0], seconds[1]))


def _checked(given: Data, text: str) -> None:
    check(given, article(text))


def _repeated(text: str) -> Callable[[int], tuple[str, Data]]:
    """The text so many times, with the first four records of the article."""
    return lambda times: (text * times, few(records(), 4))


def _people(count: int) -> list[str]:
    syllables = [a + b for a, b in product("bdfghjklmnprstvwz", "aeiou")]
    names = (
        f"{first.title()}{second} {third.title()}{fourth}"
        for first, second, third, fourth in product(
            syllables, syllables[::7], syllables, syllables[::9]
        )
    )
    return [name for _, name in zip(range(count), names, strict=False)]


def _crowd(count: int) -> tuple[str, Data]:
    """So many people, each in a sentence; records of others."""
    text = " ".join(f"Minister {name} spoke." for name in _people(count))
    return text, few(records(), 4)


def _convention(count: int) -> tuple[str, Data]:
    """A meeting of so many people, all named in one sentence."""
    people = _people(count)
    text = f"On Monday, {', '.join(people)} met in Geneva."
    (meeting, *_) = records()["meetings"]
    parts = [{"name": name, "role": None, "country": None} for name in people]
    return text, {"meetings": [{**meeting, "participants": parts, "evidence": [text]}]}


def main(arguments: Sequence[str] | None = None) -> None:
    """Print it."""
    parser = argparse.ArgumentParser(description="Speed of the checks.")
    parser.add_argument("--json", action="store_true", help="as JSON")
    options = parser.parse_args(arguments)
    if not options.json:
        print("\n".join(article_lines()))
    if not options.json:
        print(f"\n{'growth':42}{'sizes':>16}{'seconds':>18}{'ratio of':>10}")
        print(f"{'':42}{'':16}{'':18}{'sizes':>6}{'times':>7}")
    grown = []
    for growth in growths():
        grown.append(growth._asdict())
        if not options.json:
            (small, large), (short, long) = growth.sizes, growth.seconds
            verdict = "" if growth.is_linear else "  MORE THAN LINEAR"
            print(
                f"{growth.name:42}{small:>8}{large:>8}{short:>9.3f}{long:>9.3f}"
                f"{large / small:>6.1f}{growth.ratio:>7.2f}{verdict}"
            )
    if options.json:
        print(json.dumps({"milliseconds": article_times(), "growth": grown}, indent=1))


if __name__ == "__main__":
    main()
