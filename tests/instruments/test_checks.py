"""Static checks: each fault once, placed, and nothing said about a sound instrument."""

import pytest
from hypothesis import given

from impl_eval.instruments.advice import advise_on_instrument, mechanism_cover
from impl_eval.instruments.checks import check_instrument
from impl_eval.instruments.licences import is_open
from impl_eval.instruments.readability import readability_hints
from tests.instruments.builders import AGREEMENT, instrument, instruments, item, scale, shell


def found(**changes):
    return [(one.path, one.found) for one in check_instrument(instrument(**changes))]


def test_a_sound_instrument_has_no_fault_and_no_advice():
    assert check_instrument(instrument()) == ()
    assert advise_on_instrument(instrument()) == ()


@given(instruments())
def test_generated_instruments_are_sound(one):
    assert check_instrument(one) == ()


@pytest.mark.parametrize("name", ["not", "With", "BY"])
def test_a_word_that_spss_keeps_is_refused(name):
    items = [item("know1"), item("know2"), item(name)]
    assert found(items=items) == [(("items", 2, "id"), f'"{name}", a word that SPSS keeps for itself')]


@pytest.mark.parametrize("version", ["1", "1.0", "1.0.0-beta", "v1.0.0"])
def test_a_version_is_three_numbers(version):
    assert found(version=version) == [(("version",), f'"{version}"')]


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        (AGREEMENT, None),
        ({"1": "Never", "5": "Always"}, None),
        ({"1": "Never", "3": "Sometimes", "5": "Always"}, None),
        ({"5": "Always", "1": "Never"}, None),
        ({}, None),
        ({"1": "Never", "2": "Rarely", "4": "Often", "5": "Always"}, "no label for 3"),
        ({"1": "Never"}, "no label for 2, 3, 4, 5"),
        ({"1": "Never", "5": "Always", "3": "Sometimes"}, "labels out of order"),
        ({"1": "Never", "5": "never"}, "the label of 1 again"),
    ],
)
def test_response_options_are_complete_and_in_order(labels, expected):
    faults = found(choices={"agree5": {"min": "1", "max": "5", "labels": labels}})
    assert [text for _, text in faults] == ([] if expected is None else [expected])


@pytest.mark.parametrize("spdx", ["CC-BY-4.0", "cc-by-2.0", "CC-BY-3.0-IGO", "CC0-1.0", "own"])
def test_open_licences(spdx):
    assert is_open(spdx)
    assert found(licence={"spdx": spdx, "holder": "Us", "text_included": "yes"}) == []


@pytest.mark.parametrize("spdx", ["CC-BY-NC-4.0", "CC-BY-SA-4.0", "CC-BY-ND-4.0", "MIT", "all rights"])
def test_wording_under_another_licence_needs_a_permission(spdx):
    licence = {"spdx": spdx, "holder": "A publisher", "text_included": "yes"}
    (fault,) = check_instrument(instrument(licence=licence))
    assert fault.path == ("licence", "spdx")
    assert "permission" in fault.remedy
    assert found(licence={**licence, "permission": "Letter of 3 May 2024"}) == []


def test_a_shell_is_sound_and_a_shell_with_wording_is_not():
    assert check_instrument(shell()) == ()
    assert [one.found for one in advise_on_instrument(shell())] == [
        "a shell: ids, scales and scoring without the wording"
    ]
    licence = {"spdx": "unknown", "holder": "Somebody", "text_included": "no"}
    faults = found(licence=licence)
    assert faults == [(("licence", "text_included"), "no, although know1, know2, know3 have their wording")]


def test_wording_cannot_be_missing_where_it_is_said_to_be_included():
    items = [item("know1"), item("know2", wording=""), item("know3")]
    assert found(items=items) == [(("items", 1, "wording"), "no wording of know2")]


def test_a_shell_is_shown_by_its_short_labels():
    assert [one.text for one in shell().items] == ["About know1", "About know2", "About know3"]


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("know1 = 1 or know1 = 2", None),
        ("know1>=3", None),
        ("know1 is 3", "a condition that cannot be read"),
        ("know1 = 1 and know1 = 2 or know1 = 3", "a condition that cannot be read"),
        ("know3 = 1", '"know3", which does not come before'),
        ("know2 = 1", '"know2", which does not come before'),
        ("knwo1 = 1", '"knwo1"'),
        ("know1 = 9", "9, which nobody can answer to know1"),
    ],
)
def test_conditions_refer_to_earlier_items(condition, expected):
    items = [item("know1"), item("know2", show_if=condition), item("know3")]
    assert [text for _, text in found(items=items)] == ([] if expected is None else [expected])


def test_a_condition_without_a_code_for_not_shown_is_advised_on():
    items = [item("know1"), item("know2", show_if="know1 = 1")]
    (advice,) = advise_on_instrument(instrument(items=items, missing_codes={"-99": "not answered"}))
    assert advice.found == "items shown to some people only, and no missing code for not shown"


def test_thin_scales_are_advised_on():
    one = instrument(
        scales=[scale("knowledge"), scale("trust", min_valid="1"), scale("doubt", min_valid="1")],
        items=[
            item("know1"), item("know2"), item("trust1", scale="trust"),
            item("doubt1", scale="doubt", reverse_scored="yes"),
            item("doubt2", scale="doubt", reverse_scored="yes"),
        ],
    )  # fmt: skip
    assert check_instrument(one) == ()
    assert [advice.found for advice in advise_on_instrument(one)] == [
        "the scale trust with one item",
        "the scale doubt, all of whose items are reverse scored",
    ]


def test_a_hyphen_is_advised_on():
    items = [item("know-1"), item("know2"), item("know3")]
    (advice,) = advise_on_instrument(instrument(items=items))
    assert (advice.found, "know_1" in advice.remedy) == ('"know-1"', True)


@pytest.mark.parametrize(
    ("wording", "hints"),
    [
        ("I know how to taper.", ()),
        ("I am not unsure about tapering.", ("two negatives in one sentence",)),
        ("I don't know what to do without help.", ("two negatives in one sentence",)),
        ("I am not sure. I never taper.", ()),
        ("I plan and/or carry out a taper.", ('"and/or", which asks two things at once',)),
        (" ".join(["word"] * 26) + ".", ("a sentence of 26 words",)),
        (" ".join(["word"] * 25) + ".", ()),
        ("", ()),
    ],
)
def test_readability(wording, hints):
    assert readability_hints(wording) == hints


def test_mechanisms_with_few_items():
    """By hand: 4, 4, 1 and 0 items; the median is 2.5, half of it 1.25."""
    scales = [
        scale("a1", mechanism="a"), scale("b1", mechanism="b"), scale("c1", mechanism="c"),
    ]  # fmt: skip
    items = [item(f"{name}{number}", scale=f"{name}1") for name in "ab" for number in range(4)]
    one = instrument(scales=scales, items=[*items, item("c0", scale="c1")])
    assert mechanism_cover("abcd", [one]) == (("c", 1), ("d", 0))
    assert mechanism_cover("xy", [one]) == ()
