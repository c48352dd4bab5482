"""Articles from a Parquet file: a record in each row."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO, cast

from kgraph.errors import BadRecord, EmptyArticle, KGraphError, MissingExtra, NotText, TooLong
from kgraph.ingest.content import Content, Kind, Reading
from kgraph.ingest.fields import Fields, columns_told
from kgraph.ingest.records import of_records
from kgraph.model import Article

_SIGNATURE = b"PAR1"
_ROWS = 16  # at once; a text may be long
_LARGEST = 8_000_000_000  # bytes of a file that comes through a pipe and is put aside first
_IN_MEMORY = 16_000_000
_PIECE = 1_000_000
_MOST_COLUMNS = 1_000


def read(content: Content, reading: Reading) -> Iterator[Article | KGraphError]:
    """The articles of a Parquet file. Raises MissingExtra, NotText, BadRecord where no column holds a text, and OSError."""
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError:
        raise MissingExtra("Parquet needs pyarrow, which is not installed; install kgraph[parquet]", content.origin) from None
    if not content.head:
        raise EmptyArticle("the file is empty", content.origin)
    with _seekable(content) as stream:
        try:
            file = parquet.ParquetFile(stream)
            yield from of_records(_records(file, content, reading), content, reading)
        except (pyarrow.ArrowException, ValueError) as error:
            raise NotText(f"not readable as Parquet: {str(error).splitlines()[0][:200]}", content.origin) from error


def _records(file: Any, content: Content, reading: Reading) -> Iterator[object]:
    wanted = [field.name for field in file.schema_arrow if not _is_bytes(field.type)][:_MOST_COLUMNS]
    told = columns_told(wanted, reading.map)
    is_first = True
    for batch in file.iter_batches(batch_size=_ROWS, columns=wanted):
        for record in _in_microseconds(batch).to_pylist():
            if is_first and not told.is_article():
                raise BadRecord(told.without_text() or Fields(record, reading.map).missing_text(), content.origin)
            is_first = False
            yield {name: value if value == value else None for name, value in record.items()}  # NaN is not itself


def _is_bytes(kind: Any) -> bool:
    from pyarrow import types

    return bool(types.is_binary(kind) or types.is_large_binary(kind) or types.is_fixed_size_binary(kind))


def _in_microseconds(batch: Any) -> Any:
    """The rows with moments that Python can hold: pandas writes nanoseconds."""
    import pyarrow

    fields = [
        pyarrow.field(field.name, pyarrow.timestamp("us", field.type.tz))
        if pyarrow.types.is_timestamp(field.type) and field.type.unit == "ns"
        else field
        for field in batch.schema
    ]
    return pyarrow.Table.from_batches([batch]).cast(pyarrow.schema(fields), safe=False)


@contextmanager
def _seekable(content: Content) -> Iterator[BinaryIO]:
    """The bytes of a file that can be read from its end, where Parquet has its table of contents."""
    stream = content.stream
    if stream.seekable():
        yield stream
        return
    with tempfile.SpooledTemporaryFile(_IN_MEMORY) as kept:
        for count in _copied(stream, kept):
            if count > _LARGEST:
                raise TooLong(f"more than {_LARGEST:,} bytes", content.origin)
        kept.seek(0)
        yield cast(BinaryIO, kept)


def _copied(stream: BinaryIO, kept: Any) -> Iterator[int]:
    """How many bytes have been put aside, after each piece."""
    count = 0
    while more := stream.read(_PIECE):
        kept.write(more)
        count += len(more)
        yield count


def _begins(head: bytes) -> bool:
    return head.startswith(_SIGNATURE)


KIND = Kind("Parquet", (".parquet", ".pq"), read, _begins)
