"""Properties of amounts: what is written in digits or words is read back; nothing raises; reading again is the same."""

from decimal import Decimal
from time import process_time

import pytest
from babel import Locale
from babel.numbers import format_compact_decimal, format_decimal
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.records import Amount, Value
from pipeline.stages.values.rules.currencies import load_currencies
from pipeline.stages.values.rules.units import load_units
from tests.stages.values.test_examples import STAGE, find
from tests.test_numerals import spell

CURRENCIES = load_currencies()
UNITS = load_units()
ACTIVE = sorted(code for code in CURRENCIES.iso - {"XBT"} if "(" not in Locale("en").currencies[code])
PIECES = (
    *("two hundred ", "1,000 ", "$", "€ 5", "half a ", "one in ", "5 to ", "from 3 to ", "cents ", "minus ", "km", "%"),
    *("5 dollars and ", "US", "½", "1/2 ", "pounds ", "\n", "(", "1.", "-", "percent ", "a million and ", "Mexican "),
)


def amounts(text: str) -> list[Amount]:
    return [value.norm for value in find(text) if isinstance(value.norm, Amount)]


@given(st.integers(3, 10**9))
def test_a_count_is_read_back_from_digits_and_from_words(number: int) -> None:
    written = format_decimal(number, locale="en")
    expected = [Amount(Decimal(number))]
    if not 1000 <= number <= 2100:  # a year
        assert amounts(f"They counted {written} soldiers there.") == expected
    assert amounts(f"They counted {spell(number)} soldiers there.") == expected


@given(st.decimals(0, 999, places=1), st.sampled_from(["thousand", "million", "billion", "trillion"]))
def test_a_sum_is_read_back(number: Decimal, scale: str) -> None:
    (found,) = amounts(f"They paid {number} {scale} dollars there.")
    assert found.amount == number * 10 ** (3 * (1 + ["thousand", "million", "billion", "trillion"].index(scale)))
    assert found.currency == "USD"


@given(st.integers(1, 999), st.sampled_from([3, 6, 9, 12]))
def test_compact_numbers_are_read_back(number: int, exponent: int) -> None:
    """CLDR's short forms: 5K, 5M, 5B, 5T."""
    written = format_compact_decimal(number * 10**exponent, locale="en")
    assert amounts(f"They paid ${written} there.") == [Amount(Decimal(number) * 10**exponent, currency="USD")]


@pytest.mark.parametrize("code", ACTIVE)
def test_every_currency_is_read_by_its_code_and_its_name(code: str) -> None:
    name = Locale("en").currencies[code]
    for text in (f"They paid 25,000 {code} there.", f"They paid 25,000 {name}s there."):
        assert [found.currency for found in amounts(text)] == [code], text


@pytest.mark.parametrize("sign", CURRENCIES.signs)
def test_every_sign_is_read_before_and_behind(sign: str) -> None:
    expected = CURRENCIES.codes[sign.lower()]
    assert [found.currency for found in amounts(f"It cost {sign}25 there.")] == [expected]
    assert [found.currency for found in amounts(f"It cost 25 {sign} there.")] == [expected]


@pytest.mark.parametrize("name", sorted(name for name in UNITS.names if len(name) > 3 and name not in UNITS.per))
def test_every_name_of_a_unit_is_read(name: str) -> None:
    assert [found.unit for found in amounts(f"They measured 25 {name} there.")] == [UNITS.names[name]]


@settings(deadline=None, max_examples=150)
@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=4)), max_size=12).map("".join))
def test_no_text_raises_and_a_value_alone_is_found_again(text: str) -> None:
    for value in find(text):
        assert text[value.start : value.end] == value.text
    assert find(text) == find(text)


@pytest.mark.parametrize(
    "text",
    [
        "The G20 met and the COVID-19 wave ended.",
        "Resolution 1325 and Article 5 hold.",
        "The F-4E flew, then an A320.",
        "Call +84 24 3799 2000 now.",
        "It shows 4K video and 1080p.",
        "They lost the set 3-6.",
        "The FTSE 100 and the S&P 500 fell.",
        "Second, they agreed.",
    ],
)
def test_names_codes_and_scores_are_no_amounts(text: str) -> None:
    assert amounts(text) == []


@pytest.mark.parametrize(
    "piece", ["two hundred ", "12 34 cents ", "$ 5 ", "a million and ", "2010 to ", "5 pounds ", "(1"]
)
def test_long_lines_stay_linear(piece: str) -> None:
    def seconds(length: int) -> float:
        start = process_time()
        find((piece * length)[:length])
        return process_time() - start

    seconds(500)
    assert seconds(16_000) < 12 * seconds(4_000) + 0.5


def labels(text: str) -> list[str]:
    values: tuple[Value, ...] = find(text)
    return [value.label for value in values]


def test_both_ends_of_a_rise_have_the_unit() -> None:
    assert amounts("It rose from 3 to 5 percent.") == [Amount(Decimal(3)), Amount(Decimal(5))]
    assert labels("It rose from 3 to 5 percent.") == ["PERCENT", "PERCENT"]
    assert STAGE.assigns == "values"


@pytest.mark.parametrize(
    ("words", "sign"),
    [
        ("more than", ">"),
        ("over", ">"),
        ("well over", ">"),
        ("upwards of", ">"),
        ("at least", ">="),
        ("no fewer than", ">="),
        ("a minimum of", ">="),
        ("at the very least", ">="),
        ("under", "<"),
        ("just under", "<"),
        ("up to", "<="),
        ("as many as", "<="),
        ("no more than", "<="),
        ("not exceeding", "<="),
        ("at the most", "<="),
        ("nearly", "~"),
        ("some", "~"),
        ("close to", "~"),
        ("an estimated", "~"),
    ],
)
def test_bounds_tell_whether_the_number_is_in_them(words: str, sign: str) -> None:
    for text in (f"They sent {words} 40 ships.", f"They gave {words} $40 million.", f"It took {words} 40 percent."):
        assert [found.comparator for found in amounts(text)] == [sign], text


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("They sent 40 or more ships.", ">="),
        ("They sent 40-plus ships.", ">="),
        ("They sent 40 ships at most.", "<="),
        ("It must not exceed 40 percent.", "<="),
        ("It will not be less than 40 percent.", ">="),
        ("They sent ~40 ships.", "~"),
        ("They sent 40 ships at most times.", "="),
    ],
)
def test_bounds_behind_and_with_a_negation(text: str, sign: str) -> None:
    assert [found.comparator for found in amounts(text)] == [sign]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The vote was 52 to 48.", ["52", "48"]),
        ("It fell 3 pence to 97 pence.", ["0.03", "0.97"]),
        ("It fell 3 to 5 percent.", ["3..5"]),
        ("It costs between $5 and $7.", ["5..7"]),
        ("It ranges from 5 to 7 percent.", ["5..7"]),
        ("It rose from 5 to 7 percent.", ["5", "7"]),
    ],
)
def test_what_is_a_range_and_what_is_not(text: str, expected: list[str]) -> None:
    found = amounts(text)
    assert [f"{each.amount}" + (f"..{each.upper}" if each.upper else "") for each in found] == expected
