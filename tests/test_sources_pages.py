"""Pages: which date is the article's, what is read of live blogs and paywalled pages, what is no article, and what nobody sees."""

from __future__ import annotations

import io
import json
from datetime import UTC, date, datetime
from pathlib import Path
from time import process_time
from typing import Any

import pytest
from spacy.language import Language

from kgraph.errors import EmptyArticle, KGraphError, NoArticleInPage
from kgraph.extract import extract
from kgraph.ingest import json_ld, read
from kgraph.ingest.article import Metadata
from kgraph.ingest.article import article as made
from kgraph.ingest.content import DEFAULT, Content
from kgraph.ingest.dates import moments, published
from kgraph.ingest.formats import html
from kgraph.ingest.seen import Said
from kgraph.invisible import Sight, article_as_seen, visible
from kgraph.language import parse
from kgraph.model import Article, BlockKind, Span
from tests.builders import lexicon

TITLE = "Harbour board backs the new ferry pier"
BODY = (
    "The harbour board of Tarnvik agreed on Monday to build a second pier for the ferries that cross the sound.",
    "Its chairwoman, Ilse Brandt, said that the old pier could not hold the larger ships of the coming years.",
    "Fishermen said that they would lose their berths, and asked the town for a place on the northern quay.",
)


def page(*head: str, body: str = "", title: str = TITLE, paragraphs: tuple[str, ...] = BODY) -> str:
    """A page with these elements in its head, and behind its heading."""
    texts = "".join(f"<p>{text}</p>" for text in paragraphs)
    return (
        f'<!doctype html><html><head><title>{title} | The Gull</title><link rel="canonical" href="https://gull.example/pier">'
        f"{''.join(head)}</head><body><article><h1>{title}</h1>{body}{texts}</article></body></html>"
    )


def found(source: str | bytes, charset: str = "") -> list[Any]:
    """What is read of a page."""
    raw = source if isinstance(source, bytes) else source.encode()
    return list(html.read(Content("pier.html", "pier.html", io.BytesIO(raw), charset=charset), DEFAULT))


def one(source: str | bytes, charset: str = "") -> Article:
    """The article of a page."""
    [item] = found(source, charset)
    assert isinstance(item, Article), item
    return item


def ld(*values: object) -> str:
    """A block of JSON-LD, of objects or of its text."""
    texts = [value if isinstance(value, str) else json.dumps(value) for value in values]
    return f'<script type="application/ld+json">{"".join(texts)}</script>'


def news(**fields: object) -> dict[str, object]:
    """An article in JSON-LD."""
    return {"@type": "NewsArticle", "datePublished": "2025-03-03T08:15:00Z", **fields}


OTHER = "2020-01-01T00:00:00Z"
MOMENT = datetime(2025, 3, 3, 8, 15, tzinfo=UTC)


# Dates


