"""The page in a browser: opened as a file, used as a reader uses it."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from selenium.webdriver.common.keys import Keys

from kgraph.explore.selection import Part
from kgraph.outgoing import cell, one_line
from kgraph.rdf.view import Actor, Source, View
from tests.browser.conftest import Page
from tests.views import actor, happening, many, source, telling, view_of

pytestmark = pytest.mark.browser

VIEWS = ("network", "matrix", "map", "timeline", "table", "articles")
TITLES = ("Leaders meet", "Rehn to visit", "Board speaks")
SENTENCE = "In article {} she met, “so to speak”, him."
# A letter beyond U+FFFF, which JavaScript counts as two, and more text than a screen holds.
BEFORE = "\n\n😀 Rehn came by.\n\n" + "It rained all day.\n\n" * 40
AFTER = "\n\nThey saw the Grain Board of Kelm."
ARTICLES = tuple(f"https://kgraph.example/article/{number}" for number in range(30))
ILVES = actor("Mara Ilves", aliases=("Président Ilvès", "Madam Ilves"), country="ORL")
REHN, KELM, BOARD = actor("Tomas Rehn"), actor("Kelm", "City"), actor("Grain Board", "Organization")


def corpus() -> View:
    """Seven events between four actors, in three articles: one of each kind that a filter tells apart."""
    events = [
        happening(
            "1", "Meeting", [("agent", ILVES), ("agent", REHN)], label="Ilves met Rehn", day="2024-03-12", tellings=_told(0, 1, 2)
        ),
        happening(
            "2",
            "Blame",
            [("agent", ILVES), ("patient", REHN)],
            label="Ilves blamed Rehn",
            day="2024-03-13",
            tellings=_told(0),
            wholes=("1",),
        ),
        happening(
            "3", "Blame", [("agent", REHN), ("patient", ILVES)], label="Rehn blamed Ilves", day="2024-03-14", tellings=_told(1)
        ),
        happening(
            "4", "Visit", [("agent", REHN), ("patient", KELM)], label="Rehn visited Kelm", factuality="planned", tellings=_told(1)
        ),
        happening(
            "5",
            "Attack",
            [("agent", REHN), ("patient", KELM)],
            label="Rehn attacked Kelm",
            factuality="did-not-happen",
            tellings=_told(2),
        ),
        happening(
            "6",
            "Statement",
            [("agent", BOARD), ("addressee", KELM)],
            label="Board told Kelm",
            day="2024-05-01",
            tellings=_told(2),
        ),
        happening("7", "Praise", [("agent", BOARD), ("patient", ILVES)], label="=Board praised Ilves", tellings=_told(2, 2)),
    ]
    return view_of((ILVES, REHN, KELM, BOARD), events, [_article(n) for n in range(len(TITLES))])


def _article(number: int) -> Source:
    text = TITLES[number] + BEFORE + SENTENCE.format(number) + AFTER
    at = [text.index(words) for words in ("Rehn", "she", "the Grain Board of Kelm", "Kelm")]
    mentions = tuple(
        (begin, begin + length, who.iri) for begin, length, who in zip(at, (4, 3, 23, 4), (REHN, ILVES, BOARD, KELM), strict=True)
    )
    return source(number, TITLES[number], published=f"2024-03-1{number + 3}", text=text, mentions=tuple(sorted(mentions)))


def _told(*articles: int) -> tuple[object, ...]:
    return tuple(
        telling(
            ARTICLES[n],
            SENTENCE.format(n),
            source="a clerk",
            cue="said",
            start=len(TITLES[n] + BEFORE),
        )
        for n in articles
    )


@pytest.fixture(scope="module")
def written(open_page: Callable[[View], Page]) -> Page:
    return open_page(corpus())


@pytest.fixture
def page(written: Page) -> Iterator[Page]:
    """The page of the corpus, opened afresh; whatever a test does with it, nothing is asked for and nothing complains."""
    written.complaints()
    written.requests()
    yield written.open()
    assert written.complaints() == []
    assert [url for url in written.requests() if not url.startswith(("file:", "data:", "blob:", "about:"))] == []


def events(page: Page) -> list[str]:
    """What the events view lists."""
    page.click("[data-view=table]")
    return page.texts("#table tbody td:nth-child(2)")


def test_opens(page: Page) -> None:
    assert page.text("#summary") == "3 articles · 4 named entities · 7 events"
    assert page.one("#canvas canvas").is_displayed()
    assert page.text("#panel h3") == "What these articles tell"


@pytest.mark.parametrize("words", ["Madam", "president ilves", "ILVÈS"], ids=["alias", "no accents", "accents and capitals"])
def test_search_by_alias(page: Page, words: str) -> None:
    page.one("#search").send_keys(words)
    page.until("return !document.getElementById('found').hidden")
    page.one("#search").send_keys(Keys.ENTER)
    assert page.text("#panel h3") == "Mara Ilves"
    assert "In article 0 she met, “so to speak”, him." in page.text("#panel blockquote")
    assert page.text("#panel blockquote mark") == "met"
    assert "Leaders meet" in page.text("#panel blockquote footer")


def test_search_by_keys(page: Page) -> None:
    page.one("body").send_keys("/")
    page.run("return document.activeElement").send_keys("e", Keys.ARROW_DOWN, Keys.ARROW_DOWN, Keys.ARROW_UP)
    assert page.run("return document.activeElement.getAttribute('aria-activedescendant')") == "found-1"
    assert page.one("#found-1").get_attribute("aria-selected") == "true"
    page.one("#search").send_keys(Keys.ESCAPE)
    assert not page.one("#found").is_displayed()


def test_search_for_nothing(page: Page) -> None:
    page.one("#search").send_keys("zzz", Keys.ENTER)
    assert page.text("#panel h3") == "What these articles tell"


def test_a_click_on_a_node(page: Page) -> None:
    node = next(node for node in page.data()["nodes"] if node["iri"] == REHN.iri)
    page.canvas_click(*node["places"][-1])
    page.until("return document.querySelector('#panel h3').textContent === 'Tomas Rehn'")
    assert page.texts("#panel .event .what") == [
        "Ilves met Rehn",
        "Ilves blamed Rehn",
        "Rehn blamed Ilves",
        "Rehn visited Kelm",
        "Rehn attacked Kelm",
    ]


def test_a_click_on_an_edge(page: Page) -> None:
    data = page.data()
    nodes = {node["iri"]: node for node in data["nodes"]}
    ends = {nodes[BOARD.iri]["id"], nodes[KELM.iri]["id"]}
    (edge,) = (edge for edge in data["edges"] if {edge["from"], edge["to"]} == ends)
    (ax, ay), (bx, by) = nodes[BOARD.iri]["places"][-1], nodes[KELM.iri]["places"][-1]
    page.canvas_click((ax + bx) / 2, (ay + by) / 2)
    page.until("return document.querySelectorAll('#panel .event').length === 1")
    assert page.run("return location.hash").startswith(f"#select=edge%3A{edge['orientation']}%3A")
    assert page.text("#panel .event .what") == "Board told Kelm"
    assert page.text("#panel blockquote").startswith("In article 2 she met")


def line(orientation: str, *ends: Actor) -> str:
    """What selects the line between two actors."""
    return f"edge:{orientation}:{'<>'.join(sorted(one.iri for one in ends))}"


def test_a_click_beside_everything_takes_the_selection_away(page: Page) -> None:
    page.open(select=REHN.iri)
    page.canvas_click(*_corner(page))
    page.until("return document.querySelector('#panel h3').textContent === 'What these articles tell'")


def _corner(page: Page) -> tuple[float, float]:
    x, y, width, height = page.run(
        "const fit = JSON.parse(canvas.dataset.fit); return [fit.x, fit.y, canvas.clientWidth / fit.scale, canvas.clientHeight / fit.scale]"
    )
    return x - width / 2 + 6, y - height / 2 + 6


def test_both_directions_are_one_line(page: Page) -> None:
    page.open(select=line("conflict", ILVES, REHN))
    assert page.texts("#panel .event .what") == ["Ilves blamed Rehn", "Rehn blamed Ilves"]


def test_cooperation_and_conflict_between_two_bend_to_different_sides(page: Page) -> None:
    data = page.data()
    (ax, ay), (bx, by) = (next(node for node in data["nodes"] if node["iri"] == one.iri)["places"][-1] for one in (ILVES, REHN))
    found = set()
    for side in (-0.06, 0.06):
        page.open()
        page.canvas_click((ax + bx) / 2 + side * (by - ay), (ay + by) / 2 - side * (bx - ax))
        page.until("return location.hash.startsWith('#select=edge')")
        found.add(str(page.run("return location.hash")).split("%3A")[1])
    assert found == {"cooperation", "conflict"}


def test_names_in_the_panel_lead_on(page: Page) -> None:
    page.open(select=REHN.iri)
    page.click("#panel .near .link")
    assert page.text("#panel h3") == "Mara Ilves"


@pytest.mark.parametrize(
    ("label", "gone"),
    [
        ("Conflict", {"Ilves blamed Rehn", "Rehn blamed Ilves", "Rehn attacked Kelm"}),
        ("Neither", {"Board told Kelm"}),
        ("planned", {"Rehn visited Kelm"}),
        ("did not happen", {"Rehn attacked Kelm"}),
        ("Blame", {"Ilves blamed Rehn", "Rehn blamed Ilves"}),
        ("Consult", {"Ilves met Rehn", "Rehn visited Kelm"}),
        ("Leaders meet", {"Ilves blamed Rehn"}),
        ("Rehn to visit", {"Rehn blamed Ilves", "Rehn visited Kelm"}),
        ("People", {"Ilves met Rehn", "Ilves blamed Rehn", "Rehn blamed Ilves"}),
    ],
)
def test_each_filter(page: Page, label: str, gone: set[str]) -> None:
    before = events(page)
    page.switch(label)
    after = events(page)
    assert set(before) - set(after) == gone
    assert f"{len(after)} of 7 events" in page.text("#summary")
    page.switch(label)
    assert events(page) == before


def test_filters_combine(page: Page) -> None:
    page.switch("Conflict")
    page.switch("planned")
    assert events(page) == ["Ilves met Rehn", "Board told Kelm", "=Board praised Ilves"]
    page.switch("Board speaks")
    assert events(page) == ["Ilves met Rehn"]
    page.click("#reset")
    assert len(events(page)) == 7


def test_counts_say_what_a_filter_would_give(page: Page) -> None:
    def number(label: str) -> str:
        return str(
            page.run(
                "return [...document.querySelectorAll('.check')].find((row) => row.title === arguments[0]).lastChild.textContent",
                label,
            )
        )

    assert number("Conflict") == "3"
    page.switch("did not happen")
    assert number("Conflict") == "2"
    assert number("did not happen") == "1", "its own filter does not count"


@pytest.mark.parametrize(
    ("state", "left"),
    [
        ({"from": "2024-03-13"}, ["Ilves blamed Rehn", "Rehn blamed Ilves", "Board told Kelm"]),
        ({"from": "2024-03-13", "to": "2024-03-13"}, ["Ilves blamed Rehn"]),
        ({"to": "2024-03-12"}, ["Ilves met Rehn"]),
    ],
    ids=["from", "one day", "to"],
)
def test_dates(page: Page, state: dict[str, str], left: list[str]) -> None:
    page.open(undated="false", **state)
    assert events(page) == left
    page.click("#undated")
    assert len(events(page)) == len(left) + 3


def test_nothing_left(page: Page) -> None:
    page.open(orientations="conflict|cooperation|neutral")
    assert page.one("#empty").is_displayed()
    page.click("[data-view=timeline]")
    assert page.text("#timeline") == "Nothing passes these filters."
    assert events(page) == []


def test_the_address_restores_the_view_in_a_new_window(page: Page) -> None:
    page.switch("planned")
    page.click("[data-view=table]")
    page.click("#table tbody tr:nth-child(2) .link")
    address, panel, table = page.driver.current_url, page.text("#panel"), page.texts("#table td")
    old = page.driver.current_window_handle
    page.driver.switch_to.new_window("window")
    try:
        page.driver.get(address)
        page.ready()
        assert page.text("#panel") == panel
        assert page.texts("#table td") == table
        assert page.one("[data-view=table]").get_attribute("aria-selected") == "true"
    finally:
        page.driver.close()
        page.driver.switch_to.window(old)


@pytest.mark.parametrize(
    "fragment",
    [
        "#view=nonsense&shown=-3&from=x",
        "#select=edge:conflict:nobody<>nothing",
        "#constructor=1&__proto__=2",
        "#%%%",
        "#select=toString",
    ],
)
def test_an_address_that_means_nothing(page: Page, fragment: str) -> None:
    page.driver.get("about:blank")
    page.driver.get(page.path.as_uri() + fragment)
    page.ready()
    assert page.text("#panel h3") == "What these articles tell"


def test_back_and_forward(page: Page) -> None:
    page.click("[data-view=table]")
    page.click("#table tbody tr:nth-child(1) .link")
    assert page.text("#panel .what") == "Ilves met Rehn"
    page.driver.back()
    page.until("return document.querySelector('#panel h3') !== null")
    assert page.one("#table").is_displayed()
    page.driver.back()
    page.until("return !document.getElementById('network').hidden")
    page.driver.forward()
    page.until("return document.getElementById('network').hidden")


def test_dark_and_light(page: Page) -> None:
    before = page.run("return getComputedStyle(document.body).backgroundColor")
    page.click("#theme")
    assert page.run("return getComputedStyle(document.body).backgroundColor") != before
    page.click("#theme")
    assert page.run("return getComputedStyle(document.body).backgroundColor") == before


def test_sorting(page: Page) -> None:
    assert events(page)[0] == "Ilves met Rehn"
    page.click("#table th:nth-child(2) button")
    ascending = page.texts("#table tbody td:nth-child(2)")
    assert ascending == sorted(ascending)
    page.click("#table th:nth-child(2) button")
    assert page.texts("#table tbody td:nth-child(2)") == ascending[::-1]
    assert page.one("#table th:nth-child(2)").get_attribute("aria-sort") == "descending"
    page.click("#table th:nth-child(5) button")
    assert page.texts("#table tbody td:nth-child(5)")[:2] == ["3", "2"], "the most first, as numbers"


def downloaded(page: Page) -> str:
    """What the download of the table would save: addresses of blobs are read where they are made."""
    page.run(
        "window.saved = null; const make = URL.createObjectURL;"
        "URL.createObjectURL = (blob) => { window.saved = blob.text(); return make(blob); }"
    )
    page.click("#table p .link")
    return str(page.driver.execute_async_script("const done = arguments[arguments.length - 1]; window.saved.then(done)"))


def test_csv(page: Page) -> None:
    page.switch("Conflict")
    events(page)
    rows = list(csv.DictReader(io.StringIO(downloaded(page))))
    assert [row["event"] for row in rows] == ["Ilves met Rehn", "Board told Kelm", "Rehn visited Kelm", "'=Board praised Ilves"]
    assert (rows[0]["begin"], rows[0]["reports"]) == ("2024-03-12", "3")
    assert rows[0]["quote"] == "In article 0 she met, “so to speak”, him."


def test_a_cell_of_the_table_is_written_as_those_of_other_tables(open_page: Callable[[View], Page]) -> None:
    """The page's script and outgoing.py say the same, letter for letter, whatever an article says."""
    odd = [
        *NASTY,
        "-5.5",
        "+49 30 1234",
        "'=a",
        "''-1",
        "\t=1",
        "\r\n=1",
        "-5 percent",
        "＝1",
        "می\u200cخواهم",
        "-1e-3",
        "a\u00adb",
        "\x85-",
    ]
    events = [
        replace(happening(f"{n:03}", "Blame", [("agent", ILVES)], day="2024-03-12"), tellings=(telling(ARTICLES[0], text, ""),))
        for n, text in enumerate(odd)
    ]
    page = open_page(view_of((ILVES,), events, [source()])).open(view="table")
    rows = list(csv.DictReader(io.StringIO(downloaded(page), newline="")))
    assert [row["quote"] for row in rows] == [cell(text) for text in odd]
    assert {row["reports"] for row in rows} == {"1"}


