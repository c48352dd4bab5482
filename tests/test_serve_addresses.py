"""The addresses of a graph, asked over a real port: pages for readers, RDF for programs, and where each IRI leads."""

from __future__ import annotations

import gzip
import re
import shutil
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote

import pytest
import rdflib
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, parse

from kgraph.build import build, resolution
from kgraph.cli import OK, main
from kgraph.rdf.iris import KG, PREFIXES
from kgraph.rdf.store import open_quads
from kgraph.serve.addresses.places import Place, Places
from kgraph.serve.addresses.reasons import Reasons
from kgraph.serve.snapshot import Snapshots
from kgraph.settings import Settings
from tests.serving import Said, Served, built_graph, serving, write_graph

BASE = "https://w3id.org/kgraph/"
BERG = f"{BASE}entity/person/anna-berg"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
ARABIC = "قمة في أوسلو"
MORE = {
    "summit.txt": f"{ARABIC}\n\nDate: 2025-03-07\nPublisher: {ARABIC}\n\nAnna Berg praised Carl Ek in Oslo, an aide said.\n",
    "herring.txt": "Herring on the table\n\nDate: 2025-03-04\nPublisher: Valley Herald\n\nAnna Berg met Carl Ek in Oslo on Monday to talk "
    "about herring.\n",
    "cafe.txt": "Élan d'été: Zoë’s café\n\nDate: 2025-03-08\n\nAnna Berg visited Zoë Öberg in Gdańsk on Friday.\n",
}


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built graph with an index."""
    return built_graph(tmp_path_factory.mktemp("addresses"), MORE)


@pytest.fixture(scope="module")
def site(graph: Path) -> Iterator[Served]:
    with serving(graph) as server:
        yield server


INLINE = ("a", "bdi", "code", "mark", "small", "span", "b", "q")


class Page(HTMLParser):
    """A page as a browser reads it: its tags with their attributes, its text, and the ids and links in it."""

    def __init__(self, said: Said) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(said.text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.words += "" if tag in INLINE else " "

    def handle_endtag(self, tag: str) -> None:
        self.words += "" if tag in INLINE else " "

    def handle_data(self, data: str) -> None:
        self.words += data

    def attributes(self, tag: str, name: str) -> list[str]:
        return [value for found, attrs in self.tags if found == tag and (value := attrs.get(name)) is not None]

    @property
    def ids(self) -> list[str]:
        return [value for _, attrs in self.tags if (value := attrs.get("id")) is not None]

    @property
    def text(self) -> str:
        return " ".join(self.words.split())


def page(site: Served, iri: str) -> Page:
    """The page of an IRI, by whatever redirects lead there."""
    said = site.ask(path_of(iri), Accept=BROWSER)
    if said.status == 303:
        said = site.ask(said.headers["location"])
    assert (said.status, said.headers["content-type"]) == (200, "text/html; charset=utf-8")
    return Page(said)


def path_of(iri: str) -> str:
    return quote(iri.partition("#")[0].removeprefix("https://w3id.org"), safe="/%")


def iris(graph: Path, kind: str) -> list[str]:
    """All IRIs of a kind in a graph."""
    store = open_quads(graph / "store")
    subjects = {quad.subject.value for quad in store if isinstance(quad.subject, NamedNode)}
    return sorted(one for one in subjects if one.startswith((f"{BASE}{kind}/", f"{BASE}{kind}#")) or one == BASE + kind)


# What is at an address


def test_every_iri_of_the_graph_answers_with_a_page_and_with_rdf(site: Served, graph: Path) -> None:
    """Each RDF answer says something about the IRI, be it a part of an article; and pages have an anchor for each report and term."""
    everything = [iri for kind in ("entity", "event", "article", "ontology") for iri in iris(graph, kind)]
    fragments: dict[str, set[str]] = {iri.partition("#")[0]: set() for iri in everything}
    for iri in everything:
        fragments[iri.partition("#")[0]].add(iri.partition("#")[2])
    for whole, parts in fragments.items():
        said = site.ask(path_of(whole) + ".nt")
        assert said.status == 200, whole
        subjects = {quad.subject for quad in parse(said.body, format=RdfFormat.N_TRIPLES)}
        assert {NamedNode(f"{whole}#{part}" if part else whole) for part in parts} <= subjects
        anchors = page(site, whole).ids
        assert len(anchors) == len(set(anchors))
        assert parts - {"", *anchors} == set()


def test_an_entity_has_its_names_its_links_its_events_with_quotes_and_why_its_names_are_one(site: Served) -> None:
    found = page(site, BERG)
    assert "Anna Berg Person Also called Berg" in found.text
    assert "Berg accused Ek of lying to the press." in found.text
    assert "<mark>accused</mark>" in site.ask("/kgraph/entity/person/anna-berg.html").text
    assert "Why these names are one" in found.text
    assert "The first chain of its entity." in found.text
    assert "Both have the same name, and nothing tells them apart" in found.text


def test_the_reasons_are_those_that_explain_prints(site: Served, graph: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "Anna Berg", "-d", str(graph)]) == OK
    printed = capsys.readouterr().out
    text = page(site, BERG).text
    rules = re.findall(r"^  [a-z ]+: (.+?)(?: It joined: .*)?$", printed, re.MULTILINE)
    assert rules
    assert all(" ".join(rule.split()) in text for rule in rules)


def test_reasons_come_in_pages_that_are_the_whole(graph: Path) -> None:
    """A reason names whom a chain met, though that one's reason is on another page."""
    snapshot = Snapshots(graph).current()
    reasons = Reasons(snapshot.reader, snapshot.state, snapshot.base)
    whole = reasons.of_entity("person/anna-berg", 0, 100)
    assert whole is not None
    assert whole.total == len(whole.accounts) > 3
    pages = [reasons.of_entity("person/anna-berg", first, 2) for first in range(0, whole.total, 2)]
    assert [account for page in pages if page is not None for account in page.accounts] == list(whole.accounts)
    assert reasons.of_entity("person/anna-berg", whole.total, 2) is None
    assert reasons.of_entity("person/nobody", 0, 2) is None


