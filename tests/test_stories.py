"""Stories: which articles a reader follows together, what is told of them, and how claims change from day to day."""

from __future__ import annotations

import json
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from kgraph.rdf.view import Happening, Source
from kgraph.stories import Told, claim_of, stories, told
from kgraph.stories.figures import figures
from kgraph.stories.render import as_html, as_json, as_markdown, span
from kgraph.stories.titles import without_site
from tests import views
from tests.views import actor, happening, source, telling, view_of
from tests.work import calls

ILVES, REHN, ORLAN = actor("Mara Ilves"), actor("Tomas Rehn"), actor("Orlan Lines", "Organization")
FERRY = (
    ("Ferry Vesta sinks off Senn", "The ferry Vesta sank off Senn. Divers searched the wreck for sailors.", "2024-03-04"),
    ("Divers find wreck of ferry Vesta", "Divers found the wreck of the Vesta off Senn with its sailors.", "2024-03-05"),
    ("Who is to blame for the ferry Vesta?", "Divers and sailors ask why the ferry Vesta sank off Senn.", "2024-03-06"),
)
GRAIN = (
    ("Veld raises grain tariffs", "Veld raised its tariffs on grain. Farmers protested over the tariffs.", "2024-03-05"),
    ("Farmers protest over grain tariffs in Veld", "Farmers blocked roads in Veld over the grain tariffs.", "2024-03-06"),
)
OTHERS = (
    ("Museum hangs lost paintings", "Curators unveiled portraits by a forgotten master.", "2024-03-05"),
    ("Bakery wins medal", "The judges praised a loaf of rye with walnuts.", "2024-03-05"),
    ("Stadium lights fail", "The referee stopped the match in the dark.", "2024-03-05"),
    ("Owls return to forest", "Biologists counted nine chicks in the oaks.", "2024-03-05"),
    ("Choir tours Brask", "Singers rehearse a mass for the cathedral.", "2024-03-05"),
)


def news(*articles: tuple[str, str, str]) -> list[Source]:
    return [
        replace(source(number, headline, text=f"{headline}\n\n{words}", published=day), origin="")
        for number, (headline, words, day) in enumerate(articles)
    ]


def found(*articles: tuple[str, str, str]) -> list[list[str]]:
    view = view_of((), (), news(*articles))
    return [[view.sources[article].headline for article in story.articles] for story in stories(view)]


def test_articles_about_one_thing_are_one_story_and_others_are_none() -> None:
    titles = [[headline for headline, _, _ in story] for story in (FERRY, GRAIN)]
    assert found(*FERRY, *GRAIN, *OTHERS) == titles


def test_the_order_of_the_articles_does_not_matter() -> None:
    view = view_of((), (), news(*FERRY, *GRAIN, *OTHERS))
    turned = replace(view, sources=dict(reversed(list(view.sources.items()))))
    assert stories(turned) == stories(view)


def test_the_same_words_two_years_later_are_another_story() -> None:
    later = [(headline, words, day.replace("2024", "2026")) for headline, words, day in FERRY[:2]]
    both = [headlines for headlines in found(*FERRY[:2], *later, *GRAIN, *OTHERS) if headlines != [one[0] for one in GRAIN]]
    assert both == [[headline for headline, _, _ in FERRY[:2]]] * 2


def test_a_story_has_the_headline_of_an_article_that_is_not_a_question() -> None:
    view = view_of((), (), news(*FERRY, *GRAIN, *OTHERS))
    assert stories(view)[0].title in {FERRY[0][0], FERRY[1][0]}
    assert stories(view)[0].slug


def test_copies_of_one_text_make_a_story_no_larger_than_its_origins() -> None:
    sources = news(*FERRY, *GRAIN, *OTHERS)
    copied = [
        replace(one, origin=sources[0].iri) if one.headline.startswith(("Ferry", "Divers", "Who")) else one for one in sources
    ]
    view = view_of((), (), copied)
    assert [(len(story.articles), story.origins) for story in stories(view)] == [(2, 2), (3, 1)]