def test_timeline(page: Page) -> None:
    page.click("[data-view=timeline]")
    assert page.texts("#timeline .day > b") == ["12 Mar 2024", "13 Mar 2024", "14 Mar 2024", "1 May 2024", "No date"]
    page.click("#timeline .day:nth-of-type(2) .link")
    assert page.text("#panel .what") == "Ilves blamed Rehn"


def test_articles(page: Page) -> None:
    page.click("[data-view=articles]")
    assert page.texts("#articles tbody td:nth-child(4)") == ["2", "3", "5"]
    assert page.one("#articles a").get_attribute("href") == "https://harbour.example/0"
    assert page.one("#articles a").get_attribute("rel") == "noopener noreferrer"
    page.click("#articles tbody tr:nth-child(1) td:last-child .link")
    assert page.texts("#table tbody td:nth-child(2)") == ["Ilves met Rehn", "Ilves blamed Rehn"]


# the reader


def read(page: Page, number: int) -> None:
    """Opens an article out of the list."""
    page.click("[data-view=articles]")
    page.click(f"#articles tbody tr:nth-child({number + 1}) td:nth-child(2) .link")


def test_an_article_opens_with_its_text(page: Page) -> None:
    read(page, 1)
    paragraphs = page.texts(".reader > p:not(.bar):not(.key)")
    assert paragraphs[:3] == ["Rehn to visit", "😀 Rehn came by.", "It rained all day."]
    assert paragraphs[-2:] == ["In article 1 she met, “so to speak”, him.", "They saw the Grain Board of Kelm."]
    assert page.run("return location.hash") == "#view=articles&read=1"
    assert page.text("#panel h3") == "Rehn to visit"
    assert sorted(page.texts("#panel .near button")) == ["Grain Board", "Kelm", "Mara Ilves", "Tomas Rehn"]
    page.click(".reader .bar button")
    assert len(page.all("#articles tbody tr")) == 3


