"""`llm-extract review`: the queue and decisions without a browser; alone, the page."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from functools import wraps
from itertools import islice
from pathlib import Path
from typing import Annotated, Any

import typer

from llm_extract.cli import review_files, review_text, text
from llm_extract.cli.options import (
    AnywayOption,
    ArticleOption,
    FlagBelowOption,
    IdArgument,
    IdsArgument,
    JsonOption,
    ReasonOption,
    ReviewerOption,
    RunOption,
    SpecOption,
    StoreOption,
    TypeOption,
    login,
    opened_store,
)
from llm_extract.cli.queueing import (
    AllOption,
    CheckOption,
    CountryOption,
    DecidedByOption,
    DoubleOption,
    OrderOption,
    PersonOption,
    SeedOption,
    SinceOption,
    StateOption,
    UnflaggedOption,
    UntilOption,
    wanted,
)
from llm_extract.cli.review_page import page
from llm_extract.errors import ConfigurationError, LLMExtractError, SourceError
from llm_extract.jobs.decisions import Action, Decision, DecisionConflict
from llm_extract.jobs.editing import changed, parsed
from llm_extract.jobs.intake import extraction_of
from llm_extract.jobs.rows import ReviewedRecord
from llm_extract.jobs.store import DEFAULT_URL, Store
from llm_extract.spec import named_spec

review = typer.Typer(
    name="review",
    help="Decide on records: on a page, or from the command line.",
    rich_markup_mode=None,
)


@wraps(page)
def _page(**options: Any) -> None:
    """The page, unless there is a subcommand, which has its own options."""
    context = options["context"]
    given = [
        f"--{name.replace('_', '-')}"
        for name in context.params
        if (source := context.get_parameter_source(name)) and source.name == "COMMANDLINE"
    ]
    if context.invoked_subcommand is not None and given:
        raise typer.BadParameter(
            f"put {', '.join(given)} behind {context.invoked_subcommand}", param_hint=given[0]
        )
    page(**options)


review.callback(invoke_without_command=True)(_page)
review.command("stats")(review_files.stats)
review.command("export")(review_files.export)
review.command("import")(review_files.take_in)


@review.command("list")
def list_queue(
    store: StoreOption = DEFAULT_URL,
    everything: AllOption = False,
    plural: TypeOption = None,
    check: CheckOption = None,
    country: CountryOption = None,
    person: PersonOption = None,
    search: Annotated[str | None, typer.Option(help="Only records with these words.")] = None,
    run: RunOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    article: ArticleOption = None,
    state: StateOption = None,
    decided_by: DecidedByOption = None,
    order: OrderOption = "worst",
    seed: SeedOption = 0,
    unflagged: UnflaggedOption = None,
    double: DoubleOption = None,
    reviewer: ReviewerOption = None,
    flag_below: FlagBelowOption = None,
    limit: Annotated[int | None, typer.Option(min=1, help="Only the first so many.")] = None,
    as_json: JsonOption = False,
) -> None:
    """List what waits for a person, in order; by default what is flagged, worst first.

    Example: llm-extract review list --type meetings --check date
    """
    asked = wanted(
        everything=everything,
        flag_below=flag_below,
        plural=plural,
        check=check,
        country=country,
        person=person,
        search=search,
        run=run,
        article=article,
        since=since,
        until=until,
        state=state,
        decided_by=decided_by,
        order=order,
        seed=seed,
        unflagged=unflagged,
        reviewer=login(reviewer),
        double=double,
    )
    with opened_store(store) as kept:
        kept.check_names(plural=plural, article=article)
        found = kept.queue(asked)
        for item in islice(found, limit):
            if as_json:
                typer.echo(text.as_json(review_text.waiting_data(kept, item)))
            else:
                typer.echo(review_text.waiting(kept, item))
    left = len(found) - (limit or len(found))
    if not as_json:
        typer.echo(
            f"{text.counted(len(found), 'item')}{f', {left} not shown' if left > 0 else ''}",
            err=True,
        )


@review.command("show")
def show(record: IdArgument, store: StoreOption = DEFAULT_URL, as_json: JsonOption = False) -> None:
    """Show a record in its context: values, evidence, what the checks say, what was decided.

    Example: llm-extract review show 1a2b3c
    """
    with opened_store(store) as kept:
        entry = kept.entry(record)
        if as_json:
            typer.echo(text.as_json(review_text.whole_data(kept, entry)))
            return
        typer.echo(review_text.whole(kept, entry))


@review.command("accept")
def accept(
    records: IdsArgument,
    reason: ReasonOption = None,
    reviewer: ReviewerOption = None,
    anyway: AnywayOption = False,
    store: StoreOption = DEFAULT_URL,
) -> None:
    """Vouch for records as they are.

    Example: llm-extract review accept 1a2b3c 4d5e6f
    """
    _decide(records, Action.ACCEPT, reason, reviewer=reviewer, store=store, anyway=anyway)


@review.command("reject")
def reject(
    records: IdsArgument,
    reason: ReasonOption = None,
    reviewer: ReviewerOption = None,
    anyway: AnywayOption = False,
    store: StoreOption = DEFAULT_URL,
) -> None:
    """Reject records: what they say is not in the article, or not to be coded.

    Example: llm-extract review reject 1a2b3c --reason "a panel, no meeting"
    """
    _decide(records, Action.REJECT, reason, reviewer=reviewer, store=store, anyway=anyway)


@review.command("edit")
def edit(
    records: IdsArgument,
    field: Annotated[
        list[str],
        typer.Option(
            "--field",
            metavar="PATH=VALUE",
            help="A value to put in the place of another; more than once. JSON, where it begins "
            "so; null takes away.",
        ),
    ],
    reason: ReasonOption = None,
    reviewer: ReviewerOption = None,
    anyway: AnywayOption = False,
    store: StoreOption = DEFAULT_URL,
    spec: SpecOption = None,
) -> None:
    """Change values of records, and see what the article says of the new ones.

    Example: llm-extract review edit 1a2b3c --field date.value=2022-05-03 --field 'parties[2]=Peru'
    """
    changes = dict(map(_change, field))
    domain = named_spec(spec)
    who = login(reviewer)
    with opened_store(store) as kept:

        def change(record: str) -> str:
            entry = kept.entry(record)
            values = changed(entry.data, changes)
            found = kept.preview(entry.number, values, extraction=entry.extraction,
                                 plural=entry.plural, spec=domain).findings  # fmt: skip
            decision = _decided(
                kept, entry, Action.EDIT, anyway=anyway, reviewer=who, values=values,
                reason=reason, spec=domain,
            )  # fmt: skip
            source = kept.article(entry.extraction)
            return review_text.done(
                kept, decision, findings=review_text.telling(found, changes), source=source
            )

        _each(records, change, "not edited")


@review.command("double")
def double_of(
    record: IdArgument,
    other: Annotated[str, typer.Argument(metavar="OTHER", help="The record that it repeats.")],
    reason: ReasonOption = None,
    reviewer: ReviewerOption = None,
    anyway: AnywayOption = False,
    store: StoreOption = DEFAULT_URL,
) -> None:
    """Mark a record as a double of another one, which stays.

    Example: llm-extract review double 1a2b3c 4d5e6f
    """
    _decide(
        [record], Action.DOUBLE, reason,
        reviewer=reviewer, store=store, anyway=anyway, double_of=other,
    )  # fmt: skip


@review.command("comment")
def comment(
    record: IdArgument,
    words: Annotated[str, typer.Argument(metavar="WORDS", help="The remark.")],
    reviewer: ReviewerOption = None,
    store: StoreOption = DEFAULT_URL,
) -> None:
    """Leave a remark on a record; it decides nothing.

    Example: llm-extract review comment 1a2b3c "which of the two Kims?"
    """
    with opened_store(store) as kept:
        made = kept.comment(record, words, reviewer=login(reviewer))
        typer.echo(review_text.done(kept, made))


@review.command("add")
def add(
    article: Annotated[str, typer.Argument(metavar="ARTICLE", help="Id of the article.")],
    file: Annotated[
        str, typer.Argument(metavar="FILE.json", help="A record, or a list of them; - to type it.")
    ],
    plural: Annotated[str, typer.Option("--type", help="Their type, such as meetings.")],
    reason: ReasonOption = None,
    reviewer: ReviewerOption = None,
    store: StoreOption = DEFAULT_URL,
    spec: SpecOption = None,
) -> None:
    """Add records that were missed, in the exchange format.

    Example: llm-extract review add 8f14e45fceea167a missed.json --type meetings
    """
    domain = named_spec(spec)
    given = _read_json(file)
    many = given if isinstance(given, list) else [given]
    who = login(reviewer)
    with opened_store(store) as kept:
        kept.check_names(plural=plural, article=article)
        found = extraction_of(kept, {"id": article}, spec=domain)
        if found is None:
            raise SourceError(f"{article}: the store has no records of it in {domain.name}")

        def put(place: str) -> str:
            values = many[int(place)]
            if not isinstance(values, dict):
                raise SourceError("is no record; write a JSON object")
            entry = kept.add(
                found.number, values, plural=plural, reviewer=who, reason=reason, spec=domain
            )
            return f"added: {entry.id}  {text.words(entry.data)}"

        _each([str(place) for place in range(len(many))], put, "not added")


@review.command("undo")
def undo(reviewer: ReviewerOption = None, store: StoreOption = DEFAULT_URL) -> None:
    """Take back your latest decision; again, the one before it.

    Example: llm-extract review undo
    """
    with opened_store(store) as kept:
        made = kept.undo(who := login(reviewer))
        if made is None:
            raise ConfigurationError(f"{who} has decided nothing that could be taken back")
        typer.echo(review_text.done(kept, made))


def _decide(
    records: Sequence[str],
    action: Action,
    reason: str | None,
    *,
    reviewer: str | None,
    store: str,
    anyway: bool,
    double_of: str | None = None,
) -> None:
    who = login(reviewer)
    with opened_store(store) as kept:

        def decide(record: str) -> str:
            entry = kept.entry(record)
            made = _decided(
                kept, entry, action, anyway=anyway, reviewer=who, reason=reason, double_of=double_of
            )
            return review_text.done(kept, made)

        _each(records, decide, f"not {review_text.PAST[action]}")


def _decided(
    store: Store, entry: ReviewedRecord, action: Action, *, anyway: bool, **options: Any
) -> Decision:
    """Decide on a record; with `anyway` knowing whatever others decided."""
    seen = entry.last if anyway else None
    try:
        return store.decide(entry.number, action, seen=seen, **options)
    except DecisionConflict as error:
        hint = f"{error} (see `review show`, then --anyway)"
        raise DecisionConflict(hint, error.decisions) from None


def _each(items: Sequence[str], act: Callable[[str], str], failed: str) -> None:
    """Do it to each; one that fails does not disturb the others, and ends with exit code 1."""
    if len(items) == 1:
        typer.echo(act(items[0]))
        return
    errors = 0
    for item in items:
        try:
            typer.echo(act(item))
        except LLMExtractError as error:
            errors += 1
            typer.echo(f"{failed}: {item}: {error}", err=True)
    if errors:
        raise typer.Exit(1)


def _change(words: str) -> tuple[str, Any]:
    path, sign, value = words.partition("=")
    if not sign or not path.strip():
        raise typer.BadParameter(
            f"{words!r}: write PATH=VALUE, such as date.value=2022-05-03", param_hint="--field"
        )
    return path.strip(), parsed(value)


def _read_json(file: str) -> Any:
    try:
        raw = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        return json.loads(raw.decode("utf-8-sig"))
    except OSError as error:
        raise SourceError(f"{file}: cannot be read ({error.strerror})") from None
    except ValueError as error:
        raise SourceError(f"{file}: is not JSON in UTF-8 ({error})") from None
