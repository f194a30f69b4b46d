"""Cells of tables that spreadsheets open."""

from __future__ import annotations

import pytest

from geomap.publishers.table import neutralised


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "＝1+1",
        "＋1",
        "－1",
        "＠A",
        "﹦1",
        "﹢1",
        "﹣1",
        "﹫A",
        "−1",
    ],
)
def test_what_a_spreadsheet_may_take_for_a_formula_is_neutralised(cell):
    assert neutralised(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "plain", "a=b", "1-2", " =1"])
def test_any_other_cell_stays(cell):
    assert neutralised(cell) == cell
