"""Quotation marks of all kinds, nested, over paragraphs, and odd ones."""

from __future__ import annotations

import pytest

from llm_extract.article import Article
from llm_extract.checks.quotations import quotations


def quoted(text: str) -> list[str]:
    return [text[q.start : q.end] for q in quotations(Article(text=text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"We agree," Ortiz said. "We sign."', ["We agree,", "We sign."]),
        ("He spoke of “new ties”.", ["new ties"]),
        ("Il a dit « non merci » hier.", ["non merci"]),
        ("„Wir gehen“, sagte sie, »sofort«.", ["Wir gehen", "sofort"]),
        ("”Vi går”, sa hon.", ["Vi går"]),
        ("部长说「可以」，又说『不行』。", ["可以", "不行"]),
        ("장관은 ‘담대한 구상’을 “지지한다”고 말했다.", ["담대한 구상", "지지한다"]),
        ("Ortiz called it 'a first step' towards peace.", ["a first step"]),
        ("“(Ortiz) asked [the board] to wait,” it read.", ["(Ortiz) asked [the board] to wait,"]),
    ],
)
def test_marks_of_every_style_are_read(text: str, expected: list[str]) -> None:
    """Straight, curly, angled and corner marks enclose what lies between them."""
    assert quoted(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The Workers' Party and the ministers' aides don't agree.",
        "Chile’s offer and the envoys’ reply.",
        "In the '90s, 'twas said, it rained.",
        "A board 6'2\" tall.",
        "The book 《红楼梦》 is long.",
    ],
)
def test_apostrophes_and_titles_are_no_quotations(text: str) -> None:
    """What only looks like a mark encloses nothing."""
    assert quoted(text) == []


def test_a_possessive_does_not_end_a_quotation_in_single_marks() -> None:
    """The mark that follows the sentence's end is taken, not the apostrophe before it."""
    text = "‘We respect the Farmers’ League,’ Ortiz said of Chile’s plan."
    assert quoted(text) == ["We respect the Farmers’ League,"]


def test_nested_quotations_know_their_depth() -> None:
    """An inner quotation comes after the one that holds it, one deeper."""
    article = Article(text="“She said ‘never’ twice,” he said.")
    assert [q.depth for q in quotations(article)] == [0, 1]


def test_a_quotation_goes_on_where_the_next_paragraph_opens_with_a_mark() -> None:
    """Each paragraph is a quotation of its own that continues the one before."""
    text = "“One.\n\n“Two.\n\n“Three,” she said.\n\nShe left “soon”."
    found = quotations(Article(text=text))
    assert [(text[q.start : q.end], q.continues) for q in found] == [
        ("One.", False),
        ("Two.", True),
        ("Three,", True),
        ("soon", False),
    ]


def test_an_odd_mark_ends_with_its_paragraph() -> None:
    """A mark that nobody closed does not turn the rest of the article inside out."""
    text = 'He said "open ended.\n\nShe said "closed" later.'
    assert quoted(text) == ["open ended.", "closed"]


def test_white_space_inside_the_marks_is_left_out() -> None:
    """Offsets lie inside the marks and inside the space."""
    text = 'He said " so " there, and "".'
    assert all(part == part.strip() for part in quoted(text))
