"""Time expressions and the time of events; the article's day is Monday, 18 August 2025, where a case gives none."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from kgraph.extract.event_time import event_time
from kgraph.model import Article, Block, BlockKind, Interval, Span, TimeBasis, TimeExpression
from kgraph.syntax.tree import tree
from kgraph.time import grammar
from kgraph.time.amounts import amount
from kgraph.time.expressions import expressions
from kgraph.time.values import BUILDERS

DAY = date(2025, 8, 18)


def article(text: str, day: date | None = DAY, blocks: tuple[Block, ...] = ()) -> Article:
    return Article(id="0", text=text, blocks=blocks, published=day)


def read(nlp: Language, text: str, day: date | None = DAY) -> tuple[TimeExpression, ...]:
    return expressions(article(text, day), tree(nlp(text)))


VALUES = [
    # days
    ("The envoy arrived on Friday.", "Friday", "DATE", "2025-08-15"),
    ("The envoy will arrive on Friday.", "Friday", "DATE", "2025-08-22"),
    ("The envoy arrived on Monday.", "Monday", "DATE", "2025-08-18"),
    ("The team planned to leave the capital on Thursday.", "Thursday", "DATE", "2025-08-21"),
    ("The hearing was postponed until Tuesday.", "Tuesday", "DATE", "2025-08-19"),
    ("He was forced to resign on Friday.", "Friday", "DATE", "2025-08-15"),
    ("Last Friday the bank closed.", "Last Friday", "DATE", "2025-08-15"),
    ("The bank will close next Monday.", "next Monday", "DATE", "2025-08-25"),
    ("The deal was signed on 3 March 2024.", "3 March 2024", "DATE", "2024-03-03"),
    ("The deal was signed on March 3rd, 2024.", "March 3rd, 2024", "DATE", "2024-03-03"),
    ("Parliament meets on Sept. 9.", "Sept. 9", "DATE", "2025-09-09"),
    ("Troops left on July 4.", "July 4", "DATE", "2025-07-04"),
    ("Troops left on Dec. 20.", "Dec. 20", "DATE", "2024-12-20"),
    ("The boy must be returned by Sept. 1.", "Sept. 1", "DATE", "2025-09-01"),
    ("The hearing is on Friday, Aug. 22.", "Friday, Aug. 22", "DATE", "2025-08-22"),
    ("The court rules on 2025-09-30.", "2025-09-30", "DATE", "2025-09-30"),
    ("The court ruled on 9/30/2024.", "9/30/2024", "DATE", "2024-09-30"),
    ("He visited on Jan. 5 and 6.", "6", "DATE", "2025-01-06"),
    ("The fair ran from Aug. 14-16.", "16", "DATE", "2025-08-16"),
    ("The riot was yesterday.", "yesterday", "DATE", "2025-08-17"),
    ("Tomorrow's vote is close.", "Tomorrow", "DATE", "2025-08-19"),
    ("She died the day before yesterday.", "the day before yesterday", "DATE", "2025-08-16"),
    ("The pact dated 15.06.2015 failed.", "15.06.2015", "DATE", "2015-06-15"),
    ("The regiment held the town between May and July 2019.", "May", "DATE", "2019-05"),
    ("The convoy set out early in 2023.", "early in 2023", "DATE", "2023"),
    # weeks, months, quarters, halves, seasons, years and longer
    ("The talks took place last week.", "last week", "DATE", "2025-W33"),
    ("The ceasefire will start next week.", "next week", "DATE", "2025-W35"),
    ("It happened in the week of March 6.", "the week of March 6", "DATE", "2025-W10"),
    ("Protests continued over the weekend.", "the weekend", "DATE", "2025-W33-WE"),
    ("The law was repealed in mid-August.", "mid-August", "DATE", "2025-08"),
    ("She was elected last October.", "last October", "DATE", "2024-10"),
    ("He resigned in May last year.", "May last year", "DATE", "2024-05"),
    ("The siege of March 2022 was long.", "March 2022", "DATE", "2022-03"),
    ("They reached a deal in April.", "April", "DATE", "2025-04"),
    ("The summit will be held in October.", "October", "DATE", "2025-10"),
    ("Prices rose in the third quarter.", "the third quarter", "DATE", "2025-Q3"),
    ("Sales fell in the second quarter of 2024.", "the second quarter of 2024", "DATE", "2024-Q2"),
    ("Sales fell in Q3 2023.", "Q3 2023", "DATE", "2023-Q3"),
    ("Profits fell in the fourth quarter of last year.", "the fourth quarter of last year", "DATE", "2024-Q4"),
    ("The bill passed in the first half of 2025.", "the first half of 2025", "DATE", "2025-H1"),
    ("The plant opens next spring.", "next spring", "DATE", "2026-SP"),
    ("The plant closed last winter.", "last winter", "DATE", "2024-WI"),
    ("The crisis began in the summer of 2019.", "summer of 2019", "DATE", "2019-SU"),
    ("This summer's drought was harsh.", "This summer", "DATE", "2025-SU"),
    ("He has led the party since 2015.", "2015", "DATE", "2015"),
    ("The 2015 treaty bans tests.", "2015", "DATE", "2015"),
    ("Fiscal 2024 was a good year.", "Fiscal 2024", "DATE", "FY2024"),
    ("The 1990s were hard.", "The 1990s", "DATE", "199X"),
    ("The '80s were better.", "The '80s", "DATE", "198X"),
    ("In the 19th century there were no planes.", "the 19th century", "DATE", "18"),
    ("A new round is planned for early next year.", "early next year", "DATE", "2026"),
    ("Profit rose from the year-ago quarter.", "the year-ago quarter", "DATE", "2024-Q2"),
    ("The firm sold ten ships in the quarter.", "the quarter", "DATE", "2025-Q2"),
    ("They hope to be ready by year-end.", "year-end", "DATE", "2025"),
    ("Over the summer the river fell.", "the summer", "DATE", "2025-SU"),
    ("The party fears that it will lose in the fall.", "the fall", "DATE", "2025-FA"),
    ("They gave up on the last day of May.", "the last day of May", "DATE", "2025-05-31"),
    ("The last week of the campaign was calm.", "The last week", "DURATION", "P1W"),
    ("This past Friday the bridge closed.", "This past Friday", "DATE", "2025-08-15"),
    ("By mid-month the shelves were bare.", "mid-month", "DATE", "2025-08"),
    # counted from the article's day or from the expression before
    ("A boy was hurt two weeks ago.", "two weeks ago", "DATE", "2025-W32"),
    ("A boy was hurt 11 days ago.", "11 days ago", "DATE", "2025-08-07"),
    ("A decade ago the road did not exist.", "A decade ago", "DATE", "2015"),
    ("A quarter of a century ago the wall fell.", "A quarter of a century ago", "DATE", "2000"),
    ("The vote is due in two weeks.", "two weeks", "DATE", "2025-W36"),
    ("He left on Tuesday. Two days later he was arrested.", "Two days later", "DATE", "2025-08-14"),
    ("He left on May 2. The day before, he had met the king.", "The day before", "DATE", "2025-05-01"),
    ("He won on May 2, 2011. Later that year he died.", "Later that year", "DATE", "2011"),
    ("He won on May 2. The next morning he left.", "The next morning", "TIME", "2025-05-03TMO"),
    ("He won on May 2 and left the same day.", "the same day", "DATE", "2025-05-02"),
    ("In May 2011 they left and married the same day.", "the same day", "DATE", "2011-05-XX"),
    ("The plant opened in 2011. Two days later it burnt down.", "Two days later", "DATE", "XXXX-XX-XX"),
    ("He won on May 2. The next day he left.", "The next day", "DATE", "2025-05-03"),
    ("He won on May 2. An hour later he left.", "An hour later", "DURATION", "PT1H"),
    ("The trial will start a week from Monday.", "a week from Monday", "DATE", "2025-W35"),
    ("The pilot landed two days before Christmas.", "two days before Christmas", "DATE", "2024-12-23"),
    ("A half-century ago the mine closed.", "A half-century ago", "DATE", "1975"),
    ("The shop was open Monday through Friday.", "Friday", "DATE", "2025-08-22"),
    ("The ferry sank the day after Christmas.", "the day after Christmas", "DATE", "2024-12-26"),
    ("Three Fridays ago the strike began.", "Three Fridays ago", "DATE", "2025-08-01"),
    ("Two nights ago the strike began.", "Two nights ago", "TIME", "2025-08-16TNI"),
    ("The strike began the week before last.", "the week before last", "DATE", "2025-W32"),
    ("The strike ended two-and-a-half years ago.", "two-and-a-half years ago", "DATE", "2023-02"),
    ("In those days the mine was open.", "In those days", "DATE", "PAST_REF"),
    # what the verb does not tell
    ("Friday's ruling is a blow to the mayor.", "Friday", "DATE", "2025-08-15"),
    ("After beating her rival in Friday's vote, she is resting.", "Friday", "DATE", "2025-08-15"),
    ("She will resign after Friday's vote.", "Friday", "DATE", "2025-08-22"),
    ("She will resign despite Friday's vote.", "Friday", "DATE", "2025-08-15"),
    ("He leads in the polls ahead of Friday's vote.", "Friday", "DATE", "2025-08-22"),
    ("The union planned a march in the capital on Saturday.", "Saturday", "DATE", "2025-08-23"),
    ("The members can take part in the summit in October.", "October", "DATE", "2025-10"),
    ("A court told the firm to pay the fine by Aug. 15.", "Aug. 15", "DATE", "2025-08-15"),
    ("It will be the first visit in seven years.", "seven years", "DURATION", "P7Y"),
    # times of day
    ("The gate closed at 5.30pm on Friday.", "5.30pm on Friday", "TIME", "2025-08-15T17:30"),
    ("They fled in the early hours of Friday.", "the early hours of Friday", "TIME", "2025-08-15TMO"),
    ("The blast was at 3 p.m. local time.", "3 p.m. local time", "TIME", "2025-08-18T15:00"),
    ("The minister spoke at 10:30 a.m. on Thursday.", "10:30 a.m. on Thursday", "TIME", "2025-08-14T10:30"),
    ("On Friday he spoke at 5pm.", "5pm", "TIME", "2025-08-15T17:00"),
    ("The vote starts at noon Saturday.", "noon Saturday", "TIME", "2025-08-23T12:00"),
    ("The strike began at 0600 GMT.", "0600 GMT", "TIME", "2025-08-18T06:00"),
    ("The talks ended late Monday night.", "late Monday night", "TIME", "2025-08-18TNI"),
    ("The talks ended last night.", "last night", "TIME", "2025-08-17TNI"),
    ("She will speak tonight.", "tonight", "TIME", "2025-08-18TNI"),
    # durations
    ("Fighting lasted for three hours.", "three hours", "DURATION", "PT3H"),
    ("The three-day summit is over.", "three-day", "DURATION", "P3D"),
    ("It will take five and a half years.", "five and a half years", "DURATION", "P5Y6M"),
    ("Troops died over the past six months.", "the past six months", "DURATION", "P6M"),
    ("They have waited for years.", "years", "DURATION", "PXY"),
    ("The flight took half an hour.", "half an hour", "DURATION", "PT30M"),
    ("The army took the town in two weeks.", "two weeks", "DURATION", "P2W"),
    # sets
    ("The cabinet meets every Monday.", "every Monday", "SET", "XXXX-WXX-1"),
    ("They hold weekly talks.", "weekly", "SET", "P1W"),
    ("The firm made $2 billion a year.", "a year", "SET", "P1Y"),
    ("Elections are held every four years.", "every four years", "SET", "P4Y"),
    ("They meet every other week.", "every other week", "SET", "P2W"),
    ("They waited for an hour and a half.", "an hour and a half", "DURATION", "PT1H30M"),
    ("The session took a half-hour.", "a half-hour", "DURATION", "PT30M"),
    ("They want an end to a decades-old dispute.", "a decades", "DURATION", "PXY"),
    ("The market is held every third day.", "every third day", "SET", "P3D"),
    ("The market is held on weekends.", "weekends", "SET", "XXXX-WXX-WE"),
    # feasts and references
    ("Voters will decide on Election Day 2016.", "Election Day 2016", "DATE", "2016-11-08"),
    ("The shops will be full on Black Friday.", "Black Friday", "DATE", "2025-11-28"),
    ("They met on New Year's Day.", "New Year's Day", "DATE", "2025-01-01"),
    ("They will meet over Labor Day weekend.", "Labor Day weekend", "DATE", "2025-W35-WE"),
    ("Years ago the road did not exist.", "Years ago", "DATE", "PAST_REF"),
    ("They met on Christmas Eve.", "Christmas Eve", "DATE", "2024-12-24"),
    ("They met on Thanksgiving.", "Thanksgiving", "DATE", "2024-11-28"),
    ("Easter 2025 was late.", "Easter 2025", "DATE", "2025-04-20"),
    ("Inflation is now falling.", "now", "DATE", "PRESENT_REF"),
    ("Inflation rose recently.", "recently", "DATE", "PAST_REF"),
    ("Inflation may fall soon.", "soon", "DATE", "FUTURE_REF"),
]


@pytest.mark.parametrize(("text", "words", "kind", "value"), VALUES, ids=[f"{v[1]} {v[0][:20]}" for v in VALUES])
def test_values(nlp: Language, text: str, words: str, kind: str, value: str) -> None:
    found = [(t.span.of(text), t.type, t.value) for t in read(nlp, text)]
    assert (words, kind, value) in found


NO_TIMES = [
    "The trains ran from 1530 to 1700.",
    "Temperatures were in the low 40s.",
    "A 13-year-old boy was hurt.",
    "He is in his 30s.",
    "The attack killed 2000 people.",
    "The firm paid $2015 for it.",
    "The army may leave.",
    "The prime minister, April Jones, resigned.",
    "He was the second speaker.",
    "They call as soon as they can.",
    "The fall of the city shocked them.",
    "The candidates debated before Super Tuesday.",
    "He read from Ephesians 5:11 aloud.",
    "They counted three-quarters of the votes.",
    'She spoke on "60 Minutes" about it.',
    "They met in room 2012.",
    "Soon after the vote, they left.",
    "They soon left.",
]


@pytest.mark.parametrize("text", NO_TIMES)
def test_what_is_no_time(nlp: Language, text: str) -> None:
    assert [t.span.of(text) for t in read(nlp, text)] == []


WITHOUT_DAY = [
    ("It opened on Friday.", "XXXX-WXX-5"),
    ("It opened on May 5.", "XXXX-05-05"),
    ("It opened in May.", "XXXX-05"),
    ("It opened yesterday.", "XXXX-XX-XX"),
    ("It opened last week.", "XXXX-WXX"),
    ("It opened this year.", "XXXX"),
    ("It opened in the third quarter.", "XXXX-Q3"),
    ("It opened last summer.", "XXXX-SU"),
    ("It opened two years ago.", "PAST_REF"),
    ("It opened in 2015.", "2015"),
    ("It opened on May 5, 2015.", "2015-05-05"),
]


@pytest.mark.parametrize(("text", "value"), WITHOUT_DAY, ids=[v for _, v in WITHOUT_DAY])
def test_without_the_article_s_day(nlp: Language, text: str, value: str) -> None:
    (found,) = read(nlp, text, day=None)
    assert found.value == value
    assert (found.interval is None) == ("X" in value or "REF" in value)


INTERVALS = [
    ("last week", "It opened last week.", (2025, 8, 11), (2025, 8, 17), "week"),
    ("early May", "It opened in early May.", (2025, 5, 1), (2025, 5, 10), "month"),
    ("third quarter", "It opened in the third quarter of 2024.", (2024, 7, 1), (2024, 9, 30), "quarter"),
    ("winter", "It opened in the winter of 2019.", (2019, 12, 1), (2020, 2, 29), "season"),
    ("decade", "It opened in the 1990s.", (1990, 1, 1), (1999, 12, 31), "decade"),
    ("century", "It opened in the 19th century.", (1801, 1, 1), (1900, 12, 31), "century"),
    ("clock", "It opened at 5 p.m. on Friday.", (2025, 8, 15), (2025, 8, 15), "time"),
    ("past months", "It grew over the past two months.", (2025, 6, 18), (2025, 8, 18), "month"),
]


@pytest.mark.parametrize(("text", "begin", "end", "precision"), [i[1:] for i in INTERVALS], ids=[i[0] for i in INTERVALS])
def test_intervals(nlp: Language, text: str, begin: tuple[int, int, int], end: tuple[int, int, int], precision: str) -> None:
    found = [t.interval for t in read(nlp, text)]
    assert Interval(date(*begin), date(*end), precision, TimeBasis.STATED) in found


EVENTS = [
    ("became", "Soon after the king's death in 1929, Moss became the first star.", None),
    ("retiring", "Moss opened a bakery after retiring in 1994.", "1994-01-01..1994-12-31"),
    ("opened", "Moss opened a bakery after retiring in 1994.", None),
    ("forecast", "Bakers forecast a rise in wages during 2005.", None),
    ("reported", "The bakery reported a fall in sales during the last quarter of 2004.", None),
    ("referred", "Moss referred to inquiries into the bakers in 2016.", None),
    ("reported", "In 2016 the bakery reported a theft.", "2016-01-01..2016-12-31"),
    ("allegations", "In 2022, Moss withdrew the allegations against Bell.", None),
    ("won", "The bakers won the council for the first time since 1993.", None),
    ("protests", "The protests began peacefully in June.", "2025-06-01..None"),
    ("rose", "The price of flour rose in the last three months of 2004.", "2004-10-01..2004-12-31"),
    ("attacks", "He was blamed for the Oct. 7 attacks on the town.", "2024-10-07..2024-10-07"),
    ("resigned", "A week ago today the mayor resigned.", "2025-08-11..2025-08-11"),
    ("go", "The bakers go to Oslo at 9 a.m. Friday, Dec. 5.", "2025-12-05..2025-12-05"),
    ("arrived", "The envoy arrived in Paris on Friday to sign the deal.", "2025-08-15..2025-08-15"),
    ("attacked", "Officials said on Friday that the army attacked the town.", None),
    ("said", "Officials said on Friday that the army attacked the town.", "2025-08-15..2025-08-15"),
    ("attacked", "Officials said that the army attacked the town on Thursday.", "2025-08-14..2025-08-14"),
    ("summit", "Friday's summit ended without a deal.", "2025-08-15..2025-08-15"),
    ("treaty", "The 2015 treaty bans tests.", "2015-01-01..2015-12-31"),
    ("bans", "The 2015 treaty bans tests.", None),
    ("summit", "The summit was held on Friday.", "2025-08-15..2025-08-15"),
    ("met", "The ministers met and talked on Friday.", "2025-08-15..2025-08-15"),
    ("talks", "The talks will begin on Friday.", "2025-08-22..2025-08-22"),
    ("led", "He has led the party since 2015.", "2015-01-01..2025-08-18"),
    ("closed", "The border was closed between 2014 and 2022.", "2014-01-01..2022-12-31"),
    ("fought", "They fought from 2014 to 2022.", "2014-01-01..2022-12-31"),
    ("visit", "It was his first visit since 2015.", None),
    ("postponed", "The hearing was postponed until Friday.", None),
    ("shelled", "The rebels shelled the port in the night to Friday.", "2025-08-15..2025-08-15"),
    ("promise", "Last week the promise looked empty.", None),
    ("lasts", "The curfew lasts until Friday.", "None..2025-08-22"),
    ("visit", "On Friday the minister announced a visit to Rome.", None),
    ("announced", "On Friday the minister announced a visit to Rome.", "2025-08-15..2025-08-15"),
    ("shelled", "Last week the rebels shelled the port.", "2025-08-11..2025-08-17"),
    ("attack", "The army withdrew after an attack on Thursday.", "2025-08-14..2025-08-14"),
    ("signed", "The president signed the 2015 treaty on Monday.", "2025-08-18..2025-08-18"),
    ("signed", "The president signed the treaty.", None),
    ("banned", "In 1998 the two countries signed a treaty that banned tests.", None),
    ("resigned", "On Friday, the minister who signed the pact in 2015 resigned.", "2025-08-15..2025-08-15"),
    ("signed", "On Friday, the minister who signed the pact in 2015 resigned.", "2015-01-01..2015-12-31"),
    ("invasion", "The army's February 2022 invasion shocked Europe.", "2022-02-01..2022-02-28"),
    ("ceasefire", "A ceasefire took effect on Monday.", "2025-08-18..2025-08-18"),
    ("resumed", "The talks resumed three days after the summit ended.", None),
]


def test_no_interval_ends_before_it_begins(nlp: Language) -> None:
    stages = (
        "Early in the {}",
        "Late in the {}",
        "In mid-{}",
        "At the end of the {}",
        "By the middle of the {}",
        "Since the start of the {}",
    )
    spans = (
        "day",
        "morning",
        "weekend",
        "week",
        "month",
        "quarter",
        "season",
        "summer",
        "year",
        "decade",
        "century",
        "March",
        "Friday",
        "2019",
    )
    text = " ".join(f"{stage.format(span)}, the envoys met the minister." for stage in stages for span in spans)
    found = [time.interval for time in read(nlp, text) if time.interval is not None]
    assert len(found) > 40
    assert not [interval for interval in found if interval.begin and interval.end and interval.end < interval.begin]


@pytest.mark.parametrize("day", [date.min, date.max], ids=["the first day", "the last day"])
def test_a_day_at_the_end_of_the_calendar_stops_nothing(nlp: Language, day: date) -> None:
    text = (
        "Last year and next year, two weeks ago and over the next 9000 years, on Friday and on New Year's Day, they met in 2011."
    )
    assert "2011" in [found.value for found in read(nlp, text, day)]


def test_a_span_beyond_the_calendar_is_no_time(nlp: Language) -> None:
    assert read(nlp, "The dam will hold over the next 9000 years.") == ()


@pytest.mark.parametrize(("word", "text", "expected"), EVENTS, ids=[f"{w}: {t[:40]}" for w, t, _ in EVENTS])
def test_event_time(nlp: Language, word: str, text: str, expected: str | None) -> None:
    doc = tree(nlp(text))
    trigger = next(token for token in doc if token.text == word)
    found = event_time(doc, trigger, expressions(article(text), doc), DAY)
    assert (f"{found.begin}..{found.end}" if found else None) == expected


def test_dateline_is_read(nlp: Language) -> None:
    text = "PARIS, Aug. 14, 2025\n\nFive years ago the envoy left."
    blocks = (Block(BlockKind.DATELINE, Span(0, 20)), Block(BlockKind.BODY, Span(22, len(text))))
    doc = tree(nlp(" " * 22 + text[22:]))
    assert [t.span.of(text) for t in expressions(article(text, blocks=blocks), doc)] == ["Aug. 14, 2025", "Five years ago"]


AMOUNTS = [
    ("twenty - five", 25),
    ("5 1/2", 5.5),
    ("two and a half", 2.5),
    ("a dozen", 12),
    ("two dozen", 24),
    ("a", 1),
    ("2.5", 2.5),
]


@pytest.mark.parametrize(("words", "number"), AMOUNTS)
def test_amount(words: str, number: float) -> None:
    assert amount(words) == number


def test_amount_of_several_is_unknown() -> None:
    assert amount("several") is None


def test_every_rule_names_a_builder() -> None:
    assert {rule.build for rule in grammar.grammar().rules} == set(BUILDERS)


@given(st.text(alphabet="0123456789 /-:., MayAugFridayagolstweknx'", max_size=60))
def test_any_text_gives_ordered_disjoint_lexemes(text: str) -> None:
    words = grammar.lexemes(text)
    assert all(a.end <= b.start for a, b in pairwise(words))
    found = list(grammar.find(words))
    assert all(a.last <= b.first for a, b in pairwise(found))


@given(
    st.dates(min_value=date(1950, 1, 1), max_value=date(2090, 1, 1)),
    st.sampled_from(["Friday", "May 5", "Feb. 29", "the weekend", "last June"]),
)
def test_past_expressions_never_lie_ahead(nlp: Language, day: date, words: str) -> None:
    text = f"It closed on {words}."
    for found in read(nlp, text, day):
        assert found.interval is not None
        assert found.interval.begin is not None
        assert found.interval.begin <= day or (found.interval.begin - day).days < 66


EXAMPLES = [(rule.name, example) for rule in grammar.grammar().rules for example in rule.examples]


@pytest.mark.parametrize(("rule", "example"), EXAMPLES, ids=[name for name, _ in EXAMPLES])
def test_rule_finds_its_example(rule: str, example: str) -> None:
    before, rest = example.split("[")
    text, words = example.replace("[", "").replace("]", ""), grammar.lexemes(example.replace("[", "").replace("]", ""))
    found = {
        (one.rule, text[words[one.first].start : words[one.last - 1].end], words[one.first].start) for one in grammar.find(words)
    }
    assert (rule, rest.split("]")[0], len(before)) in found


def test_every_rule_has_a_name_of_its_own_and_an_example() -> None:
    rules = grammar.grammar().rules
    assert len({rule.name for rule in rules}) == len(rules)
    assert all(rule.examples for rule in rules)