def test_no_reasons_are_given_of_another_build(graph: Path, tmp_path: Path) -> None:
    """They lie in files that the next build exchanges."""
    shutil.copytree(graph, tmp_path / "graph")
    snapshot = Snapshots(tmp_path / "graph").current()
    reasons = Reasons(snapshot.reader, snapshot.state, snapshot.base)
    assert reasons.of_entity("person/anna-berg", 0, 2) is not None
    (graph.parent / "fewer").mkdir()
    shutil.copy(graph.parent / "articles" / "aid.txt", graph.parent / "fewer")
    assert build([graph.parent / "fewer"], tmp_path / "graph", Settings(), parts=[]).errors == ()
    assert reasons.of_entity("person/anna-berg", 0, 2) is None


def test_an_event_has_its_sides_its_time_with_its_basis_its_codes_and_its_reports(site: Served, graph: Path) -> None:
    meeting = next(event for event in resolution(graph).events if event.type == "Meeting" and len(event.reports) > 1)
    found = page(site, f"{BASE}event/{meeting.id}")
    for words in (
        "happened",
        "cooperation",
        "agent Anna Berg Person",
        "agent Carl Ek Person",
        "Time 3 Mar 2025 stated in the articles",
        "PLOVER CONSULT",
        "Anna Berg met Carl Ek in Oslo on Monday.",
        "Anna Berg met Carl Ek in Oslo on Monday to talk about herring.",
        "Talks in Oslo · Fjord Post · 4 Mar 2025",
        "Why these reports are one event",
    ):
        assert words in found.text, words
    assert "/kgraph/entity/person/anna-berg" in found.attributes("a", "href")


def test_a_report_says_who_says_so(site: Served, graph: Path) -> None:
    praise = next(iri for iri in iris(graph, "event") if "/event/praise/" in iri)
    assert "according to an aide" in page(site, praise).text


def test_an_article_has_its_text_with_what_it_mentions_and_tells_linked(site: Served, graph: Path) -> None:
    article = next(iri for iri in iris(graph, "article") if "/talks-in-oslo-" in iri and "#" not in iri)
    found = page(site, article)
    assert "Fjord Post · 4 Mar 2025" in found.text
    assert "Berg accused Ek of lying to the press. The two leaders will meet again in April." in found.text
    links = found.attributes("a", "href")
    assert "/kgraph/entity/person/anna-berg" in links
    assert any(link.startswith("/kgraph/event/accusation/") for link in links)
    assert all("a" not in inner for inner in nested(site.ask(path_of(article)).text))