@pytest.mark.parametrize(
    "block",
    [
        pytest.param(ld(news()), id="one article"),
        pytest.param(ld([{"@type": "Organization"}, news()]), id="a list"),
        pytest.param(ld({"@graph": [{"@type": "WebPage", "datePublished": OTHER}, news()]}), id="a graph with its page"),
        pytest.param(ld({"@type": "WebPage", "mainEntity": news()}), id="the main entity of a page"),
        pytest.param(
            ld({"@type": ["WebPage", "x"], "datePublished": "2025-03-03T08:15:00Z", "name": TITLE}), id="the page itself"
        ),
        pytest.param(ld({**news(), "@type": ["Thing", "https://schema.org/ReportageNewsArticle"]}), id="types as addresses"),
        pytest.param(ld(news(isPartOf=news(datePublished=OTHER))), id="not what it is part of"),
        pytest.param(ld(news(video={"@type": "VideoObject", "datePublished": OTHER})), id="not its video"),
        pytest.param(ld({"@type": "VideoObject", "datePublished": OTHER}, news()), id="not a video before it"),
        pytest.param(ld({"@type": "Review", "datePublished": OTHER}) + ld(news()), id="not a review"),
        pytest.param(
            ld({"@type": "ItemList", "itemListElement": [news(datePublished=OTHER)]}) + ld(news()), id="not a list of others"
        ),
        pytest.param(ld(news(comment=[{"@type": "Comment", "datePublished": OTHER}])), id="not a comment"),
        pytest.param(ld([news(datePublished=OTHER, headline="Another"), news(headline=TITLE)]), id="of two that with the title"),
        pytest.param(
            ld([news(datePublished=OTHER), news(url="http://www.gull.example/pier/?a=1")]), id="of two that at the address"
        ),
        pytest.param(
            ld([news(datePublished=OTHER), news(mainEntityOfPage={"@id": "https://gull.example/pier"})]), id="by main entity"
        ),
        pytest.param(ld("// who wrote it\n", json.dumps(news())[:-1] + ", /* end */ }"), id="comments and a comma too many"),
        pytest.param(ld("//<![CDATA[\n", news(), "\n//]]>"), id="cdata"),
        pytest.param(ld(json.dumps(news()).replace('"2025', "'2025").replace('Z"', "Z'")), id="single quotation marks"),
        pytest.param(ld('{"description": "one\nline", ', json.dumps(news())[1:]), id="a line break in a string"),
        pytest.param(ld("{{{") + ld(news()), id="a broken block before it"),
        pytest.param(ld('{"name": "The "Gull"", ', json.dumps(news())[1:]), id="the only date of a block that cannot be read"),
        pytest.param(ld("[" * 100_000) + ld(news()), id="a block that nests too deep"),
    ],
)
def test_the_date_in_json_ld_is_that_of_the_article(block: str) -> None:
    assert one(page(block)).published == MOMENT


def test_of_several_articles_that_are_not_this_page_none_counts() -> None:
    teasers = ld([news(headline="One", datePublished=OTHER), news(headline="Two")])
    meta = '<meta property="article:published_time" content="2025-03-04T10:00:00Z">'
    assert one(page(teasers, meta)).day == date(2025, 3, 4)


def test_publication_and_change_are_both_kept() -> None:
    article = one(page(ld(news(dateModified="2025-03-05T10:00:00Z"))))
    assert (article.published, article.modified) == (MOMENT, datetime(2025, 3, 5, 10, tzinfo=UTC))
    assert article.day == date(2025, 3, 3)


@pytest.mark.parametrize("change", ["2025-03-03T08:15:00Z", "2025-03-01", "soon"])
def test_a_change_that_is_no_later_is_none(change: str) -> None:
    assert one(page(ld(news(dateModified=change)))).modified is None


@pytest.mark.parametrize(
    ("element", "first", "last"),
    [
        pytest.param('<time itemprop="datePublished" datetime="1740989700000">x</time>', MOMENT, None, id="milliseconds"),
        pytest.param('<time class="published" data-timestamp="1740989700">x</time>', MOMENT, None, id="seconds in data"),
        pytest.param(
            '<time pubdate datetime="Mon Mar 03 2025 08:15:00 GMT+0000 (Greenwich Mean Time)">x</time>', MOMENT, None, id="javascript"
        ),
        pytest.param(
            '<time class="dt-published">Published: March 3, 2025, 8:15 a.m. UTC</time>'
            '<time class="dt-updated">Updated: March 4, 2025</time>',
            MOMENT,
            date(2025, 3, 4),
            id="in words",
        ),
        pytest.param(
            '<p>Published 3 March 2025 08:15 UTC | Updated 5 March 2025 09:00 UTC</p>',
            MOMENT,
            datetime(2025, 3, 5, 9, tzinfo=UTC),
            id="one line with both",
        ),
    ],
)  # fmt: skip
def test_dates_that_the_page_shows(element: str, first: date, last: date | None) -> None:
    article = one(page(body=element))
    assert (article.published, article.modified) == (first, last)