def test_marks_stand_where_the_words_are(page: Page) -> None:
    read(page, 1)
    assert page.texts(".reader .told[role=button]") == ["met"]
    assert page.texts(".reader .said[role=button]") == ["Rehn", "she", "the Grain Board of ", "Kelm"], "of two, the shorter"


def test_a_mention_leads_to_its_actor_and_back(page: Page) -> None:
    read(page, 1)
    page.click(".reader .said[role=button]")
    assert page.text("#panel h3") == "Tomas Rehn"
    assert page.texts(".reader .on") == ["Rehn"]
    page.click("#panel .near .link")
    assert page.text("#panel h3") == "Mara Ilves"
    assert page.texts(".reader .on") == ["she"]
    page.until("return seen(document.querySelector('.reader .on')); function seen(one) {"
               "const {top, bottom} = one.getBoundingClientRect(); return top > 0 && bottom < innerHeight; }")  # fmt: skip


def test_a_trigger_leads_to_each_of_its_events(page: Page) -> None:
    read(page, 1)
    found = []
    for _ in range(4):
        page.click(".reader .told[role=button]")
        found.append(page.text("#panel .what"))
    assert found == ["Ilves met Rehn", "Rehn blamed Ilves", "Rehn visited Kelm", "Ilves met Rehn"]
    assert page.one(".reader .told.on").is_displayed()


