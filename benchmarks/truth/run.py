"""Draws claims to be judged, joins what judges wrote, and scores the program of today against all verdicts (docs/truth.md)."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path

from benchmarks.judging import command, lines
from benchmarks.judging.command import Commands
from benchmarks.judging.intervals import share
from benchmarks.judging.sheets import write_sheets
from benchmarks.truth import concordance, entities, events, facts, score
from benchmarks.truth.claims import ENTITY, FACT, KINDS, MERGED, REPORT_KINDS, SHOWN
from benchmarks.truth.corpus import Corpus, Page
from benchmarks.truth.draw import Candidate, Drawn, Rules, candidates, draw, on_sheets, read_draw
from benchmarks.truth.foreign import imported
from benchmarks.truth.join import join
from benchmarks.truth.sheets import drawn_item, item_text, sheet
from benchmarks.truth.verdicts import STORE, Verdict, agreement, deciding, read_store
from kgraph.lexicon import shipped_lexicon
from kgraph.model import LEAST_CONFIDENCE

_HELD_OUT: Mapping[str, tuple[bool, ...]] = {"no": (False,), "only": (True,), "any": (False, True)}
"""Which articles are drawn from: those that are held out or not."""


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit status: 1 where judges' files break the rules."""
    return command.main(_parser(), arguments)


def _draw(options: argparse.Namespace) -> int:
    """Draws, and writes the draw's file and its sheets."""
    verdicts, earlier = read_store(options.store), _items(options.earlier)
    rules = _rules(options, verdicts, earlier)
    corpus = _corpus(options)
    excluded = _excluded(options.exclude)
    wanted = _wanted(options.held_out, excluded, {v.article for v in verdicts} if options.fresh_articles else frozenset())
    pages = {page.id: page.at_least(options.at_least) for page in corpus.pages()}
    chosen = {key: page for key, page in pages.items() if wanted(page)}
    items = _drawn(options, rules, corpus, pages, chosen)
    items = items if FACT in rules.numbers else on_sheets(items, options.first_sheet)  # of facts, each article is a sheet
    lines.written(items, options.out / f"draw-{options.name}.jsonl")
    written = _sheets(items, pages, options.out / "sheets")
    print(f"{len(items)} items on {len(written)} files in {options.out / 'sheets'}")
    print(", ".join(f"{kind} {number}" for kind, number in sorted(Counter(item.kind for item in items).items())))
    return 0


def _drawn(
    options: argparse.Namespace, rules: Rules, corpus: Corpus, pages: Mapping[str, Page], chosen: Mapping[str, Page]
) -> list[Drawn]:
    """The items of whichever kinds were asked for. Kinds of reports share a draw; each other kind has a draw of its own."""
    name = options.name
    if FACT in rules.numbers:
        return list(facts.fact_items(facts.draw_articles(chosen.values(), rules), name, options.first_sheet))
    if ENTITY in rules.numbers:
        found = (extraction for extraction in corpus.extractions() if extraction.article.id in chosen)
        drawn = entities.draw_entities(corpus.resolution(), pages, found, rules)
    elif kind := next((kind for kind in (SHOWN, MERGED) if kind in rules.numbers), ""):
        pool = events.event_candidates(corpus.resolution(), pages, kind)
        drawn = events.draw_events([one for one in pool if one.page.id in chosen], rules)
    else:
        drawn = draw(candidates(chosen.values()), rules)
    return [drawn_item(candidate, name, shipped_lexicon()) for candidate in drawn]


def _sheets(items: Sequence[Drawn], pages: Mapping[str, Page], folder: Path) -> list[Path]:
    kind = items[0].kind if items else ""
    if kind == FACT:
        return facts.write_forms(items, pages, folder, shipped_lexicon())
    if kind == ENTITY:
        shown = partial(entities.entity_text, pages=pages)
    elif kind in (SHOWN, MERGED):
        shown = partial(events.event_text, pages=pages, lexicon=shipped_lexicon())
    else:
        shown = partial(item_text, pages=pages, lexicon=shipped_lexicon())
    return write_sheets(items, folder, partial(sheet, shown=shown))


def _join(options: argparse.Namespace) -> int:
    """Keeps the verdicts of judges' files, and says how many and how far judges agree."""
    kept = read_store(options.store)
    items = _items(options.draw)
    found = join(items, options.answers, options.day, kept)
    lines.keep(found, options.store, lambda verdict: verdict.draw)
    print(f"{len(found)} verdicts kept")
    claims, others = _parted(found)
    if claims:
        print(score.shares(claims, lambda verdict: verdict.kind))
    if others:
        print(score.tally(others))
    print(_agreement([*kept, *found]))
    return 0


