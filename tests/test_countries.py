import re

import pytest

from pipeline.countries import load_countries, with_plural


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Vietnam", "VN"),
        ("Viet Nam", "VN"),
        ("VIET NAM", "VN"),
        ("U.S.", "US"),
        ("US", "US"),
        ("us", None),
        ("Filipinos", "PH"),
        ("Lao", "LA"),
        ("Laos", "LA"),
        ("Lao  People’s Democratic Republic", "LA"),
        ("Hong Kong", "HK"),
        ("Germans", "DE"),
        ("South Koreans", "KR"),
        ("Mekong", None),
        ("Hanoi", None),
    ],
)
def test_code(text: str, code: str | None) -> None:
    assert load_countries().code(text) == code


def test_capitals() -> None:
    assert load_countries().capitals["Vientiane"] == "LA"


def test_every_entry_has_an_alpha_2_code() -> None:
    countries = load_countries()
    codes = {*countries.names.values(), *countries.peoples.values(), *countries.capitals.values()}
    assert len(codes) > 190
    assert all(re.fullmatch("[A-Z]{2}", code) for code in codes)


def test_no_form_is_listed_for_two_countries() -> None:
    countries = load_countries()
    shared = {form for form, code in countries.peoples.items() if countries.names.get(form, code) != code}
    assert not shared


@pytest.mark.parametrize(
    ("word", "forms"), [("Lao", ["Lao", "Laos"]), ("French", ["French"]), ("Chinese", ["Chinese"])]
)
def test_with_plural(word: str, forms: list[str]) -> None:
    assert list(with_plural(word)) == forms
