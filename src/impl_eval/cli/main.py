"""`impl-eval`: the verbs, and the outermost door that turns errors into exit codes."""

import sys

import click

from impl_eval import __version__
from impl_eval.cli.codebooks import codebook
from impl_eval.cli.coding import coding
from impl_eval.cli.comparing import compare_coders
from impl_eval.cli.evaluating import analyse, check, run, score
from impl_eval.cli.identifiers import identifiers
from impl_eval.cli.instruments import instrument
from impl_eval.cli.joining import joint
from impl_eval.cli.matrix import matrix
from impl_eval.cli.planning import plan, power
from impl_eval.cli.quoting import quotes
from impl_eval.cli.reporting import report
from impl_eval.cli.starting import init, preview, simulate
from impl_eval.cli.tagging import tag
from impl_eval.cli.terminal import (
    DONE,
    OUR_BUG,
    describe_bug,
    exit_code_of,
    say,
    write_what_can_be_written,
)
from impl_eval.cli.withdrawing import withdraw

CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


@click.group(context_settings=CONTEXT)
@click.version_option(__version__, prog_name="impl-eval")
@click.option("--debug", is_flag=True, help="Show the message of a fault in impl-eval: it may hold data.")
def cli(debug: bool) -> None:
    """Evaluate whether a health-care change was implemented, and through which mechanisms.

    A study is a folder with a study.yaml. Make one with 'impl-eval init', look at it with
    'impl-eval check', evaluate it with 'impl-eval run'.
    """


for verb in (
    init,
    check,
    run,
    preview,
    score,
    analyse,
    codebook,
    tag,
    coding,
    compare_coders,
    matrix,
    joint,
    quotes,
    identifiers,
    withdraw,
    report,
    simulate,
    plan,
    power,
    instrument,
):
    cli.add_command(verb)


def main() -> None:
    """Run the command line and leave with the exit code of what happened (see `cli.terminal`)."""
    debug = "--debug" in sys.argv[1:]
    write_what_can_be_written()
    try:
        cli.main(standalone_mode=False)
    except click.exceptions.Exit as leaving:
        sys.exit(leaving.exit_code)
    except click.Abort:
        sys.exit(exit_code_of(KeyboardInterrupt()))
    except click.ClickException as wrong:
        wrong.show()
        sys.exit(wrong.exit_code)
    except BrokenPipeError:
        sys.exit(DONE)
    except SystemExit:
        raise
    except BaseException as error:
        code = exit_code_of(error)
        if code == OUR_BUG:
            say(describe_bug(error, with_message=debug))
        sys.exit(code)


if __name__ == "__main__":
    main()