def test_a_larger_event_and_its_parts_lead_to_each_other(page: Page) -> None:
    page.open(select=f"{ARTICLES[0].replace('article/0', 'event/2')}")
    assert page.text("#panel .nested") == "Part of: Ilves met Rehn"
    page.click("#panel .nested button")
    assert page.text("#panel .what") == "Ilves met Rehn"
    assert page.text("#panel .nested") == "Parts: Ilves blamed Rehn"


def test_marks_answer_to_the_keyboard(page: Page) -> None:
    read(page, 1)
    page.run("document.querySelector('.reader .told[role=button]').focus()")
    page.run("return document.activeElement").send_keys(Keys.ENTER)
    assert page.text("#panel .what") == "Ilves met Rehn"


def test_read_in_context(page: Page) -> None:
    page.open(select=f"{ARTICLES[0].replace('article/0', 'event/6')}")
    page.click("#panel blockquote footer button")
    page.until("return document.querySelector('.reader .told.on') !== null")
    box = page.run(
        "const {top, bottom} = document.querySelector('.reader .told.on').getBoundingClientRect(); return [top, bottom]"
    )
    assert 100 < box[0] < box[1] < 800, "in the middle of the screen, though it stands far down in the text"
    address = str(page.run("return location.hash"))
    assert "read=2%3A" in address
    page.driver.get("about:blank")
    page.driver.get(page.path.as_uri() + address)
    page.ready()
    assert page.texts(".reader .on") == ["met"]
    assert page.text("#panel .what") == "Board told Kelm"
    page.click("[data-view=articles]")
    assert len(page.all("#articles tbody tr")) == 3, "the tab leads back to the list"


