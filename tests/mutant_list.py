"""Mutants: faults of which each must fail a test, as data. ``make mutants`` plants them one by one.

A mutant is a line of code made wrong as somebody might make it: a picture upside down, a label at another mark, a word
for its opposite. ``old`` stands exactly once in its file; ``test`` is what pytest is given.
"""

from __future__ import annotations

from typing import NamedTuple

CHARTS = "reportgen/charts"
PUBLISHING = "reportgen/delivery/publishing"
PUBLISHING_TESTS, SURVIVAL = "tests/test_publish.py", "tests/test_publish_survival.py"


class Mutant(NamedTuple):
    """What is planted, and the test that must notice."""

    name: str
    file: str
    old: str
    new: str
    test: str


MUTANTS: tuple[Mutant, ...] = (
    # Those of FAULTS.md E, which no test killed
    Mutant(
        "a line drawn upside down",
        f"{CHARTS}/parts/line_marks.py",
        'base = data(rows).encode(x=frame.x(), y=frame.y("value"))\n    expected',
        'base = data(rows).encode(x=frame.x(), y=frame.y("value"))\n'
        '    base.encoding.y["scale"] = alt.Scale(**base.encoding.y["scale"].to_dict(), reverse=True)\n    expected',
        "tests/test_drawn_values.py::"
        "test_a_line_stands_higher_where_its_value_is_higher_and_its_labels_stand_at_its_points",
    ),
    Mutant(
        "dots of a slope 40 px off",
        f"{CHARTS}/parts/line_marks.py",
        'own.transform_filter("!datum.expected").mark_circle(size=DOT, opacity=1)',
        'own.transform_filter("!datum.expected").mark_circle(size=DOT, opacity=1, yOffset=40)',
        "tests/test_slopes_and_bridges.py::"
        "test_dots_of_a_slope_stand_where_their_values_are_on_one_scale_and_their_labels_beside_or_led_to_them",
    ),
    Mutant(
        "a stack with a hole that says nothing",
        f"{CHARTS}/parts/stacks.py",
        "needs_all=True",
        "needs_all=False",
        "tests/test_drawn_kinds.py::"
        "test_what_is_missing_has_no_mark_and_is_said_or_the_exhibit_is_refused_by_its_name",
    ),
    Mutant(
        "stacked columns flattened by one of them",
        f"{CHARTS}/parts/stacking.py",
        'broken(drawn_as) if asked.layout == "grouped" else lowered(drawn_as)',
        'broken(drawn_as) if asked.layout == "grouped" else drawn_as',
        "tests/test_drawn_kinds.py::"
        "test_a_value_that_would_flatten_the_others_is_broken_said_and_still_the_longest",
    ),
    Mutant(
        "a pair of dots that is said to fall where it rises",
        f"{CHARTS}/parts/beside.py",
        '("same", "rose", "fell")[way]',
        '("same", "fell", "rose")[way]',
        "tests/test_drawn_kinds.py::test_the_words_of_an_exhibit_say_what_its_numbers_are",
    ),
    Mutant(
        "words of an alternative text that end with two full stops",
        f"{CHARTS}/registry.py",
        'scene.ledger.end(f"{drawing.lead} {drawing.values}")',
        'scene.ledger.end(f"{drawing.lead}")',
        "tests/test_drawn_kinds.py::test_the_words_of_an_exhibit_say_what_its_numbers_are",
    ),
    Mutant(
        "multiples without the shared scale",
        f"{CHARTS}/kinds/multiples.py",
        "_axis(room, tall, all_items if shared else panel.items, held)",
        "_axis(room, tall, panel.items, held)",
        "tests/test_kind_multiples.py::test_a_column_is_as_high_as_its_value_whichever_panel_it_stands_in",
    ),
    Mutant(
        '"ahead of" and "behind" swapped',
        "reportgen/language/english/charts.py",
        '"ahead": "ahead of", "behind": "behind"',
        '"ahead": "behind", "behind": "ahead of"',
        "tests/test_held_against.py::test_progress_says_whether_it_is_ahead_of_its_pace",
    ),
    Mutant(
        '"rose" and "fell" swapped in the lead of a slope',
        f"{CHARTS}/parts/beside.py",
        'words.slope[("same", "rose", "fell")[way]]',
        'words.slope[("same", "fell", "rose")[way]]',
        "tests/test_slopes_and_bridges.py",
    ),
    # Kinds of time
    Mutant(
        "a forecast drawn like what is known",
        f"{CHARTS}/parts/stacking.py",
        "return EXPECTED.get(role, role)",
        "return role",
        "tests/test_outlook.py::test_columns_of_several_series_go_on_into_what_is_expected_of_each",
    ),
    Mutant(
        "every area from zero, behind the others",
        f"{CHARTS}/parts/stacks.py",
        '"y2": alt.Y2("start"), **segments',
        '"y2": alt.Y2Datum(0), **segments',
        "tests/test_stacks.py::test_areas_upon_one_another_have_their_points_where_their_sums_are",
    ),
    Mutant(
        "a line through its gaps",
        f"{CHARTS}/parts/courses.py",
        "run += item.value is None or changes",
        "run += changes",
        "tests/test_charts.py::test_a_gap_in_a_line_stays_a_gap",
    ),
    Mutant(
        '"above" and "below" the range that was promised swapped',
        f"{CHARTS}/parts/standing.py",
        'if one.low > span.high:\n        return "above"\n    if one.high < span.low:\n        return "below"',
        'if one.low > span.high:\n        return "below"\n    if one.high < span.low:\n        return "above"',
        "tests/test_held_against.py::test_guidance_says_where_the_actual_came_in_and_what_comes",
    ),
    Mutant(
        "a timeline from right to left",
        f"{CHARTS}/kinds/timeline.py",
        '{"x": periods.place(remark.period.start)}',
        '{"x": periods.width - periods.place(remark.period.start)}',
        "tests/test_kind_timeline.py",
    ),
    Mutant(
        "an event a month late",
        f"{CHARTS}/parts/pointers.py",
        "    return periods.place(remark.period.start)\n",
        "    return periods.place(remark.period.start) + periods.step\n",
        "tests/test_annotations.py::test_an_event_stands_at_its_day_and_above_the_marks",
    ),
    # Kinds of items and of wholes, and tables
    Mutant(
        "bars with the least on top",
        f"{CHARTS}/kinds/bars.py",
        "key=lambda key: largest_first(known[key]))",
        "key=lambda key: largest_first(known[key]), reverse=True)",
        "tests/test_drawn_values.py::test_bars_are_ranked_and_as_long_as_their_values",
    ),
    Mutant(
        "a heat map whose palest ground is the highest",
        f"{CHARTS}/parts/shades.py",
        'return Shades(limits, said, _steps("accent_ink", len(limits) + 1))',
        'return Shades(limits, said, tuple(reversed(_steps("accent_ink", len(limits) + 1))))',
        "tests/test_kind_heatmap.py::test_the_larger_a_value_the_deeper_its_ground",
    ),
    Mutant(
        "a subtotal that nobody adds up",
        f"{CHARTS}/kinds/table.py",
        "scene.findings.extend(sums_that_miss(scene, options.rows, columns))",
        "sums_that_miss(scene, options.rows, columns)",
        "tests/test_kind_table.py::test_a_subtotal_that_does_not_add_up_within_rounding_is_found",
    ),
    Mutant(
        "a column of a table with the numbers of the period before",
        f"{CHARTS}/parts/tables/columns.py",
        "ref = scene.ref(metric, self.period)",
        "ref = scene.ref(metric, self.period.shift(-1) if self.period else None)",
        "tests/test_kind_table.py::test_columns_are_periods_as_many_as_asked_for_the_latest_last",
    ),
    Mutant(
        "a rise of a bridge in the colour of a fall",
        f"{CHARTS}/kinds/bridge.py",
        "meant((sign > 0) - (sign < 0), total",
        "meant((sign < 0) - (sign > 0), total",
        "tests/test_slopes_and_bridges.py::test_a_highlighted_step_keeps_the_colour_of_its_direction_and_is_outlined",
    ),
    Mutant(
        "a value counted in the range below it",
        f"{CHARTS}/kinds/histogram.py",
        "/ (high - low) + ROUNDING) == 0",
        "/ (high - low) - ROUNDING) == 0",
        "tests/test_kind_histogram.py::test_a_value_counts_in_the_range_that_begins_with_it",
    ),
    Mutant(
        "a reconciliation that adds what it should take off",
        f"{CHARTS}/kinds/reconciliation.py",
        "        if sign\n        else label",
        "        if not sign\n        else label",
        "tests/test_kind_reconciliation.py::test_every_column_adds_up_as_a_reader_would_add_it",
    ),
    Mutant(
        "the dots of a dumbbell swapped in the key",
        f"{CHARTS}/parts/beside.py",
        "role, names = self.roles[name], (self.names[key], self.heads[name])",
        "role = dict(zip(self.roles, reversed(self.roles.values()), strict=True))[name]\n"
        "            names = self.names[key], self.heads[name]",
        "tests/test_kind_dots.py::test_a_dot_has_the_colour_that_the_key_gives_its_date",
    ),
    Mutant(
        "two names at the side of a chart on each other",
        f"{CHARTS}/parts/sides.py",
        "first, last = (tall[order[end]] / 2 - BEYOND for end in (0, -1))",
        "first, last = max(tall) / 2 - BEYOND, max(tall) / 2 - BEYOND",
        "tests/test_stress_items.py::test_every_label_has_its_place[share of walk over time]",
    ),
    # Publication: the order in which it is written
    Mutant(
        "a publisher that does not look whether others have published meanwhile",
        f"{PUBLISHING}/settling.py",
        "if record_names(self.store) == standing.names:",
        "if standing.names:",
        f"{SURVIVAL}::test_whenever_another_publisher_comes_between_both_are_published_and_listed",
    ),
    Mutant(
        "two publishers in one folder",
        f"{PUBLISHING}/placing.py",
        "if not after or self._are_for_the_same(after):",
        "if True:",
        f"{SURVIVAL}::test_whenever_another_publisher_comes_between_both_are_published_and_listed",
    ),
    Mutant(
        "a catalogue before the pages",
        f"{PUBLISHING}/settling.py",
        "        self._put(INDEX, self.pages.index(standing.current))\n"
        "        self._put(CATALOGUE, catalogue_file(standing, self._address(standing)))",
        "        self._put(CATALOGUE, catalogue_file(standing, self._address(standing)))\n"
        "        self._put(INDEX, self.pages.index(standing.current))",
        f"{PUBLISHING_TESTS}::test_the_catalogue_is_written_last_of_all",
    ),
    Mutant(
        "uploads that are not checked",
        f"{PUBLISHING}/store.py",
        "if self.holds(path, content):\n                    return",
        "if True:\n                    return",
        f"{SURVIVAL}::test_a_file_that_arrives_changed_is_noticed_and_its_edition_not_published",
    ),
)
