"""Extraction over many texts: in input order, in bounded memory, resumable after a kill at any moment."""

from pipeline.batch.folder import Mode
from pipeline.batch.inputs import count_documents
from pipeline.batch.manifest import factwire_version, summarize
from pipeline.batch.run import Job, Recipe, Summary, extract, extract_documents, extract_to_stream, read_recipe
from pipeline.batch.tasks import Done, Failure, Result, Task

__all__ = [
    "Done",
    "Failure",
    "Job",
    "Mode",
    "Recipe",
    "Result",
    "Summary",
    "Task",
    "count_documents",
    "extract",
    "extract_documents",
    "extract_to_stream",
    "factwire_version",
    "read_recipe",
    "summarize",
]