def test_a_time_beside_the_article_is_not_its_date() -> None:
    aside = '<aside><time class="published" datetime="2020-01-01">x</time></aside>'
    assert one(page(ld(news()), body=aside)).published == MOMENT
    assert one(page(body=f'{aside}<time class="published" datetime="2025-03-03T08:15:00Z">x</time>')).published == MOMENT


def test_a_day_in_json_ld_gets_the_time_that_a_meta_element_tells() -> None:
    meta = '<meta property="article:published_time" content="2025-03-03T08:15:00Z">'
    assert one(page(ld(news(datePublished="2025-03-03")), meta)).published == MOMENT


def test_lines_of_several_dates() -> None:
    assert list(moments("Posted 3 May 2025, updated 4 May 2025", "published")) == [
        ("published", date(2025, 5, 3)),
        ("updated", date(2025, 5, 4)),
    ]
    assert list(moments("Updated: 4 May 2025 (first published 3 May 2025)", "updated")) == [
        ("updated", date(2025, 5, 4)),
        ("published", date(2025, 5, 3)),
    ]
    assert list(moments("Updated 10:15", "updated")) == []


def test_a_text_with_both_lines_has_both_dates() -> None:
    item = made("\n\n".join([TITLE, "Updated 5 May 2025; published 3 May 2025", *BODY]), "a.txt", "a.txt")
    assert isinstance(item, Article)
    assert (item.published, item.modified) == (date(2025, 5, 3), date(2025, 5, 5))


@pytest.mark.parametrize("value", ["1740989700123456", "99999999999", "Xxx Yyy 99 2025 08:15:00 GMT+0000"])
def test_what_is_no_moment(value: str) -> None:
    assert published(value) is None


# A text that was rewritten


@pytest.mark.parametrize(
    ("sentence", "day"),
    [
        pytest.param("The court ruled on 7 May 2024 that the pier may be built.", date(2024, 6, 10), id="a later day"),
        pytest.param("The board met again on 2024-05-07.", date(2024, 6, 10), id="in numbers"),
        pytest.param("The court ruled on 7 May 2019 that the pier may be built.", date(2020, 2, 1), id="an earlier day"),
        pytest.param("The court will rule on 7 May 2024.", date(2020, 2, 1), id="what was to come"),
        pytest.param("The town has time until 7 May 2024.", date(2020, 2, 1), id="a deadline"),
        pytest.param("The lease ended on 7 May 2026.", date(2020, 2, 1), id="after the change"),
        pytest.param("The talks failed last week.", date(2020, 2, 1), id="no day"),
    ],
)
def test_an_article_that_tells_of_later_days_is_read_against_its_last_change(sentence: str, day: date) -> None:
    known = Metadata(title=TITLE, published=date(2020, 2, 1), modified=date(2024, 6, 10))
    item = made(f"{BODY[0]}\n\n{sentence}", "a.txt", "a.txt", known=known)
    assert isinstance(item, Article)
    assert (item.day, item.published) == (day, date(2020, 2, 1))


def test_last_week_of_an_explainer_is_the_week_before_its_last_change(nlp: Language) -> None:
    known = Metadata(published=date(2020, 2, 1), modified=date(2024, 6, 10))
    text = "The court ruled on 7 May 2024 that the pier may be built. The board met the fishermen yesterday."
    item = made(text, "a.txt", "a.txt", known=known)
    assert isinstance(item, Article)
    [(_, doc)] = parse([item], nlp)
    times = extract(item, doc, lexicon()).times
    assert [time.value for time in times] == ["2024-05-07", "2024-06-09"]


# Live blogs


def live(*posts: tuple[str, str], **fields: object) -> dict[str, object]:
    """A live blog in JSON-LD with posts of a moment and a text."""
    updates = [{"@type": "BlogPosting", "datePublished": moment, "articleBody": text} for moment, text in posts]
    return {**news(**fields), "@type": "LiveBlogPosting", "liveBlogUpdate": updates}


