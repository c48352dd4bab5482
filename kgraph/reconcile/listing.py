"""What a service answered as an authority file: what is taken as entries, what somebody has to decide as comments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import yaml

from kgraph.model import Entity, Link
from kgraph.reconcile.findings import Finding, identifier
from kgraph.reconcile.protocol import Candidate


def listing(findings: Sequence[Finding], *, service: str, space: str) -> str:
    """The authority file of these findings in YAML (docs/entities.md); ``service`` says whose they are and of when.

    Of an entity that is to be decided, each candidate is one line in a comment: with the marks of the entry and of that line removed
    the entry counts, and with those of two lines the file is refused.
    """
    taken = [finding for finding in findings if finding.taken is not None]
    open_ = [finding for finding in findings if finding.is_open]
    unknown = [finding.entity.name for finding in findings if not finding.candidates]
    lines = [_comment(f"Answers of {service}: {len(taken)} taken, {len(open_)} to decide, {len(unknown)} unknown to it.")]
    for finding in taken:
        lines += ["", *_taken(finding, space)]
    if open_:
        lines += [
            "",
            _comment("To decide. If one line is right, remove the marks before it and before its entry. Otherwise leave it."),
        ]
    for finding in open_:
        lines += ["", *_to_decide(finding, space)]
    if unknown:
        lines += ["", _comment("Unknown to the service: " + "; ".join(unknown))]
    return "\n".join(lines) + "\n"


def _taken(finding: Finding, space: str) -> Iterator[str]:
    if finding.taken is not None:
        yield _comment(_description(finding.taken))
        yield from _entry(finding.entity)
        yield f"  {_identified(identifier(finding.taken, space))}"


def _to_decide(finding: Finding, space: str) -> Iterator[str]:
    entity = finding.entity
    aliases = f", also called {'; '.join(entity.aliases)}" if entity.aliases else ""
    yield _comment(f"{entity.id}{aliases}: {finding.why}.")
    yield from (f"# {line}" for line in _entry(entity))
    for candidate in finding.candidates:
        yield f"#   {_identified(identifier(candidate, space))}  {_comment(_description(candidate))}"


def _entry(entity: Entity) -> Iterator[str]:
    """The lines of an authority entry without its identifier."""
    told = {"name": entity.name, "type": entity.type, "country": entity.country}
    for number, (key, value) in enumerate((key, value) for key, value in told.items() if value):
        yield f"{'  ' if number else '- '}{key}: {_scalar(value)}"


def _identified(link: Link) -> str:
    if link.authority == "wikidata":
        return f"wikidata: {link.iri.rpartition('/')[2]}"
    return f"same_as: [{_scalar(link.iri, quoted=True)}]"


def _description(candidate: Candidate) -> str:
    types = ", ".join(kind.name or kind.id for kind in candidate.types)
    told = "; ".join(part for part in (candidate.description, types) if part)
    certain = ", marked as the match" if candidate.match else ""
    return f"{candidate.name or candidate.id}{f' ({told})' if told else ''}, score {candidate.score:g}{certain}"


def _scalar(value: str, *, quoted: bool = False) -> str:
    """A value as YAML writes it on one line."""
    style, line = '"' if quoted else None, " ".join(value.split())
    text: str = yaml.dump(line, Dumper=yaml.CSafeDumper, allow_unicode=True, default_style=style, width=10**6)
    return text.removesuffix("\n").removesuffix("\n...")


def _comment(words: str) -> str:
    """A comment on one line, whatever line breaks and control characters a service puts into its words."""
    return "# " + "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in " ".join(words.split()))
