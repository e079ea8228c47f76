"""Lists that are put in order: by a button beside a row, or as a whole."""

from __future__ import annotations

import pytest

from agm.web.kit.ordering import moved_item_id, requested_order


@pytest.mark.parametrize(
    ("sent", "order"),
    [
        ({"move": "2 up"}, (2, 1, 3)),
        ({"move": "2 down"}, (1, 3, 2)),
        ({"move": "1 up"}, (1, 2, 3)),
        ({"move": "3 down"}, (1, 2, 3)),
        ({"move": "9 up"}, (1, 2, 3)),
        ({"move": "2 sideways"}, (1, 2, 3)),
        ({"move": "two up"}, (1, 2, 3)),
        ({"move": ""}, (1, 2, 3)),
        ({}, (1, 2, 3)),
        ({"order": "3,1,2"}, (3, 1, 2)),
        ({"order": "3,1"}, (3, 1)),
        ({"order": "x"}, (1, 2, 3)),
    ],
)
def test_the_order_that_was_asked_for(sent: dict[str, str], order: tuple[int, ...]) -> None:
    assert requested_order([1, 2, 3], sent) == order


def test_where_to_go_back_to() -> None:
    assert moved_item_id({"move": "12 up"}) == "12"
    assert moved_item_id({"move": "x up"}) == ""
    assert moved_item_id({}) == ""