def test_filters_take_marks_away(page: Page) -> None:
    page.open(view="articles", read="0", types="Meeting|Blame")
    assert page.texts(".reader .told[role=button]") == []
    page.switch("Blame")
    assert page.texts(".reader .told[role=button]") == ["met"]
    assert page.run("return document.querySelector('.reader .told[role=button]').classList.contains('conflict')")


@pytest.mark.parametrize("fragment", ["read=7", "read=x", "read=-1", "read=1:999999", "read=1e5"])
def test_addresses_of_no_article(page: Page, fragment: str) -> None:
    page.driver.get("about:blank")
    page.driver.get(f"{page.path.as_uri()}#view=articles&{fragment}")
    page.ready()
    assert page.one("#articles").is_displayed()


def test_texts_that_are_left_out(open_page: Callable[[View], Page], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules["kgraph.explore"], "bounded", lambda view, _size, made, _fixed: made(Part(view, frozenset())))
    page = open_page(corpus()).open(view="articles")
    assert "The texts are left out" in page.text("#articles p")
    assert page.all("#articles td:nth-child(2) button") == []
    page.open(select=ILVES.iri)
    assert page.text("#panel blockquote").startswith("In article 0 she met, “so to speak”, him.")
    assert page.text("#panel blockquote mark") == "met"
    assert page.all("#panel blockquote footer button") == []


# the matrix


def cells(page: Page) -> dict[tuple[str, str], str]:
    """What the matrix says of each pair."""
    return {(row, column): said for row, column, said in page.run(
        "const heads = [...document.querySelectorAll('.dyads thead th')].map((one) => one.textContent);"
        "return [...document.querySelectorAll('.dyads tbody tr')].flatMap((row) => [...row.cells].slice(1)"
        ".map((cell, n) => [row.cells[0].textContent, heads[n], cell.textContent])).filter((one) => one[2])")}  # fmt: skip


def test_the_matrix_is_signed_and_directed(page: Page) -> None:
    page.open(view="matrix")
    assert cells(page) == {
        ("Tomas Rehn", "Mara Ilves"): "+1−1",
        ("Mara Ilves", "Tomas Rehn"): "+1−1",
        ("Grain Board", "Mara Ilves"): "+1",
        ("Tomas Rehn", "Kelm"): "○",
        ("Grain Board", "Kelm"): "·",
    }


