"""Arrays to QImage and back; every image owns its pixels, so no array has to outlive it."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter

from medcls_core.geometry import Box, Size


def to_qimage(rgb: NDArray[np.uint8]) -> QImage:
    """An opaque picture of `rgb`, uint8 (H, W, 3) RGB; may be called from a worker thread.

    Raises:
        ValueError: if the array has another shape or type, or no pixels.
    """
    _check(rgb, channels=3)
    packed = np.ascontiguousarray(rgb)
    height, width = packed.shape[:2]
    borrowed = QImage(packed.data, width, height, 3 * width, QImage.Format.Format_RGB888)
    # The conversion copies: the borrowed view of the array ends with this function.
    return borrowed.convertToFormat(QImage.Format.Format_RGB32)


def inside_to_qimage(rgb: NDArray[np.uint8], box: Box, size: Size) -> QImage:
    """The picture of a crop, transparent where its box reaches beyond the image.

    Args:
        rgb: uint8 (H, W, 3), what `box` shows.
        box: in level-0 pixels.
        size: of the image at level 0.
    """
    picture = to_qimage(rgb)
    inside = box.intersection(Box(0, 0, *size))
    if inside is None or inside == box:
        return picture
    across, down = picture.width() / box.width_l0, picture.height() / box.height_l0
    cut = QImage(picture.size(), QImage.Format.Format_ARGB32_Premultiplied)
    cut.fill(Qt.GlobalColor.transparent)
    painter = QPainter(cut)
    painter.setClipRect(
        QRectF(
            (inside.x_l0 - box.x_l0) * across,
            (inside.y_l0 - box.y_l0) * down,
            inside.width_l0 * across,
            inside.height_l0 * down,
        )
    )
    painter.drawImage(0, 0, picture)
    painter.end()
    return cut


def rgba_to_qimage(rgba: NDArray[np.uint8]) -> QImage:
    """A translucent picture of `rgba`, uint8 (H, W, 4) RGBA, alpha not multiplied in.

    Raises:
        ValueError: if the array has another shape or type, or no pixels.
    """
    _check(rgba, channels=4)
    packed = np.ascontiguousarray(rgba)
    height, width = packed.shape[:2]
    borrowed = QImage(packed.data, width, height, 4 * width, QImage.Format.Format_RGBA8888)
    return borrowed.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)


def packed_to_qimage(packed: NDArray[np.uint32]) -> QImage:
    """A translucent picture of uint32 (H, W) values 0xAARRGGBB, alpha multiplied in."""
    height, width = packed.shape
    lines = np.ascontiguousarray(packed)
    borrowed = QImage(lines.data, width, height, QImage.Format.Format_ARGB32_Premultiplied)
    return borrowed.copy()


def to_array(image: QImage) -> NDArray[np.uint8]:
    """A copy of the picture as uint8 (H, W, 3) RGB; transparency is dropped."""
    plain = image.convertToFormat(QImage.Format.Format_RGB888)
    width, height = plain.width(), plain.height()
    lines = np.frombuffer(plain.constBits(), dtype=np.uint8)
    lines = lines.reshape(height, plain.bytesPerLine())[:, : 3 * width]
    return lines.reshape(height, width, 3).copy()


def pixels_of(image: QImage) -> NDArray[np.uint8]:
    """The memory of a 32-bit picture as uint8 (H, W, 4), writable, valid while `image` lives.

    Byte order is the machine's (B, G, R, A on all that we build for), which doesn't matter to
    tables that treat the colours alike.
    """
    lines = np.frombuffer(image.bits(), dtype=np.uint8)
    return lines.reshape(image.height(), image.bytesPerLine() // 4, 4)[:, : image.width()]


def _check(pixels: NDArray[np.uint8], *, channels: int) -> None:
    shaped = pixels.ndim == 3 and pixels.shape[2] == channels  # noqa: PLR2004  (H, W, channels)
    if not shaped or pixels.dtype != np.uint8 or pixels.size == 0:
        raise ValueError(f"expected uint8 (H, W, {channels}), got {pixels.dtype} {pixels.shape}")
