"""A trained network as files: safetensors, ONNX in fp32 and int8, and the proof that they agree."""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import save_file
from torch import Tensor, nn

from pipeline.errors import OutputError
from pipeline.nn.encoder import ShapedEncoder
from pipeline.nn.pairs import ROLES, PairHead
from pipeline.nn.reader import Head, Reader
from pipeline.onnx.network import HINTS, open_session
from pipeline.onnx.pieces import Window

WEIGHTS, ENCODER, ENCODER_INT8 = "weights.safetensors", "encoder.onnx", "encoder.int8.onnx"

_OPSET = 17
_EXAMPLE_LENGTH = 12
_TOLERANCE = 1e-3


@dataclass(frozen=True, slots=True)
class Differences:
    """The greatest absolute difference between torch and ONNX in the states of the windows compared."""

    fp32: float
    int8: float


class _Encoder(nn.Module):
    """The encoder without padding: one window a pass."""

    def __init__(self, encoder: ShapedEncoder) -> None:
        super().__init__()
        self.encoder = encoder

    def forward(self, pieces: Tensor, shapes: Tensor) -> Tensor:
        states: Tensor = self.encoder(pieces, shapes)
        return states


class _Head(nn.Module):
    """A head whose outputs are a tuple, in the order of their names."""

    def __init__(self, head: Head) -> None:
        super().__init__()
        self.head = head

    def forward(self, *given: Tensor) -> tuple[Tensor, ...]:
        return tuple(self.head(*given).values())


def export(model: Reader, folder: Path) -> None:
    """Write weights.safetensors, encoder.onnx, encoder.int8.onnx and a file for each head into the folder."""
    model = model.to("cpu").eval()
    save_file({name: tensor.contiguous() for name, tensor in model.state_dict().items()}, folder / WEIGHTS)
    encoder = model.encoder
    encoder.encoder.set_attn_implementation("eager")  # plain operators, which ONNX has
    inputs = (torch.ones((1, _EXAMPLE_LENGTH), dtype=torch.long), torch.zeros((1, _EXAMPLE_LENGTH), dtype=torch.long))
    axes = {name: {0: "windows", 1: "pieces"} for name in ("pieces", "shapes", "states")}
    _to_onnx(_Encoder(encoder), inputs, folder / ENCODER, (("pieces", "shapes"), ("states",)), axes)
    quantize(folder / ENCODER, folder / ENCODER_INT8)
    for name in model.heads:
        head = model.head(name)
        given, outputs = _example_of(head, encoder.width)
        rows = {"spans": "spans", "labels": "spans", **dict.fromkeys(("pairs", "allowed", ROLES), "pairs")}
        head_axes = {axis: {0: rows.get(axis, "tokens")} for axis in (*given, *outputs)}
        _to_onnx(_Head(head), tuple(given.values()), folder / f"{name}.onnx", (tuple(given), outputs), head_axes)


def _example_of(head: Head, width: int) -> tuple[dict[str, Tensor], tuple[str, ...]]:
    """Something that the head can be given, in the order of its parameters, and the names of its outputs."""
    given = {"states": torch.zeros((_EXAMPLE_LENGTH, width))}
    if isinstance(head, PairHead):
        ends = torch.tensor([[0, 1], [2, 2], [4, 5]])
        pairs = torch.tensor([[0, 1], [2, 0]])
        allowed = torch.ones((len(pairs), head.outputs.out_features), dtype=torch.bool)
        given |= {"spans": ends, "labels": torch.zeros(len(ends), dtype=torch.long), "pairs": pairs, "allowed": allowed}
        return given, (ROLES,)
    if head.hints is not None:
        given[HINTS] = torch.zeros(_EXAMPLE_LENGTH, dtype=torch.long)
    return given, tuple(head.outputs)


def quantize(source: Path, target: Path) -> None:
    """Weights in int8 with a scale for each channel, activations quantised while running (dynamic)."""
    import logging

    from onnxruntime.quantization import QuantType, quantize_dynamic

    logger = logging.getLogger()
    level = logger.level
    logger.setLevel(logging.ERROR)  # it advises a preparation that changes nothing here
    try:
        quantize_dynamic(source, target, weight_type=QuantType.QInt8, per_channel=True)
    finally:
        logger.setLevel(level)


def compare(model: Reader, folder: Path, windows: Sequence[Window]) -> Differences:
    """How far the exported encoders are from torch. Raises OutputError if the fp32 one is more than rounding away."""
    sessions = [open_session(folder / name) for name in (ENCODER, ENCODER_INT8)]
    greatest = [0.0, 0.0]
    for window in windows:
        pieces, shapes = window.pieces[None], window.shapes[None]
        with torch.inference_mode():
            states = model.encoder(torch.from_numpy(pieces), torch.from_numpy(shapes)).numpy()
        for index, session in enumerate(sessions):
            (found,) = session.run(None, {"pieces": pieces, "shapes": shapes})
            greatest[index] = max(greatest[index], float(np.abs(found - states).max()))
    if greatest[0] > _TOLERANCE:
        raise OutputError(f"{folder / ENCODER}: its states differ from torch by {greatest[0]:.2g}; the export is wrong")
    return Differences(*greatest)


def _to_onnx(
    module: nn.Module,
    inputs: tuple[Tensor, ...],
    path: Path,
    names: tuple[tuple[str, ...], tuple[str, ...]],
    axes: dict[str, dict[int, str]],
) -> None:
    """Trace the module. The module is put into evaluation mode: the exporter gives children its mode afterwards."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # tracing warns of every Python number that it meets
        torch.onnx.export(
            module.eval(),
            inputs,
            str(path),
            input_names=list(names[0]),
            output_names=list(names[1]),
            dynamic_axes=axes,
            opset_version=_OPSET,
            dynamo=False,
        )
