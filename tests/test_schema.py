import pytest

from pipeline.schema import load_schema

SCHEMA = load_schema()


def test_there_are_twenty_labels_each_with_a_priority() -> None:
    labels = SCHEMA.names | SCHEMA.values | SCHEMA.triggers
    assert len(labels) == 20
    assert set(SCHEMA.priority) == labels


def test_roles_name_only_known_labels() -> None:
    labels = SCHEMA.names | SCHEMA.values | SCHEMA.triggers
    assert set(SCHEMA.roles) <= labels
    for roles in SCHEMA.roles.values():
        for allowed in roles.values():
            assert allowed
            assert allowed <= labels


@pytest.mark.parametrize(
    ("head", "role", "argument", "allowed"),
    [
        ("VISIT", "visitor", "NORP", True),
        ("VISIT", "visitor", "DATE", False),
        ("PERCENT", "base", "MONEY", True),
        ("PERCENT", "value", "MONEY", False),
        ("PERSON", "position_held", "TITLE", True),
        ("EVENT", "date", "DATE", False),
    ],
)
def test_allows(head: str, role: str, argument: str, allowed: bool) -> None:
    assert SCHEMA.allows(head, role, argument) is allowed


def test_every_static_arc_has_a_head() -> None:
    assert {role for roles in SCHEMA.roles.values() for role in roles} >= SCHEMA.static
