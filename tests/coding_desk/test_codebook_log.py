"""Which codings were made under which version of the codebook, and which to look at again."""

import json
from pathlib import Path

from tests.coding_desk.interviews import enlarge
from tests.coding_desk.test_coding_desk import KNOWS, LIST, TRUST, decide, segment
from tests.command_line import impl_eval_here as impl_eval

BOOK = "qualitative/codebook.yaml"


def reword(study: Path, before: str, after: str) -> None:
    path = study / BOOK
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")


def test_codings_stand_under_the_version_they_were_made_under(small_study: Path) -> None:
    enlarge(small_study)
    decide(small_study, segment(KNOWS, "AB"), segment(TRUST, "AB", "trust"))
    reword(small_study, "version: 1.0.0", "version: 1.1.0")
    reword(small_study, "Talk about trust.", "Talk about trust in colleagues.")
    decide(small_study, segment(LIST, "AB", code_id="list_helps"))
    done = impl_eval("codebook", "versions", small_study, "--json")
    assert done.returncode == 0, done.stderr
    first, second = json.loads(done.stdout)["versions"]
    # The small study comes with one coding of each mechanism, taken over under the first version.
    assert (first["version"], first["codings"], first["is_current"]) == ("1.0.0", 4, False)
    assert first["to_look_at"] == [["trust", 2]]
    assert (second["version"], second["codings"], second["is_current"]) == ("1.1.0", 1, True)
    printed = impl_eval("codebook", "versions", small_study).stdout.splitlines()
    assert printed[0].startswith(f"{first['codebook_hash'][:12]}  version 1.0.0, since 2026-")
    assert printed[1] == "    trust has another meaning now: look at 2 again"
    assert printed[2].endswith(": 1 coding (now)")


def test_a_version_of_the_store_is_compared_with_the_codebook_of_now(small_study: Path) -> None:
    enlarge(small_study)
    decide(small_study, segment(KNOWS, "AB"))
    digest = json.loads(impl_eval("codebook", "versions", small_study, "--json").stdout)["versions"][0][
        "codebook_hash"
    ]
    reword(small_study, "Talk about trust.", "Talk about trust in colleagues.")
    done = impl_eval("codebook", "diff", digest[:8], small_study)
    assert 'The definition of "trust" has changed.' in done.stdout
    for wrong in ("0" * 12, digest[:3], "no_such.yaml"):
        refused = impl_eval("codebook", "diff", wrong, small_study)
        assert refused.returncode == 2
        assert f'"{wrong}" is no file, no folder, and no version that the study keeps' in refused.stderr


def test_without_a_store_there_are_no_versions(small_study: Path) -> None:
    done = impl_eval("codebook", "versions", small_study)
    assert (done.returncode, done.stdout) == (0, "")
    assert "No codings in a coding store yet" in done.stderr
