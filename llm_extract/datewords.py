"""The vocabulary of English dates, and patterns made of it.

The patterns are for words in lower case with single spaces.
"""

from __future__ import annotations

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun",
            "july jul", "august aug", "september sept sep", "october oct", "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
WEEKDAYS = {
    name: number
    for number, names in enumerate(
        ("monday mon", "tuesday tues tue", "wednesday wed", "thursday thurs thu",
         "friday fri", "saturday sat", "sunday sun")
    )
    for name in names.split()
}  # fmt: skip
NUMBERS = {
    word: number
    for number, word in enumerate(
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
         "twelve"),
        start=1,
    )
} | {"a": 1, "an": 1, "a couple of": 2}  # fmt: skip
TENS = {
    word: number * 10
    for number, word in enumerate(
        ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"), start=2
    )
}

MONTH = "(?P<month>" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\b\.?"
DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
TO = r" ?(?:[-–—]|\b(?:to|and|or|through|until|till)\b) ?"
LAST = rf"{TO}(?P<last>\d{{1,2}})(?:st|nd|rd|th)?\b"
YEAR = r"(?P<year>[12]\d{3})"
WEEKDAY = "(?P<weekday>" + "|".join(sorted(WEEKDAYS, key=len, reverse=True)) + r")\b\.?"
WEEKDAY_2 = WEEKDAY.replace("weekday", "weekday_2")
MONTH_2 = MONTH.replace("month", "month_2")
DAY_2 = DAY.replace("day", "day_2")
YEAR_2 = YEAR.replace("year", "year_2")
WHICH = r"(?P<which>last|past|previous|this|current|next|coming|following)"
PART = r"(?:(?:early|late|mid|the (?:start|beginning|middle|end) of|later|earlier)[ -](?:in )?)?"
COUNT = r"(?<![\w.,-])(?P<count>\d{1,3}|" + "|".join(sorted(NUMBERS, key=len, reverse=True)) + ")"