def nested(text: str) -> list[str]:
    """What stands inside links, as tags."""
    return [" ".join(re.findall(r"<(a)\b", inner)) for inner in re.findall(r"<a\b[^>]*>(.*?)</a>", text, re.DOTALL)]


def test_the_ontology_defines_each_term_and_counts_its_use(site: Served) -> None:
    found = page(site, f"{KG}Meeting")
    assert "Meeting" in found.ids
    assert "Meeting kg:Meeting" in found.text
    assert re.search(r"Meeting kg:Meeting .+? Subclass of .+? Codes PLOVER CONSULT .+? Used [1-9]", found.text)
    assert re.search(r"agent kg:agent .+? Subproperty of sem:hasActor, participant .+? Used [1-9]", found.text)


# Which form


def test_things_answer_with_the_address_of_a_document_and_documents_answer_themselves(site: Served, graph: Path) -> None:
    for path in ("/kgraph/entity/person/anna-berg", path_of(iris(graph, "event")[0])):
        said = site.ask(path, Accept="text/turtle")
        assert (said.status, said.headers["location"], said.headers["vary"]) == (303, f"{path}.ttl", "Accept")
    article = path_of(iris(graph, "article")[0])
    for path in (article, "/kgraph/ontology"):
        said = site.ask(path, Accept="text/turtle")
        assert (said.status, said.headers["content-type"]) == (200, "text/turtle; charset=utf-8")
        assert said.headers["vary"].startswith("Accept, ")


@pytest.mark.parametrize(
    ("accept", "suffix"),
    [
        ("", "html"),
        ("*/*", "html"),
        (BROWSER, "html"),
        ("text/turtle", "ttl"),
        ("application/n-triples", "nt"),
        ("application/ld+json", "jsonld"),
        ("application/n-quads", "nq"),
        ("application/trig", "trig"),
        ("text/html;q=0.5, text/turtle", "ttl"),
        ("application/rdf+xml, text/turtle;q=0.9, */*;q=0.1", "ttl"),
    ],
)
def test_accept_chooses_the_form(site: Served, accept: str, suffix: str) -> None:
    said = site.ask("/kgraph/entity/person/anna-berg", Accept=accept) if accept else site.ask("/kgraph/entity/person/anna-berg")
    assert said.headers["location"].endswith(f"anna-berg.{suffix}")


@pytest.mark.parametrize(
    ("suffix", "form"),
    [("ttl", RdfFormat.TURTLE), ("nt", RdfFormat.N_TRIPLES), ("nq", RdfFormat.N_QUADS), ("trig", RdfFormat.TRIG)],
)
def test_a_suffix_or_a_parameter_chooses_it_too_and_the_answers_are_what_they_say(
    site: Served, graph: Path, suffix: str, form: RdfFormat
) -> None:
    article = path_of(next(iri for iri in iris(graph, "article") if "#" not in iri))
    by_suffix = site.ask(f"{article}.{suffix}", Accept="text/html")
    by_parameter = site.ask(f"{article}?format={suffix}", Accept="text/html")
    assert by_suffix.body == by_parameter.body
    quads = list(parse(by_suffix.body, format=form))
    assert NamedNode(BASE + article.removeprefix("/kgraph/")) in {quad.subject for quad in quads}


def test_n_quads_and_trig_keep_an_article_s_named_graph(site: Served, graph: Path) -> None:
    iri = next(iri for iri in iris(graph, "article") if "#" not in iri)
    quads = set(parse(site.ask(f"{path_of(iri)}.nq").body, format=RdfFormat.N_QUADS))
    stored = set(open_quads(graph / "store").quads_for_pattern(None, None, None, NamedNode(iri)))
    assert stored == {quad for quad in quads if quad.graph_name == NamedNode(iri)}
    assert {quad.predicate.value for quad in quads - stored} >= {f"{KG}reportedBy"}


