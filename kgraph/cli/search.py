"""`kgraph search`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from kgraph.cli.options import Commands, add_at_least, add_command, add_directory
from kgraph.cli.output import OK, say, write_json
from kgraph.model import SHOWN_CONFIDENCE
from kgraph.outgoing import counted, printable

if TYPE_CHECKING:
    from kgraph.ask.marks import Mark
    from kgraph.ask.search import ArticleHit, EntityHit, EventHit, Found, Hits

_FACTUALITIES = ("happened", "did-not-happen", "disputed", "planned", "wanted", "possible", "conditional")
_MOST = 500
_GROUPS = ("events", "entities", "articles")
_COLUMNS = ("group", "found", "type", "factuality", "day", "text", "article", "iri")
Painter = Callable[[str, "Iterable[Mark]"], str]
_EXAMPLES = """\
examples:
  kgraph search flood dam                            all the words, in any of their forms
  kgraph search '"prime minister" elect* -football'  a phrase, the beginning of a word, and what must not be there
  kgraph search strike --type Protest --from 2024-03 --to 2024-05 --factuality planned
  kgraph search berg --kind entities --format csv
"""


def add_search(commands: Commands) -> None:
    parser = add_command(commands, "search", "search the events, entities and articles of a build for words", _search)
    parser.epilog, parser.formatter_class = _EXAMPLES, argparse.RawDescriptionHelpFormatter
    parser.add_argument("words", nargs="+", metavar="WORDS", help='words, "a phrase", beginning*, -without (docs/search.md)')
    add_directory(parser)
    parser.add_argument(
        "--kind", action="append", choices=_GROUPS, default=[], help="search only these; repeat it for more (default: all)"
    )
    parser.add_argument(
        "--type", action="append", default=[], help="events or entities of this type or a subtype; repeat it for more types"
    )
    parser.add_argument("--from", dest="since", type=_day, metavar="DAY", help="from this day, month or year on (2024-03-12)")
    parser.add_argument("--to", dest="until", type=_day, metavar="DAY", help="up to this day, month or year")
    parser.add_argument(
        "--factuality", action="append", choices=_FACTUALITIES, default=[], help="events of this factuality; repeat it for more"
    )
    add_at_least(parser, f"search events with this confidence (default: {SHOWN_CONFIDENCE}; 0 for all)")
    parser.add_argument("--limit", type=_limit, default=10, metavar="N", help="show at most so many of each kind (default: 10)")
    parser.add_argument("--format", choices=["table", "json", "csv", "markdown"], default="table", help="default: table")


def _search(options: argparse.Namespace) -> int:
    import msgspec

    from kgraph.ask.search import SearchQuestion, search
    from kgraph.build.indexed import open_index

    asked = SearchQuestion(
        words=" ".join(options.words),
        group=tuple(options.kind),
        type=tuple(options.type),
        factuality=tuple(options.factuality),
        since=options.since or "",
        until=options.until or "",
        at_least=SHOWN_CONFIDENCE if options.at_least is None else options.at_least,
        limit=options.limit,
    )
    with open_index(options.directory) as index:
        found = search(index, asked)
    if options.format == "json":
        write_json(msgspec.json.encode(found).decode())
    else:
        print(_shown(found, options.format), end="")
    _say_more(found, sure_events=options.at_least is None and "events" in (options.kind or _GROUPS))
    return OK


def _shown(found: Found, form: str) -> str:
    if form == "table":
        return "".join(f"{line}\n" for line in _lines(found))
    from kgraph.rdf.query import QueryResult, render

    return render(QueryResult(_COLUMNS, tuple(_rows(found))), form)


def _say_more(found: Found, *, sure_events: bool) -> None:
    """Says of which kinds there is more than is shown; or that nothing was found, where only ``sure_events`` were looked at."""
    groups: dict[str, Hits[Any]] = dict(zip(_GROUPS, (found.events, found.entities, found.articles), strict=True))
    if not any(group.total for group in groups.values()):
        least = f"; of events, those with a confidence of {SHOWN_CONFIDENCE} and more were searched, --at-least 0 searches all"
        say(f"kgraph: nothing found{least if sure_events else ''}")
    more = [f"{'' if group.exact else 'at least '}{group.total:,} {name}" for name, group in groups.items() if group.cursor]
    if more:
        say(f"kgraph: there are more: {', '.join(more)}; --limit N shows up to N of each")


def _rows(found: Found) -> Iterator[tuple[str, ...]]:
    """A row of _COLUMNS for each of what was found."""
    for hit in found.events.items:
        event, cited = hit.event, [quote.citation for quote in hit.quotes] or [one for one in [hit.event.citation] if one]
        quote, article = (cited[0].quote, cited[0].article.iri) if cited else ("", "")
        yield "event", event.label, event.type, event.factuality, event.begin or event.end, quote, article, event.iri
    for one in found.entities.items:
        yield "entity", one.entity.name, one.entity.type, "", "", " | ".join(name.name for name in one.names), "", one.entity.iri
    for each in found.articles.items:
        text = " … ".join(passage.text for passage in each.passages)
        yield "article", each.article.headline, "", "", each.article.published, text, each.article.publisher, each.article.iri


def _lines(found: Found) -> Iterator[str]:
    """What was found as text for people, with the words that were looked for set off."""
    paint = _painter()
    groups: tuple[tuple[str, Hits[Any], Iterator[str]], ...] = (
        ("events", found.events, (line for hit in found.events.items for line in _event(hit, paint))),
        ("entities", found.entities, (line for one in found.entities.items for line in _entity(one, paint))),
        ("articles", found.articles, (line for each in found.articles.items for line in _article(each, paint))),
    )
    for title, group, shown in groups:
        if group.total:
            yield f"{title}: {'' if group.exact else 'at least '}{group.total:,}"
            yield from shown
            yield ""


def _painter() -> Painter:
    """What sets off the places that were found: in bold type on a terminal, not at all elsewhere."""
    bold = sys.stdout is not None and sys.stdout.isatty()
    return lambda text, marks: "".join(_painted(text, marks, bold=bold))


def _painted(text: str, marks: Iterable[Mark], *, bold: bool) -> Iterator[str]:
    last = 0
    for mark in marks:
        yield printable(text[last : mark.start])
        word = printable(text[mark.start : mark.end])
        yield f"\x1b[1m{word}\x1b[0m" if bold else word
        last = mark.end
    yield printable(text[last:])


def _event(hit: EventHit, paint: Painter) -> Iterator[str]:
    event = hit.event
    yield f"  {event.begin or event.end or 'undated'}  {paint(event.label, hit.marks)}  [{event.type}, {event.factuality}]"
    for quote in hit.quotes:
        article = quote.citation.article
        where = ", ".join(part for part in (article.publisher, article.published[:10], article.headline) if part)
        yield f"      {paint(quote.citation.quote, quote.marks)}"
        yield f"      -- {printable(where)}"


def _entity(hit: EntityHit, paint: Painter) -> Iterator[str]:
    names = ", ".join(paint(name.name, name.marks) for name in hit.names)
    yield f"  {printable(hit.entity.name)}  [{hit.entity.type}, {counted(hit.entity.events, 'event')}]: {names}"


def _article(hit: ArticleHit, paint: Painter) -> Iterator[str]:
    article = hit.article
    where = ", ".join(part for part in (article.publisher, article.published[:10]) if part)
    yield f"  {paint(article.headline, hit.marks) or article.iri}{f'  [{printable(where)}]' if where else ''}"
    for passage in hit.passages:
        yield f"      {paint(passage.text, passage.marks)}"


def _day(given: str) -> str:
    try:
        date.fromisoformat(f"{given}-01-01"[:10] if len(given) in (4, 7) else given)
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"{given!r} is not a day, a month or a year; write 2024-03-12, 2024-03 or 2024"
        ) from None
    return given


def _limit(given: str) -> int:
    if not given.isdecimal() or not 1 <= int(given) <= _MOST:
        raise argparse.ArgumentTypeError(f"{given!r} is not a number from 1 to {_MOST}")
    return int(given)
