"""The report as HTML and as Markdown. What an article says is text in both."""

from __future__ import annotations

import base64
import hashlib
import html
import re
from collections.abc import Iterator

from kgraph.analyse.drawings import STYLE
from kgraph.analyse.report import Figure, GraphReport, Section
from kgraph.analyse.tables import Table
from kgraph.outgoing import markdown, printable

_PAGE = """
:root { --ink: #1d1d1b; --soft: #63625d; --faint: #e4e1d8; --paper: #fbfaf7; color-scheme: light dark; }
@media (prefers-color-scheme: dark) { :root { --ink: #ecebe6; --soft: #a5a49d; --faint: #33373d; --paper: #16181b; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 800px; padding: 40px 20px 80px; background: var(--paper); color: var(--ink);
  font: 17px/1.6 Georgia, "Times New Roman", "DejaVu Serif", serif; overflow-wrap: anywhere; }
h1 { font-size: 32px; line-height: 1.2; margin: 0 0 24px; }
h2 { font-size: 22px; line-height: 1.25; margin: 48px 0 12px; padding-top: 14px; border-top: 1px solid var(--faint); }
p { margin: 0 0 12px; }
ul { padding-left: 20px; margin: 0 0 16px; }
li { margin-bottom: 8px; }
figure { margin: 20px 0; }
figure svg { width: 100%; height: auto; display: block; }
figcaption, .from, .sources { font: 13px/1.5 system-ui, "DejaVu Sans", sans-serif; color: var(--soft); }
.from { margin: 18px 0 0; }
.sources { padding: 0; list-style: none; margin: 0; }
.sources li { margin: 0; }
code { font: 12px ui-monospace, "DejaVu Sans Mono", monospace; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font: 14px/1.45 system-ui, "DejaVu Sans", sans-serif; margin: 4px 0 16px;
  overflow-wrap: normal; }
th { text-align: left; color: var(--soft); font-weight: 600; vertical-align: bottom; }
th, td { padding: 5px 10px 5px 0; border-bottom: 1px solid var(--faint); }
.number { text-align: right; font-variant-numeric: tabular-nums; }
"""
FROM = "Where the numbers are from:"


def as_html(report: GraphReport) -> str:
    """One page with its pictures inside, under a policy that lets nothing run or load."""
    style = f"{_PAGE}{STYLE}"
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    body = "\n".join(part for section in report.sections for part in _html(section))
    title = _escaped(report.title)
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<h1>{title}</h1>
{body}
</body>
</html>
"""


def _escaped(words: str) -> str:
    return html.escape(printable(words))


def _html(section: Section) -> Iterator[str]:
    yield f"<h2>{_escaped(section.title)}</h2>"
    yield from (f"<p>{_escaped(text)}</p>" for text in section.text)
    yield from (f"<figure>{figure.svg}<figcaption>{_escaped(figure.caption)}</figcaption></figure>" for figure in section.figures)
    if section.points:
        yield "<ul>" + "".join(f'<li dir="auto">{_escaped(point)}</li>' for point in section.points) + "</ul>"
    if section.table is not None:
        yield _html_table(section.table)
    if section.sources:
        rows = "".join(f"<li>{_escaped(numbers)}: <code>{_escaped(where)}</code></li>" for numbers, where in section.sources)
        yield f'<p class="from">{FROM}</p><ul class="sources">{rows}</ul>'


def _html_table(table: Table) -> str:
    kinds = [' class="number"' if _numeric(table, place) else "" for place in range(len(table.columns))]
    head = "".join(f"<th{kind}>{_escaped(name)}</th>" for kind, name in zip(kinds, table.columns, strict=True))
    rows = "".join(
        f"<tr>{''.join(f'<td{kind}>{_escaped(cell)}</td>' for kind, cell in zip(kinds, row, strict=True))}</tr>"
        for row in table.rows
    )
    return f'<div class="wide"><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'


def _numeric(table: Table, place: int) -> bool:
    return all(re.fullmatch(r"[\d,.]+( %)?", row[place]) for row in table.rows)


def as_markdown(report: GraphReport) -> str:
    """The same with its pictures as files beside it."""
    parts = [f"# {markdown(report.title)}"]
    for section in report.sections:
        parts.append(f"## {markdown(section.title)}")
        parts.extend(markdown(text) for text in section.text)
        parts.extend(f"![{markdown(figure.caption)}]({figure.name}.svg)" for figure in section.figures)
        if section.points:
            parts.append("\n".join(f"- {markdown(point)}" for point in section.points))
        if section.table is not None:
            parts.append(_markdown_table(section.table))
        if section.sources:
            parts.append(FROM)
            parts.append("\n".join(f"- {markdown(numbers)}: `{where}`" for numbers, where in section.sources))
    return "\n\n".join(parts) + "\n"


def _markdown_table(table: Table) -> str:
    rule = ["---:" if _numeric(table, place) else "---" for place in range(len(table.columns))]
    rows = [[markdown(cell) for cell in row] for row in table.rows]
    return "\n".join(f"| {' | '.join(row)} |" for row in ([markdown(name) for name in table.columns], rule, *rows))


def picture(figure: Figure) -> str:
    """A figure as a file of its own, with its style inside."""
    head, opened, rest = figure.svg.partition(">")
    return f"{head}{opened}<style>{STYLE}</style>{rest}\n"