def day_of_words(article: Article, words: str) -> date | None:
    return article.day_at(article.text.index(words))


POSTS = (
    "Crews of the lifeboat found the missing trawler early this morning off the northern point of the island.",
    "The mayor told reporters yesterday evening that the search would go on until every sailor was found.",
)


def test_each_post_of_a_live_blog_has_its_own_day() -> None:
    block = ld(live(("2025-03-05T07:00:00Z", POSTS[0]), ("2025-03-04T20:00:00Z", POSTS[1]), dateModified="2025-03-05T08:00:00Z"))
    article = one(page(block, paragraphs=(POSTS[0], POSTS[1])))
    assert article.day == date(2025, 3, 3)
    assert [day_of_words(article, text) for text in POSTS] == [date(2025, 3, 5), date(2025, 3, 4)]


def test_a_paragraph_between_two_posts_of_one_day_has_that_day_and_between_two_days_none() -> None:
    between = "A map shows where the boat was last seen by the coast guard."
    block = ld(live(("2025-03-05T07:00:00Z", POSTS[0]), ("2025-03-05T06:00:00Z", POSTS[1]), ("2025-03-04T20:00:00Z", BODY[0])))
    article = one(page(block, paragraphs=(POSTS[0], between, POSTS[1], BODY[1], BODY[0])))
    assert day_of_words(article, between) == date(2025, 3, 5)
    assert day_of_words(article, BODY[1]) is None


def test_time_elements_tell_the_days_of_posts_where_json_ld_has_none() -> None:
    moments_of = ("2025-03-05T07:00:00Z", "2025-03-04T20:00:00Z")
    posts = "".join(
        f'<section><div><time datetime="{at}">x</time></div><p>{text}</p></section>'
        for at, text in zip(moments_of, POSTS, strict=True)
    )
    article = one(page(ld(live()), body=posts, paragraphs=BODY[:1]))
    assert [day_of_words(article, text) for text in POSTS] == [date(2025, 3, 5), date(2025, 3, 4)]


def test_a_live_blog_of_several_days_whose_posts_tell_no_time_has_no_day_to_count_from() -> None:
    article = one(page(ld(live(dateModified="2025-03-09"))))
    assert {day_of_words(article, text) for text in BODY} == {None}
    assert one(page(ld(live(dateModified="2025-03-03T20:00:00Z")))).posts == ()


def test_times_in_a_post_count_from_its_day(nlp: Language) -> None:
    texts = ("The mayor met the sailors yesterday in Oslo.", "The envoy met the families yesterday in Bergen.")
    block = ld(live(("2025-03-06T07:00:00Z", texts[0]), ("2025-03-04T20:00:00Z", texts[1]), dateModified="2025-03-06"))
    article = one(page(block, paragraphs=(*texts, *BODY)))
    [(_, doc)] = parse([article], nlp)
    reports = [report for report in extract(article, doc, lexicon()).reports if report.trigger.of(article.text) == "met"]
    assert [report.time.begin for report in reports if report.time is not None] == [date(2025, 3, 5), date(2025, 3, 3)]


def test_the_id_depends_on_the_days_of_posts() -> None:
    first, second = (
        one(page(ld(live((day, POSTS[0]), (OTHER, POSTS[1]))), paragraphs=POSTS)) for day in ("2025-03-05", "2025-03-06")
    )
    assert first.text == second.text
    assert first.id != second.id


# What the page does not show


def test_a_page_that_shows_less_than_json_ld_has_is_read_from_json_ld() -> None:
    block = ld(news(headline=TITLE, articleBody="\n\n".join(BODY)))
    article = one(page(block, paragraphs=("Subscribe to continue reading this story.",)))
    assert [(item.kind.value, item.span.of(article.text)) for item in article.blocks] == [
        ("title", TITLE),
        *(("body", text) for text in BODY),
    ]


