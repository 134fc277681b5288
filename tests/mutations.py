"""Files with something wrong in them, made from a seed: bytes flipped, rows cut, cells swapped, columns moved …"""

import csv
import io
import json
from collections.abc import Callable
from random import Random
from typing import Any

Rows = list[list[Any]]

# What people and programs leave in a cell, and what looks like something else than it is.
ODD = (
    *(
        "",
        " ",
        "x",
        "0",
        "-5",
        "1e5",
        "1e308",
        "NaN",
        "Infinity",
        "3,8",
        "1.234",
        "1.876,7",
        "9" * 30,
        "hơn 5",
    ),
    *("true", "TRUE", "2019", "2030-01", "2019-02-31", "2024-13", "0000", "12/2023", "=1+1", "#REF!", "[^x]"),
    *(
        "a\u0301",
        "a\u200bb",
        "Ð",
        "Київ",
        " a ",
        "a  b",
        "a\nb",
        'a"b',
        "a,b",
        "\x00",
        "\ud7ff",
        "\U0001f600",
    ),
    *("about", "planned", "usd_m", "percent", "west", "east", "viet-nam", "Tỉnh Lạng Sơn", "p1;p2", "page 3"),
)


def of_bytes(content: bytes, random: Random) -> bytes:
    """A file with bytes flipped, cut off, written in another encoding or with other line ends."""
    kind = random.choice(("flip", "flip", "flip", "cut", "encoding", "line ends", "mark"))
    if kind == "flip":
        changed = bytearray(content)
        for _ in range(random.choice((1, 1, 2, 10))):
            changed[random.randrange(len(changed))] = random.choice((random.randrange(256), *b'",;\n\r.-0a '))
        return bytes(changed)
    if kind == "cut":
        return content[: random.randrange(len(content))]
    if kind == "encoding":
        text = content.decode("utf-8", "replace")
        return text.encode(random.choice(("utf-16", "utf-16-le", "cp1258", "latin-1")), "replace")
    if kind == "line ends":
        return content.replace(b"\n", random.choice((b"\r\n", b"\r", b"\n\n", b"")), random.choice((1, -1)))
    return b"\xef\xbb\xbf" + content


def of_rows(rows: Rows, random: Random) -> None:
    """Change a table in place: its rows, its columns or its cells; the first row is the header."""
    random.choice(_OF_ROWS)(rows, random)


def _place(rows: Rows, random: Random) -> tuple[list[Any], int]:
    row = random.choice([row for row in rows[1:] or rows if row] or [[""]])
    return row, random.randrange(len(row))


def _odd_cell(rows: Rows, random: Random) -> None:
    row, column = _place(rows, random)
    row[column] = random.choice(ODD)


def _cell_of_another_row(rows: Rows, random: Random) -> None:
    row, column = _place(rows, random)
    row[column] = next((one[column] for one in random.sample(rows, len(rows)) if column < len(one)), "")


def _cells_swapped(rows: Rows, random: Random) -> None:
    (one, first), (other, second) = _place(rows, random), _place(rows, random)
    one[first], other[second] = other[second], one[first]


def _huge_cell(rows: Rows, random: Random) -> None:
    row, column = _place(rows, random)
    row[column] = "a" * random.choice((300, 40_000, 200_000))


def _row_cut(rows: Rows, random: Random) -> None:
    rows.pop(random.randrange(len(rows)))


def _row_twice(rows: Rows, random: Random) -> None:
    rows.insert(random.randrange(len(rows) + 1), list(random.choice(rows)))


def _rows_swapped(rows: Rows, random: Random) -> None:
    one, other = random.randrange(len(rows)), random.randrange(len(rows))
    rows[one], rows[other] = rows[other], rows[one]


def _short_or_long_row(rows: Rows, random: Random) -> None:
    row, column = _place(rows, random)
    if random.random() < 0.5:
        del row[column:]
    else:
        row.insert(column, random.choice(ODD))


def _blank_row(rows: Rows, random: Random) -> None:
    rows.insert(random.randrange(len(rows) + 1), random.choice(([], [""] * len(rows[0]))))


def _column_moved(rows: Rows, random: Random) -> None:
    column, to = random.randrange(len(rows[0]) or 1), random.randrange(len(rows[0]) or 1)
    for row in rows[random.choice((0, 0, 1)) :]:
        if column < len(row):
            row.insert(to, row.pop(column))


def _column_cut(rows: Rows, random: Random) -> None:
    column = random.randrange(len(rows[0]) or 1)
    for row in rows:
        del row[column : column + 1]


_OF_ROWS: tuple[Callable[[Rows, Random], None], ...] = (
    *(
        _odd_cell,
        _odd_cell,
        _odd_cell,
        _cell_of_another_row,
        _cell_of_another_row,
        _cells_swapped,
        _huge_cell,
    ),
    *(_row_cut, _row_twice, _rows_swapped, _short_or_long_row, _blank_row, _column_moved, _column_cut),
)


def of_csv(content: bytes, random: Random) -> bytes:
    """A CSV file with something wrong in its bytes or in its cells."""
    if random.random() < 0.3:
        return of_bytes(content, random)
    rows = list(csv.reader(io.StringIO(content.decode("utf-8"), newline="")))
    for _ in range(random.choice((1, 1, 2, 4))):
        if rows:
            of_rows(rows, random)
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue().encode("utf-8", "surrogatepass")


def of_json(content: bytes, random: Random) -> bytes:
    """A JSON file with something wrong in its bytes, or with a value taken out or put in place of another."""
    if random.random() < 0.3:
        return of_bytes(content, random)
    whole = json.loads(content)
    inner: Any = whole
    while True:
        steps = list(inner) if isinstance(inner, dict) else list(range(len(inner)))
        step = random.choice(steps)
        if isinstance(inner[step], dict | list) and inner[step] and random.random() < 0.85:
            inner = inner[step]
            continue
        if random.random() < 0.3:
            del inner[step]
        else:
            inner[step] = random.choice((None, True, 0, -1, 1e308, "", "x", "areas", [], ["x"], {}, {"x": 1}))
        return json.dumps(whole, ensure_ascii=False).encode()
