"""The notation that gold is written in by hand (docs/notation.md), and its way to documents and back.

The text is written out with marks around its spans, one sentence a line; arcs follow, by short ids. Nothing is counted
by hand: the marked text is aligned with the source, and every difference but white space is an error.
"""

from pipeline.convert.notation.compiling import compile_notation
from pipeline.convert.notation.files import compile_files
from pipeline.convert.notation.writing import write_notation

__all__ = ["compile_files", "compile_notation", "write_notation"]
