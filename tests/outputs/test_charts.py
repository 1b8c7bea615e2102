import functools
import struct
from dataclasses import replace

import matplotlib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib import pyplot
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text

from impl_eval.outputs.charts import Picture, alt_text, data_table, draw, draw_all, figure_files, figure_of
from impl_eval.outputs.figures.canvas import decimals_of_step
from impl_eval.outputs.figures.looks import STYLE, TEXT_SIZE, readable_on
from impl_eval.outputs.number_text import value_text
from impl_eval.outputs.suppression import suppress
from impl_eval.results import Chart, ChartPoint, Estimate, Reported
from tests.outputs.examples import (
    CHANGES,
    FACTS,
    MECHANISMS,
    OPTIONS,
    change_chart,
    distribution_chart,
    evaluation,
    segments_chart,
    trend_chart,
)
from tests.outputs.survey_charts import (
    LIKERT,
    dumbbell_chart,
    flow_chart,
    missing_chart,
    sensitivity_chart,
    transitions_chart,
)

LONG = "A very long label that names an organisation-wide multidisciplinary tapering support arrangement"
ONE_VALUE = (("role", "Role"),)
CHARTS = {
    "change": change_chart(CHANGES),
    "change, one row": change_chart(((-0.5, -1.0, 0.0),), ONE_VALUE),
    "change, nothing": change_chart((None,), ONE_VALUE),
    "change, large numbers": change_chart(((-1234.5, -2345.6, -123.4),), (("role", LONG),)),
    "distribution": distribution_chart(),
    "distribution, eleven options": distribution_chart(("Start a discussion",), tuple(map(str, range(11)))),
    "distribution, long words": distribution_chart((LONG, "B"), (LONG, "Yes", "No")),
    "segments": segments_chart(),
    "segments, few beside many": segments_chart(((400, 1, 1, 1), *(((1, 1, 1, 1),) * 5))),
    "segments, none": segments_chart(((0, 0, 0, 0),) * 6),
    "trend": trend_chart(),
    "trend, one place": trend_chart(("All",)),
    "trend, eight places": trend_chart(tuple(f"A place with a long name {number}" for number in range(8))),
}

SCALES = ("Role expectation", "Knowledge", "Confidence", "Care pathway", "Aligned expectations", "Team", LONG)
CHARTS |= {
    "sensitivity, seven scales": sensitivity_chart(SCALES),
    "sensitivity, one scale": sensitivity_chart(SCALES[:1]),
    "dumbbell": dumbbell_chart([("Role", 2.5, 3.25), (LONG, 3.5, 3.4), ("Team", 3.0, 3.0)]),
    "dumbbell, one side unknown": dumbbell_chart([("Role", 2.5, None), ("Team", None, None)]),
    "transitions": transitions_chart(LIKERT),
    "transitions, eleven options": transitions_chart(tuple(map(str, range(11)))),
    "flow": flow_chart([("Invited", 240.0, 231.0), ("With at least one answer", 96.0, 84.0)], 58.0),
    "flow, numbers not supplied": flow_chart([("Invited", None, None), (LONG, 9.0, 1234.0)], 0.0),
    "missing": missing_chart(9, 7),
    "missing, many items": missing_chart(24, 30),
    "missing, nothing": missing_chart(1, 1),
}


@pytest.fixture(params=CHARTS, scope="module")
def chart(request: pytest.FixtureRequest) -> Chart:
    return CHARTS[request.param]


@functools.cache
def drawn_texts(chart: Chart) -> list[Text]:
    import seaborn

    with matplotlib.rc_context({**seaborn.axes_style("ticks"), **STYLE}):
        figure = figure_of(chart, FACTS)
        canvas = FigureCanvasAgg(figure)
        canvas.draw()
        texts = [text for text in figure.findobj(Text) if text.get_visible() and text.get_text().strip()]
        renderer = canvas.get_renderer()
        for text in texts:
            text.box = text.get_window_extent(renderer)
        texts = [text for text in texts if text.box.width > 0]
        for text in texts:
            assert text.get_fontsize() >= TEXT_SIZE
            inside = figure.bbox.padded(1.0)
            assert inside.x0 <= text.box.x0 <= text.box.x1 <= inside.x1, text.get_text()
            assert inside.y0 <= text.box.y0 <= text.box.y1 <= inside.y1, text.get_text()
    return texts


