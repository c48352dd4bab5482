"""The command line: the only module that prints or exits. Results go to stdout, progress and messages to stderr."""

from __future__ import annotations

import argparse
import atexit
import gc
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from kgraph import __version__
from kgraph.errors import (
    FileError,
    KGraphError,
    KGraphWarning,
    NoArticles,
    QueryError,
    SettingsError,
    UnknownEntity,
    shown,
    summary,
    trace,
)
from kgraph.outgoing import escaped_json, json_text, one_line, printable
from kgraph.settings import Settings, read_settings

if TYPE_CHECKING:
    from kgraph.build import BuildResult, Progress
    from kgraph.lexicon import Lexicon
    from kgraph.model import Entity, Extraction
    from kgraph.reconcile import Reconciliation

OK, FAILED, USAGE = 0, 1, 2
_Item = TypeVar("_Item")
EXPORTS = ("nquads", "trig", "turtle", "jsonld", "csv", "parquet", "neo4j", "cytoscape", "graphml", "gexf")
_PARTS = ("files", "networks", "page")
_DIRECTORY = Path("output")


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit status: 0 when all went well, 1 when some articles failed and the rest was done, 2 when nothing could be done."""
    _show_everything()
    options = _parser().parse_args(arguments)
    atexit.register(gc.freeze)  # else Python ends with a search for garbage: a quarter of a second in what a large build has made
    try:
        status = int(options.run(options))
        if sys.stdout is not None:
            sys.stdout.flush()  # here, where it is told that a disk is full
        return status
    except BrokenPipeError:  # the reader of our output has seen enough
        _let_go_of_output()
        return OK
    except KeyboardInterrupt:
        _say("kgraph: interrupted; finished work is kept")
        return 130
    except Exception as error:  # noqa: BLE001 - whatever it is, the user is told in a line, and the status is not that of a few bad articles
        return _failed(error, debug=options.debug)


def _failed(error: Exception, *, debug: bool) -> int:
    """Says what stopped the program."""
    if isinstance(error, KGraphError):
        for article in error.errors if isinstance(error, NoArticles) else ():
            _say_error(article, debug=debug)
        _say_error(error, debug=debug)
    elif isinstance(error, OSError):
        _say_error(FileError(error.strerror or str(error), str(error.filename or "")), debug=debug)
    else:
        _say(f"kgraph: internal error: {summary(error)} (run again with --debug for the traceback; please report it)")
    if debug and not (isinstance(error, KGraphError) and error.trace):
        _say(trace(error).rstrip())
    return USAGE


def _show_everything() -> None:
    """Has characters that the terminal's encoding lacks written as escapes, instead of ending with an error."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _let_go_of_output() -> None:
    """Points the standard output at nothing, as Python would complain when it ends that it cannot write what is left."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="kgraph", description="Turns news articles into a knowledge graph of entities and events: who did what to whom."
    )
    parser.add_argument("--version", action="version", version=f"kgraph {__version__}")
    _add_debug(parser, default=False)
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    for add in (
        _add_build,
        _add_status,
        _add_extract,
        _add_query,
        _add_entities,
        _add_explain,
        _add_reconcile,
        _add_analyse,
        _add_explore,
        _add_export,
        _add_lexicon,
    ):
        add(commands)
    return parser


def _command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], name: str, what: str, run: Callable[[argparse.Namespace], int]
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=what, description=what[0].upper() + what[1:] + ".")
    parser.set_defaults(run=run)
    _add_debug(parser, default=argparse.SUPPRESS)
    return parser


def _add_debug(parser: argparse.ArgumentParser, default: object) -> None:
    parser.add_argument("--debug", action="store_true", default=default, help="show tracebacks of errors, for a bug report")


def _add_sources(parser: argparse.ArgumentParser, default: str = "- (the default) is stdin") -> None:
    parser.add_argument("sources", nargs="*", default=["-"], metavar="PATH", help=f"files or folders; {default}")
    parser.add_argument("--settings", type=Path, metavar="FILE", help="a kgraph.toml (default: the one in the working folder)")
    parser.add_argument("--model", help="an installed spaCy English pipeline")
    parser.add_argument("--processes", type=int, metavar="N", help="how many processes extract at once (default: 1)")
    parser.add_argument("--max-characters", type=int, metavar="N", help="reject longer articles (default: 200000)")
    parser.add_argument(
        "--max-seconds",
        type=int,
        metavar="N",
        help="give up on an article after this many seconds of processor time (default: 120)",
    )
    parser.add_argument(
        "--max-megabytes", type=int, metavar="N", help="the most memory for each process, in megabytes (default: 4000)"
    )
    parser.add_argument(
        "--lexicon",
        action="append",
        metavar="FOLDER",
        help="a folder of event types to add to kgraph's own; repeat it for more folders, the last one takes precedence (docs/lexicon.md)",
    )


def _add_directory(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("-d", "--directory", type=_named, default=_DIRECTORY, metavar="DIR", help="a build (default: output)")


def _named(given: str) -> Path:
    """A path that was given; an empty one, which would mean the working folder, is a mistake."""
    if not given:
        raise argparse.ArgumentTypeError("an empty name is not a file or folder")
    return Path(given)


def _add_build(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = _command(commands, "build", "build the graph, the networks and the page from articles", _build)
    _add_sources(parser)
    parser.add_argument(
        "-o", "--output", type=_named, default=_DIRECTORY, metavar="DIR", help="the folder to write to (default: output)"
    )
    parser.add_argument(
        "--only",
        action="append",
        choices=("graph", *_PARTS),
        help="update the graph and only this part; repeat it for more parts (graph: no other part)",
    )
    parser.add_argument(
        "--rebuild",
        dest="anew",
        action="store_true",
        help="rebuild the graph from nothing, which clears deleted articles out of the store's files",
    )
    parser.add_argument("--anew", action="store_true", help=argparse.SUPPRESS)  # the older name
    _add_knowledge(parser)


def _add_knowledge(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--base-iri", metavar="IRI", help="the beginning of every IRI")
    parser.add_argument(
        "--authority",
        action="append",
        metavar="FILE",
        help="a CSV or YAML file of known entities; repeat it for more files (docs/entities.md)",
    )
    parser.add_argument(
        "--no-shipped-authority",
        dest="shipped_authority",
        action="store_false",
        default=None,
        help="do not use kgraph's own authority file",
    )
    parser.add_argument(
        "--corrections",
        metavar="FILE",
        help="a file of corrections (default: corrections.yaml next to the articles or in the working folder; docs/entities.md)",
    )


def _build(options: argparse.Namespace) -> int:
    from kgraph.build import build

    settings = _with_corrections(_settings(options), options.sources)
    parts = [part for part in options.only if part != "graph"] if options.only else _PARTS
    with _progress() as progress:
        result = build(options.sources, options.output, settings, parts=parts, anew=options.anew, progress=progress)
    _report(result, options.output, debug=options.debug)
    return FAILED if result.errors else OK


def _with_corrections(settings: Settings, sources: Sequence[str]) -> Settings:
    from kgraph.build import corrections_beside

    found = corrections_beside(sources) if not settings.corrections else None
    if found is None:
        return settings
    _say(f"kgraph: using the corrections in {shown(str(found))}")
    return replace(settings, corrections=str(found))


def _report(result: BuildResult, out: Path, *, debug: bool) -> None:
    for error in result.errors:
        _say_error(error, debug=debug)
    for warning in result.warnings:
        _say_warning(warning)
    if result.errors:
        _say(f"kgraph: {len(result.errors)} of {result.articles + len(result.errors)} articles failed; the others are built")
    state = f"{result.extracted} extracted, {result.removed} removed"
    if result.unchanged:
        state = "nothing to do" if not result.healed else "nothing new"
    if result.healed:
        state += f", {result.healed} damaged file{'s' if result.healed > 1 else ''} restored"
    _say(
        f"kgraph: {result.articles} articles ({state}), {result.entities} entities, {result.events} events, "
        f"{result.quads} statements in {shown(str(out))}"
    )


def _add_status(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = _command(
        commands, "status", "show what has changed since the last build, without building (exit status 1 if it is stale)", _status
    )
    _add_sources(parser, "default: those of the last build")
    parser.set_defaults(sources=[])
    _add_directory(parser)
    _add_knowledge(parser)


def _status(options: argparse.Namespace) -> int:
    from kgraph.build import last_made
    from kgraph.build.status import status

    last = last_made(options.directory)
    sources = options.sources or (list(last.sources) if last else [])
    found = status(sources, options.directory, _with_corrections(_settings(options), sources))
    for error in found.errors:
        _say_error(error, debug=options.debug)
    for line in found.reasons or ("up to date",):
        print(printable(line))
    return FAILED if found.is_stale else OK


def _add_extract(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = _command(commands, "extract", "print what each article says, one JSON line per article", _extract)
    _add_sources(parser)
    parser.add_argument(
        "--format",
        choices=["extraction", "predictions"],
        default="extraction",
        help="everything, or the input of annotation scorers (default: extraction)",
    )
    parser.add_argument(
        "--coded", action="store_true", help="with predictions: only events with a PLOVER code, as event coders write them"
    )


def _extract(options: argparse.Namespace) -> int:
    import msgspec

    from kgraph.build import extract_each
    from kgraph.ingest import read
    from kgraph.lexicon import LexiconSource

    telling = _Telling(debug=options.debug)
    settings = _settings(options)
    articles = telling.passed(read(options.sources, max_characters=settings.max_characters))
    found = telling.counted(telling.passed(extract_each(articles, settings)))
    if options.format == "predictions":
        lexicon = LexiconSource.of(settings.lexicon).lexicon()
        _write_predictions(list(found), lexicon, coded=options.coded)
    else:
        for extraction in found:
            _write_json(escaped_json(msgspec.json.encode(extraction).decode()))
    return telling.status


def _write_predictions(found: Sequence[Extraction], lexicon: Lexicon, *, coded: bool) -> None:
    from kgraph.coding.predictions import coded_only, predictions
    from kgraph.resolve import resolve

    events = {ref: event.id for event in resolve(found, lexicon).events for ref in event.reports}
    for line in predictions(found, events, lexicon):
        _write_json(json_text(coded_only(line, lexicon) if coded else line))


def _write_json(line: str) -> None:
    """Writes a line at once, in UTF-8 whatever the terminal's encoding is, for that is what JSON is in."""
    if sys.stdout is not None:
        sys.stdout.buffer.write(line.encode() + b"\n")
        sys.stdout.buffer.flush()


