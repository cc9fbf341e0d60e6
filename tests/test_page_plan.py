"""Plans of pages: nothing is lost or doubled, what floats keeps to its limits, and no plan is worse than without."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from reportgen.document.print.page_plan import SAFETY, Piece, plan_pages

HEIGHT = 100.0


@st.composite
def flows(draw: st.DrawFn) -> list[Piece]:
    """Blocks of lines and of exhibits, some of which float as far as the next exhibit."""
    blocks = draw(st.lists(st.tuples(st.booleans(), st.integers(1, 6), st.integers(5, 60)), max_size=12))
    pieces: list[Piece] = []
    for number, (is_exhibit, lines, height) in enumerate(blocks):
        if is_exhibit:
            pieces.append(Piece(float(height), 8, number, limit=-1))
        else:
            pieces += [
                Piece(6, 8 if not line else 0, number, sticks=line == 0 and lines > 1)
                for line in range(lines)
            ]
    return [replace(one, limit=_limit(pieces, at)) if one.limit else one for at, one in enumerate(pieces)]


def _limit(pieces: list[Piece], at: int) -> int:
    return next((later for later in range(at + 1, len(pieces)) if pieces[later].limit), len(pieces))


def used(pieces: list[Piece], page: tuple[int, ...]) -> float:
    return sum(pieces[one].height + (pieces[one].gap if at else 0) for at, one in enumerate(page))


@given(flows())
def test_nothing_is_lost_and_nothing_doubled(pieces: list[Piece]) -> None:
    order = [piece for page in plan_pages(pieces, HEIGHT).pages for piece in page]
    assert sorted(order) == list(range(len(pieces)))


@given(flows())
def test_what_stays_keeps_its_order_and_what_floats_its_limit(pieces: list[Piece]) -> None:
    order = [piece for page in plan_pages(pieces, HEIGHT).pages for piece in page]
    fixed = [one for one in order if not pieces[one].limit]
    floating = [one for one in order if pieces[one].limit]
    assert (fixed, floating) == (sorted(fixed), sorted(floating))
    for one in floating:
        before = order[: order.index(one)]
        assert all(piece < pieces[one].limit for piece in before)
        assert all(piece in before for piece in range(one))


@given(flows())
def test_no_page_holds_more_than_it_has_room_for(pieces: list[Piece]) -> None:
    for page in plan_pages(pieces, HEIGHT).pages:
        assert len(page) <= 1 or used(pieces, page) <= HEIGHT - SAFETY


@given(flows(), st.floats(1, HEIGHT))
def test_no_plan_is_worse_than_without_moving_anything(pieces: list[Piece], first: float) -> None:
    still = [replace(one, limit=0) for one in pieces]
    assert plan_pages(pieces, HEIGHT, first).badness <= plan_pages(still, HEIGHT, first).badness


@given(flows())
def test_the_same_pieces_get_the_same_plan(pieces: list[Piece]) -> None:
    assert plan_pages(pieces, HEIGHT) == plan_pages(list(pieces), HEIGHT)


def test_text_moves_up_before_an_exhibit_that_does_not_fit() -> None:
    text = [Piece(6, 0, 0) for _ in range(9)]
    exhibit, after = Piece(50, 8, 1, limit=16), [Piece(6, 8, block) for block in range(2, 8)]
    plan = plan_pages([*text, exhibit, *after], HEIGHT)
    assert plan.pages[1][0] == 9
    assert list(plan.moves) == [(9, plan.pages[0][-1] + 1)]


def test_no_page_ends_behind_what_sticks_to_the_next() -> None:
    pieces = [Piece(85, 0, 0), Piece(8, 2, 1, sticks=True), Piece(30, 2, 2)]
    assert plan_pages(pieces, HEIGHT).pages == ((0,), (1, 2))


@given(flows(), st.integers(0, 25))
def test_pieces_that_give_and_take_keep_to_their_limits_and_to_the_page(
    pieces: list[Piece], quarter: int
) -> None:
    elastic = [
        replace(one, less=one.height * quarter / 100, more=one.height * quarter / 100) if one.limit else one
        for one in pieces
    ]
    plan = plan_pages(elastic, HEIGHT)
    for number, (page, change) in enumerate(zip(plan.pages, plan.changes, strict=True), 1):
        assert -sum(elastic[at].less for at in page) <= change <= sum(elastic[at].more for at in page)
        assert len(page) <= 1 or used(elastic, page) + change <= HEIGHT - SAFETY + 1e-6
        assert number < len(plan.pages) or change <= 0


def test_an_exhibit_shrinks_so_that_what_follows_needs_no_page_of_its_own() -> None:
    pieces = [Piece(90, 0, 0, less=20, more=20), Piece(10, 4, 1)]
    plan = plan_pages(pieces, HEIGHT)
    assert plan.pages == ((0, 1),)
    assert plan.changes == (-(90 + 4 + 10 - HEIGHT + SAFETY),)


def test_an_exhibit_stretches_to_fill_a_page_before_what_does_not_fit_and_never_the_last() -> None:
    pieces = [Piece(60, 0, 0, more=20), Piece(60, 4, 1, more=20)]
    assert plan_pages(pieces, HEIGHT).changes == (20, 0)
