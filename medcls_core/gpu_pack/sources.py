"""Where a pack usually comes from, and what it costs."""

DEFAULT_SOURCE = "https://download.pytorch.org/whl/cu130"
"""PyTorch's own index of builds for CUDA 13.0."""

DOWNLOAD_GB, NEEDED_GB = 3, 10
"""About what is fetched, and what the disk needs while it is unpacked; from PyTorch's lists."""
