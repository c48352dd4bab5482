"""Watching: feeds that are new, changed, moved, broken and silent; folders; the graph that follows them; and alerts."""

from __future__ import annotations

import io
import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NoReturn

import msgspec
import pytest

from kgraph.build import extractions
from kgraph.cli import OK, USAGE, main
from kgraph.clock import Clock, retry_after
from kgraph.errors import (
    AlertError,
    FeedError,
    FeedMoved,
    FeedSilent,
    KGraphError,
    LostState,
    NotEnglish,
    NotOurs,
    QueryError,
    StoreError,
)
from kgraph.ingest import formats, read_again
from kgraph.ingest.content import Content, Kind, Reading
from kgraph.ingest.seen import Files, SeenFile
from kgraph.model import Article
from kgraph.rdf.query import QueryResult
from kgraph.settings import Settings
from kgraph.watch import FETCHED, Outlet, Updated, Watch, Watched, Wishes, read_queries
from kgraph.watch.alerts import Alert, Query, alert_of, digests
from kgraph.watch.archive import EARLIER, Archive
from kgraph.watch.connection import Answer
from kgraph.watch.feeds import listed, read_feed
from kgraph.watch.folders import Folders
from kgraph.watch.health import arrived, is_silent, succeeded
from kgraph.watch.loop import _alone
from kgraph.watch.manners import rules
from kgraph.watch.polling import Look, Looked
from kgraph.watch.state import NAME, FeedState, State
from kgraph.watch.web import Web
from tests.news_server import Reply, Site, item, page, rss, serving

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
QUARTER = timedelta(minutes=15)
QUICK = msgspec.structs.replace(rules().manners, pause=0.0, read=2.0, total=5.0)
MEETINGS = "SELECT DISTINCT ?who WHERE { ?event kg:reportedBy ?report ; (kg:agent|kg:patient|kg:addressee)/rdfs:label ?who }"


class Desk:
    """Somebody who watches the feed of a site, with a clock that only moves when it is told to, and who notes what is told."""

    def __init__(self, site: Site, folder: Path) -> None:
        self.site, self.time, self.state = site, NOON, State()
        self.archive = Archive(folder / FETCHED)
        self.told: list[KGraphError | str] = []
        clock = Clock(lambda: self.time, self.sleep)
        self.web = Web(QUICK, allow_private=True, clock=clock)
        self.clock = clock

    def sleep(self, seconds: float) -> None:
        self.time += timedelta(seconds=seconds)

    def look(self, after: timedelta = QUARTER, *feeds: str) -> Looked:
        """What comes of a look, some time after the last one."""
        self.time += after
        look = Look(self.web, self.archive, self.state, self.clock, QUARTER, self.told.append)
        return look.at(feeds or (f"{self.site.address}/feed",), self.time + QUARTER)

    def pages(self) -> list[str]:
        """The paths of the pages that are kept."""
        return [found.address.removeprefix(self.site.address) for found in self.archive.pages()]

    def news(self) -> list[type]:
        """The kinds of what was told since this was last asked."""
        kinds = [type(one) for one in self.told]
        self.told.clear()
        return kinds


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with serving(a=Reply(page("A")), b=Reply(page("B")), c=Reply(page("C"))) as site:
        site.feed(item(f"{site.address}/a"), item(f"{site.address}/b"))
        yield Desk(site, tmp_path)


# Feeds


def test_new_articles_are_fetched_once(desk: Desk) -> None:
    assert desk.look() == Looked(feeds=1, new=2)
    assert desk.look() == Looked(feeds=1)
    desk.site.feed(item(f"{desk.site.address}/c"), item(f"{desk.site.address}/a"))
    assert desk.look() == Looked(feeds=1, new=1)
    assert desk.pages() == ["/a", "/b", "/c"]
    assert [path for path in desk.site.paths() if path != "/feed"] == ["/a", "/b", "/c"]


