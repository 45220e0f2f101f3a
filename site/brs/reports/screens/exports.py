"""A table as a file: CSV, XLSX, JSON. Row by row, so that a hundred thousand take no more memory than ten."""

import csv
import json
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import FileResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from brs.core.headers import file_named
from brs.core.languages import readers_language
from brs.core.spreadsheets import CONTENT_TYPE, csv_text, write_workbook
from brs.reports.tables.table import Table, Text

BOM = "\ufeff"  # by which spreadsheets tell UTF-8


class _Echo:
    """What csv writes to, giving each line back."""

    def write(self, line: str) -> str:
        return line


def as_csv(table: Table) -> HttpResponseBase:
    """With a comma, in UTF-8 with its mark; what would be a formula is led by an apostrophe."""

    def lines() -> Iterator[str]:
        writer = csv.writer(_Echo())
        yield BOM + writer.writerow([str(column.title) for column in table.columns])
        for values in _values(table):
            yield writer.writerow([csv_text(value) if isinstance(value, str) else value for value in values])

    return _attached(StreamingHttpResponse(lines(), "text/csv; charset=utf-8"), f"{table.name}.csv")


def as_json(table: Table) -> HttpResponseBase:
    """One object; what is not shown is null."""

    def pieces() -> Iterator[str]:
        columns = [{"name": column.name, "title": str(column.title), "kind": column.kind} for column in table.columns]
        head = json.dumps({"name": table.name, "title": str(table.title), "columns": columns}, ensure_ascii=False)
        yield f'{head[:-1]}, "rows": ['
        for number, values in enumerate(_values(table)):
            row = dict(zip((column.name for column in table.columns), values, strict=True))
            yield f"{',' if number else ''}\n{json.dumps(row, ensure_ascii=False, default=str)}"
        yield "\n]}\n"

    return _attached(StreamingHttpResponse(pieces(), "application/json"), f"{table.name}.json")


def as_xlsx(table: Table) -> HttpResponseBase:
    """Written to a file of its own, which goes when it is sent."""

    def rows() -> Iterator[list[Any]]:
        yield [str(column.title) for column in table.columns]
        yield from _values(table)

    file = tempfile.TemporaryFile()  # noqa: SIM115  the answer closes it
    write_workbook(file, {str(table.title): rows()}, right_to_left=get_language_info(readers_language())["bidi"])
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{table.name}.xlsx", content_type=CONTENT_TYPE)


def _values(table: Table) -> Iterator[list[Any]]:
    for row in table.rows:
        yield [said(row.values.get(column.name)) for column in table.columns]


def said(value: Any) -> Any:
    """A value as files and the API give it: numbers and days as they are, all else as text."""
    return value if value is None or isinstance(value, int | float | date) else str(value)


def _attached(answer: StreamingHttpResponse, name: str) -> StreamingHttpResponse:
    answer["Content-Disposition"] = file_named(name)
    return answer


@dataclass(frozen=True)
class Form:
    title: Text
    answer: Callable[[Table], HttpResponseBase]


FORMS = {"csv": Form(_("CSV"), as_csv), "xlsx": Form(_("Excel"), as_xlsx), "json": Form(_("JSON"), as_json)}
