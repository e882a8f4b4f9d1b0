"""Record types of one's own: trade deals, in forty lines.

    llm-extract run news/ --spec examples/custom/trade_deals.py:trade_deals --model gpt-5-mini

Field types do the work: they say how the model is asked, and how its words are found in
the article. Nothing else has to be written; identity and hint are optional.
"""

from __future__ import annotations

from collections.abc import Hashable
from pathlib import Path

from pydantic import Field

from llm_extract import Prompt, Record, RecordType, Spec
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
