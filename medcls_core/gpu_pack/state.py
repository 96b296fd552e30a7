"""What there is to say of the GPU pack before anything is done about it."""

from dataclasses import dataclass

from medcls_core.gpu_pack.folder import Pack, active
from medcls_core.gpu_pack.installing import own_cuda


@dataclass(frozen=True, slots=True)
class PackState:
    """The pack in use, if any, and CUDA's version in the program's own torch; empty is none."""

    pack: Pack | None
    own_cuda: str


def pack_state() -> PackState:
    """Look at both; quick, torch isn't imported."""
    return PackState(active(), own_cuda())
