"""The page that `kgraph serve` shows, in a browser: it starts from a part of the graph and asks its server for the rest."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from selenium import webdriver
from selenium.webdriver.common.keys import Keys

from kgraph.rdf.view import View
from tests.browser.conftest import Page
from tests.browser.test_page import BOARD, NASTY, REHN, corpus, nasty
from tests.serving import Served, serving
from tests.test_live_page import write_build
from tests.views import many

pytestmark = pytest.mark.browser

LARGE = 2_600
"""Events, of which a page holds a part."""
CHOSEN = "return [...document.querySelectorAll('#panel button')].find((one) => one.textContent.startsWith(arguments[0])).click()"


@pytest.fixture(scope="module")
def large() -> View:
    return many(500, LARGE, 60)


@pytest.fixture(scope="module")
def large_server(large: View, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(write_build(large, tmp_path_factory.mktemp("large") / "graph", "first")) as server:
        yield server


@pytest.fixture(scope="module")
def small_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(write_build(corpus(), tmp_path_factory.mktemp("small") / "graph", "first")) as server:
        yield server


def watched(driver: webdriver.Chrome, server: Served) -> Iterator[Page]:
    """An open page; whatever a test does with it, only its server is asked, and nothing complains."""
    page = Page(driver, Path("/"), server.address)
    page.complaints()
    page.requests()
    yield page.open()
    assert page.complaints() == []
    strangers = [url for url in page.requests() if not url.startswith((server.address, "data:", "blob:", "about:"))]
    assert strangers == []


@pytest.fixture
def page(driver: webdriver.Chrome, large_server: Served) -> Iterator[Page]:
    yield from watched(driver, large_server)


@pytest.fixture
def small(driver: webdriver.Chrome, small_server: Served) -> Iterator[Page]:
    yield from watched(driver, small_server)


def asked(page: Page) -> list[str]:
    """What the page has asked its server for, as names of questions."""
    return [name for url in page.requests() for name in re.findall(r"/explorer/(\w+)\?", url)]


def shown(number: int) -> str:
    return f"{number:,}"


def option(page: Page, label: str) -> int:
    """The number beside an option of a filter."""
    rows = "[...document.querySelectorAll('#filter-groups .check')]"
    text = page.run(f"return {rows}.find((row) => row.title === arguments[0]).lastChild.textContent", label)
    return int(str(text).replace(",", ""))


# the first view


def test_it_opens_with_the_numbers_of_the_whole_graph(page: Page, large: View) -> None:
    named = sum(actor.named for actor in large.actors.values())
    assert page.text("#summary") == f"60 articles · {named} named entities · {shown(LARGE)} events"
    assert len(page.data()["events"]) < LARGE, "though it holds a part of them"
    assert asked(page) == [], "which came with the page"
    assert page.one("#canvas canvas").is_displayed()
    assert page.text("#shown-count").startswith("25 of ")


def test_options_are_counted_over_the_whole_graph(page: Page, large: View) -> None:
    facts = Counter(event.factuality for event in large.happenings.values())
    assert option(page, "planned") == facts["planned"]
    sides = Counter(event.orientation for event in large.happenings.values())
    assert option(page, "Conflict") == sides["conflict"]


def test_the_most_reported_events_are_those_of_the_graph(page: Page, large: View) -> None:
    articles = max(len({told.article for told in event.tellings}) for event in large.happenings.values())
    first = page.text("#panel .event .when")
    assert f"in {articles} articles" in first if articles > 1 else "report" in first


# filters


def test_a_filter_asks_the_server(page: Page, large: View) -> None:
    asked(page)
    page.switch("Conflict")
    page.settled()
    left = [event for event in large.happenings.values() if event.orientation != "conflict"]
    assert page.text("#summary").endswith(f"{shown(len(left))} of {shown(LARGE)} events")
    assert option(page, "planned") == sum(event.factuality == "planned" for event in left)
    assert asked(page) == ["events"]
    page.switch("Conflict")
    page.settled()
    assert page.text("#summary").endswith(f" · {shown(LARGE)} events")


@pytest.mark.parametrize("field", ["from", "to"])
def test_days_ask_the_server(page: Page, large: View, field: str) -> None:
    page.open(undated="false", **{field: "2024-03-12"})
    within = [
        event
        for event in large.happenings.values()
        if event.stated and (event.end >= "2024-03-12" if field == "from" else event.begin <= "2024-03-12")
    ]
    assert page.text("#summary").endswith(f"{shown(len(within))} of {shown(LARGE)} events")


def test_what_few_events_pass_is_there_whole(page: Page, large: View) -> None:
    page.open(view="table", **{"from": "2024-03-12", "to": "2024-03-12"}, undated="false")
    day = [event for event in large.happenings.values() if event.begin == "2024-03-12"]
    assert sorted(page.texts("#table tbody td:nth-child(2)")) == sorted(event.label for event in day)
    assert page.text("#table p").startswith(f"{len(day)} events. ")


def test_a_list_says_that_it_is_a_part(page: Page) -> None:
    page.open(view="timeline")
    assert re.match(r"The [\d,]+ most reported of 2,600 events", page.text("#timeline .left-out"))
    page.open(view="table")
    assert re.match(r"The [\d,]+ most reported of 2,600 events", page.text("#table p"))


def test_the_last_of_many_changes_counts(page: Page, large: View) -> None:
    for label in ("Conflict", "planned", "Conflict", "wanted"):
        page.switch(label)
    page.settled()
    left = [event for event in large.happenings.values() if event.factuality not in ("planned", "wanted")]
    assert page.text("#summary").endswith(f"{shown(len(left))} of {shown(LARGE)} events")


# what is chosen


def test_an_actor_comes_with_its_events(page: Page, large: View) -> None:
    parts = Counter(iri for event in large.happenings.values() for iri in {iri for _, iri in event.roles})
    loaded = set(page.data()["actors"])
    least = min((iri for iri in parts if iri not in loaded), key=lambda iri: (parts[iri], iri))
    page.open(select=least)
    assert page.text("#panel h3") == large.actors[least].name
    assert page.text("#panel h4:last-of-type") == ("1 event" if parts[least] == 1 else f"{parts[least]} events")
    most = max(parts, key=lambda iri: (parts[iri], iri))
    page.open(select=most)
    assert page.texts("#panel h4")[-1].startswith(f"{parts[most]:,} event"), (
        "of more than the page holds it says how many there are"
    )


def test_whatever_is_chosen_leads_to_the_page_at_its_address(page: Page, large: View) -> None:
    """A file has no server, and so no such pages."""
    actor, event = next(iter(large.actors)), next(iter(large.happenings))
    for iri in (actor, event):
        page.open(select=iri)
        links = page.run("return [...document.querySelectorAll('#panel a')].map((one) => one.getAttribute('href'))")
        assert urlsplit(iri).path in links
    page.open()
    links = page.run("return [...document.querySelectorAll('#panel a')].map((one) => one.getAttribute('href'))")
    assert {"/sparql", "/api/", "/ontology"} <= set(links)


def test_a_line_has_the_number_of_its_events(page: Page, large: View) -> None:
    pairs = Counter((*sorted(pair), event.orientation) for event in large.happenings.values() for pair in set(event.dyads()))
    (one, other, side), number = max(pairs.items(), key=lambda item: (item[1], item[0]))
    page.open(select=f"edge:{side}:{one}<>{other}")
    assert page.texts("#panel h4")[-1].startswith(f"{number} events")


def test_the_matrix_counts_the_whole_graph(page: Page, large: View) -> None:
    page.open(view="matrix")
    row, column = page.run(
        "const one = document.querySelector('.dyads tbody td button'); return one.ariaLabel.split(':')[0].split(' to ')"
    )
    names = {actor.name: iri for iri, actor in large.actors.items()}
    one, other = names[row], names[column]
    real = [
        event.orientation
        for event in large.happenings.values()
        if event.factuality in ("happened", "disputed")
        and ((one, other) in event.dyads() or (event.symmetric and (other, one) in event.dyads()))
    ]
    label = str(page.run("return document.querySelector('.dyads tbody td button').ariaLabel"))
    expected = {"cooperation": "act", "conflict": "of conflict"}
    for side in expected:
        if real.count(side):
            assert re.search(rf"{real.count(side)} (acts? )?of {side}", label), label


def test_a_path_leads_over_the_whole_graph(page: Page, large: View) -> None:
    loaded = {node["iri"] for node in page.data()["nodes"]}
    strangers = sorted(iri for event in large.happenings.values() for _, iri in event.roles if iri not in loaded)
    page.open(select=strangers[0], path=strangers[-1])
    names = [large.actors[iri].name for iri in (strangers[0], strangers[-1])]
    assert page.text("#panel h3") == f"From {names[0]} to {names[1]}"
    steps = page.texts("#panel .step")
    assert steps[0].startswith(f"1 {names[0]} – ")
    assert f"– {names[1]}: " in steps[-1]


def test_an_address_opens_the_same_view(page: Page) -> None:
    page.switch("Conflict")
    page.settled()
    page.click("#panel .event .who button")
    page.settled()
    address, panel = page.driver.current_url, page.text("#panel")
    page.driver.get("about:blank")
    page.driver.get(address)
    page.ready()
    assert page.text("#panel") == panel


def test_back_takes_what_was_there(page: Page) -> None:
    before = page.text("#panel")
    page.click("#panel .event .who button")
    page.settled()
    asked(page)
    page.driver.back()
    page.until("return document.querySelector('#panel').textContent === arguments[0]", before)


# search


def search(page: Page, words: str) -> None:
    page.one("#search").send_keys(words)
    page.until("return !document.getElementById('found').hidden || !document.getElementById('found-nothing').hidden")


def test_search_finds_sentences_and_marks_the_words(small: Page) -> None:
    search(small, "so to speak")
    quote = small.one("#found q.quote")
    assert "so to speak" in quote.text.replace("\n", " ")
    assert set(small.texts("#found q.quote mark")) == {"so", "to", "speak"}
    small.run("return document.activeElement").send_keys(Keys.ENTER)
    assert "she met, “so to speak”, him." in small.text("#panel blockquote")


def test_search_finds_titles(small: Page) -> None:
    search(small, "leaders")
    small.one("#search").send_keys(Keys.ENTER)
    small.settled()
    assert small.text(".reader .title") == "Leaders meet"


def test_all_that_was_found_has_an_address(small: Page) -> None:
    small.open(find="met")
    small.until("return document.querySelectorAll('.hits mark').length > 0")
    assert {text.lower() for text in small.texts(".hits blockquote.quote mark")} == {"met"}
    assert small.text("#panel h3") == "“met”"
    small.click(".hits footer button")
    small.settled()
    assert small.all("#panel .event, .reader")


def test_names_are_found_that_the_page_does_not_hold(page: Page, large: View) -> None:
    loaded = set(page.data()["actors"])
    stranger = next(actor for iri, actor in sorted(large.actors.items()) if iri not in loaded and actor.type == "Person")
    search(page, stranger.name)
    page.one("#search").send_keys(Keys.ENTER)
    page.settled()
    assert page.text("#panel h3") == stranger.name


def test_an_empty_result_says_so(small: Page) -> None:
    search(small, "zzz")
    assert small.text("#found-nothing") == "Nothing is called or says “zzz”."
    small.open(find="zzz")
    small.until("return document.querySelector('.hits').textContent !== ''")
    assert "No quote, title or text" in small.text(".hits")


# articles


def test_a_text_is_loaded_when_it_is_opened(small: Page) -> None:
    assert {article["text"] for article in small.data()["articles"]} == {""}
    small.click("[data-view=articles]")
    small.click("#articles tbody tr:nth-child(2) td:nth-child(2) .link")
    small.settled()
    assert small.text(".reader .title") == "Rehn to visit"
    assert small.texts(".reader .told[role=button]") == ["met"]
    assert small.texts(".reader .said[role=button]") == ["Rehn", "she", "the Grain Board of ", "Kelm"]
    small.click(".reader .said[role=button]")
    assert small.text("#panel h3") == "Tomas Rehn"


def test_a_quote_leads_to_its_place_in_the_text(small: Page) -> None:
    small.open(select="https://kgraph.example/event/6")
    small.click("#panel blockquote footer button")
    small.settled()
    box = small.run(
        "const {top, bottom} = document.querySelector('.reader .told.on').getBoundingClientRect(); return [top, bottom]"
    )
    assert 0 < box[0] < box[1] < 900


def test_only_one_article(small: Page) -> None:
    small.click("[data-view=articles]")
    small.click("#articles tbody tr:nth-child(1) td:last-child .link")
    small.settled()
    assert small.texts("#table tbody td:nth-child(2)") == ["Ilves met Rehn", "Ilves blamed Rehn"]
    assert small.text("#filter-groups .only").startswith("only “Leaders meet”")
    small.click("#filter-groups .only button")
    assert len(small.texts("#table tbody td:nth-child(2)")) == 7


def test_a_small_graph_filters_by_itself(small: Page) -> None:
    asked(small)
    small.switch("Conflict")
    small.open(select=REHN.iri, path=BOARD.iri)
    assert small.text("#panel h3") == "From Tomas Rehn to Grain Board"
    assert asked(small) == []


# another build, and a server that is gone


def test_a_build_in_the_middle_offers_to_reload(driver: webdriver.Chrome, large: View, tmp_path: Path) -> None:
    folder = write_build(large, tmp_path / "graph", "first")
    with serving(folder) as server:
        page = Page(driver, Path("/"), server.address).open()
        fewer = dict(list(large.happenings.items())[: LARGE - 100])
        write_build(replace(large, happenings=fewer), folder, "second")
        page.run("dispatchEvent(new Event('focus'))")
        page.until("return !document.getElementById('news').hidden")
        assert "was rebuilt" in page.text("#news")
        page.switch("Conflict")
        page.settled()
        loaded = page.data()["events"].values()
        left = sum(event.get("orientation") != "conflict" for event in loaded)
        assert page.text("#summary").endswith(f"{shown(left)} of {shown(len(loaded))} events"), "of what is there, from one build"
        page.click("#news button")
        page.until("return document.documentElement.dataset.ready === 'yes' && document.getElementById('news').hidden")
        page.settled()
        assert page.text("#summary").endswith(f"of {shown(LARGE - 100)} events")
        page.complaints()


def test_a_question_that_a_newer_build_meets_offers_to_reload(driver: webdriver.Chrome, large: View, tmp_path: Path) -> None:
    folder = write_build(large, tmp_path / "graph", "first")
    with serving(folder) as server:
        page = Page(driver, Path("/"), server.address).open()
        write_build(large, folder, "second")
        page.switch("Conflict")
        page.until("return !document.getElementById('news').hidden")
        assert "was rebuilt" in page.text("#news")
        page.complaints()


def test_a_server_that_is_gone_is_missed(driver: webdriver.Chrome, large: View, tmp_path: Path) -> None:
    with serving(write_build(large, tmp_path / "graph", "first")) as server:
        page = Page(driver, Path("/"), server.address).open()
    page.switch("Conflict")
    page.until("return !document.getElementById('news').hidden")
    assert "does not answer" in page.text("#news")
    assert page.one("#canvas canvas").is_displayed()
    page.complaints()


# what an article says


def test_nothing_that_an_article_says_runs(driver: webdriver.Chrome, tmp_path: Path) -> None:
    with serving(write_build(nasty(), tmp_path / "graph", "first")) as server:
        page = Page(driver, Path("/"), server.address)
        page.complaints()
        page.requests()
        for view in ("network", "matrix", "timeline", "table", "articles"):
            page.open(view=view)
        for number in range(len(NASTY)):
            page.open(
                view="articles", read=f"https://kgraph.example/article/{number}", select=f"https://kgraph.example/event/{number}"
            )
            page.open(find=NASTY[number][:60])
            page.until(
                "return document.querySelector('#panel .hits') === null || document.querySelector('.hits').textContent !== ''"
            )
            inside = "main img, main script, main iframe, main base, main meta, main [onerror], main [onload]"
            assert page.run("return document.querySelectorAll(arguments[0]).length", inside) == 0
            assert set(page.run("return [...document.querySelectorAll('a')].map((link) => link.protocol)")) <= {"https:", "http:"}
        assert page.complaints() == []
        assert [url for url in page.requests() if not url.startswith((server.address, "data:", "about:"))] == []
