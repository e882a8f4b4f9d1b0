"""What an answer cost, by the price list that genai-prices ships."""

from __future__ import annotations

from decimal import Decimal

from genai_prices import Usage as PricedUsage
from genai_prices import calc_price

from llm_extract.records import Usage


def cost(usage: Usage, model: str, base_url: str) -> Decimal | None:
    """US dollars for the tokens, or None where the model has no known price.

    The server's own price counts where the list knows the server, else the model's.
    """
    tokens = PricedUsage(
        input_tokens=usage.input_tokens,
        cache_read_tokens=usage.cached_tokens,
        output_tokens=usage.output_tokens,
    )
    for server in (base_url, None):
        try:
            return calc_price(tokens, model_ref=model, provider_api_url=server).total_price
        except (LookupError, ValueError):
            continue
    return None