def test_no_text_is_cut_small_or_on_top_of_another(chart: Chart) -> None:
    texts = drawn_texts(chart)
    for position, one in enumerate(texts):
        for other in texts[position + 1 :]:
            overlaps = one.box.padded(-1).overlaps(other.box.padded(-1))
            assert not overlaps, (one.get_text(), other.get_text())


def test_figures_are_16_cm_wide() -> None:
    width, _ = struct.unpack(">II", draw(CHARTS["trend"], FACTS).png[16:24])
    assert width == 1260


def test_figures_of_simulated_data_say_so(chart: Chart) -> None:
    assert "SIMULATED" in [text.get_text() for text in drawn_texts(chart)]


def test_real_data_are_not_called_simulated() -> None:
    real = replace(FACTS, simulated=False)
    assert draw(change_chart(CHANGES), real).png != draw(change_chart(CHANGES), FACTS).png


@pytest.mark.parametrize("kind", ["change", "distribution", "segments", "trend"])
def test_same_chart_same_bytes(kind: str) -> None:
    first, second = draw(CHARTS[kind], FACTS), draw(CHARTS[kind], FACTS)
    assert first == second
    assert b"<dc:date>" not in first.svg
    assert b"Software" not in first.png


def test_drawing_leaves_no_trace_in_matplotlib() -> None:
    before = dict(matplotlib.rcParams)
    draw(change_chart(CHANGES), FACTS)
    assert dict(matplotlib.rcParams) == before
    assert pyplot.get_fignums() == []


def test_change_prints_numbers_words_at_the_ends_and_what_is_not_estimable() -> None:
    words = [text.get_text() for text in drawn_texts(change_chart(CHANGES))]
    for expected in ("+0.42 (0.18 to 0.66)", "−0.10 (−0.34 to 0.14)", "not estimable", "Change (95% CI)"):
        assert expected in words
    assert {"← lower after", "higher after →"} <= set(words)


def test_distribution_prints_shares_from_8_per_cent() -> None:
    chart = distribution_chart()
    words = [text.get_text() for text in drawn_texts(chart)]
    large = [p.reported for p in chart.points if (p.reported.estimate.value or 0) >= 0.08]
    assert sum(word.endswith("%") and word not in ("0%", "50%", "75%", "100%") for word in words) >= len(
        large
    )
    assert words.count("Before, n = 84") == words.count("After, n = 84") == 3


def test_segments_print_every_number() -> None:
    chart = segments_chart()
    words = " ".join(text.get_text() for text in drawn_texts(chart))
    for expected in ("14", "22", "17", "1 mixed, 1 unclear", "1 enabler", "none"):
        assert expected in words


def test_hidden_points_are_left_out_and_hidden_bars_say_so() -> None:
    few = suppress(evaluation(charts=(distribution_chart(n=4),))).sections[0].charts[0]
    words = [text.get_text() for text in drawn_texts(few)]
    assert words.count("suppressed") == 6
    assert not any(word.startswith("n =") for word in words)
    assert draw(trend_chart(hidden=True), FACTS) != draw(trend_chart(hidden=False), FACTS)


def test_trend_names_the_start_of_the_programme_only_between_dates() -> None:
    words = [text.get_text() for text in drawn_texts(trend_chart())]
    assert "programme start" in words
    points = tuple(
        ChartPoint(label, "All", Reported(label, "outcomes", label, Estimate("rate", 3.0)))
        for label in ("first year", "second year")
    )
    without = replace(trend_chart(), points=points)
    words = [text.get_text() for text in drawn_texts(without)]
    assert "programme start" not in words
    assert "second year" in words


def test_a_chart_without_points_is_refused() -> None:
    with pytest.raises(ValueError, match="no points"):
        draw(replace(change_chart(CHANGES), points=()), FACTS)


def test_alt_text_says_what_the_figure_shows(chart: Chart) -> None:
    text = alt_text(chart)
    assert 30 <= len(text) <= 250
    assert "image of" not in text.lower()
    assert "\n" not in text


def test_alt_text_of_each_kind() -> None:
    short = tuple((id_, id_.capitalize()) for id_, _ in MECHANISMS)
    assert alt_text(change_chart(CHANGES, short)) == (
        "Change with its interval for 6 rows. Highest +0.95 (Confidence), lowest −0.10 (Pathway). "
        "3 higher after, 1 lower after, 1 without a number."
    )
    assert "42 enabler, 45 barrier, 7 mixed, 9 unclear" in alt_text(segments_chart())
    assert "Apr 2022 to Oct 2024" in alt_text(trend_chart())
    assert "0 rising, 3 falling" in alt_text(trend_chart())
    assert '5 response options, from "Strongly disagree" to "Strongly agree"' in alt_text(
        distribution_chart()
    )


