"""The editor of queries in a browser: an example is opened and asked, a parameter changed, and the answer drawn in each way."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium import webdriver

from tests.assisted import argued_graph
from tests.browser.conftest import Page
from tests.serving import Served, serving

pytestmark = pytest.mark.browser
__all__ = ["argued_graph"]
OPEN = ".tabPanel.active"


class Editor(Page):
    """The editor, by what its reader does."""

    def __init__(self, driver: webdriver.Chrome, server: Served) -> None:
        super().__init__(driver, server.folder)
        self.address = server.address

    def open(self, **_state: str) -> Editor:
        """Opens the editor as somebody who has never been there."""
        self.driver.get(f"{self.address}sparql")
        self.run("localStorage.clear()")
        self.requests(), self.complaints()
        self.driver.get("about:blank")
        self.driver.get(f"{self.address}sparql")
        self.ready()
        return self

    def example(self, name: str) -> None:
        """Opens one of the queries that kgraph comes with, which asks it."""
        self.click(f"#examples li[data-name='{name}'] button")
        self.answered()

    def answered(self) -> None:
        """Waits until an answer or an error is drawn."""
        self.until(f"return document.querySelector('{OPEN} .yasr_response_chip')?.textContent.includes(' in ')")

    def ask(self, query: str) -> None:
        """Writes a query and asks it."""
        self.run(f"document.querySelector('{OPEN} .CodeMirror').CodeMirror.setValue(arguments[0])", query)
        self.run(f"document.querySelector('{OPEN} .yasr_response_chip')?.replaceChildren()")
        self.click(f"{OPEN} .yasqe_queryButton")
        self.answered()

    def draw(self, way: str, drawn: str) -> None:
        """Has the answer drawn in another way."""
        self.click(f"{OPEN} .select_{way}")
        self.until(f"return document.querySelector('{OPEN} {drawn}')")

    def cells(self) -> list[list[str]]:
        """The rows of the table."""
        rows = f"[...document.querySelectorAll('{OPEN} .yasr_results tbody tr')]"
        return list(self.run(f"return {rows}.map((row) => [...row.cells].map((cell) => cell.textContent))"))

    def query(self) -> str:
        """The query in the editor."""
        return str(self.run(f"return document.querySelector('{OPEN} .CodeMirror').CodeMirror.getValue()"))


@pytest.fixture(scope="module")
def server(argued_graph: Path) -> Iterator[Served]:
    with serving(argued_graph) as served:
        yield served


@pytest.fixture
def editor(driver: webdriver.Chrome, server: Served) -> Iterator[Editor]:
    """The editor, opened; nothing that is done with it may leave the host or go against the policy."""
    opened = Editor(driver, server).open()
    yield opened
    outside = [address for address in opened.requests() if not address.startswith((server.address, "about:", "data:", "chrome:"))]
    assert outside == []
    assert [said for said in opened.complaints() if "Content Security Policy" in said or "Uncaught" in said] == []


def test_an_example_shows_its_title_and_is_answered_as_a_table(editor: Editor) -> None:
    editor.example("meetings")
    assert editor.text("#title") == editor.text("#examples li[data-name='meetings'] button")
    assert editor.text("#description")
    assert any("Anna Berg" in cell for row in editor.cells() for cell in row)


def test_a_parameter_of_the_form_changes_the_query_and_the_answer(editor: Editor) -> None:
    editor.example("who-with-x")
    everybody = editor.cells()
    editor.one("#parameters input[name=name]").send_keys("Lars Vik")
    editor.one("#parameters input[name=atLeast]").send_keys("0")
    editor.click("#parameters .kg-run")
    editor.until(f"return document.querySelectorAll('{OPEN} .yasr_results tbody tr').length === 1")
    assert editor.cells()[0][0] == "Anna Berg"
    assert 'VALUES ?name { "Lars Vik" }' in editor.query()
    assert len(everybody) > 1


def test_the_form_says_what_the_query_says(editor: Editor) -> None:
    editor.example("most-reported")
    assert editor.run("return document.querySelector('#parameters input[name=limit]').value") == "50"
    editor.ask(editor.query().replace("LIMIT 50", "LIMIT 7"))
    editor.until("return document.querySelector('#parameters input[name=limit]').value === '7'")


def test_names_in_the_table_lead_to_the_explorer(editor: Editor) -> None:
    editor.example("meetings")
    editor.until(f"return document.querySelector('{OPEN} td a.kg-node')")
    address = str(editor.run(f"return document.querySelector('{OPEN} td a.kg-node').href"))
    assert address.startswith(f"{editor.address}#select=https%3A%2F%2F")


def test_an_answer_is_drawn_as_a_chart(editor: Editor) -> None:
    editor.ask(
        "SELECT ?day (COUNT(?event) AS ?events) (COUNT(DISTINCT ?type) AS ?types) "
        "WHERE { ?event kg:begin ?day ; a/rdfs:label ?type } GROUP BY ?day"
    )
    editor.draw("chart", "svg.kg-chart rect")
    assert editor.texts(f"{OPEN} .kg-legend li") == ["events", "types"]
    editor.run(
        f"const one = document.querySelector('{OPEN} .kg-values'); one.value = 'events'; one.dispatchEvent(new Event('change'))"
    )
    assert editor.texts(f"{OPEN} .kg-legend li") == ["events"]
    titles = editor.texts(f"{OPEN} svg.kg-chart title")
    assert "2025-03-03: events 1" in titles


def test_an_answer_is_drawn_as_a_map(editor: Editor) -> None:
    editor.ask("SELECT ?place (COUNT(?event) AS ?events) WHERE { ?event kg:place/rdfs:label ?place } GROUP BY ?place")
    editor.draw("map", ".kg-map a")
    assert {title.split(":")[0] for title in editor.texts(f"{OPEN} .kg-map title")} >= {"Oslo"}
    before = editor.run(f"return document.querySelector('{OPEN} .kg-land').getAttribute('transform')")
    editor.click(f"{OPEN} .kg-buttons button")
    assert editor.run(f"return document.querySelector('{OPEN} .kg-land').getAttribute('transform')") != before


def test_an_answer_without_places_says_so_on_the_map(editor: Editor) -> None:
    editor.ask("SELECT ('nowhere' AS ?place) {}")
    editor.draw("map", ".kg-note")
    assert "no place whose position is known" in editor.text(f"{OPEN} .kg-note")


def test_an_answer_is_drawn_as_nodes(editor: Editor) -> None:
    editor.ask("SELECT ?who ?label WHERE { ?event kg:agent/rdfs:label ?who ; rdfs:label ?label }")
    editor.draw("nodes", ".kg-network canvas")
    assert "Anna Berg" in editor.texts(f"{OPEN} .kg-nodes a")
    assert editor.run(f"return document.querySelector('{OPEN} .kg-nodes a').href").startswith(f"{editor.address}#select=")


def test_a_node_opens_in_the_explorer(editor: Editor) -> None:
    editor.ask("SELECT ?label WHERE { ?event a kg:Blame ; rdfs:label ?label }")
    editor.draw("nodes", ".kg-nodes a")
    address = str(editor.run(f"return document.querySelector('{OPEN} .kg-nodes a').href"))
    editor.driver.get("about:blank")
    editor.driver.get(address)
    editor.ready()
    editor.until("return document.body.textContent.includes('He blamed Anna Berg for the zeppelin.')")


def test_a_graph_that_a_query_makes_is_drawn_too(editor: Editor) -> None:
    editor.ask("CONSTRUCT { ?event kg:agent ?who } WHERE { ?event kg:agent ?who }")
    editor.draw("nodes", ".kg-network canvas")
    assert "Carl Ek" in editor.texts(f"{OPEN} .kg-nodes a")


def test_a_wrong_query_is_answered_with_the_place_of_its_error(editor: Editor) -> None:
    editor.ask("SELECT * WHERE { ?s ?p }")
    editor.until(f"return document.querySelector('{OPEN} .yasr_results').textContent.includes('line 1, column ')")


def test_markup_in_an_answer_is_text(editor: Editor) -> None:
    editor.ask("""SELECT ('<img src="https://elsewhere.example/x.png" onerror="alert(1)">' AS ?words) {}""")
    assert editor.cells()[0][-1] == '<img src="https://elsewhere.example/x.png" onerror="alert(1)">'
    assert editor.all(f"{OPEN} .yasr_results tbody img") == []
    for way, drawn in (("chart", "svg"), ("map", ".kg-note"), ("nodes", ".kg-note")):
        editor.draw(way, drawn)
    # The sanitizer parses it in a document of its own, in which nothing runs; the browser reports the handler all the same.
    assert all("Executing inline event handler" in said for said in editor.complaints())


def test_questions_are_found_by_their_words(editor: Editor) -> None:
    editor.one("#find").send_keys("country")
    shown = "return [...document.querySelectorAll('#examples li')].filter((one) => !one.hidden).length"
    assert 0 < editor.run(shown) < 6


def test_a_link_to_another_endpoint_asks_this_one(editor: Editor) -> None:
    link = "#query=ASK%20%7B%7D&endpoint=https%3A%2F%2Felsewhere.example%2Fsparql&requestMethod=POST&tabTitle=x"
    editor.driver.get("about:blank")
    editor.driver.get(f"{editor.address}sparql{link}")
    editor.ready()
    editor.answered()
