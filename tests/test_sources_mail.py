"""E-mails, mailboxes and saved pages: what somebody wrote is the article, and what mail programs put around it is not."""

from __future__ import annotations

import io
from contextlib import suppress
from datetime import datetime, timedelta, timezone
from email.message import EmailMessage
from time import perf_counter

import pytest

from kgraph.errors import EmptyArticle, KGraphError, TooLong
from kgraph.ingest.content import Content, Reading
from kgraph.ingest.formats import kind_of
from kgraph.ingest.letters import unflowed
from kgraph.model import Article, BlockKind

BODY = "The crews of the harbour ferries went back to work on Monday after the company raised their pay."


def found_in(raw: bytes, name: str = "letter.eml") -> list[Article | KGraphError]:
    content = Content(name, f"mail/{name}", io.BytesIO(raw))
    found = []
    for item in kind_of(content).read(content, Reading()):
        assert not isinstance(item, Content)
        found.append(item)
    return found


def article_in(raw: bytes | str, name: str = "letter.eml") -> Article:
    (found,) = found_in(raw.encode() if isinstance(raw, str) else raw, name)
    assert isinstance(found, Article), found
    return found


def mail(body: str, **headers: str) -> str:
    given = {
        "From": "Jane Doe <jane@post.example>",
        "Date": "Mon, 1 Jul 2019 09:20:00 +0200",
        "Subject": "Ferry crews end their strike",
    }
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in (given | headers).items()]
    return "\n".join([*lines, "", body])


def text_of(body: str, **headers: str) -> str:
    """What is read of a letter under its title."""
    return article_in(mail(body, **headers)).text.partition("\n\n")[2]


def test_a_letter_has_subject_author_and_date() -> None:
    found = article_in(mail(BODY))
    assert (found.title, found.authors, found.source) == ("Ferry crews end their strike", ("Jane Doe",), "")
    assert found.published == datetime(2019, 7, 1, 9, 20, tzinfo=timezone(timedelta(hours=2)))
    assert found.text == f"Ferry crews end their strike\n\n{BODY}"
    assert found.blocks[0].kind is BlockKind.TITLE
    assert (found.key, found.origin) == ("letter.eml", "mail/letter.eml")


def test_a_newsletter_has_a_source() -> None:
    found = article_in(mail(BODY, From="Harbour Post Daily <news@post.example>"))
    assert (found.source, found.authors) == ("Harbour Post Daily", ())
    listed = article_in(mail(BODY, List_Id='"Ferry News" <ferry.lists.example>'))
    assert (listed.source, listed.authors) == ("Ferry News", ("Jane Doe",))


def test_headers_may_be_encoded() -> None:
    found = article_in(
        mail(BODY, Subject="=?utf-8?q?Caf=C3=A9_at_the_quay?= opens", From="=?iso-8859-1?q?Ren=E9e_Doe?= <r@post.example>")
    )
    assert (found.title, found.authors) == ("Café at the quay opens", ("Renée Doe",))


@pytest.mark.parametrize(
    ("subject", "title"),
    [("Re: Fwd: The quay", "The quay"), ("[ferry-news] RE: The quay", "The quay"), ("Regarding the quay", "Regarding the quay")],
)
def test_a_subject_is_what_the_letter_is_about(subject: str, title: str) -> None:
    assert article_in(mail(BODY, Subject=subject)).title == title


