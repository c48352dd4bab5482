"""`kgraph entities` and `kgraph explain`."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from kgraph.cli.options import Commands, add_at_least, add_command, add_directory
from kgraph.cli.output import OK, say
from kgraph.errors import UnknownEntity
from kgraph.model import SHOWN_NAME_CONFIDENCE
from kgraph.outgoing import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kgraph.model import Entity, Event, Resolution


def add_entities(commands: Commands) -> None:
    parser = add_command(commands, "entities", "list the entities with their aliases and why they were merged", _entities)
    parser.add_argument("name", nargs="?", default="", help="list only entities with this text in their name or an alias")
    add_directory(parser)
    add_at_least(parser, f"list entities with this confidence (default: {SHOWN_NAME_CONFIDENCE}; 0 for all)")
    parser.add_argument("--all", action="store_true", help="list unnamed entities as well")
    parser.add_argument("--type", default="", help="list only entities of this type or a subtype, such as Person or Organization")
    parser.add_argument("--rules", action="store_true", help="instead of entities, show how many chains each rule has merged")
    parser.add_argument(
        "--format",
        choices=["lines", "table", "csv", "json", "markdown"],
        default="lines",
        help="default: lines, separated by tabs",
    )


def _entities(options: argparse.Namespace) -> int:
    from kgraph.build import resolution
    from kgraph.lexicon import entity_types
    from kgraph.rdf.query import QueryResult, render
    from kgraph.resolve.entities import RULES
    from kgraph.resolve.explain import matching, totals

    if options.type and options.type not in entity_types():
        raise UnknownEntity(f"unknown type {options.type!r}; choose from {sorted(entity_types())}")
    known = matching(resolution(options.directory).entities, options.name, options.type, unnamed=options.all)
    least = SHOWN_NAME_CONFIDENCE if options.at_least is None else options.at_least
    found = [entity for entity in known if entity.confidence >= least]
    if len(found) < len(known):
        say(f"{len(known) - len(found)} of them less sure than {least}; --at-least 0 lists all")
    if options.rules:
        table = QueryResult(
            ("rule", "chains", "meaning"), tuple((rule, str(n), RULES.get(rule, "")) for rule, n in totals(found))
        )
    else:
        table = QueryResult(("id", "type", "mentions", "name", "aliases", "rules", "confidence"), tuple(map(_entity_row, found)))
    if options.format == "lines":
        print("".join("\t".join(one_line(cell or "") for cell in row) + "\n" for row in table.rows), end="")
    else:
        print(render(table, options.format), end="")
    return OK


def _entity_row(entity: Entity) -> tuple[str, ...]:
    rules = ", ".join(sorted({merge.rule for merge in entity.evidence} - {"first"}))
    told = (entity.id, entity.type, str(entity.mention_count), entity.name, "; ".join(entity.aliases), rules)
    return (*told, str(entity.confidence))


def add_explain(commands: Commands) -> None:
    parser = add_command(
        commands,
        "explain",
        "print why names are one entity, or reports one event: the rules, the articles and the words",
        _explain,
    )
    parser.add_argument("thing", metavar="ENTITY|EVENT", help="an entity's id or a name, or an event's id or label")
    add_directory(parser)


def _explain(options: argparse.Namespace) -> int:
    from kgraph.build import resolution
    from kgraph.resolve.explain import entities_called, find_entities
    from kgraph.resolve.explain_events import event_with_id, events_labelled

    found, thing = resolution(options.directory), options.thing
    events = event_with_id(found, thing)
    if not events and not entities_called(found.entities, thing):
        events = events_labelled(found, thing)
    if events:
        _explain_events(events, found, options)
    else:
        _explain_entities(find_entities(found.entities, thing), options)
    return OK


def _explain_entities(found: Sequence[Entity], options: argparse.Namespace) -> None:
    from kgraph.build import extractions
    from kgraph.coreference.chains import RULES as MENTION_RULES
    from kgraph.resolve.entities import RULES
    from kgraph.resolve.explain import explain, render

    articles = {merge.chain.article for entity in found for merge in entity.evidence}
    read = list(extractions(options.directory, articles))
    print("\n".join(render(entity, explain(entity, read), RULES, MENTION_RULES) for entity in found), end="")


def _explain_events(found: Sequence[Event], resolved: Resolution, options: argparse.Namespace) -> None:
    from kgraph.build import extractions
    from kgraph.resolve.explain_events import explain_event, render_event

    read = list(extractions(options.directory, {ref.article for event in found for ref in event.reports}))
    print("\n".join(render_event(event, explain_event(event, resolved.entities, read)) for event in found), end="")