def test_a_cell_leads_to_its_events(page: Page) -> None:
    page.open(view="matrix")
    page.click(".dyads td button[aria-label^='Mara Ilves to Tomas Rehn']")
    assert page.text("#panel h3") == "Mara Ilves to Tomas Rehn"
    assert page.texts("#panel .event .what") == ["Ilves met Rehn", "Ilves blamed Rehn"]
    page.click("#panel .kind button:last-child")
    assert page.texts("#panel .event .what") == ["Ilves met Rehn", "Rehn blamed Ilves"]
    assert (
        page.one(".dyads td button.on").get_attribute("aria-label")
        == "Tomas Rehn to Mara Ilves: 1 act of cooperation, 1 of conflict"
    )
    page.click("[data-view=network]")
    assert page.text("#panel h3") == "Tomas Rehn to Mara Ilves"


def test_the_matrix_respects_the_filters(page: Page) -> None:
    page.open(view="matrix", orientations="conflict|neutral", facts="planned")
    assert cells(page) == {
        ("Tomas Rehn", "Mara Ilves"): "+1",
        ("Mara Ilves", "Tomas Rehn"): "+1",
        ("Grain Board", "Mara Ilves"): "+1",
    }
    page.open(view="matrix", orientations="conflict|cooperation|neutral")
    assert page.text("#matrix") == "Nothing passes these filters."


NASTY = (
    "<script>alert(1)</script>",
    "</script><script>alert(2)</script>",
    "<img src=x onerror=alert(3)>",
    "<a href='javascript:alert(4)'>x</a>",
    "javascript:alert(5)",
    "\u202eright to left\u200f",
    "<svg onload=alert(6)>",
    "__proto__",
    "constructor",
    "</script",
    "<!--<script>",
    "]]>-->{{data}}",
    "a\u2028b\u2029c",
    "data:text/html,<script>alert(7)</script>",
    " java\tscript:alert(8)",
    "https:alert(9)",
    "//127.0.0.1/10",
    "file:///",
    "<base href=//127.0.0.1/11><meta http-equiv=refresh content=0;url=//127.0.0.1/12>",
    "<iframe srcdoc='<script>parent.alert(13)</script>'></iframe>",
    "${alert(14)}\"'`",
    "=cmd|' /C calc'!A0",
    "\x1b[2J\x9b31m\x00",
    "n" * 10_000,
)


# the map


KYIV = actor("Kyiv", "City", links=("https://sws.geonames.org/703448/",))
BERLIN = actor("Berlin", "City", links=("https://sws.geonames.org/2950159/",))


@pytest.fixture
def atlas(open_page: Callable[[View], Page]) -> Page:
    events = [
        happening("1", "Meeting", [("agent", ILVES), ("agent", REHN), ("place", KYIV)], label="Ilves met Rehn in Kyiv"),
        happening("2", "Blame", [("agent", ILVES), ("patient", KYIV)], label="Ilves blamed Kyiv"),
        happening("3", "Praise", [("agent", ILVES), ("patient", BERLIN)], label="Ilves praised Berlin"),
        happening("4", "Visit", [("agent", REHN), ("patient", KELM)], label="Rehn visited Kelm"),
    ]
    return open_page(view_of((ILVES, REHN, KELM, KYIV, BERLIN), events)).open(view="map")


def spots(page: Page) -> list[str]:
    return list(page.run("return [...document.querySelectorAll('.spot')].map((one) => one.getAttribute('aria-label'))"))


def test_places_stand_on_the_map(atlas: Page) -> None:
    assert spots(atlas) == ["Kyiv: 2 events, 1 of them there", "Berlin: 1 event, 0 of them there"]
    assert atlas.texts("#map-canvas text") == ["Kyiv", "Berlin"]
    east, west = (
        atlas.run("return document.querySelectorAll('.spot')[arguments[0]].getBoundingClientRect().x", n) for n in (0, 1)
    )
    assert east > west
    assert atlas.text("#map-missing summary") == "1 named place whose position is not known"
    assert atlas.complaints() == []


def test_a_place_leads_to_its_events(atlas: Page) -> None:
    atlas.run("document.querySelector('.spot').dispatchEvent(new MouseEvent('click', {bubbles: true}))")
    assert atlas.texts("#panel .event .what") == ["Ilves met Rehn in Kyiv", "Ilves blamed Kyiv"]
    assert atlas.run("return document.querySelector('.spot.on').getAttribute('aria-label')").startswith("Kyiv")
    atlas.run("document.querySelectorAll('.spot')[1].focus()")
    atlas.run("return document.activeElement").send_keys(Keys.ENTER)
    assert atlas.text("#panel h3") == "Berlin"