@given(st.lists(st.text(min_size=1, max_size=400), min_size=1, max_size=9, unique=True))
def test_alt_text_keeps_its_length_whatever_the_labels(labels: list[str]) -> None:
    mechanisms = tuple((f"m{number}", label) for number, label in enumerate(labels))
    changes = tuple((0.1 * number, 0.0, 1.0) for number in range(len(labels)))
    for chart in (
        change_chart(changes, mechanisms),
        distribution_chart(tuple(labels)),
        trend_chart(tuple(labels)),
    ):
        assert 30 <= len(alt_text(chart)) <= 250


def test_alt_text_tells_no_hidden_number() -> None:
    few = suppress(evaluation(charts=(distribution_chart(n=4),))).sections[0].charts[0]
    assert "No bar can be shown." in alt_text(few)


def test_data_table_holds_what_is_drawn(chart: Chart) -> None:
    table = data_table(chart, FACTS)
    cells = [cell for row in table.rows for cell in row if isinstance(cell, Reported)]
    assert sorted(cell.id for cell in cells) == sorted(point.reported.id for point in chart.points)


def test_data_table_of_a_distribution_names_item_and_timepoint() -> None:
    table = data_table(distribution_chart(), FACTS)
    assert table.columns == ("Item", "Timepoint", *OPTIONS)
    assert table.rows[0][:2] == ("Knows the dose steps", "Before")
    assert isinstance(table.rows[0][2], Reported)
    assert value_text(table.rows[0][2]) == "10%"


def test_pictures_are_drawn_from_the_suppressed_evaluation_only() -> None:
    start = evaluation(charts=(change_chart(CHANGES),))
    with pytest.raises(ValueError, match="suppressed"):
        draw_all(start)
    pictures = draw_all(suppress(start))
    assert list(pictures) == ["survey.change", "interviews.segments"]
    assert list(figure_files({"b": Picture(b"p", b"s"), "a": Picture(b"p", b"s")})) == [
        "figures/a.png",
        "figures/a.svg",
        "figures/b.png",
        "figures/b.svg",
    ]


@settings(max_examples=10, deadline=None)
@given(
    st.lists(
        st.one_of(st.none(), st.tuples(st.floats(-50, 50), st.floats(0, 10), st.floats(0, 10))),
        min_size=1,
        max_size=6,
    )
)
def test_any_change_can_be_drawn_without_overlap(rows: list[tuple[float, float, float] | None]) -> None:
    changes = tuple(row and (row[0], row[0] - row[1], row[0] + row[2]) for row in rows)
    test_no_text_is_cut_small_or_on_top_of_another(change_chart(changes, MECHANISMS[: len(rows)]))


@given(st.integers(0, 255), st.integers(0, 255), st.integers(0, 255))
def test_numbers_on_bars_are_readable(red: int, green: int, blue: int) -> None:
    """On any colour at least the 3.0 : 1 that WCAG asks of graphics and large text."""

    def luminance(colour: str) -> float:
        parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    colour = f"#{red:02X}{green:02X}{blue:02X}"
    light, dark = sorted((luminance(colour), luminance(readable_on(colour))), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 3.0


def test_the_words_on_transitions_count_who_moved_which_way() -> None:
    """By hand: cell (row, column) holds row times column; the diagonal is 0 + 1 + 4 + 9 + 16 = 30."""
    text = alt_text(transitions_chart(LIKERT))
    assert "30 gave the same answer, 35 a later option, 35 an earlier one" in text


def test_the_words_on_a_forest_plot_count_intervals_without_zero() -> None:
    """By hand: three intervals of half width 0.25 around 0.30, 0.32 and 0.34 leave out zero."""
    assert "Of 3 intervals, 3 leave out zero" in alt_text(sensitivity_chart(["Role"]))


def test_ticks_a_quarter_apart_are_not_rounded() -> None:
    assert decimals_of_step(0.25) == 2
    assert decimals_of_step(0.2) == 1
    assert decimals_of_step(5) == 0
    assert decimals_of_step(2.5) == 1
