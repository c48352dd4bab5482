"""The pages of a graph's addresses in a real browser: on a phone, by keyboard, in the dark, and under their own policy."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import NamedNode
from selenium import webdriver
from selenium.webdriver.common.keys import Keys

from kgraph.rdf.store import open_quads
from tests.browser.conftest import Page
from tests.serving import Served

pytestmark = pytest.mark.browser
PHONE = {"width": 360, "height": 740, "deviceScaleFactor": 1, "mobile": True}


@pytest.fixture
def page(driver: webdriver.Chrome) -> Iterator[Page]:
    """A browser that has forgotten what it saw; phones and darkness end with the test."""
    found = Page(driver, Path("/"))
    found.complaints()
    found.requests()
    yield found
    driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})


def paths(served: Served, graph: Path) -> list[str]:
    """The path of one page of each kind."""
    subjects = {quad.subject.value for quad in open_quads(graph / "store") if isinstance(quad.subject, NamedNode)}
    found = [min(iri for iri in subjects if f"/{kind}/" in iri and "#" not in iri) for kind in ("entity", "event", "article")]
    return [served.address + iri.removeprefix("https://w3id.org/") for iri in (*found, "https://w3id.org/kgraph/ontology")]


def test_a_page_fits_a_phone_and_asks_for_nothing_but_its_style(page: Page, served: Served, sample_graph: Path) -> None:
    page.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", PHONE)
    for path in paths(served, sample_graph):
        page.driver.get(path)
        assert page.run("return document.documentElement.scrollWidth") <= 360, path
        assert page.complaints() == []
        asked = {address.partition("?")[0] for address in page.requests() if not address.startswith("data:")}
        assert all(address.startswith(served.address) for address in asked)
        assert f"{served.address}page.css" in asked


def test_the_keyboard_reaches_the_content_first(page: Page, served: Served, sample_graph: Path) -> None:
    for path in paths(served, sample_graph):
        page.driver.get(path)
        page.one("body").send_keys(Keys.TAB)
        assert page.run("return document.activeElement.textContent") == "Skip to the content"
        page.driver.switch_to.active_element.send_keys(Keys.ENTER)
        page.until("return document.activeElement.id === 'main'")
        assert page.run("return document.querySelectorAll('h1').length") == 1


def test_a_page_is_dark_where_the_reader_wants_that(page: Page, served: Served, sample_graph: Path) -> None:
    page.driver.get(paths(served, sample_graph)[0])
    background = "return getComputedStyle(document.body).backgroundColor"
    assert page.run(background) == "rgb(251, 250, 247)"
    dark = {"features": [{"name": "prefers-color-scheme", "value": "dark"}]}
    page.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", dark)
    assert page.run(background) == "rgb(22, 24, 27)"


def test_the_address_of_a_report_marks_it_on_its_article_s_page(page: Page, served: Served, sample_graph: Path) -> None:
    page.driver.get(paths(served, sample_graph)[2] + "#report-0")
    assert page.run("return document.querySelector(':target').className") == "report"
    page.click(".report a[href^='#char=']")
    page.until("return document.querySelector(':target + a.told') !== null")