def test_the_map_respects_the_filters_and_moves(atlas: Page) -> None:
    atlas.switch("Conflict")
    assert spots(atlas) == ["Berlin: 1 event, 0 of them there", "Kyiv: 1 event, 1 of them there"]
    before = atlas.run("return document.querySelector('.land').getAttribute('transform')")
    atlas.click("#map-closer")
    assert atlas.run("return document.querySelector('.land').getAttribute('transform')") != before
    atlas.click("#map-all")
    assert atlas.run("return document.querySelector('.land').getAttribute('transform')") == before
    atlas.open(view="map", orientations="conflict|cooperation|neutral")
    assert atlas.one("#map-empty").is_displayed()


@pytest.mark.parametrize("name", NASTY)
def test_the_map_shows_names_as_text(open_page: Callable[[View], Page], name: str) -> None:
    place = actor(name, "City", iri="https://kgraph.example/entity/kyiv", links=KYIV.links)
    page = open_page(view_of((ILVES, place), [happening("1", "Blame", [("agent", ILVES), ("patient", place)])])).open(view="map")
    shown = one_line(name)
    assert page.text("#map-canvas text") == (shown if len(shown) <= 28 else f"{shown[:27]}…")
    assert spots(page) == [f"{shown}: 1 event, 0 of them there"]
    assert page.run("return document.querySelectorAll('main img, main script, main [onload]').length") == 0
    assert page.complaints() == []


def test_without_known_places_there_is_no_map(page: Page) -> None:
    assert not page.one("[data-view=map]").is_displayed()
    page.open(view="map")
    assert page.one("#canvas canvas").is_displayed()


# paths


def test_a_path_by_search(page: Page) -> None:
    page.open(select=BOARD.iri)
    page.run("[...document.querySelectorAll('#panel button')].find((one) => one.textContent.startsWith('Path to')).click()")
    assert page.one("#search").get_attribute("placeholder") == "Path from Grain Board to …"
    page.run("return document.activeElement").send_keys("rehn", Keys.ENTER)
    assert page.text("#panel h3") == "From Grain Board to Tomas Rehn"
    assert page.texts("#panel .step") == ["1 Grain Board – Mara Ilves: 1 event", "2 Mara Ilves – Tomas Rehn: 3 events"]
    assert page.texts("#panel .event .what") == [
        "=Board praised Ilves",
        "Ilves met Rehn",
        "Ilves blamed Rehn",
        "Rehn blamed Ilves",
    ]
    assert page.text("#panel blockquote").startswith("In article 2 she met")
    address = page.driver.current_url
    page.driver.get("about:blank")
    page.driver.get(address)
    page.ready()
    assert page.text("#panel h3") == "From Grain Board to Tomas Rehn"
    assert page.one("#search").get_attribute("placeholder") == "Find a name, or words in what is said"


def test_a_path_by_a_click_on_a_node(page: Page) -> None:
    page.open(select=BOARD.iri)
    page.run("[...document.querySelectorAll('#panel button')].find((one) => one.textContent.startsWith('Path to')).click()")
    node = next(node for node in page.data()["nodes"] if node["iri"] == REHN.iri)
    page.canvas_click(*node["places"][-1])
    page.until("return document.querySelector('#panel h3').textContent === 'From Grain Board to Tomas Rehn'")
    page.driver.back()
    page.until("return document.querySelector('#panel h3').textContent === 'Grain Board'")


def test_a_path_is_asked_for_until_escape(page: Page) -> None:
    page.open(select=BOARD.iri, view="articles", read="1")
    ask = "[...document.querySelectorAll('#panel button')].find((one) => one.textContent.startsWith('Path to')).click()"
    page.run(ask)
    page.one("body").send_keys(Keys.ESCAPE)
    page.click(".reader .said[role=button]")
    assert page.text("#panel h3") == "Tomas Rehn"
    page.run(ask)
    page.run("[...document.querySelectorAll('.reader .said[role=button]')].find((one) => one.textContent === 'Kelm').click()")
    assert page.text("#panel h3") == "From Tomas Rehn to Kelm", "a name in an article serves as well"


def test_a_path_respects_the_filters(page: Page) -> None:
    page.open(select=BOARD.iri, path=REHN.iri, types="Praise")
    assert [step.split(":")[0] for step in page.texts("#panel .step")] == ["1 Grain Board – Kelm", "2 Kelm – Tomas Rehn"]
    page.open(select=BOARD.iri, path=REHN.iri, types="Praise|Statement")
    assert "No path" in page.text("#panel")
    assert page.one("#canvas canvas").is_displayed()


def test_the_other_way_round(page: Page) -> None:
    page.open(select=BOARD.iri, path=REHN.iri)
    page.run("[...document.querySelectorAll('#panel button')].find((one) => one.textContent.startsWith('the other way')).click()")
    assert page.text("#panel h3") == "From Tomas Rehn to Grain Board"
    page.click("#panel .kind button")
    assert page.text("#panel h3") == "Tomas Rehn", "a name ends the path"


