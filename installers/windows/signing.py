"""Signatures, when a certificate is given; without one the checksums have to do."""

import os
import shutil
from pathlib import Path

from installers.running import program, run

CERTIFICATE, PASSWORD_FILE, TIMESTAMP = (
    "MEDCLS_SIGN_PKCS12",
    "MEDCLS_SIGN_PASSWORD_FILE",
    "MEDCLS_SIGN_TIMESTAMP_URL",
)
"""Environment: the certificate with its key; a file with its password; a timestamp server."""


def sign(path: Path) -> bool:
    """Sign an .exe in place.

    Returns:
        False where no certificate is given.

    Raises:
        BuildError: if osslsigncode refuses.
    """
    certificate = os.environ.get(CERTIFICATE)
    if not certificate:
        return False
    signed = path.with_name(f"{path.name}.signed")
    stamp, word = os.environ.get(TIMESTAMP), os.environ.get(PASSWORD_FILE)
    run(
        [
            *(program("osslsigncode"), "sign", "-pkcs12", certificate, "-h", "sha256"),
            *(("-readpass", word) if word else ()),
            *("-n", "medcls"),
            *(("-ts", stamp) if stamp else ()),
            *("-in", path, "-out", signed),
        ],
        limit_s=300,
    )
    shutil.move(signed, path)
    return True
