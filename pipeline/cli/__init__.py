"""The command line. Each command parses its arguments, calls one library function and prints the result.

Heavy imports stand inside the commands: `factwire --help` loads none of the libraries that do the work.
"""

from pipeline.cli import benchmark, conversion, corpus, evaluation, extraction, training
from pipeline.cli.app import app

__all__ = ["app", "benchmark", "conversion", "corpus", "evaluation", "extraction", "main", "training"]


def main() -> None:
    """The console script `factwire`."""
    app(prog_name="factwire")