@pytest.mark.parametrize("view", [*VIEWS, "reader"])
def test_a_phone_scrolls_only_downwards(page: Page, view: str) -> None:
    page.driver.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride", {"width": 390, "height": 844, "deviceScaleFactor": 2, "mobile": True}
    )
    try:
        page.open(**({"view": "articles", "read": "0"} if view == "reader" else {"view": view}))
        assert page.run("return document.documentElement.scrollWidth") == 390
        page.click("#filter-switch")
        assert page.one("#filters").is_displayed()
        assert page.run("return document.documentElement.scrollWidth") == 390
    finally:
        page.driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def nasty() -> View:
    """A view in which every text is an attack."""
    actors = [
        actor(text, iri=f"https://kgraph.example/entity/{n}", aliases=(text,), links=(text,)) for n, text in enumerate(NASTY)
    ]
    events = [
        happening(str(n), "Blame", [("agent", one), ("patient", actors[n - 1])], label=one.name, day="2024-03-12",
                  tellings=(telling(ARTICLES[n], f"met {one.name}", source=one.name, cue=one.name, start=len(one.name) + 2),))
        for n, one in enumerate(actors)
    ]  # fmt: skip
    return view_of(actors, events, [_nasty_article(n, text) for n, text in enumerate(NASTY)])


def _nasty_article(number: int, text: str) -> Source:
    """An article whose text is the attack, a sentence about it, and all attacks; every one of them is a mention."""
    written = f"{text}\n\nmet {text}\n\n{' '.join(NASTY)}"
    mentions = tuple(
        (written.rindex(attack), written.rindex(attack) + len(attack), f"https://kgraph.example/entity/{n}")
        for n, attack in enumerate(NASTY)
    )
    return source(number, text, url=text, publisher=text, text=written, mentions=tuple(sorted(mentions)))


def test_nothing_that_an_article_says_runs(open_page: Callable[[View], Page]) -> None:
    page = open_page(nasty())
    page.complaints()
    page.requests()
    for view in (*VIEWS, *(f"articles&read={n}" for n in range(len(NASTY)))):
        page.open()
        for selected in (
            "",
            *(f"https://kgraph.example/entity/{n}" for n in range(len(NASTY))),
            "edge:conflict:https://kgraph.example/entity/0<>https://kgraph.example/entity/1",
            "pair:https://kgraph.example/entity/0>https://kgraph.example/entity/1",
            "https://kgraph.example/entity/1&path=https://kgraph.example/entity/5",
            "https://kgraph.example/event/3",
        ):
            page.run("location.hash = arguments[0]", f"view={view}&select={selected}")
            page.until("return decodeURIComponent(location.hash).includes(arguments[0])", selected)
            links = page.run("return [...document.querySelectorAll('a')].map((link) => link.protocol)")
            assert set(links) <= {"https:", "http:"}
            assert (
                page.run("return document.querySelectorAll('main img, main script, main [onerror], main [onload]').length") == 0
            )
        assert page.run("return document.documentElement.scrollWidth <= innerWidth")
    page.one("#search").send_keys("<", Keys.ENTER)
    assert page.complaints() == []
    assert [url for url in page.requests() if not url.startswith(("file:", "data:", "about:"))] == []


@pytest.mark.parametrize("number", range(len(NASTY)))
def test_the_reader_shows_what_an_article_says(open_page: Callable[[View], Page], number: int) -> None:
    page = open_page(nasty()).open(view="articles", read=str(number))
    shown = page.texts(".reader > p:not(.bar):not(.key)")
    assert shown == [NASTY[number], f"met {NASTY[number]}", " ".join(NASTY)]
    assert page.run("return [...document.querySelectorAll('.reader > p')].every((one) => one.scrollWidth <= one.clientWidth)")
    assert page.complaints() == []


@pytest.mark.parametrize("actors", [(), (ILVES,)], ids=["nothing", "one actor and no event"])
def test_a_graph_with_nothing_to_draw(open_page: Callable[[View], Page], actors: tuple[Actor, ...]) -> None:
    page = open_page(view_of(actors, ()))
    page.complaints()
    for view in VIEWS:
        page.open(view=view)
        assert page.text("#panel h3") == "What these articles tell"
    assert page.complaints() == []


def test_a_thousand_nodes(open_page: Callable[[View], Page]) -> None:
    page = open_page(many(1200, 3000)).open()
    nodes = page.data()["nodes"]
    assert len(nodes) > 900
    last = nodes[-1]
    page.open(shown=str(len(nodes)))
    page.one("#search").send_keys(page.data()["actors"][last["iri"]]["name"], Keys.ENTER)
    page.until("return document.querySelectorAll('#panel .event').length > 0")
    page.open(select=last["iri"])
    assert page.text("#panel h3") == page.data()["actors"][last["iri"]]["name"], "found though it is not among those shown"
    assert page.complaints() == []
