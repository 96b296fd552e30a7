"""Where the network runs."""

import torch

from medcls_core.errors import InputInvalid


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