@pytest.mark.parametrize(
    "around",
    [
        "{}\n\n> The strike is in its third week.\n> Nobody knows more.\n",
        "{}\n\nOn Sun, 30 Jun 2019 at 18:02, John Roe <john@post.example> wrote:\n\n> The strike is in its third week.\n",
        "{}\n\nOn Sun, 30 Jun 2019 at 18:02, John Roe of the Harbour Post\n<john@post.example> wrote:\n> The strike goes on.\n",
        "On Sun, 30 Jun 2019, John Roe wrote:\n> The strike is in its third week.\n\n{}",
        "{}\n\nOn Jun 30, 2019, at 18:02, John Roe <john@post.example> wrote:\n\nThe strike is in its third week.\n",
        "{}\n\n-----Original Message-----\nFrom: John Roe\nSent: Sunday, 30 June 2019 18:02\nTo: Jane\nSubject: Strike\n\nIt goes on.\n",
        "{}\n\nFrom: John Roe <john@post.example>\nSent: Sunday, 30 June 2019 18:02\nTo: Jane\nSubject: Strike\n\nIt goes on.\n",
        "{}\n\n-- \nJane Doe\nHarbour Post, 1 Quay Street\n",
        "{}\n\nSent from my iPhone\n",
        "Dear colleagues,\n\n{}\n\nBest regards,\nJane Doe\n",
        "{}\n\n____________________________________________\nFerry mailing list\nferry@lists.example\n",
        "View in browser\n\nFerry crews end their strike\n\n{}\n",
        "View this email in your browser <https://post.example/1>\n\n{}\n\nUnsubscribe | Manage preferences\n\nHarbour Post, 1 Quay Street",
        "{}\n\nYou are receiving this email because you signed up at post.example.\n",
        "{} <https://post.example/ferry>\n\nhttps://post.example/ferry\n\n-----------\n",
    ],
)
def test_what_mail_programs_put_around_a_letter_is_left_out(around: str) -> None:
    assert text_of(around.format(BODY)) == BODY


def test_what_looks_like_a_quotation_and_is_none_is_read() -> None:
    body = "On Monday the mayor wrote a letter.\n\nShe said: the strike is over.\n\nFrom: the harbour, where nobody works."
    assert text_of(body) == body


@pytest.mark.parametrize("above", ["", "For your information.\n\n"])
def test_a_letter_that_is_forwarded_is_the_letter(above: str) -> None:
    headers = (
        "From: Mary Major <mary@star.example>",
        "Date: Tue, 2 Jul 2019 at 11:30",
        "Subject: Crews vote",
        "To: Jane Doe <jane@post.example>",
    )
    inner = "\n".join(("---------- Forwarded message ---------", *headers, "", ""))
    found = article_in(mail(above + inner + BODY, Subject="Fwd: Crews vote"))
    assert (found.title, found.authors, found.published) == ("Crews vote", ("Mary Major",), datetime(2019, 7, 2, 11, 30))
    assert found.text == f"Crews vote\n\n{BODY}"


def test_a_letter_that_is_attached_to_an_empty_one_is_the_letter() -> None:
    inner, outer = EmailMessage(), EmailMessage()
    inner["From"], inner["Subject"], inner["Date"] = (
        "Mary Major <mary@star.example>",
        "Crews vote",
        "Tue, 2 Jul 2019 11:30:00 +0000",
    )
    inner.set_content(BODY)
    outer["From"], outer["Subject"] = "Jane Doe <jane@post.example>", "Fwd"
    outer.add_attachment(inner)
    found = article_in(outer.as_bytes())
    assert (found.title, found.authors, found.text) == ("Crews vote", ("Mary Major",), f"Crews vote\n\n{BODY}")


def test_plain_text_goes_before_html_and_attachments_are_not_read() -> None:
    letter = EmailMessage()
    letter["From"], letter["Subject"] = "Jane Doe <jane@post.example>", "Strike"
    letter.set_content(BODY)
    letter.add_alternative(f"<p>{BODY}</p><p>Another sentence stands here.</p>", subtype="html")
    letter.add_attachment("A table that is attached.", filename="table.txt")
    assert article_in(letter.as_bytes()).text == f"Strike\n\n{BODY}"


def test_html_is_read_where_the_plain_text_only_points_to_it() -> None:
    letter = EmailMessage()
    letter["From"], letter["Subject"] = "Harbour Post Daily <news@post.example>", "Strike"
    letter.set_content("Please read this in HTML.")
    letter.add_alternative(
        "<html><head><style>p {color: red}</style></head><body><div style='display:none'>Preview</div><table><tr><td>"
        "<h2>Crews are back</h2>"
        f"</td></tr><tr><td><p>{BODY}<br>They were glad.</p></td></tr></table><p>Unsubscribe here.</p></body></html>",
        subtype="html",
    )
    found = article_in(letter.as_bytes())
    assert found.text == f"Strike\n\nCrews are back\n\n{BODY}\n\nThey were glad."
    assert [block.kind for block in found.blocks[:2]] == [BlockKind.TITLE, BlockKind.HEADING]


