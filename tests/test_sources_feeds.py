"""Articles in feeds: what of an item is read, and what leads to the rest of it is not."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime
from html import escape
from pathlib import Path

import pytest

from kgraph.errors import EmptyArticle, KGraphError, NotText
from kgraph.model import Article, BlockKind
from tests.sources import LEFT, MET, SIGNED, articles, found, messages, texts

SHARED = Path(__file__).parents[1].parent / "shared" / "formats" / "feeds"
NAMESPACES = 'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"'


def rss(folder: Path, *items: str, name: str = "feed.rss", start: str = '<?xml version="1.0" encoding="UTF-8"?>') -> Path:
    """A feed with the items, whose elements are given as XML."""
    inside = "".join(f"<item>{item}</item>" for item in items)
    path = folder / name
    path.write_text(
        f'{start}<rss version="2.0" {NAMESPACES}><channel><title>The Paris Courier</title>{inside}</channel></rss>', "utf-8"
    )
    return path


def atom(folder: Path, entry: str) -> Path:
    path = folder / "feed.atom"
    path.write_text(f'<feed xmlns="http://www.w3.org/2005/Atom"><title>The Courier</title><entry>{entry}</entry></feed>', "utf-8")
    return path


def one(path: Path) -> Article:
    (article,) = found(path)
    assert isinstance(article, Article), article
    return article


def test_an_item_with_its_content_is_an_article(tmp_path: Path) -> None:
    figure = "<figure><img src='a'><figcaption>The hall.</figcaption></figure>"
    content = f"<h2>In Paris</h2><p>{MET}</p>{figure}<p>{LEFT}</p>"
    item = f"""
      <title>Norway &amp; Chad sign a treaty</title><link>https://news.example/treaty</link><guid isPermaLink="false">tag:1</guid>
      <dc:creator>Jane Doe and John Roe</dc:creator><pubDate>Sat, 16 Aug 2025 09:30:00 +0200</pubDate>
      <category>World</category><category>Treaties</category><description>{SIGNED}</description>
      <content:encoded>{escape(content)}</content:encoded>
    """
    article = one(rss(tmp_path, item))
    assert article.text == f"Norway & Chad sign a treaty\n\nIn Paris\n\n{MET}\n\nThe hall.\n\n{LEFT}"
    assert [block.kind for block in article.blocks] == [
        BlockKind.TITLE, BlockKind.HEADING, BlockKind.BODY, BlockKind.CAPTION, BlockKind.BODY,
    ]  # fmt: skip
    assert (article.title, article.url) == ("Norway & Chad sign a treaty", "https://news.example/treaty")
    assert (article.source, article.authors) == ("The Paris Courier", ("Jane Doe", "John Roe"))
    assert article.published == datetime.fromisoformat("2025-08-16T09:30:00+02:00")
    assert article.categories == ("World", "Treaties")
    assert (article.key, article.origin) == ("tag:1", f"{tmp_path}/feed.rss:1")


def test_an_entry_of_an_atom_feed(tmp_path: Path) -> None:
    entry = f"""
      <title type="html">A &lt;b&gt;treaty&lt;/b&gt;</title><link rel="alternate" href="https://news.example/treaty"/><id>tag:2</id>
      <author><name>Jane Doe</name><email>jane@news.example</email></author><category term="World"/>
      <published>2025-08-16T09:30:00Z</published><updated>2025-08-17T10:00:00Z</updated>
      <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>{MET}</p><p>{LEFT}</p></div></content>
    """
    article = one(atom(tmp_path, entry))
    assert article.text == f"A treaty\n\n{MET}\n\n{LEFT}"
    assert (article.published, article.modified) == (
        datetime(2025, 8, 16, 9, 30, tzinfo=UTC),
        datetime(2025, 8, 17, 10, tzinfo=UTC),
    )
    assert (article.authors, article.categories, article.source) == (("Jane Doe",), ("World",), "The Courier")


def test_an_entry_that_states_only_its_last_change_was_published_then(tmp_path: Path) -> None:
    article = one(atom(tmp_path, f"<updated>2025-08-17</updated><summary>{MET}</summary>"))
    assert (article.published, article.modified) == (date(2025, 8, 17), None)


def test_an_item_that_another_site_published(tmp_path: Path) -> None:
    article = one(rss(tmp_path, f'<source url="https://other.example/">The Other</source><description>{MET}</description>'))
    assert article.source == "The Other"


def test_a_title_alone_is_an_article(tmp_path: Path) -> None:
    article = one(rss(tmp_path, "<title>Norway expels Russian envoy</title>"))
    assert [block.kind for block in article.blocks] == [BlockKind.TITLE]


def test_of_summary_and_content_the_longer_is_read(tmp_path: Path) -> None:
    assert texts(found(rss(tmp_path, f"<description>{MET} {LEFT}</description><content:encoded>{MET}</content:encoded>"))) == [
        f"{MET} {LEFT}"
    ]


@pytest.mark.parametrize(
    ("summary", "kept"),
    [
        pytest.param(f"{MET} {LEFT}", f"{MET} {LEFT}", id="whole"),
        pytest.param(f"{MET} The ambassador left the capital after [&#8230;]", MET, id="cut-sentence"),
        pytest.param(f"{MET} The ambassador left the...", MET, id="three-dots"),
        pytest.param(f"{MET} [...]", MET, id="after-a-sentence"),
        pytest.param(
            "The ambassador left the capital after […]", "The ambassador left the capital after", id="no-whole-sentence"
        ),
        pytest.param(f"<p>{MET}</p><p><a href='x'>Read more</a></p>", MET, id="read-more"),
        pytest.param(f"{MET} <a href='x'>Read the full story at The Courier</a>", MET, id="read-the-full-story"),
        pytest.param(f"{MET} The ambassador left … <a href='x'>Continue reading <span>A treaty</span> →</a>", MET, id="both"),
        pytest.param(
            f"<p>{MET}</p><p>The post <a href='x'>A treaty</a> appeared first on <a href='y'>The Courier</a>.</p>", MET, id="post"
        ),
        pytest.param(
            "“They will read more,” the minister said.", "“They will read more,” the minister said.", id="words-of-a-sentence"
        ),
        pytest.param(
            "The minister said: Keep reading the treaty.", "The minister said: Keep reading the treaty.", id="more-words"
        ),
        pytest.param("“I waited…” the minister said.", "“I waited…” the minister said.", id="dots-inside"),
    ],
)
def test_what_leads_to_the_rest_of_an_item_is_not_read(tmp_path: Path, summary: str, kept: str) -> None:
    path = rss(tmp_path, f"<description>{escape(summary)}</description>")
    assert texts(found(path)) == [kept]


@pytest.mark.parametrize(
    ("name", "start"), [("a.xml", ""), ("b.txt", '<?xml version="1.0"?><!-- A comment. -->'), ("c", "\ufeff"), ("d.rdf", "\n ")]
)
def test_a_feed_is_known_by_its_root(tmp_path: Path, name: str, start: str) -> None:
    assert texts(found(rss(tmp_path, f"<description>{MET}</description>", name=name, start=start))) == [MET]


def test_a_feed_of_rss_1(tmp_path: Path) -> None:
    rdf = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"'
    channel = '<channel rdf:about="x"><title>The Courier</title></channel>'
    item = f'<item rdf:about="y"><description>{MET}</description></item>'
    (tmp_path / "a.xml").write_text(f"<rdf:RDF {rdf}>{channel}{item}</rdf:RDF>")
    assert texts(found(tmp_path / "a.xml")) == [MET]


def test_another_kind_of_xml_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text('<?xml version="1.0"?><urlset><url><loc>https://news.example/</loc></url></urlset>')
    (error,) = found(tmp_path / "a.xml")
    assert isinstance(error, NotText)
    assert "the root 'urlset'" in str(error)


def test_a_feed_in_another_encoding(tmp_path: Path) -> None:
    text = f'<rss version="2.0"><channel><item><description>Zoë met René. {MET}</description></item></channel></rss>'
    for name, encoding in (("a", "iso-8859-1"), ("b", "utf-16"), ("c", "windows-1252")):
        declared = f'<?xml version="1.0" encoding="{encoding}"?>' if name != "c" else ""
        (tmp_path / f"{name}.xml").write_bytes((declared + text).encode(encoding))
        assert texts(found(tmp_path / f"{name}.xml")) == [f"Zoë met René. {MET}"]


def test_of_an_ill_formed_feed_all_that_can_be_read_is_read(tmp_path: Path) -> None:
    items = (f"<description>{MET}</description><link>https://news.example/?a=1&b=2</link>", f"<description>{LEFT}</item>")
    path = rss(tmp_path, *items)
    path.write_text(path.read_text()[:-30] + "<itunes:x>")
    assert texts(found(path))[0] == MET


def test_a_feed_without_items(tmp_path: Path) -> None:
    (error,) = found(rss(tmp_path))
    assert isinstance(error, EmptyArticle)


def test_an_item_without_text_costs_itself(tmp_path: Path) -> None:
    items = found(rss(tmp_path, "<link>https://news.example/</link>", f"<description>{MET}</description>"))
    assert isinstance(items[0], EmptyArticle)
    assert items[0].where.endswith("feed.rss:1")
    assert texts(items) == [MET]


# Hostile feeds


LOL = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
HOSTILE = {
    "entities": f'<!DOCTYPE rss [<!ENTITY l0 "lol">{LOL}]>',
    "entities-line-by-line": f'<!DOCTYPE rss [\n<!ENTITY l0 "lol">\n{LOL.replace(">", ">" + chr(10))}]>',
    "outside": '<!DOCTYPE rss [<!ENTITY l9 SYSTEM "file:///etc/passwd">]>',
}


@pytest.mark.parametrize("start", HOSTILE.values(), ids=HOSTILE)
def test_entities_are_not_expanded(tmp_path: Path, start: str) -> None:
    path = rss(tmp_path, f"<description>{MET} &l9;</description>", start=start)
    for item in found(path):
        assert isinstance(item, KGraphError) or (len(item.text) < 1_000 and "root:" not in item.text)


@pytest.mark.parametrize(
    "inside",
    [
        pytest.param("<a>" * 20_000, id="deep"),
        pytest.param("<" * 200_000, id="brackets"),
        pytest.param("&" * 200_000, id="ampersands"),
        pytest.param("<!--" * 50_000, id="comments"),
        pytest.param("<![CDATA[" * 50_000, id="cdata"),
        pytest.param("<p " + "a='b' " * 50_000 + ">", id="attributes"),
        pytest.param("<p\n" * 50_000, id="open-tags"),
    ],
)
def test_odd_mark_up_takes_no_time(tmp_path: Path, inside: str) -> None:
    begun = time.process_time()
    for text in (inside, escape(inside)):
        found(rss(tmp_path, f"<description>{MET}{text}</description>"))
    assert time.process_time() - begun < 20


@pytest.mark.skipif(not SHARED.exists(), reason="no files of other people at hand")
def test_files_that_others_made() -> None:
    items = found(SHARED)
    assert not [message for message in messages(items) if "kgraph failed" in message]
    assert len(articles(items)) >= 10