def test_a_feed_that_has_not_changed_is_not_sent_again(desk: Desk) -> None:
    desk.site.feed(item(f"{desk.site.address}/a"), **{"ETag": '"1"', "Last-Modified": "Mon, 02 Mar 2026 08:00:00 GMT"})
    desk.look()
    assert desk.look() == Looked(feeds=1)
    last = desk.site.requests[-1].headers
    assert (last["If-None-Match"], last["If-Modified-Since"]) == ('"1"', "Mon, 02 Mar 2026 08:00:00 GMT")


def test_a_mark_that_no_request_can_carry_is_left_out(desk: Desk) -> None:
    desk.site.feed(item(f"{desk.site.address}/a"), ETag='"é"')
    assert desk.look().new == 1
    assert desk.look() == Looked(feeds=1)
    assert desk.news() == []


def test_an_article_is_fetched_again_when_its_feed_says_that_it_has_changed(desk: Desk, tmp_path: Path) -> None:
    desk.look()
    desk.site.replies["/a"] = Reply(page("A, revised"))
    assert desk.look().changed == 0
    desk.site.feed(item(f"{desk.site.address}/a", "Mon, 02 Mar 2026 11:00:00 GMT"), item(f"{desk.site.address}/b"))
    assert desk.look() == Looked(feeds=1, changed=1)
    assert sorted(desk.pages()) == ["/a", "/b"]
    assert [found.address for found in Archive(tmp_path / FETCHED / EARLIER).pages()] == [f"{desk.site.address}/a"]
    assert desk.look() == Looked(feeds=1)


def test_an_article_that_is_the_same_after_all_is_not_kept_twice(desk: Desk) -> None:
    desk.look()
    desk.site.feed(item(f"{desk.site.address}/a", "Mon, 02 Mar 2026 11:00:00 GMT"))
    assert desk.look() == Looked(feeds=1)
    assert desk.pages() == ["/a", "/b"]


def test_links_that_lead_to_one_page_are_one_article(desk: Desk) -> None:
    here = desk.site.address
    desk.site.replies["/go"] = Reply(status=302, headers={"Location": "/a"})
    desk.site.replies["/m/a"] = Reply(page("A", head=f'<link rel="canonical" href="{here}/m/a?x=1">'))
    desk.site.feed(item(f"{here}/a?utm_source=rss"), item(f"{here}/a#top"), item(f"{here}/go"))
    assert desk.look().new == 1
    assert desk.pages() == ["/a?utm_source=rss"]


def test_a_site_whose_pages_all_claim_to_be_its_front_page_is_not_believed(desk: Desk) -> None:
    claim = f'<link href="{desk.site.address}/" rel="canonical">'
    desk.site.replies |= {"/a": Reply(page("A", head=claim)), "/b": Reply(page("B", head=claim))}
    assert desk.look().new == 2


def test_two_feeds_with_one_article_give_it_once(desk: Desk) -> None:
    desk.site.replies["/other"] = desk.site.replies["/feed"]
    assert desk.look(QUARTER, f"{desk.site.address}/feed", f"{desk.site.address}/other") == Looked(feeds=2, new=2)


def test_an_article_that_cannot_be_fetched_now_is_tried_again_and_given_up_in_the_end(desk: Desk) -> None:
    desk.site.replies["/a"] = Reply(b"busy", 500)
    assert desk.look() == Looked(feeds=1, new=1)
    assert desk.news() == []
    desk.site.replies["/a"] = Reply(page("A"))
    assert desk.look() == Looked(feeds=1, new=1)
    desk.site.replies["/c"] = Reply(b"busy", 500)
    desk.site.feed(item(f"{desk.site.address}/c"))
    for _ in range(rules().feeds.tries):
        assert desk.look(timedelta(days=1)).new == 0
    assert len(desk.news()) == 1
    desk.look(timedelta(days=1))
    assert desk.site.paths().count("/c") == rules().feeds.tries


