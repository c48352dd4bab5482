"""The page as a file: its data, its layout, its policy. What it does in a browser is tested in tests/browser."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections import Counter
from html.parser import HTMLParser
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from kgraph.explore import explore
from kgraph.explore.data import _ACTOR, _EVENT, _TELLING
from kgraph.explore.layout import LARGE, TIERS, Mark, Tier, boxes, tiers
from kgraph.explore.network import label, network
from kgraph.outgoing import one_line
from kgraph.rdf.view import View
from tests.views import actor, happening, many, source, telling, view_of

NASTY = [
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "<!--<script>",
    '"><img src=x onerror=alert(1)>',
    "]]>",
    "a\u2028b\u2029c",
    "{{script}} {{data}}",
    "\\u003cscript\\u003e",
    "\u202eabc\u200f",
    "\x00\x1b nul",
]


class Parts(HTMLParser):
    """Scripts, styles and attributes of a page, as a parser sees them."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=False)
        self.contents: list[tuple[str, dict[str, str | None], str]] = []
        self.attributes: list[tuple[str, str, str]] = []
        self._open: tuple[str, dict[str, str | None]] | None = None
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag in ("script", "style"):
            self._open = (tag, dict(attrs))
            self.contents.append((*self._open, ""))

    def handle_data(self, data: str) -> None:
        if self._open:
            tag, attributes, before = self.contents[-1]
            self.contents[-1] = (tag, attributes, before + data)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style"):
            self._open = None


def page_of(view: View, folder: Path) -> str:
    return explore(view, folder).read_text("utf-8")


def data_of(page: str) -> dict[str, Any]:
    (content,) = (text for tag, attributes, text in Parts(page).contents if attributes.get("id") == "data")
    data: dict[str, Any] = json.loads(content)
    return data


def pair(**more: str) -> View:
    """Two actors, one event, one article."""
    ann, bo = actor("Ann"), actor("Bo")
    event = happening("1", "Meeting", [("agent", ann), ("agent", bo)], label="Ann met Bo")
    return view_of((ann, bo), [event], [source(**more)])  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    return page_of(many(60, 300), tmp_path_factory.mktemp("page"))


# what an article says is data


@pytest.mark.parametrize("text", NASTY)
def test_data_cannot_leave_its_element(text: str, tmp_path: Path) -> None:
    nasty, bo = actor(text, aliases=(text,), links=(text,), iri="https://kgraph.example/entity/nasty"), actor("Bo")
    article = "https://kgraph.example/article/0"
    event = happening("1", "Blame", [("agent", nasty), ("patient", bo)], label=text, tellings=(telling(article, f"met {text}"),))
    written = source(0, text, url=text, publisher=text, text=f"{text}\n\n{text}", mentions=((0, len(text), nasty.iri),))
    page = page_of(view_of((nasty, bo), [event], [written]), tmp_path)
    data = data_of(page)
    assert data["articles"][0]["text"] == f"{text}\n\n{text}"
    assert data["actors"][nasty.iri]["name"] == one_line(text)
    assert data["events"][event.iri]["tellings"][0]["quote"] == f"met {text}"
    assert (data["articles"][0]["title"], data["articles"][0]["url"]) == (one_line(text), text)
    assert [attributes.get("type", "") for tag, attributes, _ in Parts(page).contents if tag == "script"] == [
        "application/json",
        "",
        "",
    ]


def test_a_text_stands_in_the_file_once(tmp_path: Path) -> None:
    text = "Kelm 😀 woke.\n\n😀 Ann met Bo in Kelm. The rest."
    told = telling(source().iri, "😀 Ann met Bo in Kelm.", start=text.index("😀 Ann"))
    event = happening("1", "Meeting", [("agent", actor("Ann"))], tellings=(told,))
    written = view_of(
        (actor("Ann"), actor("Bo")), [event], [source(text=text, mentions=((16, 19, actor("Ann").iri), (24, 26, "x")))]
    )
    page = page_of(written, tmp_path)
    data = data_of(page)
    assert page.count("met Bo in") == 1
    (said,) = data["events"][event.iri]["tellings"]
    encoded = text.encode("utf-16-le")
    begin, end, first, last = (2 * offset for offset in said["at"])
    assert encoded[begin:end].decode("utf-16-le") == told.quote
    assert encoded[first:last].decode("utf-16-le") == "met"
    mention = data["articles"][0]["mentions"]
    assert encoded[2 * mention[0] : 2 * mention[1]].decode("utf-16-le") == "Ann"
    assert mention[2:] == [list(data["actors"]).index(actor("Ann").iri)], "whom no event and no name knows is left out"