def _score(options: argparse.Namespace) -> int:
    """Scores, writes the run where asked for, and compares it with another."""
    verdicts = [verdict for verdict in read_store(options.store) if _is_scored(verdict, options)]
    found = score.standings(verdicts, score.judged_pages(_corpus(options), verdicts))
    print(score.report(found, entries=options.entries))
    if others := _parted(deciding(verdicts).values())[1]:
        print(f"\n## As judged: events, entities and facts\n\n{score.tally(others)}")
    print(f"\n{_agreement(verdicts)}")
    command.compared(options, score.score(found), score.Score, score.compare)
    if options.open is not None:
        _write_open(score.to_judge(found), options)
    return 0


def _parted(verdicts: Iterable[Verdict]) -> tuple[list[Verdict], list[Verdict]]:
    """Verdicts on claims, and those on events, entities and facts, which have words of their own."""
    every = list(verdicts)
    return [one for one in every if one.kind in REPORT_KINDS], [one for one in every if one.kind not in REPORT_KINDS]


def _is_scored(verdict: Verdict, options: argparse.Namespace) -> bool:
    if options.only and verdict.draw not in options.only:
        return False
    return not options.type or not options.type.isdisjoint({verdict.claim.type, *shipped_lexicon().ancestors(verdict.claim.type)})


def _write_open(found: Sequence[Candidate], options: argparse.Namespace) -> None:
    """A draw of all claims that are made differently than they were judged."""
    items = on_sheets([drawn_item(one, options.name, shipped_lexicon()) for one in found], options.first_sheet)
    lines.written(items, options.open / f"draw-{options.name}.jsonl")
    _sheets(items, {one.page.id: one.page for one in found}, options.open / "sheets")
    print(f"\n{len(items)} claims to judge anew in {options.open}")


def _concordance(options: argparse.Namespace) -> int:
    """Lists or draws the hits of an entry or of all."""
    pages = {page.id: page for page in _corpus(options).pages()}
    pool = list(candidates(page for page in pages.values() if _fits(page, options.held_out)))
    if options.all_entries:
        found = concordance.all_hits(pool, options.seed, options.number)
    else:
        found = concordance.hits(pool, concordance.entry(options.entry), options.seed, options.number)
    if options.sheets is None:
        print("\n".join(concordance.hit_text(one, shipped_lexicon()) for one in found))
        return 0
    judged = {(verdict.article, verdict.claim) for verdict in read_store(options.store)}
    fresh = [one for one in found if (one.page.id, one.made.claim) not in judged]
    items = on_sheets([drawn_item(one, options.name, shipped_lexicon()) for one in fresh], options.first_sheet)
    lines.written(items, options.sheets / f"draw-{options.name}.jsonl")
    written = _sheets(items, pages, options.sheets / "sheets")
    print(f"{len(items)} hits on {len(written)} sheets in {options.sheets / 'sheets'}; {len(found) - len(fresh)} more are judged")
    return 0


def _seen(options: argparse.Namespace) -> int:
    """Prints how often each entry was right."""
    print("\n".join(concordance.seen_lines(concordance.seen(read_store(options.store)))))
    return 0


def _import(options: argparse.Namespace) -> int:
    """Keeps verdicts that were written elsewhere."""
    verdicts = imported(options.file, _corpus(options), options.day, options.name)
    lines.written(verdicts, options.store / f"{options.name}.jsonl", mode="ab")
    print(f"{len(verdicts)} verdicts kept")
    return 0


def _agreement(verdicts: Iterable[Verdict]) -> str:
    found = agreement(verdicts)
    if not found.claims:
        return "No claim has two readings."
    return (
        f"Two readings of {found.claims} claims agree on usable in {share(found.usable, found.claims)}, kappa {found.usable_kappa:.2f}; "
        f"on the exact verdict in {share(found.exact, found.claims)}, kappa {found.exact_kappa:.2f}."
    )


def _rules(options: argparse.Namespace, verdicts: Sequence[Verdict], earlier: Sequence[Drawn]) -> Rules:
    before = Counter(item.article for item in earlier)
    judged = {verdict.key for verdict in verdicts} | {item.key for item in earlier}
    return Rules(options.seed, options.kinds, options.per_article, options.in_all, before, judged)


