"""A headless Chromium that notes everything it asks for and complains of."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

from kgraph.explore import explore
from kgraph.rdf.view import View

_FLAGS = (
    "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --window-size=1400,900"
).split()
_WAIT = 60
"""Seconds; only a page that is broken takes them."""


class Page:
    """An open page, by what its reader sees and does."""

    def __init__(self, driver: webdriver.Chrome, path: Path, address: str = "") -> None:
        self.driver = driver
        self.path = path
        self.address = address or path.as_uri()

    def open(self, **state: str) -> Page:
        """Opens the page afresh in the state that an address names."""
        self.driver.get("about:blank")
        self.driver.get(self.address + ("#" + urlencode(state) if state else ""))
        return self.ready()

    def ready(self) -> Page:
        """Waits until the page has drawn itself."""
        self.until("return document.documentElement.dataset.ready === 'yes'")
        return self.settled()

    def settled(self) -> Page:
        """Waits until the page has what it has asked its server for."""
        self.until("return !('asking' in document.documentElement.dataset)")
        return self

    def until(self, script: str, *values: object) -> None:
        """Waits until a script returns something true."""
        WebDriverWait(self.driver, _WAIT).until(lambda driver: driver.execute_script(script, *values))

    def run(self, script: str, *values: object) -> Any:
        """What a script returns."""
        return self.driver.execute_script(script, *values)

    def one(self, selector: str) -> WebElement:
        """The element of a selector."""
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def all(self, selector: str) -> list[WebElement]:
        """All elements of a selector."""
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def text(self, selector: str) -> str:
        """What an element says, shown or not."""
        return str(self.run("return document.querySelector(arguments[0]).textContent", selector))

    def texts(self, selector: str) -> list[str]:
        """What the elements of a selector say."""
        return list(self.run("return [...document.querySelectorAll(arguments[0])].map((one) => one.textContent)", selector))

    def click(self, selector: str) -> None:
        """Clicks an element, wherever it is scrolled to."""
        self.run("document.querySelector(arguments[0]).scrollIntoView({block: 'center'})", selector)
        self.one(selector).click()

    def switch(self, label: str) -> None:
        """Switches a filter by its label."""
        rows = "[...document.querySelectorAll('#filter-groups .check')]"
        self.run(f"{rows}.find((row) => row.title === arguments[0]).querySelector('input').click()", label)

    def data(self) -> dict[str, Any]:
        """The data that the page was given."""
        return dict(json.loads(self.text("#data")))

    def canvas_click(self, x: float, y: float) -> None:
        """Clicks a place of the network, in the layout's coordinates."""
        fit = json.loads(str(self.run("return document.getElementById('canvas').dataset.fit")))
        canvas = self.one("#canvas canvas")
        right, down = (x - fit["x"]) * fit["scale"], (y - fit["y"]) * fit["scale"]
        ActionChains(self.driver).move_to_element_with_offset(canvas, round(right), round(down)).click().perform()

    def complaints(self) -> list[str]:
        """What the console has said since it was last asked: errors, and whatever the policy refused."""
        return [str(entry["message"]) for entry in self._log("browser") if entry["level"] in ("SEVERE", "WARNING")]

    def _log(self, kind: str) -> list[dict[str, Any]]:
        return list(self.driver.get_log(kind))  # type: ignore[no-untyped-call]

    def requests(self) -> list[str]:
        """The addresses that have been asked for since that was last asked."""
        events = [json.loads(entry["message"])["message"] for entry in self._log("performance")]
        return [event["params"]["request"]["url"] for event in events if event["method"] == "Network.requestWillBeSent"]


@pytest.fixture(scope="module")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    """A browser with a profile of its own."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    chromedriver = shutil.which("chromedriver")
    if not chromium or not chromedriver:
        pytest.skip("chromium or chromedriver is not installed")
    options = Options()
    options.binary_location = chromium
    folder = tmp_path_factory.mktemp("profile")
    for flag in (*_FLAGS, f"--user-data-dir={folder}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    options.add_experimental_option("prefs", {"download.default_directory": str(folder)})
    opened = webdriver.Chrome(options=options, service=Service(chromedriver))
    opened.execute_cdp_cmd("Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(folder)})
    yield opened
    opened.quit()


@pytest.fixture(scope="module")
def open_page(driver: webdriver.Chrome, tmp_path_factory: pytest.TempPathFactory) -> Callable[[View], Page]:
    """Writes the page of a view and gives it back, not yet opened."""

    def written(view: View) -> Page:
        return Page(driver, explore(view, tmp_path_factory.mktemp("page")))

    return written