@pytest.mark.parametrize("characters", [1_000, 3_000_000], ids=["one that fits", "one that is too long"])
def test_a_quote_stands_in_the_text_or_where_that_is_left_out_alone(characters: int, tmp_path: Path) -> None:
    told = telling(source().iri, "😀 One met another.")
    event = happening("1", "Meeting", [("agent", actor("Ann"))], tellings=(told,))
    text = told.quote + "x" * (characters - len(told.quote))
    data = data_of(explore(view_of([actor("Ann")], [event], [source(text=text)]), tmp_path, 2).read_text("utf-8"))
    (said,) = data["events"][event.iri]["tellings"]
    if characters > 2_000_000:
        assert (data["articles"][0]["text"], said["quote"]) == ("", told.quote)
        assert said["trigger"] == [7, 10], "as JavaScript counts"
    else:
        assert (data["articles"][0]["text"], said["at"]) == (text, [0, 19, 7, 10])


def test_the_page_is_told_what_goes_without_saying(page: str) -> None:
    data = data_of(page)
    assert data["usual"] == json.loads(json.dumps({"actor": _ACTOR, "event": _EVENT, "telling": _TELLING}))
    assert not [
        name for event in data["events"].values() for name, value in event.items() if data["usual"]["event"].get(name) == value
    ]


@pytest.mark.parametrize(
    ("size", "first"),
    [((0, 0), {"phone": 0, "screen": 0}), ((8, 20), {"phone": 8, "screen": 8}), ((60, 300), {"phone": 12, "screen": 25})],
    ids=["nobody", "few", "many"],
)
def test_a_phone_begins_with_fewer_actors_than_a_screen(size: tuple[int, int], first: dict[str, int], tmp_path: Path) -> None:
    view = many(*size) if size[0] else view_of((), ())
    assert data_of(page_of(view, tmp_path))["first"] == first