def test_an_article_that_is_gone_is_told_once(desk: Desk) -> None:
    desk.site.replies["/a"] = Reply(b"gone", 404)
    assert desk.look() == Looked(feeds=1, new=1, failed=1)
    assert len(desk.news()) == 1
    assert desk.look() == Looked(feeds=1)
    assert desk.news() == []


def test_what_does_not_fit_into_the_time_is_left_for_the_next_look(desk: Desk) -> None:
    desk.site.replies["/robots.txt"] = Reply(b"User-agent: *\nCrawl-delay: 50\n", type="text/plain")
    desk.site.feed(*(item(f"{desk.site.address}/a?{number}") for number in range(30)))
    first = desk.look()
    assert first.new + first.left == 30
    assert first.left > 0
    assert desk.look().new + first.new == 30
    assert desk.news() == []


def test_articles_wait_however_long_a_pause_their_site_asks_for(desk: Desk) -> None:
    """The pages go before the feed, and none is given up."""
    desk.site.replies["/robots.txt"] = Reply(b"User-agent: *\nCrawl-delay: 600\n", type="text/plain")
    desk.site.feed(*(item(f"{desk.site.address}/a?{number}") for number in range(12)))
    looks = [desk.look() for _ in range(40)]
    assert sum(looked.new for looked in looks) == 12
    assert desk.news() == []


def test_a_feed_that_breaks_is_reported_once_and_again_when_it_can_be_read(desk: Desk) -> None:
    desk.look()
    good = desk.site.replies["/feed"]
    for broken in (Reply(b"oops", 500), Reply(page("No feed")), Reply(hangs=True)):
        desk.site.replies["/feed"] = broken
        desk.look(timedelta(days=2))
        assert desk.news() == [FeedError]
        desk.look(timedelta(days=2))
        assert desk.news() == []
        desk.site.replies["/feed"] = good
        desk.look(timedelta(days=2))
        assert desk.news() == [str]


def test_a_broken_feed_is_asked_less_and_less_often(desk: Desk) -> None:
    desk.site.replies["/feed"] = Reply(b"oops", 500)
    for _ in range(100):
        desk.look()
    assert len(desk.site.paths()) == 7  # after 0, 1, 3, 7, 15, 31 and 63 quarters of an hour


def test_a_feed_that_asks_for_patience_gets_it(desk: Desk) -> None:
    desk.site.replies["/feed"] = Reply(b"busy", 429, headers={"Retry-After": "7200"})
    for _ in range(9):
        desk.look()
    assert len(desk.site.paths()) == 2


def test_a_feed_that_has_moved_for_good_is_asked_where_it_is_now(desk: Desk) -> None:
    desk.site.replies["/new"] = desk.site.replies["/feed"]
    desk.site.replies["/feed"] = Reply(status=301, headers={"Location": "/new"})
    assert desk.look().new == 2
    assert desk.news() == [FeedMoved]
    desk.look()
    assert desk.news() == []
    assert desk.site.paths()[-1] == "/new"


def test_a_feed_that_has_moved_for_now_is_asked_where_it_was(desk: Desk) -> None:
    desk.site.replies["/new"] = desk.site.replies["/feed"]
    desk.site.replies["/feed"] = Reply(status=302, headers={"Location": "/new"})
    desk.look()
    desk.look()
    assert desk.news() == []
    assert desk.site.paths()[-2:] == ["/feed", "/new"]


def test_what_can_be_read_of_an_ill_formed_feed_is_read(desk: Desk) -> None:
    well = desk.site.replies["/feed"]
    desk.site.replies["/feed"] = Reply(well.body.replace(b"Talks", b"Talks & <b>more"), type="application/rss+xml")
    assert desk.look().new == 2
    assert desk.news() == [FeedError]
    desk.look()
    assert desk.news() == []
    desk.site.replies["/feed"] = well
    desk.look()
    assert desk.news() == [str]


