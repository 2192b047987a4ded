import pytest

from stepper.symbols import Network
from stepper.tui.arrangement import arrange

CHAIN, WIDE = Network((1, 1, 1, 1, 1)), Network((8, 16, 4), biases=True)


@pytest.mark.parametrize("network", [CHAIN, WIDE, Network((1,) * 20, biases=True)])
def test_the_rows_fit_any_window_and_the_equation_always_has_one(network: Network) -> None:
    for width in range(1, 221, 3):
        for height in range(1, 70):
            a = arrange(width, height, network)
            rows = a.header + a.graph + a.list_above + a.ribbon + a.footer + 2 * a.rules
            assert height - rows >= min(height, 5)
            assert a.list_beside <= width // 2
            assert not (a.graph and a.list_above)


def test_80_by_24_folds_three_hidden_layers_into_two_rows() -> None:
    assert arrange(80, 24, CHAIN).graph == 10


def test_a_wide_window_has_the_list_beside_the_equation() -> None:
    assert arrange(120, 36, CHAIN).list_beside > 0
    assert arrange(99, 36, CHAIN).list_beside == 0


def test_below_60_by_16_the_graph_is_gone() -> None:
    assert arrange(60, 20, CHAIN).graph > 0
    assert arrange(59, 20, CHAIN).graph == 0
    assert arrange(80, 15, CHAIN).graph == 0