def test_json_ld_says_the_same_as_turtle(site: Served) -> None:
    """Read by another library."""
    turtle = rdflib.Graph().parse(data=site.ask("/kgraph/entity/person/anna-berg.ttl").text, format="turtle")
    json_ld = rdflib.Graph().parse(data=site.ask("/kgraph/entity/person/anna-berg.jsonld").text, format="json-ld")
    assert set(turtle) == set(json_ld)


def test_rdflib_reads_an_address_as_linked_data(site: Served) -> None:
    found = rdflib.Graph().parse(f"{site.address}kgraph/entity/person/anna-berg")
    assert (rdflib.URIRef(BERG), rdflib.RDFS.label, rdflib.Literal("Anna Berg")) in found


def test_a_form_that_there_is_not_is_406_with_the_list(site: Served) -> None:
    for said in (
        site.ask("/kgraph/entity/person/anna-berg", Accept="application/pdf"),
        site.ask("/kgraph/entity/person/anna-berg?format=docx"),
    ):
        assert said.status == 406
        assert said.json["error"] == "not-acceptable"
        assert said.json["forms"]["text/turtle"] == "/kgraph/entity/person/anna-berg.ttl"


def test_each_answer_links_the_other_forms_and_the_thing(site: Served) -> None:
    said = site.ask("/kgraph/entity/person/anna-berg.html")
    assert f'<{BERG}>; rel="describes"' in said.headers["link"]
    assert '</kgraph/entity/person/anna-berg.ttl>; rel="alternate"; type="text/turtle"' in said.headers["link"]
    assert "/kgraph/entity/person/anna-berg.jsonld" in Page(said).attributes("link", "href")


def test_an_answer_that_a_client_has_is_not_sent_again(site: Served) -> None:
    path = "/kgraph/entity/person/anna-berg.html"
    tag = site.ask(path).headers["etag"]
    again = site.ask(path, If_None_Match=f'"other", {tag}')
    assert (again.status, again.body) == (304, b"")
    assert site.ask("/kgraph/entity/person/anna-berg.ttl").headers["etag"] != tag
    assert site.ask(path, If_None_Match='"other"').status == 200


def test_a_long_answer_is_packed_for_who_takes_that(site: Served) -> None:
    packed = site.ask("/kgraph/ontology", Accept_Encoding="gzip", Accept="text/html")
    assert packed.headers["content-encoding"] == "gzip"
    assert set(packed.headers["vary"].split(", ")) == {"Accept", "Accept-Encoding"}
    plain = site.ask("/kgraph/ontology", Accept="text/html")
    assert gzip.decompress(packed.body) == plain.body
    assert plain.headers["content-location"] == "/kgraph/ontology.html"


def test_head_has_the_headers_and_no_body(site: Served) -> None:
    said = site.ask("/kgraph/entity/person/anna-berg.ttl", method="HEAD")
    assert (said.status, said.body) == (200, b"")
    assert int(said.headers["content-length"]) == len(site.ask("/kgraph/entity/person/anna-berg.ttl").body)


# Which IRI


def test_a_base_on_another_host_is_mapped_by_its_path_or_by_none(site: Served) -> None:
    long, short = site.ask("/kgraph/entity/person/anna-berg.html"), site.ask("/entity/person/anna-berg.html")
    assert long.body == short.body
    assert f"<code>{BERG}</code>" in long.text


def test_a_graph_that_is_built_for_a_host_has_its_addresses_there(graph: Path, tmp_path: Path) -> None:
    """Behind a proxy that passes the host's name on."""
    articles = graph.parent / "articles"
    assert main(["build", str(articles), "-o", str(tmp_path / "own"), "--base", "https://news.example/", "--only", "graph"]) == OK
    with serving(tmp_path / "own", "--name", "news.example") as server:
        said = server.ask("/entity/person/anna-berg.ttl", Host="news.example")
        assert "<https://news.example/entity/person/anna-berg> a kg:Person" in said.text
        assert server.ask("/kgraph/entity/person/anna-berg").status == 404
        page = Page(server.ask("/entity/person/anna-berg.html", Host="news.example"))
        assert any(link.startswith("/event/") for link in page.attributes("a", "href"))
        assert server.ask("/ontology.ttl").status == 200


