"""Articles in archives and compressed files: what is read, what is left out, and what a broken member costs."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import os
import random
import stat
import subprocess
import sys
import tarfile
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from kgraph.errors import BadArchive, EmptyArticle, FailedArticle, KGraphError, NotText
from kgraph.ingest import content as contents
from kgraph.ingest import read
from kgraph.model import Article
from tests.sources import LEFT, MET, SIGNED, articles, found, messages, page, texts

Files = dict[str, str | bytes]
PACKERS: dict[str, Callable[[bytes], bytes]] = {"gz": gzip.compress, "bz2": bz2.compress, "xz": lzma.compress}


def raw(text: str | bytes) -> bytes:
    return text.encode() if isinstance(text, str) else text


def zipped(files: Files) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, raw(text))
    return stream.getvalue()


def tarred(files: Files, members: Iterable[tarfile.TarInfo] = ()) -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        for name, text in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(raw(text))
            archive.addfile(info, io.BytesIO(raw(text)))
        for member in members:
            archive.addfile(member)
    return stream.getvalue()


def put(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def lines(*records: str) -> str:
    return "".join(json.dumps({"text": text}) + "\n" for text in records)


# Compressed files


@pytest.mark.parametrize("ending", PACKERS)
@pytest.mark.parametrize(
    ("name", "text"),
    [("a.txt", MET), ("a.html", page(MET, LEFT)), ("a.jsonl", lines(MET)), ("a", MET), ("a.tar", tarred({"a.txt": MET}))],
)
def test_a_compressed_file_is_read_as_what_it_holds(tmp_path: Path, ending: str, name: str, text: str | bytes) -> None:
    (article,) = articles(found(put(tmp_path, f"{name}.{ending}", PACKERS[ending](raw(text)))))
    assert MET in article.text
    assert article.origin.startswith(str(tmp_path / f"{name}.{ending}"))


def test_a_compressed_file_is_known_by_its_bytes(tmp_path: Path) -> None:
    assert texts(found(put(tmp_path, "a.txt", gzip.compress(MET.encode())))) == [MET]
    assert texts(found(put(tmp_path, "b.txt.gz", MET.encode()))) == [MET]  # as browsers save what servers compress


def test_records_of_a_compressed_file_have_its_name_and_their_lines(tmp_path: Path) -> None:
    path = put(tmp_path, "news.jsonl.gz", gzip.compress(lines(MET, LEFT).encode()))
    assert [(one.key, one.origin) for one in articles(found(path))] == [
        ("news.jsonl.gz:1", f"{path}:1"),
        ("news.jsonl.gz:2", f"{path}:2"),
    ]


def test_parts_that_were_joined_are_read_one_after_the_other(tmp_path: Path) -> None:
    parts = b"".join(gzip.compress(lines(text).encode()) for text in (MET, LEFT, SIGNED))
    assert texts(found(put(tmp_path, "a.jsonl.gz", parts + bytes(512)))) == [MET, LEFT, SIGNED]


@pytest.mark.parametrize("ending", PACKERS)
def test_of_a_file_that_is_cut_off_the_beginning_is_read(tmp_path: Path, ending: str) -> None:
    packed = PACKERS[ending](lines(*(f"{MET} {number}" for number in range(4_000))).encode())
    items = found(put(tmp_path, f"a.jsonl.{ending}", packed[: len(packed) // 2]))
    assert isinstance(items[-1], BadArchive)
    assert "cut off" in str(items[-1])
    assert ending == "bz2" or len(items) > 100


def test_a_wrong_checksum_is_told(tmp_path: Path) -> None:
    packed = bytearray(gzip.compress(lines(MET).encode()))
    packed[-8] ^= 1
    items = found(put(tmp_path, "a.jsonl.gz", bytes(packed)))
    assert any("damaged" in message for message in messages(items))


def test_what_is_not_compressed_as_its_name_says(tmp_path: Path) -> None:
    (error,) = found(put(tmp_path, "a.tar.gz", gzip.compress(MET.encode())))
    assert isinstance(error, NotText)
    assert "not a tar archive" in str(error)


# Archives


@pytest.mark.parametrize("pack", [zipped, tarred])
def test_an_archive_is_read_as_a_folder(tmp_path: Path, pack: Callable[[Files], bytes]) -> None:
    files: Files = {
        "may/a.html": page(MET, LEFT),
        "may/news.jsonl": lines(LEFT, SIGNED),
        "b.txt": MET,
        ".hidden.txt": MET,
        ".git/c.txt": MET,
        "__MACOSX/._b.txt": b"\x00\x05\x16\x07",
        "README.txt": MET,
        "may/Thumbs.db": b"\xd0\xcf\x11",
        "notes.dat": b"\x00\x01",
    }
    path = put(tmp_path, "crawl", pack(files))
    items = found(path)
    assert sorted(one.origin for one in articles(items)) == [
        f"{path}/b.txt",
        f"{path}/may/a.html",
        f"{path}/may/news.jsonl:1",
        f"{path}/may/news.jsonl:2",
    ]
    (message,) = messages(items)
    assert message.startswith(f"{path}/notes.dat: unknown kind of file '.dat'")
    assert {one.key for one in articles(items)} == {"b.txt", "a.html", "news.jsonl:1", "news.jsonl:2"}


def test_members_of_a_zip_archive_come_by_name(tmp_path: Path) -> None:
    first = found(put(tmp_path, "a.zip", zipped({"b.txt": MET, "a.txt": LEFT})))
    assert texts(first) == [LEFT, MET]


def test_a_zip_archive_made_on_windows(tmp_path: Path) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        info = zipfile.ZipInfo("x")
        info.filename, info.create_system = "may\\a.txt", 0
        archive.writestr(info, MET)
    (article,) = articles(found(put(tmp_path, "a.zip", stream.getvalue())))
    assert article.origin.endswith("a.zip/may/a.txt")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.zip", zipped({"b.tar": tarred({"c.txt.gz": gzip.compress(MET.encode())})})),
        ("a.tgz", gzip.compress(tarred({"b.tar.xz": lzma.compress(tarred({"c.zip": zipped({"d.txt": MET})}))}))),
        ("a.tar", tarred({"b.zip": zipped({"c.zip": zipped({"d.txt": MET})})})),
    ],
)
def test_archives_in_archives(tmp_path: Path, name: str, data: bytes) -> None:
    assert texts(found(put(tmp_path, name, data))) == [MET]


def test_archives_nested_deeper_are_refused(tmp_path: Path) -> None:
    data = raw(MET)
    for depth in range(5):
        data = zipped({f"{depth}.zip" if depth else "a.txt": data, "b.txt": LEFT})
    items = found(put(tmp_path, "a.zip", data))
    assert texts(items) == [LEFT] * 3
    assert all("nested more than 3 deep" in message for message in messages(items))


def test_a_file_that_is_compressed_again_and_again_is_refused(tmp_path: Path) -> None:
    data = MET.encode()
    for _ in range(9):
        data = gzip.compress(data)
    (error,) = found(put(tmp_path, "a.gz", data))
    assert "nested more than 3 deep" in str(error)


@pytest.mark.parametrize(
    ("name", "data"), [("a.zip", zipped({})), ("a.zip", zipped({".hidden.txt": MET})), ("a.tar", tarred({"README": MET}))]
)
def test_an_archive_without_files(tmp_path: Path, name: str, data: bytes) -> None:
    (error,) = found(put(tmp_path, name, data))
    assert isinstance(error, EmptyArticle)


def test_archives_from_the_standard_input() -> None:
    program = "from kgraph.ingest import read\nfor item in read(['-']): print(item.origin, item.text, sep='|')"
    for data in (zipped({"a.txt": MET}), gzip.compress(tarred({"a.txt": MET})), tarred({"a.txt": MET})):
        done = subprocess.run([sys.executable, "-c", program], input=data, capture_output=True, check=True)
        assert done.stdout.decode().strip() == f"stdin/a.txt|{MET}"


# What is broken


def test_a_broken_member_of_a_zip_archive_costs_itself(tmp_path: Path) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("1-good.txt", MET)
        archive.writestr("2-checksum.txt", LEFT)
        archive.writestr("3-encrypted.txt", LEFT)
        archive.writestr("4-method.txt", LEFT)
        link = zipfile.ZipInfo("5-link.txt")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
        pipe = zipfile.ZipInfo("6-pipe.txt")
        pipe.external_attr = (stat.S_IFIFO | 0o777) << 16
        archive.writestr(pipe, "")
        archive.writestr("../../7-out.txt", LEFT)
        archive.writestr("8-good.txt", SIGNED)
    data = bytearray(stream.getvalue())
    data[data.index(LEFT.encode())] ^= 1
    for name, offset, value in ((b"3-encrypted.txt", 8, 1), (b"4-method.txt", 10, 98)):
        data[data.rindex(name) - 46 + offset] = value
    items = found(put(tmp_path, "a.zip", bytes(data)))
    assert texts(items) == [MET, SIGNED]
    told = "\n".join(messages(items))
    for words in ("2-checksum.txt: damaged", "3-encrypted.txt: encrypted", "4-method.txt: damaged", "5-link.txt: a link",
                  "6-pipe.txt: neither", "7-out.txt: its name leads out"):  # fmt: skip
        assert words in told
    assert all(isinstance(item, BadArchive) for item in items if isinstance(item, KGraphError))


def test_a_broken_member_of_a_tar_archive_costs_itself(tmp_path: Path) -> None:
    odd = []
    for name, kind in (
        ("2-link.txt", tarfile.SYMTYPE),
        ("3-hard.txt", tarfile.LNKTYPE),
        ("4-device", tarfile.CHRTYPE),
        ("5-pipe", tarfile.FIFOTYPE),
    ):
        info = tarfile.TarInfo(name)
        info.type, info.linkname = kind, "../../etc/passwd"
        odd.append(info)
    data = tarred(
        {"1-good.txt": MET, "../6-out.txt": LEFT, "/7-absolute.txt": SIGNED, "8-bad.txt": LEFT, "9-good.txt": LEFT}, odd
    )
    data = data.replace(b"8-bad.txt", b"8-BAD.txt")  # whose header has a wrong checksum now
    items = found(put(tmp_path, "a.tar", data))
    assert texts(items) == [MET, SIGNED, LEFT]
    told = "\n".join(messages(items))
    for words in ("2-link.txt: a link", "3-hard.txt: a link", "4-device: neither", "5-pipe: neither", "6-out.txt: its name leads out",
                  "damaged: what stands before '9-good.txt'"):  # fmt: skip
        assert words in told
    assert len(messages(items)) == 6


def test_a_tar_archive_that_is_cut_off(tmp_path: Path) -> None:
    data = tarred({"a.txt": MET, "b.txt": LEFT * 100})
    items = found(put(tmp_path, "a.tar", data[: 512 * 4 + 100]))
    assert texts(items) == [MET]
    assert any("damaged" in message for message in messages(items))


def test_a_zip_archive_without_its_end(tmp_path: Path) -> None:
    (error,) = found(put(tmp_path, "a.zip", zipped({"a.txt": MET})[:60]))
    assert isinstance(error, BadArchive)


def test_of_members_of_one_name_the_first_is_read(tmp_path: Path) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("a.txt", MET)
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("a.txt", LEFT)
    for name, data in (("a.zip", stream.getvalue()), ("a.tar", tarred({"a.txt": MET})[:1024] + tarred({"a.txt": LEFT}))):
        items = found(put(tmp_path, name, data))
        assert texts(items) == [MET]
        assert "same name" in messages(items)[0]


@pytest.mark.parametrize("name", ["a.zip", "a.tar", "a.tgz", "a.jsonl.xz", "a.jsonl.bz2"])
def test_whatever_happens_to_the_bytes_of_an_archive_it_is_told_as_damage(tmp_path: Path, name: str) -> None:
    files: Files = {"a.txt": MET, "b/c.jsonl": lines(MET, LEFT), "d.zip": zipped({"e.txt": SIGNED})}
    whole = {"a.zip": zipped(files), "a.tar": tarred(files), "a.tgz": gzip.compress(tarred(files)),
             "a.jsonl.xz": lzma.compress(lines(MET, LEFT).encode()), "a.jsonl.bz2": bz2.compress(lines(MET, LEFT).encode())}  # fmt: skip
    draw = random.Random(name)
    for _ in range(100):
        data = bytearray(whole[name])
        for _ in range(draw.choice((1, 1, 3, 20))):
            place = draw.randrange(len(data) + 1)
            data[place : place + draw.choice((1, 1, 4, 30))] = draw.choice(
                (b"\x00", b"\xff", b"\xff\xff\xff\x7f", draw.randbytes(1), b"")
            )
        for item in found(put(tmp_path, name, bytes(data))):
            assert not isinstance(item, FailedArticle), item.trace


# Bombs


def deflated(size: int) -> bytes:
    """A gzip file of blank lines, made without holding them."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    block = (b" " * 999 + b"\n") * 1_000
    return b"".join(packer.compress(block) for _ in range(size // len(block))) + packer.flush()


def test_a_file_that_unpacks_to_far_more_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contents, "_FREE", 10_000_000)
    path = put(tmp_path, "a.jsonl.gz", deflated(60_000_000))
    (error,) = [item for item in found(path) if isinstance(item, BadArchive)]
    assert "unpacks to more than 200 times" in str(error)


def test_an_archive_whose_members_together_unpack_to_far_more_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(contents, "_FREE", 1_000_000)
    blank = (b" " * 999 + b"\n") * 1_000
    path = put(tmp_path, "a.zip", zipped({f"{number}.jsonl": blank for number in range(100)}))
    items = found(path)
    assert "its other members are not read" in str(items[-1])
    assert len(items) < 95


def test_a_bomb_in_an_archive_in_an_archive_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contents, "_FREE", 10_000_000)
    path = put(tmp_path, "a.zip", zipped({"a.tar": tarred({"b.jsonl.gz": gzip.compress(deflated(60_000_000))})}))
    assert any("unpacks to more than" in message for message in messages(found(path)))


