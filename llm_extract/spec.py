"""What a domain hands to the engine: record types, prompts, identity."""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
import sys
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, cast

from llm_extract.article import Article, Sentence
from llm_extract.errors import ConfigurationError
from llm_extract.finals import Format
from llm_extract.records import Record

_DEFAULT = "llm_extract.diplomacy:diplomacy"
"""By name, since the engine knows no domain."""

Tone = Literal["firm", "good", "wish", "doubt", "bad", "plain"]
"""How a value of an enum looks in a report, from the strongest yes to no, and neither."""

Records = Mapping[str, list[Record]]
"""The records of one article, by the plural name of their type."""


@dataclass(frozen=True)
class Prompt:
    """A text that the model reads, with the name (and so the version) of its file.

    Attributes:
        name: the file's name without its ending: `meetings-1`.
        text: what the model reads before every article.
        made_up: names that were made up for the example in it. An answer that holds one of
            them, where the article does not, copies the example and is asked again.
    """

    name: str
    text: str
    made_up: tuple[str, ...] = ()

    @property
    def digest(self) -> str:
        """SHA-256 of the text, in hexadecimal."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    @classmethod
    def read(cls, path: Path, *, made_up: tuple[str, ...] = ()) -> Prompt:
        """The prompt in a file; its name is the file's, without the ending."""
        try:
            return cls(path.stem, path.read_text(encoding="utf-8"), made_up)
        except OSError as error:
            raise ConfigurationError(
                f"{path}: the prompt cannot be read ({error.strerror}); "
                "name an existing text file in the spec"
            ) from None


def no_hint(_article: Article, _sentences: Sequence[Sentence]) -> str:
    """The default hint: nothing."""
    return ""


def no_identity(record: Record) -> Hashable:
    """Two records are the same only when all their words are."""
    return record.model_dump_json(exclude={"id"})


@dataclass(frozen=True)
class Scoring:
    """How a record type is held against the truth; patterns are paths without numbers.

    Attributes:
        actors: the fields of which a record must share one value with the gold record that
            it is to match: `participants[].name`, `parties`. Without any, shared evidence is
            enough.
        key_fields: a record with one of these wrong is a wrong record.
    """

    actors: tuple[str, ...]
    key_fields: tuple[str, ...]


@dataclass(frozen=True)
class RecordType:
    """One kind of record.

    Attributes:
        plural: the list's name in answers, exports and paths: `meetings`.
        model: the Pydantic model, made of field types.
        prompt: what asks for this kind; kinds that share a prompt are asked in one call.
        most: the longest list that one answer may hold; it stops a small model from
            repeating itself.
        hint: what our own code can tell the model about these sentences; a line or more
            that stand behind the article, as the prompt explains. Article text in it must
            be `prompting.defused`.
        identity: two records of an article with equal identity are one; also makes the id.
        scoring: how it is evaluated; None derives that from the field types.
        tones: value of an enum → how a report colours it; without, colours go by order.
    """

    plural: str
    model: type[Record]
    prompt: Prompt
    most: int = 12
    hint: Callable[[Article, Sequence[Sentence]], str] = no_hint
    identity: Callable[[Any], Hashable] = no_identity
    scoring: Scoring | None = None
    tones: Mapping[str, Tone] = field(default_factory=dict, hash=False)


def keep(article: Article, records: Records) -> None:
    """The default finish: leaves the records as they are."""


@dataclass(frozen=True)
class Spec:
    """A domain.

    Attributes:
        name: a word for listings and cassettes.
        record_types: what to extract, in the order of asking.
        finish: called once per article with all its records, to fill what no single
            answer can know, such as links between records. It changes them in place.
        formats: export formats of its own, by the name that `export --format` takes.
    """

    name: str
    record_types: Sequence[RecordType]
    finish: Callable[[Article, Records], None] = keep
    formats: Mapping[str, Format] = field(default_factory=dict, hash=False)

    @property
    def calls(self) -> list[tuple[Prompt, list[RecordType]]]:
        """The prompts in order, each with the record types that it asks for."""
        grouped: dict[Prompt, list[RecordType]] = {}
        for record_type in self.record_types:
            grouped.setdefault(record_type.prompt, []).append(record_type)
        return list(grouped.items())

    def record_type(self, plural: str) -> RecordType:
        """The record type with that plural name; KeyError if there is none."""
        return {kind.plural: kind for kind in self.record_types}[plural]


def default_spec() -> Spec:
    """The domain where none is named: the codebook's meetings and positions."""
    module, _, name = _DEFAULT.partition(":")
    made = getattr(importlib.import_module(module), name)()
    return cast("Spec", made)


def named_spec(reference: str | None) -> Spec:
    """The spec that a reference names, as `load_spec` has it; the default one without any."""
    return load_spec(reference) if reference else default_spec()


def load_spec(reference: str) -> Spec:
    """The spec that `file.py:name` refers to.

    Raises:
        ConfigurationError: the file is missing or fails, or holds no such spec.
    """
    file, colon, name = reference.rpartition(":")
    path = Path(file)
    if not colon or path.suffix != ".py":
        raise ConfigurationError(f"--spec {reference}: write it as FILE.py:NAME")
    found = importlib.util.spec_from_file_location(f"llm_extract_spec_{path.stem}", path)
    if not path.is_file() or found is None or found.loader is None:
        raise ConfigurationError(f"--spec {reference}: there is no file {path}")
    module = importlib.util.module_from_spec(found)
    sys.modules[found.name] = module  # Pydantic looks the file's names up here
    try:
        found.loader.exec_module(module)
    except Exception as error:
        raise ConfigurationError(
            f"--spec {reference}: {path} fails with {type(error).__name__}: {error}"
        ) from error
    spec = getattr(module, name, None)
    if not isinstance(spec, Spec):
        raise ConfigurationError(f"--spec {reference}: {path} has no Spec named {name!r}")
    return spec
