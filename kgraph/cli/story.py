"""`kgraph story`."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from kgraph.cli.options import Commands, add_at_least, add_command, add_directory, named_path
from kgraph.cli.output import OK
from kgraph.errors import UnknownEntity
from kgraph.model import SHOWN_CONFIDENCE
from kgraph.outgoing import counted, one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kgraph.rdf.view import View
    from kgraph.stories import Story

_LISTED = 30
FORMATS = ("markdown", "html", "json")


def add_story(commands: Commands) -> None:
    parser = add_command(
        commands,
        "story",
        "list the stories of a build by size, or write one as a timeline to read or to print (docs/stories.md)",
        _story,
    )
    parser.add_argument("name", nargs="?", default="", help="words of a story's title, its short name or its number in the list")
    add_directory(parser)
    parser.add_argument("--format", choices=FORMATS, help="default: that of the file's name, else markdown")
    parser.add_argument("--actor", default="", metavar="NAME", help="show only what concerns this person, body or place")
    parser.add_argument("-o", "--output", type=named_path, metavar="FILE", help="the file to write to (default: stdout)")
    parser.add_argument(
        "--claim",
        action="store_true",
        help="instead of a story, show who said, repeated, changed or denied the events that NAME names, or takes part in, and when",
    )
    parser.add_argument(
        "--limit", type=int, default=_LISTED, metavar="N", help=f"list so many stories (default: {_LISTED}; 0 for all)"
    )
    add_at_least(parser, f"show events with this confidence (default: {SHOWN_CONFIDENCE}; 0 for all)")


def _story(options: argparse.Namespace) -> int:
    from kgraph.build.shown import quick_view
    from kgraph.stories import stories

    if options.claim and not options.name:
        raise UnknownEntity("--claim needs a NAME: words of an event, or who takes part in it")
    view = quick_view(options.directory)
    if options.claim:
        _claims(view, options)
        return OK
    found = stories(view)
    if options.name:
        _write(_chosen(found, options.name), view, options)
    else:
        _list(found[: options.limit or None], view)
    return OK


def _claims(view: View, options: argparse.Namespace) -> None:
    """Prints the claims that a name is about. Raises UnknownEntity."""
    from kgraph.stories.claims import claims_about
    from kgraph.stories.render import claims_as_markdown

    least = SHOWN_CONFIDENCE if options.at_least is None else options.at_least
    found = claims_about(options.name, view.at_least(least))
    if not found:
        raise UnknownEntity(f"no event is called {options.name!r}, and nobody of that name takes part in one")
    print(claims_as_markdown(found[: options.limit or None], view), end="")


def _list(found: Sequence[Story], view: View) -> None:
    for number, story in enumerate(found, 1):
        days = f"{story.begin}..{story.end}" if story.begin else "undated"
        size = f"{counted(len(story.articles), 'article')}, {counted(story.origins, 'origin')}"
        actors = ", ".join(view.actors[iri].name for iri in story.actors[:3])
        print("\t".join(map(one_line, (str(number), size, days, story.title, actors))))


def _chosen(found: Sequence[Story], name: str) -> Story:
    """The story that a number, a short name or words of a title name; of several the largest. Raises UnknownEntity."""
    if name.isdecimal() and 0 < int(name) <= len(found):
        return found[int(name) - 1]
    if not found:
        raise UnknownEntity("there are no stories here: no two articles are alike enough")
    words = name.casefold().split()
    for story in found:
        if story.slug == name or all(word in story.title.casefold() for word in words):
            return story
    raise UnknownEntity(f"no story of {len(found):,} is called {name!r}; kgraph story --limit 0 lists them")


def _write(story: Story, view: View, options: argparse.Namespace) -> None:
    from kgraph.disk import write_whole
    from kgraph.stories import told
    from kgraph.stories.render import as_html, as_json, as_markdown

    least = SHOWN_CONFIDENCE if options.at_least is None else options.at_least
    actor = _actor(story, options.actor, view) if options.actor else ""
    render = {"markdown": as_markdown, "html": as_html, "json": as_json}[options.format or _format_of(options.output)]
    text = render(told(story, view, actor=actor, at_least=least))
    if options.output is None or str(options.output) == "-":
        print(text, end="")
    else:
        write_whole(options.output, text.encode())


def _format_of(path: Path | None) -> str:
    suffix = path.suffix.lower() if path is not None else ""
    return {".html": "html", ".htm": "html", ".json": "json"}.get(suffix, "markdown")


def _actor(story: Story, name: str, view: View) -> str:
    """The actor of a story with this name or alias, the one that says most of the story. Raises UnknownEntity."""
    inside = {entity for article in story.articles for _, _, entity in view.sources[article].mentions}
    wanted = name.casefold()
    for iri in (*story.actors, *sorted(inside)):
        actor = view.actors.get(iri)
        if actor is not None and wanted in {word.casefold() for word in (actor.name, *actor.aliases)}:
            return iri
    raise UnknownEntity(f"the story {story.title!r} mentions nobody called {name!r}")