def test_letters_of_any_script_and_escaped_signs_are_found(site: Served, graph: Path) -> None:
    """An IRI holds letters as they are and signs escaped; a client escapes the letters as well."""
    odd = [iri for iri in iris(graph, "entity") + iris(graph, "article") if not iri.isascii() or "%" in iri]
    for iri in [*odd, *(one for one in iris(graph, "entity") if "gdansk" in one or "gda" in one)]:
        assert site.ask(path_of(iri) + ".ttl").status == 200, iri


@pytest.mark.parametrize(
    "path", ["/kgraph/entity/person/anna-bergh", "/kgraph/event/meeting/nobody", "/kgraph/article/talks-in-oslo-00000000"]
)
def test_what_is_not_there_is_404_with_what_is_near(site: Served, path: str) -> None:
    for_people = site.ask(path, Accept=BROWSER)
    assert (for_people.status, for_people.headers["content-type"]) == (404, "text/html; charset=utf-8")
    near = [link for link in Page(for_people).attributes("a", "href") if link.startswith(path.rpartition("/")[0])]
    assert near
    for_programs = site.ask(path, Accept="application/json")
    assert (for_programs.status, for_programs.json["error"]) == (404, "not-found")
    assert for_programs.json["near"]


def test_somebody_of_another_name_is_not_near(site: Served) -> None:
    assert site.ask("/kgraph/entity/person/zbigniew-quux").json["near"] == []


# What a page is


def test_a_page_runs_nothing_and_loads_its_style_alone(site: Served, graph: Path) -> None:
    for iri in (BERG, iris(graph, "event")[0], iris(graph, "article")[0], f"{KG}Meeting"):
        said = site.ask(path_of(iri) + ".html")
        policy = said.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        found = Page(said)
        assert not {tag for tag, _ in found.tags} & {"script", "iframe", "object", "embed", "img", "form"}
        assert not any(name.startswith("on") or name == "style" for _, attrs in found.tags for name in attrs)
        (style,) = [attrs["href"] for tag, attrs in found.tags if tag == "link" and attrs.get("rel") == "stylesheet"]
        assert style is not None
        assert site.ask(style).headers["content-type"] == "text/css; charset=utf-8"


def test_every_link_of_a_page_leads_somewhere_on_this_server(site: Served, graph: Path) -> None:
    """To other things, to the other forms, to the explorer, the editor of queries and the API."""
    links = {
        link
        for iri in (BERG, *iris(graph, "event")[:2], iris(graph, "article")[0])
        for link in page(site, iri).attributes("a", "href")
    }
    local = {link.partition("#")[0] for link in links if link.startswith("/")}
    assert {"/", "/sparql", "/api/", "/kgraph/ontology"} < local
    for link in local:
        assert site.ask(link, Accept=BROWSER).status in (200, 303), link


def test_names_written_from_right_to_left_are_isolated(site: Served, graph: Path) -> None:
    article = next(iri for iri in iris(graph, "article") if "#" not in iri and ARABIC in page(site, iri).words)
    text = site.ask(path_of(article)).text
    assert f"<bdi>{ARABIC}</bdi>" in text
    assert '<h1 dir="auto">' in text


def test_the_style_has_the_explorer_s_colours() -> None:
    """By the names of its variables, light and dark."""
    data = Path(__file__).resolve().parents[1] / "kgraph" / "data"
    explorer, pages = ((data / name).read_text("utf-8") for name in ("explore/page.css", "serve/pages/page.css"))
    for style in (0, 1):
        theirs, ours = (dict(re.findall(r"--([a-z]+): (#[0-9a-f]+);", blocks(text)[style])) for text in (explorer, pages))
        assert ours.items() <= theirs.items()
        assert len(ours) > 8


def blocks(text: str) -> list[str]:
    """The two first blocks of variables."""
    return re.findall(r":root[^{]*\{(.*?)\}", text, re.DOTALL)[:2]