def test_only_the_data_differs_between_pages(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    without = [re.sub(r'(id="data">)[^<]*', r"\1", page_of(view, tmp_path / "a")) for view in (many(60, 300), pair())]
    assert without[0] == without[1]


# the policy


def test_policy_names_the_hash_of_each_script_and_style(page: str) -> None:
    parts = Parts(page)
    (policy,) = (value for tag, name, value in parts.attributes if tag == "meta" and name == "content" and "default-src" in value)
    allowed = Counter(re.findall(r"'(sha256-[^']+)'", policy))
    runs = [text for _, attributes, text in parts.contents if "id" not in attributes]
    hashes = Counter("sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in runs)
    assert allowed == hashes
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_nothing_is_loaded(page: str) -> None:
    loading = {"src", "href", "srcset", "action", "data", "poster", "background"}
    assert [attribute for attribute in Parts(page).attributes if attribute[1] in loading] == []
    style = next(text for tag, _, text in Parts(page).contents if tag == "style")
    assert "url(" not in style
    assert "@import" not in style


def test_no_inline_handlers_or_styles(page: str) -> None:
    assert [one for one in Parts(page).attributes if one[1].startswith("on") or one[1] == "style"] == []


def test_own_scripts_name_no_address(page: str) -> None:
    own = [text for tag, attributes, text in Parts(page).contents if tag == "script" and "id" not in attributes][-1]
    addresses = set(re.findall(r"https?://[^\s\"'`)\\]+", own))
    assert addresses == {"http://www.w3.org/2000/svg"}, "the name of a vocabulary, which is never asked for"
    for sink in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function"):
        assert sink not in own


# the network


def test_edges_join_the_events_of_two_actors_by_orientation() -> None:
    ann, bo = actor("Ann"), actor("Bo")
    events = [
        happening("1", "Blame", [("agent", ann), ("patient", bo)]),
        happening("2", "Blame", [("agent", bo), ("patient", ann)]),
        happening("3", "Meeting", [("agent", bo), ("agent", ann)]),
        happening("4", "Praise", [("agent", ann), ("patient", bo)], factuality="planned"),
        happening("5", "Statement", [("agent", ann), ("addressee", bo)]),
    ]
    shown, _ = network(view_of((ann, bo), events))
    found = {edge["orientation"]: [iri[-1] for iri in edge["events"]] for edge in shown.edges}
    assert found == {"conflict": ["1", "2"], "cooperation": ["3", "4"], "neutral": ["5"]}
    assert {(edge["from"], edge["to"]) for edge in shown.edges} == {(0, 1)}


def test_ids_are_places_in_the_lists() -> None:
    shown, _ = network(many(60, 300))
    assert [node["id"] for node in shown.nodes] == list(range(len(shown.nodes)))
    assert [edge["id"] for edge in shown.edges] == list(range(len(shown.edges)))


def test_each_event_of_two_actors_is_on_an_edge() -> None:
    view = many(60, 300)
    shown, _ = network(view)
    assert {iri for edge in shown.edges for iri in edge["events"]} == {
        event.iri for event in view.happenings.values() if list(event.dyads())
    }


def test_who_gets_a_node() -> None:
    ann, bo, lone = actor("Ann"), actor("Bo"), actor("Lone")
    crowd, some, words = (
        actor("the crowd", "Group", named=False),
        actor("some", "Group", named=False),
        actor("his words", "Thing", named=False),
    )
    events = [
        happening("1", "Blame", [("agent", ann), ("patient", bo)]),
        happening("2", "Blame", [("agent", crowd), ("patient", bo)]),
        happening("3", "Blame", [("agent", crowd), ("patient", ann)]),
        happening("4", "Blame", [("agent", some), ("patient", ann)]),
        happening("5", "Blame", [("agent", words), ("patient", ann)]),
        happening("6", "Blame", [("agent", ann), ("patient", words)]),
        happening("7", "Blame", [("agent", lone), ("patient", words)]),
    ]
    shown, _ = network(view_of((ann, bo, lone, crowd, some, words), events))
    assert [node["label"] for node in shown.nodes] == ["Ann", "Bo", "the crowd"]


@pytest.mark.parametrize("size", [(60, 300), (200, 350), (900, 1300)], ids=str)
def test_nobody_floats_alone(size: tuple[int, int]) -> None:
    shown, layouts = network(many(*size))
    for layout in layouts:
        count = len(layout.places)
        lined = {end for edge in shown.edges for end in (edge["from"], edge["to"]) if max(edge["from"], edge["to"]) < count}
        assert lined == set(range(count))


def test_a_stranger_comes_with_the_strongest_neighbour_that_has_a_name() -> None:
    crowd = actor("the crowd", "Group", named=False)
    main = [actor(f"Main {number:02}") for number in range(11)]
    cy, di, eve = actor("Cy"), actor("Di"), actor("Eve")
    pairs = [(a, b) for n, a in enumerate(main) for b in main[n + 1 :]]
    pairs += [(cy, crowd)] * 9 + [(cy, di)] * 3 + [(cy, eve)] * 2
    events = [happening(str(n), "Blame", [("agent", a), ("patient", b)]) for n, (a, b) in enumerate(pairs)]
    shown, _ = network(view_of((*main, cy, di, eve, crowd), events))
    labels = [node["label"] for node in shown.nodes]
    assert labels[:2] == ["Cy", "Di"]
    assert labels[2:13] == [f"Main {number:02}" for number in range(11)]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Ann", "Ann"),
        ("Volodymyr Zelenskyy", "Volodymyr\nZelenskyy"),
        ("Ministry of Foreign Affairs", "Ministry of\nForeign Affairs"),
        ("  spread\n out ", "spread out"),
        ("x" * 10_000, "x" * 29 + "…"),
        ("The Association of Very Long Names of the World", "The Association\nof Very Long…"),
    ],
    ids=["short", "two words", "middle", "white space", "ten thousand letters", "cut"],
)
def test_labels(name: str, shown: str) -> None:
    assert label(name) == shown


def test_empty_view(tmp_path: Path) -> None:
    data = data_of(page_of(view_of((), ()), tmp_path))
    assert (data["nodes"], data["edges"], data["tiers"]) == ([], [], [])


# the layout


def marks_of(view: View) -> tuple[list[Mark], list[Tier]]:
    shown, layouts = network(view)
    return [Mark(node["label"], node["size"], node["font"]) for node in shown.nodes], list(layouts)


def overlapping(marks: list[Mark], tier: Tier) -> list[tuple[str, str]]:
    """The pairs of nodes and labels that overlap, margins left out."""
    chosen = [mark.grown(tier.scale) if number < LARGE else mark for number, mark in enumerate(marks[: len(tier.places)])]
    half, centre = boxes(chosen)
    middle, half = np.array(tier.places) + centre, half - 5
    return [
        (chosen[a].label, chosen[b].label)
        for a in range(len(chosen))
        for b in range(a)
        if (np.abs(middle[a] - middle[b]) < half[a] + half[b]).all()
    ]