def test_a_page_in_the_place_of_a_feed_names_its_feed() -> None:
    link = '<link rel="alternate" type="application/rss+xml" href="/rss.xml">'
    with pytest.raises(FeedError, match=r"https://example\.org/rss\.xml"):
        read_feed(page("News", head=link), "https://example.org/news")


def test_an_atom_feed_has_links_and_dates_of_changes() -> None:
    atom = b"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Harbour</title><entry><title>Talks</title><link href="/a"/>
    <published>2026-03-01T08:00:00Z</published><updated>2026-03-02T09:00:00Z</updated></entry></feed>"""
    (found,) = read_feed(atom, "https://example.org/feed").items
    assert found.address == "https://example.org/a"
    assert found.published == datetime(2026, 3, 1, 8, tzinfo=UTC)
    assert found.updated == "2026-03-02T09:00:00Z"


def test_items_without_a_page_are_passed_over() -> None:
    feed = rss("<item><title>No link</title></item>", item("mailto:x@example.org"), item("javascript:alert(1)"), item("/a"))
    assert [found.address for found in read_feed(feed, "https://example.org/feed").items] == ["https://example.org/a"]


def test_a_feed_is_never_a_file_and_has_no_outer_entities(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("https://example.org/secret")
    with pytest.raises(FeedError):
        read_feed(str(secret).encode(), "https://example.org/feed")
    feed = rss(item("https://example.org/&x;")).replace(
        b"<rss", f'<!DOCTYPE rss [<!ENTITY x SYSTEM "file://{secret}">]><rss'.encode()
    )
    assert all("secret" not in found.address for found in read_feed(feed, "https://example.org/feed").items)


def test_lists_of_feeds(tmp_path: Path) -> None:
    opml = tmp_path / "feeds.opml"
    opml.write_text(
        '<opml version="2.0"><body><outline text="Ports"><outline type="rss" text="A" xmlUrl="https://example.org/a"/></outline>'
        '<outline xmlURL="https://example.org/b"/><outline xmlUrl="https://example.org/a"/></body></opml>'
    )
    assert listed(opml) == ("https://example.org/a", "https://example.org/b")
    lines = tmp_path / "feeds.txt"
    lines.write_text("# ports\nhttps://example.org/a\n\n https://example.org/b \n")
    assert listed(lines) == listed(opml)


@pytest.mark.parametrize(
    "content",
    ["", "<opml/>", "# nothing", "file:///etc/passwd", "Anna Berg met Carl Ek.", "<opml><outline xmlUrl='ftp://x/'/></opml>"],
)
def test_what_is_no_list_of_feeds(tmp_path: Path, content: str) -> None:
    path = tmp_path / "feeds.opml"
    path.write_text(content)
    with pytest.raises(FeedError, match=r"feeds\.opml"):
        listed(path)


# Silence


def days(*numbers: float) -> list[datetime]:
    return [NOON + timedelta(days=number) for number in numbers]


@pytest.mark.parametrize(
    ("arrivals", "after", "silent"),
    [
        (days(0, 1, 2, 3, 4), 3.0, False),  # a weekend
        (days(0, 1, 2, 3, 4), 5.0, True),
        (days(0, 1, 2, 9, 10), 20.0, False),  # it has been away for a week before
        (days(0, 0.01, 0.02, 0.03, 0.04), 0.3, False),  # a night
        (days(0, 0.01, 0.02, 0.03, 0.04), 0.6, True),
        (days(0, 1), 100.0, False),  # nobody knows its rhythm
    ],
)
def test_a_feed_is_silent_by_its_own_rhythm(arrivals: list[datetime], after: float, silent: bool) -> None:
    assert is_silent(arrivals, arrivals[-1] + timedelta(days=after)) is silent


def test_silence_is_reported_once_and_so_is_its_end() -> None:
    feed, told = FeedState("https://example.org/feed", arrivals=days(0, 1, 2, 3, 4)), list[Any]()
    for day in (5, 12, 13):
        succeeded(feed, None, NOON + timedelta(days=day), told.append)
    arrived(feed, days(14), NOON + timedelta(days=14))
    succeeded(feed, "", NOON + timedelta(days=14), told.append)
    assert [type(one) for one in told] == [FeedSilent, str]


def test_an_item_from_the_future_does_not_keep_a_feed_alive() -> None:
    feed = FeedState("https://example.org/feed")
    arrived(feed, [NOON + timedelta(days=900)], NOON)
    assert feed.arrivals == [NOON]


@pytest.mark.parametrize(
    ("value", "seconds"),
    [("120", 120), ("Mon, 02 Mar 2026 12:01:00 GMT", 60), ("Mon, 02 Mar 2026 11:00:00 GMT", 0), ("soon", 0), ("", 0)],
)
def test_how_long_a_site_wants_to_be_left_alone(value: str, seconds: float) -> None:
    assert retry_after(value, NOON) == seconds


# Folders


def test_a_file_that_is_being_written_is_not_read_until_it_is_finished(tmp_path: Path) -> None:
    folders = Folders([tmp_path])
    (tmp_path / "a.txt").write_text("Anna")
    assert folders.look(NOON) is None
    assert folders.look(NOON) == [str(tmp_path)]
    assert folders.look(NOON) is None
    with (tmp_path / "b.txt").open("w") as growing:
        for _ in range(3):
            growing.write("Carl Ek met Anna Berg.\n")
            growing.flush()
            assert folders.look(NOON) is None
            assert not folders.is_quiet
    assert folders.look(NOON) == [str(tmp_path)]
    (tmp_path / "a.txt").unlink()
    assert folders.look(NOON) == [str(tmp_path)]


def test_a_file_that_is_written_for_ever_does_not_keep_the_others_out(tmp_path: Path) -> None:
    folders = Folders([tmp_path])
    (tmp_path / "a.txt").write_text("Anna")
    seen = []
    for second in range(70):
        (tmp_path / "b.txt").write_text("b" * second)
        seen.append(folders.look(NOON + timedelta(seconds=second)))
    assert [found for found in seen if found is not None] == [[str(tmp_path / "a.txt")]]


# Alerts


def table(*rows: str) -> QueryResult:
    return QueryResult(("who",), tuple((row,) for row in rows))


def test_rows_are_compared_by_their_values() -> None:
    query = Query("meetings", MEETINGS)
    before = digests(table("Anna Berg", "Carl Ek"))
    assert alert_of(query, table("Carl Ek", "Anna Berg"), before) is None
    assert alert_of(query, table("Carl Ek"), before) is None
    found = alert_of(query, table("Dora Falk", "Carl Ek", "Dora Falk"), before)
    assert found is not None
    assert found.objects() == [{"who": "Dora Falk"}]


def test_another_text_is_another_query() -> None:
    assert Query("meetings", MEETINGS).key != Query("meetings", MEETINGS + " LIMIT 1").key


def test_alerts_go_to_the_end_of_a_file_and_to_a_command(tmp_path: Path) -> None:
    said: list[str] = []
    heard = tmp_path / "heard.json"
    script = f"import sys, pathlib; pathlib.Path({str(heard)!r}).write_text(sys.stdin.read())"
    outlet = Outlet(said.append, tmp_path / "alerts.jsonl", f'{sys.executable} -c "{script}"')
    outlet.check()
    alert = Alert(Query("meetings", MEETINGS), ("who",), (("Anna Berg",), ("Carl Ek",)))
    outlet.deliver(alert, NOON)
    outlet.deliver(alert, NOON)
    lines = [json.loads(line) for line in (tmp_path / "alerts.jsonl").read_text().splitlines()]
    assert lines == 2 * [
        {"alert": "meetings", "at": "2026-03-02T12:00:00+00:00", "row": {"who": "Anna Berg"}},
        {"alert": "meetings", "at": "2026-03-02T12:00:00+00:00", "row": {"who": "Carl Ek"}},
    ]
    assert json.loads(heard.read_text())["rows"] == [{"who": "Anna Berg"}, {"who": "Carl Ek"}]
    assert said == []
    Outlet(said.append).deliver(alert, NOON)
    assert said == ["meetings: Anna Berg", "meetings: Carl Ek"]


@pytest.mark.parametrize("command", ["no-such-program-of-kgraph", f'{sys.executable} -c "raise SystemExit(3)"'])
def test_a_command_that_fails_is_told(command: str) -> None:
    alert = Alert(Query("meetings", MEETINGS), ("who",), (("Anna Berg",),))
    with pytest.raises(AlertError):
        Outlet(print, None, command).deliver(alert, NOON)


@pytest.mark.parametrize(
    "text", ["nonsense", "INSERT DATA { <a:a> <a:b> <a:c> }", "SELECT * WHERE { SERVICE <http://127.0.0.1/> { ?a ?b ?c } }"]
)
def test_a_query_that_cannot_be_asked_is_told_at_once(tmp_path: Path, text: str) -> None:
    (tmp_path / "bad.rq").write_text(text)
    with pytest.raises(QueryError, match=r"bad\.rq"):
        read_queries([str(tmp_path / "bad.rq")])


# The graph


@pytest.fixture(autouse=True)
def _archives_can_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Has archives read by a short reader where kgraph has none."""
    if formats.kind_named("a.warc.gz") is None:
        monkeypatch.setattr(formats, "KINDS", (Kind("web archive", (".warc.gz",), _pages_of), *formats.KINDS))


