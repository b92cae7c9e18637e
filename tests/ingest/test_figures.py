"""Figures of how much stories were read: rows of a file or a call, each good or with its own sentence."""

import json
from datetime import date
from io import BytesIO, TextIOWrapper

import pytest
from hypothesis import given
from hypothesis import strategies as st

from distrib.errors import BadInput
from distrib.ingest import figures
from distrib.ingest.figures import Figure, Unfit

HEAD = "url,day,kind,number\n"
RAIN = "https://paper.example/rain"


def read(text: str | bytes) -> list[Figure | Unfit]:
    data = text.encode() if isinstance(text, str) else text
    with TextIOWrapper(BytesIO(data), encoding=figures.encoding(data), errors="replace") as stream:
        return list(figures.read_csv(stream))


def whys(found: list[Figure | Unfit]) -> list[str]:
    return [each.why for each in found if isinstance(each, Unfit)]


def test_a_row_says_which_story_was_read_how_often_on_which_day() -> None:
    found = read(f"{HEAD}{RAIN},2026-11-23,Clicks,1204\n")

    assert found == [Figure(place="Line 2", url=RAIN, day=date(2026, 11, 23), kind="clicks", number=1204)]


@pytest.mark.parametrize(
    "text",
    [
        "id;day;number\n7;2026-11-23;12.5\n",
        "\ufeffID\tDay\tNumber\tTitle\r\n7\t2026-11-23\t12.5\tRain, at last\r\n",
        "# made by hand\n\nnumber|id|day\n12.5|7|2026-11-23\n\n# the end\n",
        '"id","day","number","url"\r"7","2026-11-23","12.5",""\r',
        "id,day,number\n,,\n7, 2026-11-23 ,12.5",
    ],
)
def test_other_signs_orders_line_ends_and_columns_are_read_and_the_kind_is_views(text: str) -> None:
    for data in (text.encode(), text.removeprefix("\ufeff").encode("utf-16")):
        (found,) = read(data)
        assert isinstance(found, Figure)
        assert (found.story_id, found.url, found.day, found.kind, found.number) == (
            7, None, date(2026, 11, 23), "views", 12.5,
        )  # fmt: skip


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (",2026-11-23,views,5", "Line 2 says neither url nor id."),
        (f"{RAIN},23.11.2026,views,5", "Line 2: “23.11.2026” is no day; write it as 2026-11-24."),
        (f"{RAIN},2026-02-30,views,5", "Line 2: “2026-02-30” is no day; write it as 2026-11-24."),
        (f"{RAIN},,views,5", "Line 2: “” is no day; write it as 2026-11-24."),
        (f"{RAIN},2026-11-23,views,-5", "Line 2: “-5” is no number from 0 on; write it as 1234."),
        (f"{RAIN},2026-11-23,views,nan", "Line 2: “nan” is no number from 0 on; write it as 1234."),
        (f"{RAIN},2026-11-23,views,1e99", "Line 2: “1e99” is no number from 0 on; write it as 1234."),
        (f"{RAIN},2026-11-23,views,१२", "Line 2: “१२” is no number from 0 on; write it as 1234."),
        (f'{RAIN},2026-11-23,views,"1,204"', "Line 2: “1,204” is no number from 0 on; write it as 1234."),
        (f"{RAIN},2026-11-23,=cmd(),5", "Line 2: “=cmd()” is no kind; write a word such as views or clicks."),
        (f"{RAIN},2026-11-23,views", "Line 2 has 3 columns, the first line names 4."),
        (f'"{RAIN},2026-11-23,views,5', "Line 2 has a quotation mark that does not belong there or is never closed."),
        ("https://paper.example/\0rain,2026-11-23,views,5",
         "Line 2: “https://paper.example/�rain” holds signs that no address has."),
        ("x" * 50_000, "Line 2 is longer than 10,000 signs."),
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_used_has_its_sentence_and_spoils_no_other(row: str, why: str) -> None:
    found = read(f"{HEAD}{row}\n{RAIN},2026-11-23,views,9\n")

    assert whys(found) == [why]
    assert isinstance(found[1], Figure)
    assert (found[1].place, found[1].number) == ("Line 3", 9)


def test_an_id_must_be_one() -> None:
    assert whys(read("id,day,number\n7a,2026-11-23,5\n")) == ["Line 2: “7a” is no story's id."]


@pytest.mark.parametrize(
    "text", ["", "\n\n", "url,day\n", f"{RAIN},2026-11-23,views,9\n", "<html>", "\0" * 50, '"url,day']
)
def test_without_the_names_of_columns_a_file_is_not_read(text: str) -> None:
    with pytest.raises(BadInput, match="The first line must name the columns: url or id, day, kind, number"):
        read(text)


@given(st.binary(max_size=400))
def test_whatever_stands_below_the_first_line_each_line_is_answered(data: bytes) -> None:
    lines = data.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    told = [line for line in lines if line.strip(" ,") and not line.startswith("#")]

    assert len(read(HEAD.encode() + data)) == len(told)


def test_a_call_holds_rows_with_the_same_names() -> None:
    body = {
        "figures": [
            {"url": RAIN, "day": "2026-11-23", "number": 5},
            {"id": 7, "day": "2026-11-23", "kind": "comments", "number": 2.5},
            {"id": 7, "day": "2026-11-23", "number": 3.0},
            {"id": 7, "day": "2026-11-23", "number": True},
            {"id": None, "day": "2026-11-23", "number": 1},
            {"url": [RAIN], "day": "2026-11-23", "number": 1},
            {"url": "\ud800", "day": "2026-11-23", "number": 1},
            "7",
        ]
    }

    found = figures.read_call(json.dumps(body).encode())

    assert [(each.url, each.story_id, each.kind, each.number) for each in found if isinstance(each, Figure)] == [
        (RAIN, None, "views", 5), (None, 7, "comments", 2.5), (None, 7, "views", 3)
    ]  # fmt: skip
    assert whys(found) == [
        "Figure 4: “�” is no number from 0 on; write it as 1234.",
        "Figure 5 says neither url nor id.",
        "Figure 6: “�” holds signs that no address has.",
        "Figure 7: “�” holds signs that no address has.",
        "Figure 8 is no object.",
    ]


@pytest.mark.parametrize(
    "body",
    [b"", b"\xff", b"[]", b"[" * 60_000, b'{"figures": []}', b'{"figures": 5}', b'{"figures": [{}], "more": 1}',
     b'{"figures": [' + b"{}, " * 500 + b"{}]}"],
)  # fmt: skip
def test_a_call_that_is_no_list_of_figures_is_refused(body: bytes) -> None:
    with pytest.raises(BadInput):
        figures.read_call(body)