class _Telling:
    """Says what went wrong as soon as it did, and keeps count for the exit status."""

    def __init__(self, *, debug: bool) -> None:
        self._debug = debug
        self._failed = self._passed = 0

    def passed(self, items: Iterable[_Item | KGraphError]) -> Iterator[_Item]:
        """What is neither an error nor a warning."""
        for item in items:
            if isinstance(item, KGraphWarning):
                _say_warning(item)
            elif isinstance(item, KGraphError):
                self._failed += 1
                _say_error(item, debug=self._debug)
            else:
                yield item

    def counted(self, items: Iterable[_Item]) -> Iterator[_Item]:
        """The same items, which are results."""
        for item in items:
            self._passed += 1
            yield item

    @property
    def status(self) -> int:
        """The exit status."""
        if self._failed == 0 and self._passed > 0:
            return OK
        return FAILED if self._passed else USAGE


def _add_query(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = _command(commands, "query", "answer a SPARQL query, from a file or as a string", _query)
    parser.add_argument("query", metavar="QUERY", help="a .rq file, the query itself, or - for stdin")
    _add_directory(parser)
    parser.add_argument(
        "--set", action="append", default=[], metavar="NAME=VALUE", help="set a parameter of the query; limit=0 lists everything"
    )
    parser.add_argument("--format", choices=["table", "csv", "tsv", "json", "markdown"], default="table", help="default: table")
    parser.add_argument("--timeout", type=float, metavar="SECONDS", help="give up after this time (default: never)")


def _query(options: argparse.Namespace) -> int:
    from kgraph.rdf.bounded import run_within
    from kgraph.rdf.query import render, run
    from kgraph.rdf.store import open_quads

    text, parameters, folder = _query_text(options.query), _parameters(options.set), options.directory / "store"
    limit = options.timeout
    table = run(open_quads(folder), text, parameters) if limit is None else run_within(limit, folder, text, parameters)
    print(render(table, options.format), end="")
    if table.limit is not None:
        _say(f"kgraph: the limit of {table.limit:,} was reached, so there may be more: --set limit=0 lists all")
    return OK


def _query_text(given: str) -> str:
    if given == "-":
        if sys.stdin is None:
            raise QueryError("the standard input is closed")
        return sys.stdin.read()
    if "{" in given:
        return given
    try:
        return Path(given).read_text("utf-8")
    except (OSError, ValueError) as error:
        raise QueryError(f"cannot be read: {error}", given) from None


def _parameters(given: Sequence[str]) -> dict[str, str]:
    values = {}
    for item in given:
        name, equals, value = item.partition("=")
        if not equals or not name:
            raise QueryError(f"--set {item!r}: write NAME=VALUE")
        values[name] = value
    return values


def _add_entities(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = _command(commands, "entities", "list the entities with their aliases and why they were merged", _entities)
    parser.add_argument("name", nargs="?", default="", help="list only entities with this text in their name or an alias")
    _add_directory(parser)
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
    from kgraph.rdf.query import Table, render
    from kgraph.resolve.entities import RULES
    from kgraph.resolve.explain import matching, totals

    if options.type and options.type not in entity_types():
        raise UnknownEntity(f"unknown type {options.type!r}; choose from {sorted(entity_types())}")
    found = matching(resolution(options.directory).entities, options.name, options.type, unnamed=options.all)
    if options.rules:
        table = Table(("rule", "chains", "meaning"), tuple((rule, str(n), RULES.get(rule, "")) for rule, n in totals(found)))
    else:
        table = Table(("id", "type", "mentions", "name", "aliases", "rules"), tuple(map(_entity_row, found)))
    if options.format == "lines":
        print("".join("\t".join(one_line(cell or "") for cell in row) + "\n" for row in table.rows), end="")
    else:
        print(render(table, options.format), end="")
    return OK


def _entity_row(entity: Entity) -> tuple[str, ...]:
    rules = ", ".join(sorted({merge.rule for merge in entity.evidence} - {"first"}))
    return (entity.id, entity.type, str(entity.mention_count), entity.name, "; ".join(entity.aliases), rules)


def _add_explain(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = _command(commands, "explain", "print why chains are one entity: the rules, the articles and the words", _explain)
    parser.add_argument("entity", metavar="ENTITY", help="the entity's id or a name")
    _add_directory(parser)


def _explain(options: argparse.Namespace) -> int:
    from kgraph.build import extractions, resolution
    from kgraph.coreference.chains import RULES as MENTION_RULES
    from kgraph.resolve.entities import RULES
    from kgraph.resolve.explain import explain, find_entities, render

    found = find_entities(resolution(options.directory).entities, options.entity)
    articles = {merge.chain.article for entity in found for merge in entity.evidence}
    read = list(extractions(options.directory, articles))
    print("\n".join(render(entity, explain(entity, read), RULES, MENTION_RULES) for entity in found), end="")
    return OK


def _add_reconcile(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    what = "ask a reconciliation service for the identifiers of a build's entities, and write its answers as an authority file"
    parser = _command(commands, "reconcile", what, _reconcile)
    _add_directory(parser)
    parser.add_argument(
        "--service", required=True, metavar="URL", help="a service of the W3C Reconciliation API (docs/entities.md)"
    )
    parser.add_argument(
        "-o", "--output", type=_named, default=Path("-"), metavar="FILE", help="a new .yaml file (default: stdout)"
    )
    parser.add_argument(
        "--type", action="append", metavar="TYPE", help="ask about entities of this type; repeat it for more types"
    )
    parser.add_argument(
        "--limit", type=int, metavar="N", help="ask about this many entities, the most mentioned first (default: all)"
    )
    parser.add_argument("--candidates", type=int, metavar="N", help="how many candidates to get for each (default: 5)")
    parser.add_argument(
        "--score",
        type=float,
        metavar="X",
        help="if the service is not certain, accept the best candidate with at least this score",
    )
    parser.add_argument(
        "--margin", type=float, metavar="X", help="with --score: accept it only if it leads by this much (default: by any amount)"
    )
    parser.add_argument(
        "--identifiers", metavar="IRI", help="the beginning of an identifier, before the id (default: as the service says)"
    )
    parser.add_argument("--types", type=Path, metavar="FILE", help="a YAML file of the service's names for kgraph's types")
    _add_network(parser)


def _add_network(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--cache", type=Path, metavar="FOLDER", help="where to keep answers (default: in the build)")
    parser.add_argument("--refresh", action="store_true", help="ask again about everything, ignoring kept answers")
    parser.add_argument("--interval", type=float, metavar="SECONDS", help="the time between two requests (default: 1)")
    parser.add_argument("--timeout", type=float, metavar="SECONDS", help="how long to wait for an answer (default: 30)")


def _reconcile(options: argparse.Namespace) -> int:
    from kgraph.disk import check_free, write_whole
    from kgraph.reconcile import Options, Threshold, is_exposed, reconcile

    if options.output.exists():  # "-" is a file only where somebody made one of that name
        raise KGraphError("exists already and may hold your decisions; name a new file", str(options.output))
    check_free(options.output)
    if is_exposed(options.service):
        _say(f"kgraph: warning: requests to {options.service} are not encrypted; use https if the service supports it")
    names = ("limit", "candidates", "identifiers", "types", "refresh", "interval", "timeout")
    given = {name: value for name in names if (value := getattr(options, name)) is not None}
    if options.margin is not None and options.score is None:
        raise SettingsError("--margin needs --score")
    threshold = Threshold(options.score, options.margin or 0.0) if options.score is not None else None
    wanted = Options(kinds=tuple(options.type or ()), threshold=threshold, **given)
    with _progress() as progress:
        found = reconcile(options.directory, options.service, wanted, cache=options.cache, progress=progress)
    if str(options.output) == "-":
        print(found.authority_file(), end="")
    else:
        write_whole(options.output, found.authority_file().encode())
    _say_reconciled(found)
    return OK


def _say_reconciled(found: Reconciliation) -> None:
    taken = sum(finding.taken is not None for finding in found.findings)
    open_ = sum(finding.is_open for finding in found.findings)
    _say(
        f"kgraph: {taken} of {len(found.findings)} entities identified by {found.manifest.name}, {open_} to decide, "
        f"{len(found.findings) - taken - open_} unknown to it; {found.requests} requests"
    )


def _add_analyse(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    _add_directory(_command(commands, "analyse", "write networks, measures, timeline, dyads and a report of a build", _analyse))


def _analyse(options: argparse.Namespace) -> int:
    from kgraph.build import make_again

    for path in make_again(options.directory, "networks"):
        print(path)
    return OK


def _add_explore(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    _add_directory(_command(commands, "explore", "write the page of a build, one HTML file, and print its path", _explore))


def _explore(options: argparse.Namespace) -> int:
    from kgraph.build import make_again

    print(*make_again(options.directory, "page"))
    return OK


def _add_export(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = _command(commands, "export", "write the graph of a build in another format (docs/export.md)", _export)
    _add_directory(parser)
    parser.add_argument("--format", choices=EXPORTS, default="trig", help="default: trig")
    parser.add_argument(
        "-o",
        "--output",
        type=_named,
        default=Path("-"),
        metavar="FILE",
        help="the file to write to (default: stdout); for neo4j, a folder",
    )


def _export(options: argparse.Namespace) -> int:
    from kgraph.disk import write_whole
    from kgraph.rdf.exchange import exported
    from kgraph.rdf.store import open_quads, reading

    folder = options.directory / "store"
    with reading(folder):
        files = exported(open_quads(folder), options.format)
    if len(files) > 1:
        _write_folder(files, options.output)
    elif str(options.output) == "-":
        sys.stdout.buffer.write(*files.values())
    else:
        write_whole(options.output, *files.values())
    return OK


def _write_folder(files: Mapping[str, bytes], folder: Path) -> None:
    if str(folder) == "-":
        raise KGraphError(f"this format has {len(files)} files; name a folder for them with -o")
    from kgraph.disk import check_free, write_whole

    for name in files:
        check_free(folder / name)
    for name, content in files.items():
        write_whole(folder / name, content)


def _add_lexicon(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser("lexicon", help="check or format event types of your own (docs/lexicon.md)")
    actions = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    check = _command(
        actions, "check", "report the faults in folders of event types (exit status 1 if there are any)", _check_lexicon
    )
    check.add_argument(
        "folders", nargs="*", metavar="FOLDER", help="folders as for --lexicon (default: kgraph's own event types)"
    )
    check.add_argument("--no-examples", action="store_true", help="do not try the sentences of the entries, which takes seconds")
    check.add_argument("--words", action="store_true", help="list each word of when and unless that no sentence needs")
    check.add_argument("--model", default=Settings().model, help="the spaCy English pipeline to try the sentences with")
    layout = _command(actions, "format", "format the files in folders of event types", _format_lexicon)
    layout.add_argument("folders", nargs="+", metavar="FOLDER")
    layout.add_argument("--check", action="store_true", help="write nothing; exit status 1 if a file would change")


def _check_lexicon(options: argparse.Namespace) -> int:
    from kgraph.lexicon.checker import check

    found = check(options.folders, model=None if options.no_examples else options.model, words=options.words)
    for fault in found.faults:
        print(fault)
    for note in found.notes:
        print(f"note: {note}")
    sentences = 0 if options.no_examples else found.sentences
    _say(f"kgraph: event types: {found.types}, sentences tried: {sentences}, faults: {len(found.faults)}")
    return FAILED if found.faults else OK


def _format_lexicon(options: argparse.Namespace) -> int:
    from kgraph.lexicon.layout import lay_out

    changed = [path for folder in options.folders for path in lay_out(Path(folder), write=not options.check)]
    for path in changed:
        print(path)
    return FAILED if changed and options.check else OK


def _settings(options: argparse.Namespace) -> Settings:
    path = options.settings
    if path is None and Path("kgraph.toml").is_file():
        path = Path("kgraph.toml")
    names = (
        "model",
        "processes",
        "max_characters",
        "max_seconds",
        "max_megabytes",
        "base_iri",
        "shipped_authority",
        "corrections",
    )
    given = {name: getattr(options, name, None) for name in names}
    lists = {name: tuple(value) for name in ("authority", "lexicon") if (value := getattr(options, name, None))}
    return read_settings(path, {**given, **lists})


@contextmanager
def _progress() -> Iterator[Progress]:
    """A progress line on stderr where that is a terminal; silence elsewhere."""
    if not sys.stderr.isatty():
        yield lambda *_: None
        return
    from rich.console import Console
    from rich.progress import Progress as Bar
    from rich.progress import SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("reading")

        def tell(stage: str, done: int, total: int | None) -> None:
            count = f" {done}" if done else ""
            bar.update(task, description=f"{stage}{count}{f' of {total}' if total else ''}")

        yield tell


def _say_error(error: KGraphError, *, debug: bool = False) -> None:
    _say(f"kgraph: error: {error} [{error.slug}]")
    if debug and error.trace:
        _say(error.trace.rstrip())


def _say_warning(warning: KGraphError) -> None:
    _say(f"kgraph: warning: {warning} [{warning.slug}]")


def _say(message: str) -> None:
    print(printable(message), file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