def _pages_of(content: Content, _reading: Reading) -> Iterator[Content]:
    from warcio.archiveiterator import ArchiveIterator

    for number, record in enumerate(ArchiveIterator(content.stream)):
        if record.rec_type == "response":
            yield content.member(f"{number}.html", io.BytesIO(record.content_stream().read()))


class Newsroom(Desk):
    """Somebody who watches a site, and keeps a graph of it."""

    def __init__(self, site: Site, folder: Path, *sources: str, **wishes: Any) -> None:
        super().__init__(site, folder)
        self.out = folder / "graph"
        self.alerts: list[str] = []
        self.updates: list[Updated] = []
        self.watched = Watched.of(sources or (f"{site.address}/feed",))
        self.wishes = Wishes(parts=(), allow_private=True, outlet=Outlet(self.alerts.append), **wishes)

    def watch(self) -> None:
        """Looks once, a quarter of an hour after the last time."""
        self.time += QUARTER
        watch = Watch(
            self.watched,
            self.out,
            Settings(),
            self.wishes,
            self.told.append,
            updated=self.updates.append,
            clock=self.clock,
            manners=QUICK,
        )
        watch.run(once=True)

    def titles(self) -> set[str]:
        """The titles of the articles in the graph."""
        return {found.article.title for found in extractions(self.out)}


