"""Measures the page in headless Chromium: how long it takes to write, to open and to draw all actors, how large the file is, and how
many frames a second it shows while all actors are panned and zoomed.

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

from benchmarks.speed.clock import seconds
from kgraph.explore import FILE, explore
from tests.views import many

SIZES = (100, 1_000, 5_000, 20_000)
HEADING = (
    "| actors | events | file, MB | writing, s | opening, s | all actors drawn, ms | panning, frames/s | zooming, frames/s |",
    "|---|---|---|---|---|---|---|---|",
)
ABOUT = """In headless Chromium, drawn by software, which shows at most 60 frames a second (`python -m benchmarks.speed.page`).
Panning and zooming move all actors that are laid out (the 5,000 main ones of 20,000). Where there are
more than 1,500 edges, they are drawn when the movement ends."""
_MOVING = 3.0
"""Seconds of panning, and of zooming."""
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
_COUNT = """
window.counted = { frames: 0, begin: performance.now() };
(function step() { window.counted.frames++; window.counted.next = requestAnimationFrame(step); })();
"""
_COUNTED = """
cancelAnimationFrame(window.counted.next);
return 1000 * window.counted.frames / (performance.now() - window.counted.begin);
"""
_CANVAS = (
    "const box = document.querySelector('#canvas canvas').getBoundingClientRect(); return [box.x, box.y, box.width, box.height];"
)


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
        writing = seconds(lambda: explore(view, Path(folder)))
        path = Path(folder) / FILE
        size = path.stat().st_size / 1e6
        driver = _chromium()
        try:
            opening = seconds(lambda: _open(driver, path))
            drawn = float(driver.execute_async_script(_ALL))
            panning, zooming = _panning(driver), _zooming(driver)
        finally:
            driver.quit()
    return f"| {actors:,} | {3 * actors:,} | {size:.1f} | {writing:.1f} | {opening:.1f} | {drawn:,.0f} | {panning:.0f} | {zooming:.0f} |"


def _open(driver: webdriver.Chrome, path: Path) -> None:
    driver.get(path.as_uri())
    WebDriverWait(driver, 120, poll_frequency=0.02).until(lambda page: page.execute_script(_READY))


def _panning(driver: webdriver.Chrome) -> float:
    left, top, width, _ = driver.execute_script(_CANVAS)
    x, y = left + width - 30, top + 30  # a corner without nodes: dragging moves the whole
    _mouse(driver, "mousePressed", x, y, button="left", buttons=1, clickCount=1)
    frames = _frames(
        driver, lambda turn: _mouse(driver, "mouseMoved", x - 3 * turn % 200, y + 2 * turn % 150, button="left", buttons=1)
    )
    _mouse(driver, "mouseReleased", x, y, button="left", clickCount=1)
    return frames


def _zooming(driver: webdriver.Chrome) -> float:
    left, top, width, height = driver.execute_script(_CANVAS)
    x, y = left + width / 2, top + height / 2
    return _frames(driver, lambda turn: _mouse(driver, "mouseWheel", x, y, deltaX=0, deltaY=30 if turn % 20 < 10 else -30))


def _frames(driver: webdriver.Chrome, move: Callable[[int], None]) -> float:
    """Frames a second while a movement of the mouse follows the other."""
    driver.execute_script(_COUNT)
    begin, turn = time.perf_counter(), 0
    while time.perf_counter() - begin < _MOVING:
        move(turn)
        turn += 1
    return float(driver.execute_script(_COUNTED))


def _mouse(driver: webdriver.Chrome, kind: str, x: float, y: float, **more: object) -> None:
    driver.execute_cdp_cmd("Input.dispatchMouseEvent", {"type": kind, "x": x, "y": y, **more})


def _chromium() -> webdriver.Chrome:
    options = Options()
    options.binary_location = "/usr/bin/chromium"
    for flag in _FLAGS:
        options.add_argument(flag)
    driver = webdriver.Chrome(options=options, service=Service("/usr/bin/chromedriver"))
    driver.set_script_timeout(120)
    driver.get("about:blank")
    return driver


if __name__ == "__main__":
    raise SystemExit(main())
