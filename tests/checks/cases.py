"""Records with one quote or one free wording, for tests of what is said of it."""

from __future__ import annotations

from llm_extract.article import Article
from llm_extract.checks import Finding, check
from llm_extract.fields import DateExpression, Quote, Statement
from llm_extract.records import Record
from llm_extract.spec import Prompt, RecordType, Spec


class Claim(Record):
    """What somebody claims."""

    statement: Statement | None = None
    said: Quote | None = None
    date: DateExpression = DateExpression()


CLAIMS = Spec(name="claims", record_types=[RecordType("claims", Claim, Prompt("claims-1", ""))])


def finding(
    text: str, path: str, value: str, *, evidence: str = "", language: str = "en"
) -> Finding:
    """The finding on one field of a claim; its evidence is the first sentence by default."""
    article = Article(text=text, language=language)
    first = article.sentences[0] if article.sentences else None
    cited = evidence or (text[first.start : first.end] if first else "nothing")
    record = {path: value, "evidence": [cited]}
    found = check({"claims": [record]}, article, spec=CLAIMS)
    return next(f for f in found if f.path == f"claims[0].{path}")