@pytest.fixture
def newsroom(tmp_path: Path) -> Iterator[Newsroom]:
    with serving(a=Reply(page("Talks in Oslo"))) as site:
        site.feed(item(f"{site.address}/a"))
        (tmp_path / "meetings.rq").write_text(MEETINGS)
        yield Newsroom(site, tmp_path, queries=read_queries([str(tmp_path / "meetings.rq")]))


SECOND = (
    "Dora Falk met Emil Lund in Bergen on Tuesday. The two spoke for an hour about the fishing fleet, and about what it needs."
)
REVISED = (
    "Dora Falk met Frida Holm in Bergen on Tuesday. The two spoke for an hour about the fishing fleet, and about what it needs."
)


def test_a_watched_feed_becomes_a_graph_that_can_be_built_again_from_what_was_kept(newsroom: Newsroom, tmp_path: Path) -> None:
    """The whole way: a first look without alerts, a new article, a revised one, and the same graph from the archive."""
    here = newsroom.site.address
    newsroom.watch()
    assert newsroom.titles() == {"Talks in Oslo"}
    assert newsroom.alerts == []

    newsroom.site.replies["/b"] = Reply(page("Fleet", SECOND))
    newsroom.site.feed(item(f"{here}/b"), item(f"{here}/a"))
    newsroom.watch()
    assert newsroom.titles() == {"Talks in Oslo", "Fleet"}
    assert sorted(newsroom.alerts) == ["meetings: Dora Falk", "meetings: Emil Lund"]

    newsroom.site.replies["/b"] = Reply(page("Fleet", REVISED))
    newsroom.site.feed(item(f"{here}/b", "Mon, 02 Mar 2026 11:00:00 GMT"), item(f"{here}/a"))
    newsroom.watch()
    assert newsroom.updates[-1].result.articles == 2
    assert newsroom.alerts[2:] == ["meetings: Frida Holm"]

    newsroom.watch()
    assert len(newsroom.alerts) == 3
    assert newsroom.news() == []
    assert main(["build", str(newsroom.out / FETCHED), "-o", str(tmp_path / "again"), "--only", "graph"]) == OK
    graphs = [sorted(found.article.id for found in extractions(out)) for out in (newsroom.out, tmp_path / "again")]
    assert graphs[0] == graphs[1]