def _wanted(held_out: str, excluded: frozenset[str], spent: Iterable[str]) -> Callable[[Page], bool]:
    """Tells which articles may be drawn from."""
    spent = frozenset(spent)
    return lambda page: (
        _fits(page, held_out) and page.id not in spent and excluded.isdisjoint((page.id, page.file, page.record or page.file))
    )


def _fits(page: Page, held_out: str) -> bool:
    return page.is_held_out in _HELD_OUT[held_out]


def _excluded(paths: Iterable[Path]) -> frozenset[str]:
    """Ids, files or records of articles, one a line."""
    return frozenset(line.strip() for path in paths for line in path.read_text("utf-8").splitlines() if line.strip())


def _items(paths: Iterable[Path]) -> list[Drawn]:
    return [item for path in paths for item in read_draw(path)]


def _corpus(options: argparse.Namespace) -> Corpus:
    options.cache.mkdir(parents=True, exist_ok=True)
    return Corpus(tuple(options.sources), options.cache, options.processes)


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split(","))


def _parser() -> argparse.ArgumentParser:
    return command.parser("truth", __doc__, (_add_draw, _add_join, _add_score, _add_concordance, _add_seen, _add_import))


def _command(commands: Commands, name: str, run: Callable[[argparse.Namespace], int]) -> argparse.ArgumentParser:
    parser = command.command(commands, name, run)
    command.add_store(parser, STORE)
    return parser


def _add_articles(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("sources", nargs="+", type=Path, metavar="PATH", help="files or folders of articles")
    parser.add_argument("--cache", type=Path, required=True, metavar="DIR", help="where extractions are kept; may be deleted")
    parser.add_argument("--processes", type=int, default=1, metavar="N")


def _add_draw(commands: Commands) -> None:
    parser = _command(commands, "draw", _draw)
    _add_articles(parser)
    command.add_sheets(parser, command.today())
    command.add_draw(parser, KINDS)
    parser.add_argument("--per-article", type=int, default=2, metavar="N", help="at most so many of one article (default: 2)")
    parser.add_argument(
        "--in-all", type=int, default=1_000_000, metavar="N", help="at most so many together with the earlier draws"
    )
    parser.add_argument(
        "--exclude", type=Path, action="append", default=[], metavar="FILE", help="articles to leave out, one a line"
    )
    parser.add_argument(
        "--held-out", choices=tuple(_HELD_OUT), default="no", help="draw from the articles kept aside (default: no)"
    )
    parser.add_argument(
        "--at-least",
        type=float,
        default=LEAST_CONFIDENCE,
        metavar="P",
        help="draw from the claims with this confidence (default: those that come into a graph; 0 for all, which is best for training)",
    )
    parser.add_argument("--fresh-articles", action="store_true", help="draw from no article of which anything was judged")


def _add_join(commands: Commands) -> None:
    parser = _command(commands, "join", _join)
    command.add_join(parser)


def _add_score(commands: Commands) -> None:
    parser = _command(commands, "score", _score)
    _add_articles(parser)
    command.add_sheets(parser, f"open-{command.today()}")
    command.add_score(parser)
    parser.add_argument(
        "--type", type=_names, metavar="TYPE,...", help="score the verdicts of these event types and of those below them"
    )
    parser.add_argument("--entries", type=int, default=30, metavar="N", help="how many entries to list (default: 30)")
    parser.add_argument("--open", type=Path, metavar="DIR", help="write what is to be judged anew here, as a draw with sheets")


def _add_concordance(commands: Commands) -> None:
    parser = _command(commands, "concordance", _concordance)
    _add_articles(parser)
    command.add_sheets(parser, f"concordance-{command.today()}")
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--entry", metavar="TYPE[:POS[:LEMMA]]", help="an event type, or one of its entries: Blame:verb:blame")
    which.add_argument("--all-entries", action="store_true", help="every entry that fires")
    parser.add_argument("--number", type=int, default=10, metavar="N", help="at most so many hits of an entry (default: 10)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--held-out", choices=tuple(_HELD_OUT), default="no", help="look in the articles kept aside (default: no)"
    )
    parser.add_argument("--sheets", type=Path, metavar="DIR", help="write sheets for judges here, of what is not judged yet")


def _add_seen(commands: Commands) -> None:
    _command(commands, "seen", _seen)


def _add_import(commands: Commands) -> None:
    parser = _command(commands, "import", _import)
    parser.add_argument("file", type=Path, help="verdicts as JSON Lines, participants as objects")
    _add_articles(parser)
    parser.add_argument("--name", required=True, help="what their draw is called")
    parser.add_argument("--day", required=True, help="when they were judged")


if __name__ == "__main__":
    sys.exit(main())