def test_a_page_that_scripts_would_fill_is_read_from_json_ld() -> None:
    source = page(ld(news(headline=TITLE, articleBody=" ".join(BODY)))).partition("<body>")[0]
    assert BODY[2] in one(source + "<body><div id=root></div><noscript>Please enable JavaScript.</noscript></body></html>").text


def test_what_the_page_shows_whole_is_not_taken_from_json_ld() -> None:
    assert "Elsewhere" not in one(page(ld(news(articleBody="Elsewhere. " + " ".join(BODY))))).text


def test_mark_up_in_json_ld_is_left_out() -> None:
    marked = "+++dropcap\n[Fishermen](https://gull.example/a) &amp; their *wives* waited.Nobody left."
    body = f"<p>{BODY[0]}</p><p>{marked} {BODY[1]} {BODY[2]}</p>"
    text = one(page(ld(news(articleBody=body)), paragraphs=("Log in to continue.",))).text
    assert f"{BODY[0]}\n\nFishermen & their wives waited. Nobody left. {BODY[1]}" in text


@pytest.mark.parametrize(
    "line",
    [
        "Subscribe to continue reading",
        "Sign in or create a free account to keep reading.",
        "Already a subscriber? Log in",
        "This article is only available to subscribers.",
        "You have 2 free articles remaining this month.",
        "We value your privacy",
        "We and our 731 partners use cookies to store and access personal data.",
        "By clicking Accept you agree that we store cookies.",
    ],
)
def test_notices_of_paywalls_and_of_consent(line: str) -> None:
    item = made("\n\n".join([TITLE, *BODY, line]), "a.txt", "a.txt")
    assert isinstance(item, Article)
    assert item.blocks[-1].kind is BlockKind.NOTICE


@pytest.mark.parametrize(
    "line",
    [
        "Readers subscribe to continue a habit of their parents, the editor told the council in a long speech.",
        "The firm uses cookies to track what its customers buy, the regulator said in its ruling.",
    ],
)
def test_news_about_such_things_is_news(line: str) -> None:
    item = made("\n\n".join([TITLE, *BODY, line]), "a.txt", "a.txt")
    assert isinstance(item, Article)
    assert item.blocks[-1].kind is BlockKind.BODY


NOTICES = {
    "scripts": "The Gull\n\nPlease enable JavaScript and cookies to continue.",
    "scripts of an app": "You need to enable JavaScript to run this app.",
    "no such page": "404 Not Found\n\nThe harbour pages have moved.",
    "page not found": "Page not found | The Gull\n\nTry our search, or go back to the first page.",
    "refused": "Access Denied\n\nYou don't have permission to access this page on this server.",
    "a check": "Just a moment...\n\nChecking your browser before you go on to gull.example.",
    "robots": "Before we go on\n\nPlease confirm that you are not a robot.",
}


@pytest.mark.parametrize("text", NOTICES.values(), ids=NOTICES)
def test_what_a_server_sends_in_the_place_of_an_article(text: str, tmp_path: Path) -> None:
    head, *rest = text.split("\n\n")
    body = "".join(f"<p>{paragraph}</p>" for paragraph in rest or [head])
    (tmp_path / "a.txt").write_text(text, "utf-8")
    (tmp_path / "b.html").write_text(
        f"<!doctype html><html><head><title>{head}</title></head><body><h1>{head}</h1>{body}</body></html>"
    )
    (tmp_path / "c.jsonl").write_text(json.dumps({"text": text}), "utf-8")
    items = list(read([tmp_path]))
    assert [type(item) for item in items] == [NoArticleInPage] * 3
    assert all(
        isinstance(item, KGraphError) and item.slug == "no-article-in-page" and Said.of(item) is not None for item in items
    )


