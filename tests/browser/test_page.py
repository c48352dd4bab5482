"""The page in a browser: opened as a file, used as a reader uses it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator

import pytest
from selenium.webdriver.common.keys import Keys

from kgraph.rdf.view import Actor, View
from tests.browser.conftest import Page
from tests.views import actor, happening, many, source, telling, view_of

pytestmark = pytest.mark.browser

ARTICLES = tuple(f"https://kgraph.example/article/{number}" for number in range(3))
ILVES = actor("Mara Ilves", aliases=("Président Ilvès", "Madam Ilves"), country="ORL")
REHN, KELM, BOARD = actor("Tomas Rehn"), actor("Kelm", "City"), actor("Grain Board", "Organization")


def corpus() -> View:
    """Seven events between four actors, in three articles: one of each kind that a filter tells apart."""
    events = [
        happening(
            "1", "Meeting", [("agent", ILVES), ("agent", REHN)], label="Ilves met Rehn", day="2024-03-12", tellings=_told(0, 1, 2)
        ),
        happening(
            "2", "Blame", [("agent", ILVES), ("patient", REHN)], label="Ilves blamed Rehn", day="2024-03-13", tellings=_told(0)
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
    titles = ("Leaders meet", "Rehn to visit", "Board speaks")
    return view_of(
        (ILVES, REHN, KELM, BOARD), events, [source(n, title, published=f"2024-03-1{n + 3}") for n, title in enumerate(titles)]
    )


def _told(*articles: int) -> tuple[object, ...]:
    return tuple(
        telling(ARTICLES[n], f"In article {n} she met, “so to speak”, him.", source="a clerk", cue="said") for n in articles
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
    assert page.run("return location.hash") == f"#select=edge%3A{edge['id']}"
    assert page.text("#panel .event .what") == "Board told Kelm"
    assert page.text("#panel blockquote").startswith("In article 2 she met")


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
    data = page.data()
    (edge,) = (edge for edge in data["edges"] if edge["orientation"] == "conflict" and len(edge["events"]) == 2)
    page.open(select=f"edge:{edge['id']}")
    assert page.texts("#panel .event .what") == ["Ilves blamed Rehn", "Rehn blamed Ilves"]


def test_cooperation_and_conflict_between_two_bend_to_different_sides(page: Page) -> None:
    data = page.data()
    (ax, ay), (bx, by) = (next(node for node in data["nodes"] if node["iri"] == one.iri)["places"][-1] for one in (ILVES, REHN))
    found = set()
    for side in (-0.06, 0.06):
        page.open()
        page.canvas_click((ax + bx) / 2 + side * (by - ay), (ay + by) / 2 - side * (bx - ax))
        page.until("return location.hash.startsWith('#select=edge')")
        found.add(data["edges"][int(page.run("return location.hash").rpartition("%3A")[2])]["orientation"])
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
    "fragment", ["#view=nonsense&shown=-3&from=x", "#select=edge:999", "#constructor=1&__proto__=2", "#%%%", "#select=toString"]
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


def test_csv(page: Page) -> None:
    page.switch("Conflict")
    events(page)
    # Blob addresses are read where they are made: what a download would save.
    page.run(
        "window.saved = null; const make = URL.createObjectURL;"
        "URL.createObjectURL = (blob) => { window.saved = blob.text(); return make(blob); }"
    )
    page.click("#table p .link")
    text = page.driver.execute_async_script("const done = arguments[arguments.length - 1]; window.saved.then(done)")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["event"] for row in rows] == ["Ilves met Rehn", "Board told Kelm", "Rehn visited Kelm", "'=Board praised Ilves"]
    assert (rows[0]["begin"], rows[0]["reports"]) == ("2024-03-12", "3")
    assert rows[0]["quote"] == "In article 0 she met, “so to speak”, him."


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
    page.click("#articles tbody tr:nth-child(1) .link")
    assert page.texts("#table tbody td:nth-child(2)") == ["Ilves met Rehn", "Ilves blamed Rehn"]


@pytest.mark.parametrize("view", ["network", "timeline", "table", "articles"])
def test_a_phone_scrolls_only_downwards(page: Page, view: str) -> None:
    page.driver.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride", {"width": 390, "height": 844, "deviceScaleFactor": 2, "mobile": True}
    )
    try:
        page.open(view=view)
        assert page.run("return document.documentElement.scrollWidth") == 390
        page.click("#filter-switch")
        assert page.one("#filters").is_displayed()
        assert page.run("return document.documentElement.scrollWidth") == 390
    finally:
        page.driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


NASTY = (
    "<script>alert(1)</script>",
    "</script><script>alert(2)</script>",
    "<img src=x onerror=alert(3)>",
    "<a href='javascript:alert(4)'>x</a>",
    "javascript:alert(5)",
    "\u202eright to left\u200f",
    "<svg onload=alert(6)>",
    "__proto__",
    "n" * 10_000,
)


def nasty() -> View:
    """A view in which every text is an attack."""
    actors = [
        actor(text, iri=f"https://kgraph.example/entity/{n}", aliases=(text,), links=(text,)) for n, text in enumerate(NASTY)
    ]
    events = [
        happening(str(n), "Blame", [("agent", one), ("patient", actors[n - 1])], label=one.name, day="2024-03-12",
                  tellings=(telling(ARTICLES[0], f"met {one.name}", source=one.name, cue=one.name),))
        for n, one in enumerate(actors)
    ]  # fmt: skip
    return view_of(actors, events, [source(n, text, url=text, publisher=text) for n, text in enumerate(NASTY)])


def test_nothing_that_an_article_says_runs(open_page: Callable[[View], Page]) -> None:
    page = open_page(nasty())
    page.complaints()
    page.requests()
    for view in ("network", "timeline", "table", "articles"):
        page.open(view=view)
        for selected in (
            "",
            *(f"https://kgraph.example/entity/{n}" for n in range(len(NASTY))),
            "edge:0",
            "https://kgraph.example/event/3",
        ):
            page.run("location.hash = arguments[0]", f"view={view}&select={selected}")
            page.until("return location.hash.includes(arguments[0])", selected)
            links = page.run("return [...document.querySelectorAll('a')].map((link) => link.protocol)")
            assert set(links) <= {"https:", "http:"}
            assert (
                page.run("return document.querySelectorAll('main img, main script, main [onerror], main [onload]').length") == 0
            )
        assert page.run("return document.documentElement.scrollWidth <= innerWidth")
    page.one("#search").send_keys("<", Keys.ENTER)
    assert page.complaints() == []
    assert [url for url in page.requests() if not url.startswith(("file:", "data:", "about:"))] == []


@pytest.mark.parametrize("actors", [(), (ILVES,)], ids=["nothing", "one actor and no event"])
def test_a_graph_with_nothing_to_draw(open_page: Callable[[View], Page], actors: tuple[Actor, ...]) -> None:
    page = open_page(view_of(actors, ()))
    page.complaints()
    for view in ("network", "timeline", "table", "articles"):
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
