"""Which counts changed by few people since an earlier run. Numbers by hand."""

import pytest

from impl_eval.outputs.earlier_release import counts_that_changed_little
from impl_eval.outputs.results_json import results_json
from tests.outputs.examples import evaluation, people


def with_count(n: int):  # type: ignore[no-untyped-def]
    return evaluation(reported=(people("survey.respondents.baseline", n, timepoint="baseline"),))


@pytest.mark.parametrize(("now", "changed"), [(20, 0), (21, 1), (16, 1), (24, 1), (25, 0), (15, 0)])
def test_a_change_below_the_threshold_of_five_counts(now: int, changed: int) -> None:
    earlier = results_json(with_count(20)).encode("utf-8")
    assert counts_that_changed_little(earlier, with_count(now)) == changed


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b"\xff\xfe", b'{"study": {}, "estimates": []}'])
def test_a_file_that_holds_no_results_has_nothing_to_compare(content: bytes) -> None:
    assert counts_that_changed_little(content, with_count(20)) == 0
