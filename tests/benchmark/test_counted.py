from dataclasses import replace

import pytest

from pipeline.benchmark.counted import load_view
from pipeline.benchmark.units import canonical_unit
from pipeline.stages.values.rules import build
from tests.builders import document

STAGE = build()
VIEW = load_view()


def quantities(text: str) -> list[str]:
    made = replace(document(text), sentences=((0, len(text)),))
    made = replace(made, values=STAGE(made))
    norms = [each["norm"] for each in VIEW.quantities(made)]
    ends = (f"{norm['amount']}{'..' + norm['upper'] if norm['upper'] else ''}" for norm in norms)
    return [f"{n['comparator']} {end} {canonical_unit(n['unit'])}".strip() for n, end in zip(norms, ends, strict=True)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Some 40 young workers left.", ["~ 40 young worker"]),
        ("She is 72 years old.", ["= 72 year of age"]),
        ("He stayed for ten years.", ["= 10 year"]),
        ("It grew in the first nine months of 2019.", ["= 9 month"]),
        ("It pays 2.50 dollars a share.", ["= 2.50 USD/share"]),
        ("They sell 300 tonnes per month.", ["= 300 t/mo"]),
        ("Trade fell 12 percent.", ["down 12 %"]),
        ("Trade is down by a further 12 percent.", ["down 12 %"]),
        ("They expect a rise of 12 percent.", ["up 12 %"]),
        ("They expect a 12 percent fall.", ["= 12 %"]),
        ("It made a gain of 12 million dollars.", ["= 12000000 USD"]),
        ("They lost 12 million dollars, then lost 12 clients.", ["= 12000000 USD", "down 12 client"]),
        ("Prices closed down 12 percent.", ["down 12 %"]),
        ("Prices fell as much as 12 percent.", ["down 12 %"]),
        ("They paid an average of 12 dollars.", ["~ 12 USD"]),
        ("It goes from 0 to 62 mph.", ["= 0..62 mph"]),
        ("It rose from 5 to 7 percent.", ["= 5 %", "= 7 %"]),
        ("Tens of thousands of voters came.", ["= 10000 voter"]),
        ("Trade rose more than 12 percent.", ["> 12 %"]),
        ("Trade rose to 5 billion dollars.", ["= 5000000000 USD"]),
        ("They set up 20 camps.", ["= 20 camp"]),
        ("Dozens of houses burnt.", ["= 12 house"]),
        ("It closed at 84.5 pence.", ["= 84.500 penny"]),
    ],
)
def test_a_value_as_a_quantity_of_cqe(text: str, expected: list[str]) -> None:
    assert quantities(text) == expected


def test_a_fraction_is_exact() -> None:
    (found,) = quantities("They hold two thirds of the seats.")
    assert found.startswith("= 0.66666666")
