"""Record types of one's own: trade deals, in sixty lines.

    llm-extract run news/ --spec examples/custom/trade_deals.py:trade_deals --model gpt-5-mini

Field types do the work: they say how the model is asked, how its words are found in the
article and how they are checked there. Nothing else has to be written; identity, hint and
checks of one's own are optional.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from pathlib import Path

from pydantic import Field

from llm_extract import Finding, Prompt, Record, RecordType, Spec
from llm_extract.checks import Case, record_check
from llm_extract.fields import ActorName, DateExpression, NounPhrase, Verbatim


class TradeDeal(Record):
    """A sale of goods that the article reports as agreed."""

    seller: ActorName = Field(description="Who sells, as written.")
    buyer: ActorName = Field(description="Who buys, as written.")
    goods: NounPhrase = Field(description="What is sold: a short noun phrase.")
    amount: Verbatim | None = Field(description="The price or quantity as written, or null.")
    date: DateExpression = Field(description="When it was agreed: the date words, or null.")


def same_deal(deal: TradeDeal) -> Hashable:
    """Two mentions of the same seller, buyer and amount are one deal."""
    amount = deal.amount.value if deal.amount else None
    return deal.seller.value.casefold(), deal.buyer.value.casefold(), amount


@record_check(TradeDeal)
def other_side(deal: TradeDeal, case: Case) -> Iterator[Finding]:
    """Nobody sells to themselves."""
    if deal.seller.value.casefold() == deal.buyer.value.casefold():
        yield case.contradicted(
            "buyer", "deal.one_side", f"“{deal.buyer}” is given as the seller, too."
        )


trade_deals = Spec(
    name="trade_deals",
    record_types=[
        RecordType(
            plural="trade_deals",
            model=TradeDeal,
            prompt=Prompt.read(Path(__file__).with_name("trade-deals-1.md")),
            identity=same_deal,
        )
    ],
)
