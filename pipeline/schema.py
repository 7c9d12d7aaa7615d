"""The schema (`annotations/schema.toml`) as an object: labels, roles with their argument labels, priorities."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from pipeline.resources import project_file

Roles = Mapping[str, frozenset[str]]
"""Role → the labels that may fill it."""


@dataclass(frozen=True, slots=True)
class Schema:
    """What may stand in a document.

    `roles[head label][role]` is the set of labels allowed as argument; `attributes[name]` the allowed values.
    """

    version: str
    names: frozenset[str]
    values: frozenset[str]
    triggers: frozenset[str]
    attributes: Mapping[str, frozenset[str]]
    roles: Mapping[str, Roles]
    static: frozenset[str]
    priority: Mapping[str, int]

    @property
    def entities(self) -> frozenset[str]:
        """Labels of the `entities` layer: names, titles and triggers."""
        return self.names | self.triggers

    def allows(self, head: str, role: str, argument: str) -> bool:
        """Whether an arc `role` may lead from a span labelled `head` to one labelled `argument`."""
        return argument in self.roles.get(head, {}).get(role, frozenset())


def _roles(table: Mapping[str, Any]) -> dict[str, Roles]:
    def resolve(head: str) -> Roles:
        roles = table[head]
        alias = roles.get("same_as")
        if isinstance(alias, str):
            return resolve(alias)
        return {role: frozenset(labels) for role, labels in roles.items()}

    return {head: resolve(head) for head in table}


@cache
def load_schema() -> Schema:
    """The schema that this version of factwire follows."""
    with project_file("annotations/schema.toml").open("rb") as file:
        data = tomllib.load(file)
    labels = data["labels"]
    return Schema(
        version=data["version"],
        names=frozenset(labels["name"]),
        values=frozenset(labels["value"]),
        triggers=frozenset(labels["trigger"]),
        attributes={name: frozenset(values) for name, values in data["attributes"].items()},
        roles=_roles(data["roles"]),
        static=frozenset(data["static"]),
        priority=data["priority"],
    )