def test_a_page_that_is_added_to_an_archive_has_the_others_not_read_again(tmp_path: Path) -> None:
    kind = formats.kind_named("a.warc.gz")
    if kind is None or kind.read_again is None:
        pytest.skip("no reader of archives that knows what it has read")
    archive, before = Archive(tmp_path / "fetched"), dict[str, SeenFile]()
    for number in range(3):
        answer = Answer(200, "OK", (("Content-Type", "text/html"),), page(f"Talks {number}"), "192.0.2.1")
        archive.keep(f"https://example.org/{number}", answer, NOON)
        files = Files(before, lambda _: True)
        found = list(read_again([tmp_path / "fetched"], files))
        before = files.now
        assert [isinstance(one, Article) for one in found] == [False] * number + [True]


def test_a_damaged_memory_is_told_and_nothing_is_fetched_or_alerted_twice(newsroom: Newsroom) -> None:
    newsroom.watch()
    (newsroom.out / NAME).write_bytes(b"{")
    newsroom.watch()
    assert newsroom.news() == [LostState]
    assert newsroom.alerts == []
    assert newsroom.site.paths().count("/a") == 1
    newsroom.watch()
    assert newsroom.news() == []


def test_what_was_fetched_before_a_watch_was_killed_is_in_the_next_graph(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(_: Watch) -> NoReturn:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("kgraph.watch.loop.Watch._save", interrupted)
        with pytest.raises(KeyboardInterrupt):
            newsroom.watch()
    newsroom.watch()
    assert newsroom.titles() == {"Talks in Oslo"}
    assert newsroom.site.paths().count("/a") == 1


def test_an_alert_that_cannot_be_delivered_is_delivered_next_time(newsroom: Newsroom) -> None:
    newsroom.watch()
    good = newsroom.wishes
    newsroom.wishes = Wishes(
        parts=(), allow_private=True, queries=good.queries, outlet=Outlet(print, None, "no-such-program-of-kgraph")
    )
    newsroom.site.replies["/b"] = Reply(page("Fleet", SECOND))
    newsroom.site.feed(item(f"{newsroom.site.address}/b"))
    newsroom.watch()
    assert newsroom.news() == [AlertError]
    newsroom.wishes = good
    newsroom.watch()
    assert len(newsroom.alerts) == 2


def test_an_article_that_cannot_be_built_is_reported_once(newsroom: Newsroom) -> None:
    german = "Der Minister sagte am Montag, dass die Gespräche über den Hafen gut verlaufen seien und dass sie weitergehen. " * 3
    newsroom.site.replies["/b"] = Reply(page("Gespräche in Oslo", german))
    newsroom.site.feed(item(f"{newsroom.site.address}/a"), item(f"{newsroom.site.address}/b"))
    newsroom.watch()
    assert newsroom.news() == [NotEnglish]
    newsroom.watch()
    assert newsroom.news() == []


def test_a_folder_is_watched_beside_feeds(newsroom: Newsroom, tmp_path: Path) -> None:
    incoming = tmp_path / "incoming"
    incoming.mkdir()
    newsroom.watched = Watched.of((f"{newsroom.site.address}/feed", str(incoming)))
    newsroom.watch()
    (incoming / "fleet.txt").write_text(f"Fleet\n\n{SECOND}\n")
    newsroom.watch()
    assert newsroom.titles() == {"Talks in Oslo", "Fleet"}
    assert len(newsroom.alerts) == 2


def test_a_feed_that_is_broken_from_the_first_keeps_nothing_else_out(newsroom: Newsroom, tmp_path: Path) -> None:
    lines = tmp_path / "feeds.txt"
    lines.write_text(f"{newsroom.site.address}/nothing\n{newsroom.site.address}/feed\n")
    newsroom.watched = Watched.of((str(lines),))
    newsroom.watch()
    assert newsroom.titles() == {"Talks in Oslo"}
    assert newsroom.news() == [FeedError]


def test_a_watch_of_nothing_yet_says_so_and_goes_on(tmp_path: Path) -> None:
    with serving() as site:
        site.feed()
        newsroom = Newsroom(site, tmp_path)
        newsroom.watch()
        assert "no articles yet" in str(newsroom.told[-1])


def test_the_folder_must_be_a_new_one_or_a_graph_and_nobody_else_s(tmp_path: Path) -> None:
    (tmp_path / "graph").mkdir()
    (tmp_path / "graph" / "mine.txt").write_text("mine")
    with serving() as site, pytest.raises(NotOurs):
        Newsroom(site, tmp_path).watch()
    with serving() as site:
        site.feed()
        with _alone(tmp_path / "a" / "graph"), pytest.raises(StoreError, match="another kgraph watch"):
            Newsroom(site, tmp_path / "a").watch()


# The command


def test_the_help_is_enough_to_start(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["watch", "--help"])
    shown = capsys.readouterr().out
    assert all(word in shown for word in ("feeds.opml", "--every", "--once", "--alert", "--allow-private", "Ctrl-C", "fetched"))


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["no-such-list.opml"],
        ["https://example.org/feed", "--alert", "none.rq"],
        ["https://example.org/feed", "--alert-command", "'"],
    ],
)
def test_a_watch_that_cannot_begin(arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["watch", *arguments]) == USAGE