def test_a_large_corpus_takes_time_in_proportion() -> None:
    """Work is counted in comparisons: of an article with others it is bounded."""

    def work(number: int) -> int:
        articles = [
            (f"Harbour {n // 4} opens", f"The harbour{n // 4} pilot{n // 4} met the dock{n // 4} union.", "2024-03-05")
            for n in range(number)
        ]
        view = view_of((), (), news(*articles))
        return calls(lambda: stories(view))

    assert work(400) < 5 * work(100)


# what is told of a story


def article(number: int) -> str:
    return views._BASE + f"article/{number}"


SUED = happening(
    "sued", "Lawsuit", [("agent", ILVES), ("patient", ORLAN)], day="2024-03-04", label="Mara Ilves sued Orlan Lines",
    tellings=(telling(article(0), "Ilves sued Orlan Lines.", "sued", start=40),),
)  # fmt: skip
MET = happening(
    "met", "Meeting", [("agent", ILVES), ("agent", REHN)], day="2024-03-02", label="Mara Ilves met Tomas Rehn",
    tellings=(telling(article(1), "Ilves met Rehn.", "met", start=40),),
)  # fmt: skip
VISIT = happening(
    "visit", "Visit", [("agent", REHN)], day="2024-05-01", label="Tomas Rehn to visit Senn", factuality="planned",
    tellings=(telling(article(1), "Rehn will visit Senn in May.", "visit", start=80, modality="planned"),),
)  # fmt: skip
OLD_PLAN = happening(
    "old", "Visit", [("agent", REHN)], day="2024-03-01", label="Tomas Rehn planned to visit Kelm", factuality="planned",
    tellings=(telling(article(1), "Rehn had planned to visit Kelm.", "visit", start=120, modality="planned"),),
)  # fmt: skip
ELSEWHERE = happening(
    "elsewhere", "Praise", [("agent", REHN), ("patient", ILVES)], label="Tomas Rehn praised Mara Ilves",
    tellings=(telling(article(6), "Rehn praised Ilves.", "praised", start=40),),
)  # fmt: skip


def test_a_story_tells_what_happened_in_order_and_what_is_ahead() -> None:
    view = view_of((ILVES, REHN, ORLAN), (SUED, MET, VISIT, OLD_PLAN, ELSEWHERE), news(*FERRY, *GRAIN, *OTHERS))
    story = told(stories(view)[0], view)
    assert [moment.label for moment in story.happened] == [OLD_PLAN.label, MET.label, SUED.label]
    assert [moment.label for moment in story.ahead] == [VISIT.label]


def test_a_story_of_one_actor_leaves_out_the_others() -> None:
    view = view_of((ILVES, REHN, ORLAN), (SUED, MET, VISIT), news(*FERRY, *GRAIN, *OTHERS))
    story = told(stories(view)[0], view, actor=ORLAN.iri)
    assert [moment.label for moment in (*story.happened, *story.ahead)] == [SUED.label]


SAILORS = actor("at least 14 sailors", named=False)
DROWNED = replace(happening(
    "drowned", "Death", [("patient", SAILORS)], day="2024-03-04", label="at least 14 sailors died",
    tellings=(telling(article(0), "At least 14 sailors drowned off Senn.", "drowned", start=60),),
), confidence=0.7)  # fmt: skip


def told_of(*events: Happening) -> Told:
    view = view_of((ILVES, REHN, ORLAN, SAILORS), events, news(*FERRY, *GRAIN, *OTHERS))
    return told(stories(view)[0], view)


def test_what_an_article_says_first_is_told_by_its_sentence_where_kgraph_may_have_misread_it() -> None:
    story = told_of(SUED, DROWNED)
    assert [(moment.label, moment.is_sure) for moment in story.happened] == [(SUED.label, True), (DROWNED.label, False)]
    for text in (as_markdown(story), as_html(story)):
        assert "At least 14 sailors" in text
        assert DROWNED.label not in text