@pytest.mark.parametrize("size", [(2, 3), (8, 10), (14, 40), (30, 60), (60, 300), (150, 700)], ids=str)
def test_no_label_covers_another(size: tuple[int, int]) -> None:
    marks, layouts = marks_of(many(*size))
    assert layouts
    for tier in layouts:
        assert overlapping(marks, tier) == []


def test_overlap_is_noticed() -> None:
    assert overlapping([Mark("a", 9, 13), Mark("b", 9, 13)], Tier(1, ((0, 0), (5, 5)))) == [("b", "a")]


@pytest.mark.parametrize("longest", [30, 2], ids=["long names", "short names"])
def test_names_of_any_length(longest: int) -> None:
    marks = [Mark("n" * (1 + number % longest), 9 + number % 14, 13) for number in range(25)]
    for tier in tiers(marks, {(0, number): 1 for number in range(1, 25)}):
        assert overlapping(marks, tier) == []


def test_the_first_view_fits_a_screen_at_a_readable_size() -> None:
    marks, layouts = marks_of(many(60, 300))
    first = layouts[1]
    assert len(first.places) == TIERS[1]
    half, centre = boxes(marks[: len(first.places)])
    middle = np.array(first.places) + centre
    extent = (middle + half).max(axis=0) - (middle - half).min(axis=0)
    assert min(770 / extent[0], 760 / extent[1]) * 13 > 11, "pixels of the smallest label on a screen of 1400 by 900"


def test_tiers_end_with_everybody() -> None:
    marks, layouts = marks_of(many(200, 900))
    counts = [len(tier.places) for tier in layouts]
    assert counts[-1] == len(marks)
    assert counts == sorted(set(counts))
    shown, _ = network(many(200, 900))
    assert [len(shown.nodes[index]["places"]) for index in (0, 12, len(marks) - 1)] == [len(counts), len(counts) - 1, 1]


def test_positions_are_always_the_same() -> None:
    assert network(many(60, 300))[1] == network(many(60, 300))[1]


def test_neighbours_stand_closer_than_strangers() -> None:
    marks = [Mark("n", 9, 13) for _ in range(20)]
    within = {(a, b): 3 for a in range(20) for b in range(a + 1, 20) if a % 2 == b % 2}
    (tier,) = (one for one in tiers(marks, within) if len(one.places) == 20)
    places = np.array(tier.places)
    distance = np.linalg.norm(places[:, None] - places[None, :], axis=2)
    same = np.array([[a % 2 == b % 2 for a in range(20)] for b in range(20)])
    assert distance[same].sum() / (same.sum() - 20) < 0.7 * distance[~same].mean()


def test_a_large_network_is_laid_out() -> None:
    shown, layouts = network(many(1500, 5000))
    assert len(layouts[-1].places) == len(shown.nodes) > 1000
    assert np.isfinite(np.array(layouts[-1].places)).all()


# the map


def test_the_outlines_are_small_and_whole() -> None:
    path = Path(str(files("kgraph") / "data" / "explore" / "world.json"))
    world = json.loads(path.read_text("utf-8"))
    assert path.stat().st_size < 60_000
    assert len(world["lands"]) > 170
    ends = []
    for flat in world["arcs"]:
        xs, ys = np.cumsum(flat[::2]), np.cumsum(flat[1::2])
        assert np.abs(xs).max() <= 180 * world["steps"]
        assert np.abs(ys).max() <= 90 * world["steps"]
        ends.append(((xs[0], ys[0]), (xs[-1], ys[-1])))
    for ring in (ring for land in world["lands"] for ring in land):
        ways = [ends[arc] if arc >= 0 else ends[~arc][::-1] for arc in ring]
        assert all(before[1] == after[0] for before, after in pairwise([*ways, ways[0]])), (
            "each arc begins where the last one ends"
        )


def test_outlines_come_only_with_places_that_are_known(tmp_path: Path) -> None:
    event = happening("1", "Visit", [("agent", actor("Ann")), ("place", actor("Kyiv", "City"))])
    assert data_of(page_of(view_of((actor("Ann"), actor("Kyiv", "City")), [event]), tmp_path))["world"] is None
    kyiv = actor("Kyiv", "City", links=("https://sws.geonames.org/703448/",))
    data = data_of(page_of(view_of((actor("Ann"), kyiv), [event]), tmp_path))
    assert len(data["world"]["arcs"]) > 500
    assert data["actors"][kyiv.iri]["at"] == pytest.approx([50.45, 30.52], abs=0.1)
    assert "at" not in data["actors"][actor("Ann").iri]
