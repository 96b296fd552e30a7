"""Does a pack compute on the GPU: `python -m medcls_core.gpu_pack.probe FOLDER` prints JSON.

A process of its own: the program's own torch is loaded already, and a broken library may end it.
"""

import json
import sys


def main() -> int:
    """Multiply and convolve on both, compare, and say what was found."""
    sys.path.insert(0, sys.argv[1])
    import torch  # noqa: PLC0415  (the pack's)

    answer: dict[str, object] = {
        "torch": torch.__version__,
        "cuda": torch.version.cuda or "",
        "device": "",
        "difference": None,
    }
    if torch.cuda.is_available():
        answer["device"] = torch.cuda.get_device_name()
        answer["difference"] = _difference()
    sys.stdout.write(json.dumps(answer) + "\n")
    return 0


def _difference() -> float:
    """Largest difference between the GPU's convolution and the processor's, relative."""
    import torch  # noqa: PLC0415

    torch.manual_seed(0)
    images, kernel = torch.randn(2, 3, 64, 64), torch.randn(8, 3, 3, 3)
    here = torch.nn.functional.conv2d(images, kernel)
    there = torch.nn.functional.conv2d(images.cuda(), kernel.cuda()).cpu()
    return float((here - there).abs().max() / here.abs().max())


if __name__ == "__main__":
    sys.exit(main())