def test_the_letter_that_is_answered_is_no_part_of_the_html() -> None:
    html = f"<p>{BODY}</p><div class='gmail_quote'><div class='gmail_attr'>John Roe wrote:</div><blockquote>It goes on.</blockquote></div>"
    assert text_of(html, Content_Type="text/html; charset=utf-8") == BODY


def test_lines_that_end_in_a_space_flow() -> None:
    assert (
        unflowed("The crews went \nback to work.\n\nThey were glad.\n-- \nJane")
        == "The crews went back to work.\n\nThey were glad.\n-- \nJane"
    )
    assert unflowed("har \nbour", deletes_space=True) == "harbour"


@pytest.mark.parametrize(
    ("charset", "written"), [("iso-8859-1", "iso-8859-1"), ("utf-8", "utf-8"), ("no-such-code", "utf-8"), ("us-ascii", "cp1252")]
)
def test_letters_in_any_encoding(charset: str, written: str) -> None:
    raw = mail(
        "Renée Doe said: the café is open again, and the whole quay with it.", Content_Type=f"text/plain; charset={charset}"
    )
    assert "Renée" in article_in(raw.encode(written)).text


ALERT = """=== News - 2 new results for [ferry strike] ===

Ferry crews end their strike
The Northern Star
The crews went back to work on Monday after the company had raised their
pay by a tenth ...
<https://www.google.com/url?rct=j&sa=t&url=https://star.example/ferry&ct=ga&cd=CAEY&usg=AFQ>

Minister praises the crews
Harbour Post
The transport minister said that she was glad.
<https://www.google.com/url?rct=j&sa=t&url=https://post.example/minister&ct=ga>

- - - - - - - - - - - - - - - - - - - - - - - - - - - - - - -
Unsubscribe from this Google Alert:
<https://www.google.com/alerts/remove?source=alertsmail>
"""


def test_each_result_of_an_alert_is_an_article() -> None:
    raw = mail(ALERT, From="Google Alerts <googlealerts-noreply@google.com>", Subject="Google Alert - ferry strike")
    first, second = (item for item in found_in(raw.encode()) if isinstance(item, Article))
    assert (first.title, first.source, first.url) == (
        "Ferry crews end their strike",
        "The Northern Star",
        "https://star.example/ferry",
    )
    assert first.text.endswith("\n\nThe crews went back to work on Monday after the company had raised their pay by a tenth")
    assert (second.source, second.key, second.origin) == ("Harbour Post", "letter.eml#2", "mail/letter.eml")


@pytest.mark.parametrize("name", ["letter.txt", "stdin", "letter"])
def test_a_text_that_begins_with_headers_is_a_letter(name: str) -> None:
    assert article_in(mail(BODY), name).authors == ("Jane Doe",)


@pytest.mark.parametrize(
    "text",
    [
        f"Date: 1 July 2019\nAuthor: Jane Doe\n\n{BODY}",
        f"From: the harbour\nA column by Jane Doe\n\n{BODY}",
        f"Subject: strikes.\n\n{BODY}",
    ],
)
def test_an_article_with_labels_is_no_letter(text: str) -> None:
    assert article_in(text, "article.txt").text == text


def mbox(*letters: str) -> bytes:
    return "".join(f"From jane@post.example Mon Jul  1 09:20:00 2019\n{letter}\n\n" for letter in letters).encode()


