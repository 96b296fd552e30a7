"""Where the network runs."""

import torch

from medcls_core.errors import InputInvalid
from medcls_core.language import Text


def choose_device(name: str = "auto") -> torch.device:
    """The device called `name`: 'auto' (CUDA where it works, else CPU), 'cpu' or 'cuda'.

    Raises:
        InputInvalid: if the name is unknown, or CUDA is asked for and absent.
    """
    present = torch.cuda.is_available()
    match name:
        case "cpu":
            return torch.device("cpu")
        case "cuda" if present:
            return torch.device("cuda")
        case "cuda":
            raise InputInvalid("device 'cuda'", "this computer has no usable CUDA GPU")
        case "auto":
            return torch.device("cuda" if present else "cpu")
        case _:
            raise InputInvalid(f"device {name!r}", "known devices are auto, cpu, cuda")


def found_devices() -> Text:
    """What this computer has to run models on, for people."""
    threads = torch.get_num_threads()
    if not torch.cuda.is_available():
        return Text(
            f"Found: processor, {threads} threads; no CUDA GPU.",
            f"已找到：处理器，{threads} 线程；无 CUDA GPU。",
        )
    name = torch.cuda.get_device_name()
    room = torch.cuda.get_device_properties(0).total_memory / 1e9
    return Text(
        f"Found: {name}, {room:.0f} GB; processor, {threads} threads.",
        f"已找到：{name}，{room:.0f} GB；处理器，{threads} 线程。",
    )