@pytest.mark.parametrize(
    "text",
    [
        f"Access denied to the old pier\n\n{BODY[0]}",
        f"Just a moment of calm in the harbour\n\n{BODY[1]}",
        "The page was not found in the archive, a judge heard, and the clerk could not say who had taken it from the file.",
        "\n\n".join(["404 Not Found", *BODY * 8]),
    ],
)
def test_an_article_about_such_notices_is_read(text: str) -> None:
    assert isinstance(made(text, "a.txt", "a.txt"), Article)


def test_a_page_with_nothing_in_it_says_so() -> None:
    with pytest.raises(NoArticleInPage, match="no article in this page"):
        found("<html><body></body></html>")


# Character sets


NAMES = "Zoë Lindström and Paweł Żak met the board."


@pytest.mark.parametrize(
    ("before", "charset"),
    [
        pytest.param('<?xml version="1.0" encoding="iso-8859-2"?>', "", id="xml declaration"),
        pytest.param("", "iso-8859-2", id="container"),
        pytest.param("", "ISO-8859-2 ", id="container, as servers write it"),
    ],
)
def test_the_character_set_of_a_page(before: str, charset: str) -> None:
    text = NAMES.replace("ö", "o").replace("ë", "e")
    assert text in one((before + page(paragraphs=(*BODY, text))).encode("iso-8859-2"), charset).text


def test_a_character_set_that_is_named_late() -> None:
    source = page(f"<script>{'x' * 40_000}</script>", '<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-2">')
    text = "Paweł Żak met the board of the harbour again."
    assert text in one(source.replace(BODY[2], text).encode("iso-8859-2")).text


def test_latin_1_means_what_browsers_take_it_for() -> None:
    source = page('<meta charset="iso-8859-1">', paragraphs=(*BODY, "“We are done”, said Zoë of the board."))
    assert "“We are done”, said Zoë" in one(source.encode("cp1252")).text


@pytest.mark.parametrize("charset", ["nonsense", "utf-16", "utf-32le", "base64", "punycode", "\x00"])
def test_a_wrong_character_set_of_a_container_costs_nothing(charset: str) -> None:
    source = page(paragraphs=(*BODY, "Zoë of the board left."))
    source += " " * (len(source.encode("cp1252")) % 4 and 4 - len(source.encode("cp1252")) % 4)
    assert "Zoë of the board" in one(source.encode("cp1252"), charset).text
    assert "Zoë of the board" in one(source.encode(), charset).text


# Characters that nobody sees


def test_a_text_without_what_nobody_sees() -> None:
    assert (
        visible("Nor\u00adway, Os\u200blo, \u2066Ber\u200c\u200dgen\u2069, Bo\u180ed\u2060ø\ufeff\ufe0f")
        == "Norway, Oslo, Bergen, Bodø"
    )
    assert visible("It ended.\u200bThe crew left.") == "It ended.\u200bThe crew left."


def test_offsets_point_into_the_text_as_read() -> None:
    text = "\ufeffNor\u00adway beat Os\u200b\u200blo\u200e."
    sight = Sight(text)
    assert sight.text == "Norway beat Oslo."
    for words, read_words in (("Norway", "Nor\u00adway"), ("Oslo", "Os\u200b\u200blo"), (".", ".")):
        start = sight.text.index(words)
        span = sight.span_as_read(Span(start, start + len(words)))
        assert span.of(text) == read_words
        assert sight.seen_span(span) == Span(start, start + len(words))
    assert [sight.seen(sight.as_read(place)) for place in range(len(sight.text))] == list(range(len(sight.text)))
    assert sight.seen_span(Span(0, 1)) is None


def test_an_emoji_of_several_characters_is_cited_whole() -> None:
    text = "They won \u2764\ufe0f today"
    assert Sight(text).span_as_read(Span(9, 10)).of(text) == "\u2764\ufe0f"


