"""How fast the review page is with a store of 100,000 records.

    python benchmarks/review.py [RECORDS]

Makes a store in a temporary folder: shipped articles, each extraction's records copied over
and over with their findings. Then it serves the page on loopback and goes through it as the
page's script does: a decision, then the next record, fetched ahead while the one before is
read. Prints times as they are; asked for are 100 ms for the next record (95th percentile), and
300 ms and 300 KB for the first page.
"""

from __future__ import annotations

import http.client
import json
import statistics
import sys
import tempfile
import time
from importlib.resources import files
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from llm_extract.jobs.queue import Wanted
from llm_extract.jobs.store import Store
from llm_extract.jobs.tables import articles, extractions, findings, outcomes, records
from llm_extract.review.security import CSRF_HEADER, derived

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.review.cases import TOKEN, fill, served

STEPS = 300
PART = 200
"""Copies of the articles that are inserted at once."""


def main() -> None:
    """Make the store, and measure."""
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory(prefix="llm-extract-") as folder:
        path = Path(folder) / "store.db"
        with Store(path) as store:
            fill(store)
        made = grown(path, wanted)
        print(f"{made:,} records in {path.stat().st_size / 1e6:,.0f} MB of SQLite")
        with Store(path) as store:
            for name, asked in (("flagged", Wanted(below=0.5)), ("all", Wanted(everything=True))):
                start = time.perf_counter()
                items = store.queue(asked)
                took = time.perf_counter() - start
                print(f"queue of what is {name}: {len(items):,} in {took * 1000:,.0f} ms")
        with served(path, wanted=Wanted(everything=True)) as address:
            measured(address.removeprefix("http://"))


def grown(path: Path, wanted: int) -> int:
    """Copy articles, extractions, records and findings until there are enough records."""
    engine = sa.create_engine(f"sqlite:///{path}")
    with engine.begin() as db:
        rows = {
            table: [dict(row) for row in db.execute(sa.select(table)).mappings()]
            for table in (articles, extractions, outcomes, records, findings)
        }
        kept = len(rows[records])
        copies = max(0, -(-(wanted - kept) // kept))
        pairs = len(rows[extractions])
        for first in range(1, copies + 1, PART):
            batch: dict[sa.Table, list[dict[str, Any]]] = {table: [] for table in rows}
            for copy in range(first, min(first + PART, copies + 1)):
                for table, known in rows.items():
                    batch[table] += [copied(row, table, copy, pairs) for row in known]
            for table, many in batch.items():
                db.execute(table.insert(), many)
    with engine.begin() as db:
        db.exec_driver_sql("ANALYZE")
    engine.dispose()
    return kept * (copies + 1)


def copied(row: dict[str, Any], table: sa.Table, copy: int, pairs: int) -> dict[str, Any]:
    """A row as it is in the copy: other keys, the same values."""
    made = {name: value for name, value in row.items() if name != "pk"}
    mark = f"{copy:08x}"
    if table is articles:
        made |= {"digest": mark + row["digest"][8:], "id": f"{row['id']}-{copy}"}
    elif table is extractions:
        made |= {"id": row["id"] + copy * pairs, "article": mark + row["article"][8:]}
    else:
        made["extraction"] = row["extraction"] + copy * pairs
    if table is outcomes:
        made["article_id"] = f"{row['article_id']}-{copy}"
    if table is records:
        made["id"] = mark + row["id"][8:]
        if row["confidence"] is not None:  # an order that mixes the articles
            made["confidence"] = (row["confidence"] + copy * 0.0137) % 1
    return made


def measured(host: str) -> None:
    """Open the page, and go through it."""
    link = http.client.HTTPConnection(host)
    link.request("GET", f"/?token={TOKEN}")
    answer = link.getresponse()
    answer.read()
    cookie = (answer.getheader("set-cookie") or "").partition(";")[0]
    headers = {"cookie": cookie, CSRF_HEADER: derived(TOKEN, "csrf")}

    start = time.perf_counter()
    size = 0
    assets = sorted(each.name for each in (files("llm_extract.review") / "static").iterdir())
    for asked in ("/", *(f"/static/{name}" for name in assets)):
        link.request("GET", asked, headers=headers)
        body = link.getresponse().read()
        size += len(body)
        if asked == "/":
            first = time.perf_counter() - start
            text = body.decode()
    whole = time.perf_counter() - start
    print(f"first page: {first * 1000:.0f} ms; with its assets {whole * 1000:.0f} ms, "
          f"{size / 1000:.0f} KB")  # fmt: skip

    status = json.loads(text.partition("data-status='")[2].partition("'")[0])
    key, ahead = status["key"], status["next"]
    presses, decisions, fetches = [], [], []
    for _ in range(STEPS):
        began = time.perf_counter()
        html = got(link, f"/item?queue=0&key={ahead}", headers)["html"]
        fetches.append(time.perf_counter() - began)
        seen = int(got(link, f"/item?queue=0&key={key}", headers)["html"]
                   .partition('data-seen="')[2].partition('"')[0])  # fmt: skip
        began = time.perf_counter()
        asking = {"queue": 0, "key": key, "action": "accept", "seen": seen, "seconds": 1.0}
        link.request("POST", "/decide", json.dumps(asking), headers)
        said = json.loads(link.getresponse().read())
        decisions.append(time.perf_counter() - began)
        if said["to"] != ahead or not html:
            got(link, f"/item?queue=0&key={said['to']}", headers)
        presses.append(time.perf_counter() - began)
        key = said["to"]
        ahead = got(link, f"/item?queue=0&key={key}", headers)["next"]
    told("next record, from the key to its text", presses)
    told("  the decision", decisions)
    told("  a record fetched ahead", fetches)
    together = [a + b for a, b in zip(decisions, fetches, strict=True)]
    told("next record, had it not been fetched ahead", together)


def got(link: http.client.HTTPConnection, asked: str, headers: dict[str, str]) -> dict[str, Any]:
    """The JSON of an answer."""
    link.request("GET", asked, headers=headers)
    answer: dict[str, Any] = json.loads(link.getresponse().read())
    return answer


def told(what: str, times: list[float]) -> None:
    """One line: the middle, the 95th percentile, the worst."""
    ranked = sorted(times)
    at = ranked[min(len(ranked) - 1, round(0.95 * len(ranked)))]
    print(f"{what}: median {statistics.median(times) * 1000:.0f} ms, "
          f"p95 {at * 1000:.0f} ms, worst {ranked[-1] * 1000:.0f} ms")  # fmt: skip


if __name__ == "__main__":
    main()
