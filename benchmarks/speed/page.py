"""Measures the page in headless Chromium: how long it takes to write, to open and to draw all actors, and how large the file is.

    python -m benchmarks.speed.page

Needs Debian's chromium and chromium-driver. The graphs are made up (tests.views.many), three events an actor.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.support.ui import WebDriverWait

from kgraph.explore import FILE, explore
from tests.views import many

SIZES = (100, 1_000, 5_000, 20_000)
HEADING = ("| actors | events | file, MB | writing, s | opening, s | all actors drawn, ms |", "|---|---|---|---|---|---|")
_FLAGS = (
    "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --window-size=1400,900"
).split()
_READY = "return document.documentElement.dataset.ready === 'yes'"
# Moves the slider to its end and waits for the frame after the one in which all is drawn.
_ALL = """
const done = arguments[0], slider = document.getElementById("shown"), begin = performance.now();
slider.value = slider.max;
slider.dispatchEvent(new Event("input", { bubbles: true }));
slider.dispatchEvent(new Event("change", { bubbles: true }));
requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - begin)));
"""


def main() -> int:
    """Prints a row for each size."""
    print("\n".join(HEADING))
    for size in SIZES:
        print(row(size), flush=True)
    return 0


def row(actors: int) -> str:
    """One line of the table."""
    view = many(actors, 3 * actors)
    with tempfile.TemporaryDirectory() as folder:
        writing = _seconds(lambda: explore(view, Path(folder)))
        path = Path(folder) / FILE
        size = path.stat().st_size / 1e6
        driver = _chromium()
        try:
            opening = _seconds(lambda: _open(driver, path))
            drawn = float(driver.execute_async_script(_ALL))
        finally:
            driver.quit()
    return f"| {actors:,} | {3 * actors:,} | {size:.1f} | {writing:.1f} | {opening:.1f} | {drawn:,.0f} |"


def _open(driver: webdriver.Chrome, path: Path) -> None:
    driver.get(path.as_uri())
    WebDriverWait(driver, 120, poll_frequency=0.02).until(lambda page: page.execute_script(_READY))


def _chromium() -> webdriver.Chrome:
    options = Options()
    options.binary_location = "/usr/bin/chromium"
    for flag in _FLAGS:
        options.add_argument(flag)
    driver = webdriver.Chrome(options=options, service=Service("/usr/bin/chromedriver"))
    driver.set_script_timeout(120)
    driver.get("about:blank")
    return driver


def _seconds(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


if __name__ == "__main__":
    raise SystemExit(main())
