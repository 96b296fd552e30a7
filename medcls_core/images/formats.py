"""Which files are images, by name; and which are slides that only their maker's software reads."""

from medcls_core.images import reasons

DICOM_SUFFIXES = frozenset({".dcm", ".dicom"})
_MAGIC_AT = 128
SUFFIXES = frozenset(
    {
        *(".svs", ".tif", ".tiff", ".ndpi", ".mrxs", ".vms", ".vmu", ".scn", ".bif", ".svslide"),
        *(".czi", ".png", ".jpg", ".jpeg", ".bmp"),
        *DICOM_SUFFIXES,
    }
)
FOREIGN = {
    ".kfb": reasons.CONVERT_KFB,
    ".kfbf": reasons.CONVERT_KFB,
    ".sdpc": reasons.CONVERT_SDPC,
    ".dyj": reasons.CONVERT_OTHER,
    ".isyntax": reasons.CONVERT_OTHER,
    ".i2syntax": reasons.CONVERT_OTHER,
    ".mdsx": reasons.CONVERT_OTHER,
    ".tmap": reasons.CONVERT_OTHER,
    ".tron": reasons.CONVERT_OTHER,
    ".vsi": reasons.CONVERT_OTHER,
    ".zyp": reasons.CONVERT_OTHER,
}


def is_dicom(head: bytes) -> bool:
    """Whether a file that begins with `head` says that it is DICOM."""
    return head[_MAGIC_AT : _MAGIC_AT + 4] == b"DICM"