def test_names_are_found_whatever_is_hidden_in_them(nlp: Language) -> None:
    plain = "Ministers of Norway met Ilse Brandt in Oslo on Monday. Brandt left Norway on Tuesday."
    hidden = (
        plain.replace("Norway", "Nor\u00adway", 1)
        .replace("Oslo", "Os\u200blo")
        .replace("Ilse Brandt", "\u2068Ilse Br\u200dandt\u2069")
    )
    hidden = hidden.replace("met", "m\u2060et").replace("Monday", "Mon\u00adday")
    both = []
    for text in (plain, hidden):
        item = made(text, "a.txt", "a.txt", known=Metadata(published=date(2025, 3, 5)))
        assert isinstance(item, Article)
        assert item.text == text
        [(same, doc)] = parse([item], nlp)
        assert same is item
        both.append(extract(item, doc, lexicon()))
    first, second = both
    assert [(chain.name, chain.type, chain.aliases) for chain in first.chains] == [
        (c.name, c.type, c.aliases) for c in second.chains
    ]
    assert [visible(m.span.of(hidden)) for m in second.mentions] == [m.span.of(plain) for m in first.mentions]
    assert {"Nor\u00adway", "Os\u200blo"} <= {mention.span.of(hidden) for mention in second.mentions}
    assert [(r.type, r.time, visible(r.sentence.of(hidden))) for r in second.reports] == [
        (r.type, r.time, r.sentence.of(plain)) for r in first.reports
    ]
    assert [report.trigger.of(hidden) for report in second.reports][:1] == ["m\u2060et"]
    assert [visible(time.span.of(hidden)) for time in second.times] == [time.span.of(plain) for time in first.times]


def test_furniture_and_metadata_are_read_without_what_nobody_sees() -> None:
    text = "OS\u200bLO, March 5, 2025 (Reu\u00adters) \u2014 Nor\u00adway sent a ship to the island.\n\nSub\u00adscribe to continue reading"
    item = made(
        text, "a.txt", "a.txt", known=Metadata(title="Ship\u200bs sail", authors=("Il\u00adse Brandt",), source="The\u00ad Gull")
    )
    assert isinstance(item, Article)
    assert (item.title, item.authors, item.source, item.place) == ("Ships sail", ("Ilse Brandt",), "The Gull", "OSLO")
    assert item.published == date(2025, 3, 5)
    assert [block.kind.value for block in item.blocks] == ["dateline", "body", "notice"]
    assert item.blocks[1].span.of(text) == "Nor\u00adway sent a ship to the island."


def test_a_paragraph_that_nobody_sees_is_none() -> None:
    item = made(f"{BODY[0]}\n\n\u200b\u00ad\n\n{BODY[1]}", "a.txt", "a.txt")
    assert isinstance(item, Article)
    assert [block.span.of(item.text) for block in item.blocks] == [*BODY[:2]]
    assert [block.span.of(article_as_seen(item).text) for block in article_as_seen(item).blocks] == [*BODY[:2]]
    assert isinstance(made("\u200b\u00ad \ufeff", "a.txt", "a.txt"), EmptyArticle)


# Hostile pages


@pytest.mark.parametrize(
    "block",
    [
        pytest.param('{"a": ' * 50_000, id="deep"),
        pytest.param("/*" * 500_000, id="comments"),
        pytest.param('"' * 1_000_001, id="quotation marks"),
        pytest.param("'\\" * 500_000, id="escapes"),
        pytest.param("," * 1_000_000, id="commas"),
        pytest.param(
            "[" + '{"@type": "NewsArticle", "datePublished": "2025-03-03"},' * 50_000 + "]", id="a hundred thousand articles"
        ),
    ],
)
def test_a_hostile_block_costs_itself(block: str) -> None:
    begun = process_time()
    told = json_ld.told([block, json.dumps(news(headline=TITLE))], [TITLE], [])
    assert told.published == MOMENT
    assert process_time() - begun < 5
