"""The exception tree of factwire.

    FactwireError
    ├── ConfigError      a config file, key, stage name or stage order
    ├── InputError       a text, file or folder that cannot be read as input
    ├── FormatError      a line of a documents or gold file
    ├── RuleError        a rule or word list in `pipeline/resources/`
    ├── StageError       a stage failed on a document, or broke its contract
    └── OutputError      an output folder or file that cannot be written

Every message says what was found, what was expected and what to do.
"""


class FactwireError(Exception):
    """Base of every error that factwire raises on purpose."""


class ConfigError(FactwireError):
    """A config cannot be used."""


class InputError(FactwireError):
    """An input cannot be read."""


class FormatError(FactwireError):
    """A line of a documents file does not follow the format of docs/format.md."""


class RuleError(FactwireError):
    """A rule or word list cannot be used."""


class StageError(FactwireError):
    """A stage failed on a document, or returned something it may not return. `stage` is the layer that it assigns."""

    def __init__(self, message: str, *, stage: str | None = None) -> None:
        super().__init__(message)
        self.stage = stage


class OutputError(FactwireError):
    """Results cannot be written."""