@pytest.mark.parametrize("name", ["box.mbox", "box", "box.txt"])
def test_each_message_of_a_mailbox_is_an_article(name: str) -> None:
    raw = mbox(mail(f"{BODY}\n\n>From the quay they sailed at noon."), mail("The quay was empty.", Subject="The quay"))
    first, second = (item for item in found_in(raw, name) if isinstance(item, Article))
    assert (first.key, first.origin, second.key) == (f"{name}:1", f"mail/{name}:1", f"{name}:2")
    assert first.text.endswith("From the quay they sailed at noon.")
    assert second.text == "The quay\n\nThe quay was empty."


def test_a_message_that_cannot_be_read_costs_itself() -> None:
    broken = mail("\x00\x01\x02", Content_Type="text/plain; charset=utf-16", Content_Transfer_Encoding="base64")
    many = mail("\n--x\n\nA part.\n" * 12_000, Content_Type='multipart/mixed; boundary="x"')
    first, second, third, fourth = found_in(mbox(mail(BODY), broken, many, mail(BODY, Subject="Again")), "box.mbox")
    assert isinstance(first, Article)
    assert isinstance(second, KGraphError)
    assert isinstance(third, TooLong)
    assert isinstance(fourth, Article)
    assert (second.where, third.where, fourth.title) == ("mail/box.mbox:2", "mail/box.mbox:3", "Again")


def test_an_empty_letter_says_so() -> None:
    (found,) = found_in(mail("> It goes on.\n").encode())
    assert isinstance(found, EmptyArticle)


@pytest.mark.parametrize(
    "raw",
    [
        mail("\n--x\n" * 100_000, Content_Type='multipart/mixed; boundary="x"'),
        mail(
            "".join(f'--{n}\nContent-Type: multipart/mixed; boundary="{n + 1}"\n\n' for n in range(5000)),
            Content_Type='multipart/mixed; boundary="0"',
        ),
        mail(BODY, To=", ".join(f"<{n}@post.example>" for n in range(200_000))),
        mail("On Monday " * 100_000),
        mail("\n" * 3_000_000),
        mail("<" * 3_000_000),
        mail("<div>" * 200_000 + BODY, Content_Type="text/html"),
        mail("From: x\n" * 5_000),
        mail("-----Original Message-----\n" * 20_000),
        mail("> \n" * 300_000),
        mail("_" * 1_000_000 + "\n" + "[https://" * 100_000),
    ],
    ids=[
        "parts",
        "nested",
        "addresses",
        "attribution",
        "lines",
        "brackets",
        "elements",
        "headers",
        "originals",
        "quotes",
        "links",
    ],
)
def test_a_hostile_letter_costs_little(raw: str) -> None:
    begin = perf_counter()
    with suppress(TooLong):
        found_in(raw.encode())
    assert perf_counter() - begin < 10


SAVED = """From: <Saved by Blink>
Snapshot-Content-Location: https://post.example/ferry
Subject: Ferry crews end their strike
MIME-Version: 1.0
Content-Type: multipart/related; type="text/html"; boundary="----Part"

------Part
Content-Type: text/html{charset}
Content-Transfer-Encoding: quoted-printable
Content-Location: https://post.example/ferry

<html><head><title>Ferry crews end their strike</title></head><body><article><h1>Ferry crews end their strike</h1>
<p>The crews of the harbour ferries went back to work on Monday after the company raised =
their pay, Ren{e}e Doe said.</p><p>They had been on strike for three weeks, and no ferry had left the quay in all that time.</p>
</article></body></html>
------Part
Content-Type: text/css
Content-Location: https://post.example/style.css

p {{ color: red }}
------Part--
"""


@pytest.mark.parametrize("name", ["page.mhtml", "page.mht", "stdin"])
@pytest.mark.parametrize(("charset", "e"), [("", "=C3=A9"), ("; charset=iso-8859-1", "=E9")])
def test_a_saved_page_is_read_as_a_page(name: str, charset: str, e: str) -> None:
    found = article_in(SAVED.format(charset=charset, e=e), name)
    assert found.title == "Ferry crews end their strike"
    assert "raised their pay, Renée Doe said." in found.text
    assert (found.key, found.origin) == (name, f"mail/{name}")
