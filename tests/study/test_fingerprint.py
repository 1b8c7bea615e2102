"""The fingerprint of a study: the same for the same study, another for any other."""

import dataclasses
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from impl_eval.study.fingerprint import _pieces, study_fingerprint
from impl_eval.study.load import load_study
from impl_eval.study.model import Study
from tests.shared import ROOT

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text() | st.binary(),
    lambda inner: (
        st.lists(inner, max_size=3).map(tuple) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=6,
)


@pytest.fixture(scope="module")
def study() -> Study:
    return load_study(ROOT)


def test_the_folder_does_not_count(study: Study, reference_copy: Callable[[], Path]) -> None:
    assert study_fingerprint(load_study(reference_copy())) == study_fingerprint(study)


def test_it_is_the_same_in_every_process() -> None:
    program = (
        "import sys; from pathlib import Path; from impl_eval.study.fingerprint import study_fingerprint;"
        "from impl_eval.study.load import load_study; print(study_fingerprint(load_study(Path(sys.argv[1]))))"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", program, str(ROOT)],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(found) == 1


@pytest.mark.parametrize("name", [field.name for field in dataclasses.fields(Study) if field.name != "root"])
def test_every_part_of_a_study_counts(study: Study, name: str) -> None:
    emptied = None if getattr(study, name) is not None else "another"
    other = dataclasses.replace(study, **{name: emptied})
    assert study_fingerprint(other) != study_fingerprint(study)


def test_one_answer_counts(study: Study) -> None:
    (responses,) = (one for one in study.responses if len(one))
    values = responses.values.copy()
    place = tuple(np.argwhere(~np.isnan(values))[0])
    values[place] += 1
    others = (dataclasses.replace(responses, values=values),)
    assert study_fingerprint(dataclasses.replace(study, responses=others)) != study_fingerprint(study)


def test_one_letter_of_a_transcript_counts(study: Study) -> None:
    material = study.interviews
    assert material is not None
    first = dataclasses.replace(material.transcripts[0], text=material.transcripts[0].text + ".")
    other = dataclasses.replace(material, transcripts=(first, *material.transcripts[1:]))
    assert study_fingerprint(dataclasses.replace(study, interviews=other)) != study_fingerprint(study)


@given(VALUES, VALUES)
def test_different_values_have_different_pieces(one: object, other: object) -> None:
    assert (list(_pieces(one)) == list(_pieces(other))) == (repr(one) == repr(other))


def test_sets_count_without_their_order_and_unknown_things_are_refused() -> None:
    assert list(_pieces(frozenset("abc"))) == list(_pieces(frozenset("cba")))
    assert list(_pieces(frozenset("abc"))) != list(_pieces(frozenset("abd")))
    with pytest.raises(TypeError, match="no fingerprint of a object"):
        list(_pieces((object(),)))
