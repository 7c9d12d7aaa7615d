import pytest

from pipeline.stages.links.rules.office_names import same_office


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("PM", "Prime Minister"),
        ("Premier", "prime minister"),
        ("Minister of Defense", "Defence Minister"),
        ("Deputy Minister of Foreign Affairs", "deputy foreign minister"),
        ("Minister for Foreign Affairs", "FM"),
        ("Secretary-General", "secretary general"),
    ],
)
def test_two_names_of_one_office(one: str, other: str) -> None:
    assert same_office(one) == same_office(other)


def test_other_offices_stay_apart() -> None:
    assert same_office("Minister of Trade") != same_office("Minister of Health")
    assert same_office("general secretary") != same_office("secretary general")