def test_further_down_in_an_article_only_what_is_sure_is_told() -> None:
    below = replace(DROWNED, tellings=(telling(article(0), "At least 14 sailors drowned off Senn.", "drowned", start=2000),))
    assert told_of(below).happened == ()
    assert len(told_of(replace(below, origins=2)).happened) == 1


def test_an_old_day_in_a_sentence_that_may_be_misread_is_not_when_it_happened() -> None:
    before = told_of(replace(DROWNED, begin="2010-01-01", end="2010-12-31", precision="year"))
    assert "**by 4 March 2024**" in as_markdown(before)


def test_what_may_be_misread_is_not_told_as_something_that_did_not_happen() -> None:
    assert told_of(replace(DROWNED, factuality="did-not-happen")).happened == ()
    assert told_of(replace(DROWNED, factuality="wanted")).ahead == ()


def test_one_sentence_is_told_once() -> None:
    twin = replace(SUED, iri=SUED.iri + "-2", label="Mara Ilves accused Orlan Lines", origins=1)
    view = view_of((ILVES, REHN, ORLAN), (SUED, twin), news(*FERRY, *GRAIN, *OTHERS))
    assert len(told(stories(view)[0], view).happened) == 1


def test_an_event_whose_first_day_nobody_knows_was_by_its_last() -> None:
    view = view_of((ILVES, REHN, ORLAN), (replace(SUED, begin="", end="2024-03-04"),), news(*FERRY, *GRAIN, *OTHERS))
    assert "**by 4 March 2024**" in as_markdown(told(stories(view)[0], view))


def test_a_span_of_days_says_a_month_and_a_year_once() -> None:
    assert span("2025-08-25", "2025-08-31") == "25 to 31 August 2025"
    assert span("2025-08-25", "2025-09-01") == "25 August to 1 September 2025"
    assert span("2024-12-25", "2025-01-01") == "25 December 2024 to 1 January 2025"
    assert span("2025-08-25", "2025-08-25") == "25 August 2025"


# claims over time


def claim(*steps: tuple[str, str, dict[str, str]]) -> list[tuple[str, str]]:
    """What each step does to a claim, and on which day; each is an article of its own."""
    sources = [source(number, published=day, text="x") for number, (_, day, _) in enumerate(steps)]
    tellings = tuple(telling(article(number), quote, quote.split()[0], **more) for number, (quote, _, more) in enumerate(steps))
    event = happening("claim", "Death", [("patient", ORLAN)], tellings=tellings)
    return [(step.kind, step.day) for step in claim_of(event, view_of((ORLAN,), (event,), sources)).steps]


def test_a_figure_that_grows_changes_the_claim() -> None:
    assert claim(("Up to 100 people died.", "2024-03-05", {}), ("At least 40 people died.", "2024-03-04", {})) == [
        ("first", "2024-03-04"),
        ("changed", "2024-03-05"),
    ]


def test_who_says_the_same_repeats_it() -> None:
    assert claim(("At least 40 people died.", "2024-03-04", {}), ("At least 40 people died there.", "2024-03-05", {})) == [
        ("first", "2024-03-04"),
        ("repeated", "2024-03-05"),
    ]


def test_another_source_denies_and_the_same_source_withdraws() -> None:
    said = ("Ilves paid.", "2024-03-04", {"source": "Rehn"})
    denied = ("Ilves never paid.", "2024-03-05", {"source": "Ilves", "polarity": "negative"})
    withdrawn = ("Ilves did not pay.", "2024-03-06", {"source": "Rehn", "polarity": "negative"})
    assert [kind for kind, _ in claim(said, denied, withdrawn)] == ["first", "denied", "withdrew"]