def test_a_header_of_a_tar_archive_has_a_largest_size(tmp_path: Path) -> None:
    info = tarfile.TarInfo("x")
    info.type, info.size = tarfile.XHDTYPE, 2**32
    items = found(put(tmp_path, "a.tar", tarred({"a.txt": MET})[:1024] + info.tobuf() + bytes(10_240)))
    assert texts(items) == [MET]
    assert "a header of 4,294,967,296 bytes" in messages(items)[0]


def test_memory_stays_flat_however_long_a_compressed_file_is(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    with gzip.open(path, "wb", compresslevel=1) as file:
        for number in range(4_000):
            file.write(raw(json.dumps({"text": "", "id": os.urandom(1_500).hex(), "n": number}) + "\n"))
    tracemalloc.start()
    count = sum(1 for _ in read([path]))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count > 100
    assert peak < 2_500_000 < path.stat().st_size


# Pages saved with their folders


@pytest.mark.parametrize("folder", ["Story_files", "Story-Dateien", "Story_fichiers", "Story.files"])
def test_a_page_saved_with_its_folder_is_one_article(tmp_path: Path, folder: str) -> None:
    files: Files = {
        f"{folder}/advert.html": page(LEFT, SIGNED),
        f"{folder}/deep/style.css": "p { color: red }",
        f"{folder}/picture.jpg": b"\xff\xd8\xff",
        "images/logo.png": b"\x89PNG",
        "style.css": "p { color: red }",
        "Story.html": page(MET, LEFT),
        "Other_files/notes.txt": SIGNED,
        "Other_files/page.html": page(SIGNED, MET),
    }
    for name, text in files.items():
        (tmp_path / "folder" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "folder" / name).write_bytes(raw(text))
    put(tmp_path, "a.zip", zipped(files))
    put(tmp_path, "a.tar", tarred(files))
    for source in ("folder", "a.zip", "a.tar"):
        items = found(tmp_path / source)
        assert messages(items) == []
        names = sorted(one.origin.removeprefix(f"{tmp_path}/{source}/") for one in articles(items))
        assert names == ["Other_files/notes.txt", "Other_files/page.html", "Story.html"]


def test_pictures_far_from_any_page_are_told(tmp_path: Path) -> None:
    files: Files = {"scans/1.jpg": b"\xff\xd8\xff", "pages/a.html": page(MET, LEFT), "scans/style.css": ""}
    for name, data in (("a.zip", zipped(files)), ("a.tar", tarred(files))):
        (message,) = messages(found(put(tmp_path, name, data)))
        assert "scans/1.jpg: a picture, which kgraph does not read" in message


def test_what_is_read_again_of_an_archive_is_what_was_read_first(tmp_path: Path) -> None:
    from kgraph.ingest import read_again
    from kgraph.ingest.seen import Files as Seen
    from kgraph.ingest.seen import Seen as SeenArticle

    path = put(tmp_path, "a.zip", zipped({"a.txt": MET, "b.dat": b"\x00", "c.txt": LEFT}))
    first = Seen({}, lambda _: True)
    before = list(read_again([path], first))
    second = list(read_again([path], Seen(first.now, lambda _: True)))
    assert [type(item) for item in second] == [SeenArticle, NotText, SeenArticle]
    assert [item.id for item in second if isinstance(item, SeenArticle)] == [one.id for one in before if isinstance(one, Article)]
