"""EDTF level 0 (ISO 8601-2:2019): the profile of dates that records use.

Only what the codebook names: a day, a month, a year, or an interval of two of them.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


def bounds(value: str) -> tuple[date, date]:
    """First and last day that an EDTF level 0 value covers.

    Raises:
        ValueError: the value is not EDTF level 0, or names a day that does not exist.
    """
    first, slash, last = value.partition("/")
    start = _single(first, value)
    end = _single(last, value) if slash else start
    if end[1] < start[0]:
        raise ValueError(f"{value!r} ends before it begins")
    return start[0], end[1]


def check_edtf(value: str) -> str:
    """The value itself when it is EDTF level 0; raises ValueError otherwise."""
    bounds(value)
    return value


def _single(part: str, whole: str) -> tuple[date, date]:
    found = _DATE.fullmatch(part)
    if not found:
        raise ValueError(
            f"{whole!r} is not EDTF level 0: use YYYY-MM-DD, YYYY-MM, YYYY or start/end"
        )
    year = int(found[1])
    month = int(found[2]) if found[2] else None
    day = int(found[3]) if found[3] else None
    try:
        first = date(year, 1 if month is None else month, 1 if day is None else day)
    except ValueError:
        raise ValueError(f"{whole!r} names a day that does not exist") from None
    if day is not None:
        return first, first
    if month is not None:
        return first, date(year, month, monthrange(year, month)[1])
    return first, date(year, 12, 31)