def test_a_plan_that_is_told_as_a_fact_is_confirmed() -> None:
    plan = ("Ilves will pay.", "2024-03-04", {"modality": "planned"})
    assert [kind for kind, _ in claim(plan, ("Ilves paid.", "2024-03-05", {}))] == ["first", "confirmed"]


def test_a_denial_that_all_agree_on_is_not_a_dispute() -> None:
    no = {"polarity": "negative"}
    assert [kind for kind, _ in claim(("Nobody died.", "2024-03-04", no), ("Nobody died there.", "2024-03-05", no))] == [
        "first",
        "repeated",
    ]


def test_a_copy_of_a_text_does_not_repeat_a_claim() -> None:
    sources = [source(0, published="2024-03-04"), source(1, published="2024-03-05")]
    sources = [replace(one, origin=sources[0].iri) for one in sources]
    event = happening(
        "claim", "Death", [("patient", ORLAN)], tellings=tuple(telling(article(n), "Two sailors died.", "died") for n in (0, 1))
    )
    steps = claim_of(event, view_of((ORLAN,), (event,), sources)).steps
    assert [step.kind for step in steps] == ["first", "same text"]


FIGURES = [
    ("At least 40 people died.", [(40, "more", "peopl")]),
    ("Up to 1,200 homes were flooded.", [(1200, "less", "home")]),
    ("Two million voters and three parties took part.", [(2_000_000, "", "voter"), (3, "", "parti")]),
    ("About 12 sailors drowned.", [(12, "about", "sailor")]),
    ("On 7 May 2024 nobody was hurt.", []),
    ("The fire burned for three days in 2023 and again.", []),
    ("It cost £40 and took 1.5 hours.", []),
]


@pytest.mark.parametrize(("sentence", "expected"), FIGURES, ids=[sentence for sentence, _ in FIGURES])
def test_a_figure_has_a_value_a_bound_and_what_it_counts(sentence: str, expected: list[tuple[float, str, str]]) -> None:
    assert [(figure.value, figure.bound, figure.unit) for figure in figures(sentence)] == expected


# how it is written


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def test_the_page_needs_nothing_else_and_runs_nothing() -> None:
    hostile = replace(source(0, FERRY[0][0], text=FERRY[0][1], published="2024-03-04"), url="javascript:alert(1)")
    event = replace(
        SUED,
        label="<script>alert(1)</script> sued",
        tellings=(telling(article(0), "Ilves <b>sued</b> & won.", "sued", start=40),),
    )
    view = view_of((ILVES, REHN, ORLAN), (event,), [hostile, *news(*FERRY, *GRAIN, *OTHERS)[1:]])
    page = as_html(told(stories(view)[0], view))
    tags = _Tags()
    tags.feed(page)
    assert {tag for tag, _ in tags.tags}.isdisjoint({"script", "img", "link", "iframe"})
    assert all((attributes.get("href") or "https:").startswith("https:") for _, attributes in tags.tags)
    assert "&lt;script&gt;" in page
    assert "Ilves &lt;b&gt;<b>sued</b>&lt;/b&gt; &amp; won." in page


def test_every_format_has_the_quote_the_article_and_the_day() -> None:
    view = view_of((ILVES, REHN, ORLAN), (SUED,), news(*FERRY, *GRAIN, *OTHERS))
    story = told(stories(view)[0], view)
    assert "“Ilves sued Orlan Lines.” (Ferry Vesta sinks off Senn, The Harbour Post, 4 March 2024)" in as_markdown(story)
    assert json.loads(as_json(story))["happened"][0]["cited"]["quote"] == "Ilves sued Orlan Lines."


def test_a_site_behind_a_headline_is_not_part_of_it() -> None:
    assert without_site("Mayor of Kelm resigns after the vote | The Harbour Post") == "Mayor of Kelm resigns after the vote"
    assert without_site("Kelm - Veld") == "Kelm - Veld"