def test_whatever_a_graph_holds_is_text_on_its_page(tmp_path: Path) -> None:
    """Names that are markup, links that are scripts, and signs that turn the direction of what follows."""
    nasty = "<script>alert(1)</script>\u202eevil"
    node, default = NamedNode(f"{BASE}entity/person/nasty"), DefaultGraph()
    said: dict[str, NamedNode | Literal] = {
        f"{PREFIXES['rdf']}type": NamedNode(f"{KG}Person"),
        f"{PREFIXES['rdfs']}label": Literal(nasty),
        f"{PREFIXES['skos']}altLabel": Literal('"><img src=x onerror=alert(1)>'),
        f"{PREFIXES['owl']}sameAs": NamedNode("javascript:alert(1)"),
        f"{KG}mentionCount": Literal(1),
        f"{KG}named": Literal(True),
    }
    folder = write_graph([Quad(node, NamedNode(name), value, default) for name, value in said.items()], tmp_path / "nasty")
    with serving(folder) as server:
        found = Page(server.ask("/entity/person/nasty.html"))
    assert not {tag for tag, _ in found.tags} & {"script", "img"}
    assert "<script>alert(1)</script>evil" in found.words
    assert not any(link.startswith("javascript:") for link in found.attributes("a", "href"))


def test_a_build_without_an_index_has_the_same_pages(site: Served, graph: Path, tmp_path: Path) -> None:
    """Only what is near an unknown address is not known there."""
    shutil.copytree(graph, tmp_path / "copy")
    (tmp_path / "copy" / "index.sqlite").unlink()
    with serving(tmp_path / "copy") as server:
        for iri in iris(graph, "entity"):
            path = path_of(iri) + ".html"
            assert server.ask(path).body == site.ask(path).body
        assert server.ask("/kgraph/entity/person/anna-bergh").json["near"] == []


def test_long_lists_come_in_pages(tmp_path: Path) -> None:
    default, person = DefaultGraph(), NamedNode(f"{BASE}entity/person/busy")
    quads = [
        Quad(person, NamedNode(f"{PREFIXES['rdf']}type"), NamedNode(f"{KG}Person"), default),
        Quad(person, NamedNode(f"{PREFIXES['rdfs']}label"), Literal("Busy"), default),
        Quad(person, NamedNode(f"{KG}mentionCount"), Literal(120), default),
    ]
    for number in range(120):
        event = NamedNode(f"{BASE}event/meeting/busy/{number:03}")
        quads += [
            Quad(event, NamedNode(f"{PREFIXES['rdf']}type"), NamedNode(f"{KG}Meeting"), default),
            Quad(event, NamedNode(f"{PREFIXES['rdfs']}label"), Literal(f"Meeting {number:03}"), default),
            Quad(event, NamedNode(f"{KG}factuality"), Literal("happened"), default),
            Quad(event, NamedNode(f"{KG}agent"), person, default),
        ]
    folder = write_graph(quads, tmp_path / "busy")
    with serving(folder) as server:
        seen, path = [], "/kgraph/entity/person/busy.html"
        while path:
            found = Page(server.ask(path))
            seen += re.findall(r"Meeting (\d{3})", found.words)
            path = next((attrs["href"] or "" for tag, attrs in found.tags if tag == "a" and attrs.get("rel") == "next"), "")
    assert seen == [f"{number:03}" for number in range(120)]


# Paths, without a server


@pytest.mark.parametrize(
    ("base", "path"),
    [
        ("https://w3id.org/kgraph/", "/kgraph/entity/person/jos%C3%A9-o%27neill"),
        ("https://news.example/", "/entity/person/jos%C3%A9-o%27neill"),
        ("http://127.0.0.1:8000/a/b/", "/a/b/entity/person/jos%C3%A9-o%27neill"),
        ("urn:news:", "/entity/person/jos%C3%A9-o%27neill"),
    ],
)
def test_an_iri_has_the_address_of_its_path_and_is_found_there(base: str, path: str) -> None:
    """Whatever the base; a letter in an IRI is escaped in an address, and a sign is escaped in both."""
    places, iri = Places(base), f"{base}entity/person/josé-o%27neill"
    assert places.address(iri) == path
    assert next(places.asked(path)) == Place("entity", iri)
    assert Place("entity", iri) in places.asked("/entity/person/jos%c3%a9-o%27neill")


def test_what_belongs_to_others_has_no_address_here() -> None:
    places = Places("https://news.example/")
    for iri in ("https://www.wikidata.org/entity/Q42", "https://news.example/about", "https://news.example.org/entity/person/x"):
        assert places.address(iri) == ""
    assert places.address(f"{KG}Meeting") == "/ontology#Meeting"
    assert [*places.asked("/about"), *places.asked("/entity/"), *places.asked("/%ff%fe")] == []
