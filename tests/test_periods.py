"""Weak dates: what addresses and names say of when an article appeared, and what the user says of files and folders."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kgraph.errors import SettingsError
from kgraph.ingest import read
from kgraph.ingest.addresses import appeared
from kgraph.model import Article, Interval, ReportRef, TimeBasis
from kgraph.periods import narrower, periods_of, read_period, read_periods
from kgraph.resolve.evidence import ArticleEvidence, ReportEvidence, gather
from kgraph.settings import Settings, read_settings


def weak(begin: str, end: str, precision: str = "period") -> Interval:
    return Interval(date.fromisoformat(begin), date.fromisoformat(end), precision, TimeBasis.INFERRED)


OLD = weak("2004-01-01", "2005-12-31")


@pytest.mark.parametrize(
    "url",
    [
        "https://brask.example/2019/11/18/mill-fire",
        "https://brask.example/news/2019/nov/18/mill-fire",
        "https://brask.example/mill-fire-2019-11-18.html",
        "https://brask.example/a_20191118_mill.html",
    ],
)
def test_an_address_says_the_day(url: str) -> None:
    assert appeared(url) == weak("2019-11-18", "2019-11-18", "day")


def test_an_address_may_say_no_more_than_the_month() -> None:
    assert appeared("https://brask.example/2019/11/mill-fire") == weak("2019-11-01", "2019-11-30", "month")


@pytest.mark.parametrize(
    "url",
    [
        "",
        "https://brask.example/2019/mill-fire",
        "https://brask.example/story/63412345",
        "https://brask.example/2019/31/12/x",
        "https://brask.example/2019/00/x",
        "https://brask.example/from-2019-11-18-to-2019-11-20",
        "https://brask.example/201911181077343476-mill",
        "https://[brask/2019/11/18/x",
    ],
)
def test_an_address_without_one_day_says_nothing(url: str) -> None:
    assert appeared(url) is None


def test_the_address_goes_before_the_name_of_the_record_and_that_before_the_file() -> None:
    assert appeared("https://b.example/2019/11/18/x", "2020-01-02") == weak("2019-11-18", "2019-11-18", "day")
    assert appeared("", "brask-2020_01_02", "2021-01-01.jsonl") == weak("2020-01-02", "2020-01-02", "day")
    assert appeared("", "brask-17", "2021-01-01.jsonl") == weak("2021-01-01", "2021-01-01", "day")


def test_a_year_in_a_name_is_not_when_it_appeared() -> None:
    assert appeared("", "election-2012", "archive-2005.jsonl") is None


def test_an_article_with_a_day_needs_no_weak_one(tmp_path: Path) -> None:
    text = '{"id": "2019-11-18-a", "text": "The mill of Brask burned down.", "published": "2019-11-20"}\n'
    text += '{"id": "2019-11-18-b", "text": "The mayor of Brask resigned."}\n'
    path = tmp_path / "news.jsonl"
    path.write_text(text, "utf-8")
    dated, undated = (item for item in read([path]) if isinstance(item, Article))
    assert (dated.day, dated.appeared) == (date(2019, 11, 20), None)
    assert (undated.day, undated.appeared) == (None, weak("2019-11-18", "2019-11-18", "day"))


@pytest.mark.parametrize(
    ("text", "begin", "end"),
    [
        ("2004..2005", "2004-01-01", "2005-12-31"),
        ("2004", "2004-01-01", "2004-12-31"),
        ("2004-02", "2004-02-01", "2004-02-29"),
        ("2004-12..2005-01-15", "2004-12-01", "2005-01-15"),
    ],
)
def test_a_period_is_days_months_or_years_both_included(text: str, begin: str, end: str) -> None:
    found = read_period(text)
    assert (found.path, found.interval.begin, found.interval.end) == ("", date.fromisoformat(begin), date.fromisoformat(end))


def test_a_period_may_be_of_a_file_whose_name_has_the_sign_too() -> None:
    assert read_period("a=b.jsonl=2004..2005").path == "a=b.jsonl"


@pytest.mark.parametrize(
    "text",
    ["", "..2005", "2004..", "05..06", "2004..2003", "2004-13", "2004-00", "2004-01-00", "2004-02-30", "a.jsonl", "2004...2005"],
)
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(SettingsError, match="period"):
        Settings(period=(text,))


def test_a_period_of_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="no such file"):
        read_periods([f"{tmp_path}/old=2004"])


def test_the_nearest_folder_says_when_an_article_appeared() -> None:
    periods = [read_period(text) for text in ("2000..2020", "news/old=2004..2005", "news=2018")]
    found = periods_of({"news/old/a.jsonl:3": "a", "news/new.jsonl:1": "b", "news/older/c.txt": "c", "stdin:1": "d"}, periods)
    assert {article: interval.begin.year for article, interval in found.items() if interval.begin} == {
        "a": 2004,
        "b": 2018,
        "c": 2018,
        "d": 2000,
    }


def test_paths_of_a_settings_file_are_meant_from_its_folder(tmp_path: Path) -> None:
    path = tmp_path / "kgraph.toml"
    path.write_text('period = ["2018", "old.jsonl=2004..2005"]\n', "utf-8")
    assert read_settings(path, {}).period == ("2018", f"{tmp_path}/old.jsonl=2004..2005")


def test_an_address_counts_where_it_lies_in_the_period() -> None:
    own = weak("2004-03-01", "2004-03-31", "month")
    assert narrower(own, OLD) == own
    assert narrower(weak("2019-11-18", "2019-11-18", "day"), OLD) == OLD
    assert narrower(own, None) == own


def test_periods_bear_on_undated_articles_alone() -> None:
    reports = (ReportEvidence(ReportRef("a", 0), "Death", "die", "died"),)
    dated = (ReportEvidence(ReportRef("b", 0), "Death", "die", "died", day=date(2004, 3, 1)),)
    found = gather([ArticleEvidence("a", "", (), reports), ArticleEvidence("b", "", (), dated)], {"a": OLD, "b": OLD})
    assert [item.period for item in found.reports] == [OLD, None]
