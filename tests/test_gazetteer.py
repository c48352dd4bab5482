"""The gazetteer: what is known under a name, and that its files hold together."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from kgraph.language.gazetteer import lookup, phrases
from kgraph.lexicon import entity_types

FOLDER = Path(__file__).parents[1] / "kgraph" / "data" / "gazetteer"
GENERATED = sorted(FOLDER.glob("*.tsv"))


@pytest.mark.parametrize(
    ("name", "canonical", "kind", "country"),
    [
        ("the U.S.", "United States", "Country", "USA"),
        ("US", "United States", "Country", "USA"),
        ("UK", "United Kingdom", "Country", "GBR"),
        ("Britain", "United Kingdom", "Country", "GBR"),
        ("Holland", "Netherlands", "Country", "NLD"),
        ("RUSSIA", "Russia", "Country", "RUS"),
        ("Ukraine’s", "Ukraine", "Country", "UKR"),
        ("Côte d’Ivoire", "Ivory Coast", "Country", "CIV"),
        ("Kiev", "Kyiv", "City", "UKR"),
        ("Washington", "Washington, D.C.", "City", "USA"),
        ("Sao Paulo", "São Paulo", "City", "BRA"),
        ("Alaska", "Alaska", "Region", "USA"),
        ("Nova Scotia", "Nova Scotia", "Region", "CAN"),
        ("NATO", "NATO", "Organization", ""),
        ("E.U.", "European Union", "Organization", ""),
        ("Kremlin", "Kremlin", "Government", "RUS"),
        ("the White House", "White House", "Government", "USA"),
        ("Pentagon", "Pentagon", "Military", "USA"),
        ("Hezbollah", "Hezbollah", "Military", "LBN"),
        ("Goldman Sachs", "Goldman Sachs", "Company", "USA"),
        ("The Washington Post", "Washington Post", "Work", "USA"),
    ],
)
def test_lookup(name: str, canonical: str, kind: str, country: str) -> None:
    known = lookup(name)
    assert known is not None
    assert (known.name, known.type, known.country) == (canonical, kind, country)


@pytest.mark.parametrize("name", ["us", "who", "Xyzzy", "", "turkey", "RUSH"])
def test_unknown(name: str) -> None:
    assert lookup(name) is None


@pytest.mark.parametrize(
    ("demonym", "country"),
    [
        ("Russian", "Russia"),
        ("Iranians", "Iran"),
        ("British", "United Kingdom"),
        ("Dutch", "Netherlands"),
        ("Turks", "Turkey"),
        ("French", "France"),
        ("South Koreans", "South Korea"),
        ("Saudi", "Saudi Arabia"),
        ("Western", "West"),
        ("Malians", "Mali"),
    ],
)
def test_demonym(demonym: str, country: str) -> None:
    known = lookup(demonym)
    assert known is not None
    assert (known.type, known.demonym_of, known.links) == ("Group", country, ())


def test_every_demonym_means_a_known_place_by_its_name() -> None:
    meant = {known.demonym_of for name in _names() if (known := lookup(name)) and known.demonym_of}
    assert len(meant) > 180
    wrong = [place for place in sorted(meant) if (known := lookup(place)) is None or known.name != place]
    assert wrong == []


@pytest.mark.parametrize("name", ["Jordan", "Georgia", "Chad", "Apple", "Nancy", "Victoria", "Western Union"])
def test_ambiguous_names_are_not_sure(name: str) -> None:
    known = lookup(name)
    assert known is None or not known.sure


def test_links_are_iris() -> None:
    known = lookup("Russia")
    assert known is not None
    assert [(link.authority, link.iri) for link in known.links] == [
        ("wikidata", "http://www.wikidata.org/entity/Q159"),
        ("geonames", "https://sws.geonames.org/2017370/"),
    ]


@pytest.mark.parametrize(
    ("name", "sector"), [("Hamas", "REB"), ("Downing Street", "GOV"), ("Pentagon", "MIL"), ("UN", "IGO"), ("FBI", "COP")]
)
def test_sector(name: str, sector: str) -> None:
    known = lookup(name)
    assert known is not None
    assert known.sector == sector


def test_phrases_are_cut_like_tokens() -> None:
    assert (",", "D.C.") in phrases()["Washington"]
    assert ("-", "Cola") in phrases()["Coca"]
    assert phrases()["U.S."][-1] == ()


@pytest.mark.parametrize("path", GENERATED, ids=lambda path: path.stem)
def test_files_hold_together(path: Path) -> None:
    rows = list(csv.DictReader(path.read_text("utf-8").splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))
    assert len(rows) > 100
    for row in rows:
        assert row["name"].strip() == row["name"] != ""
        assert row["type"] in entity_types(), row
        assert re.fullmatch(r"([A-Z]{3})?", row["country"]), row
        assert re.fullmatch(r"(Q\d+)?", row["wikidata"]), row
        assert re.fullmatch(r"\d*", row["geonames"]), row


def test_data_stay_small() -> None:
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 3_000_000


def _names() -> set[str]:
    return {" ".join((first, *rest)) for first, rests in phrases().items() for rest in rests}
