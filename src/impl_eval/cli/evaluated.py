"""The evaluation of a study: the one that an earlier run kept where nothing has changed, else a new one."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from impl_eval.outputs.kept_work import KeptWork
    from impl_eval.qualitative.coding import Suggestion
    from impl_eval.results import Evaluation
    from impl_eval.study.model import Study


def evaluated(
    study: "Study",
    kept: "KeptWork",
    progress: Callable[[str], None],
    suggestions: "Sequence[Suggestion] | None" = None,
) -> "Evaluation":
    """Return the evaluation of a study. `suggestions` are the tagger's, where somebody has them already."""
    from impl_eval.outputs.kept_evaluation import evaluation_key, find_evaluation, keep_evaluation
    from impl_eval.study.fingerprint import study_fingerprint

    key = evaluation_key(study_fingerprint(study))
    found = find_evaluation(kept, key)
    if found is not None:
        return found
    from impl_eval.evaluation import evaluate, suggest

    if suggestions is None:
        progress("suggestions")
        suggestions = suggest(study)
    evaluation = evaluate(study, suggestions, progress)
    keep_evaluation(kept, key, evaluation)
    return evaluation