@pytest.mark.parametrize("every", ["15", "0m", "m", "1y", "5 m"])
def test_intervals_that_are_none(every: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["watch", "https://example.org/feed", "--every", every])
    assert "is not a time" in capsys.readouterr().err


def test_an_interruption_ends_it_cleanly(tmp_path: Path) -> None:
    """While a page hangs: what was fetched before is in the archive, and the memory is written."""
    with serving(a=Reply(page("Talks")), b=Reply(hangs=True)) as site:
        site.feed(item(f"{site.address}/a"), item(f"{site.address}/b"))
        program = (
            sys.executable,
            "-m",
            "kgraph.cli",
            "watch",
            f"{site.address}/feed",
            "-o",
            str(tmp_path / "graph"),
            "--allow-private",
        )
        process = subprocess.Popen(program, stderr=subprocess.PIPE, cwd=Path(__file__).resolve().parents[1])
        while "/b" not in site.paths():
            assert process.poll() is None
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=30)
    assert process.returncode == 130
    assert errors.decode().splitlines() == ["kgraph: interrupted; finished work is kept"]
    assert [found.address for found in Archive(tmp_path / "graph" / FETCHED).pages()] == [f"{site.address}/a"]
    assert json.loads((tmp_path / "graph" / NAME).read_bytes())["pending"]
