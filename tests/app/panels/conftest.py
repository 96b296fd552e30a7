"""The gallery in the real window."""

import pytest

from app.panels.gallery import GalleryPanel
from app.panels.gallery_view import GalleryView


@pytest.fixture
def page(window) -> GalleryPanel:
    """The gallery's page in the real window."""
    return window.slide.gallery


@pytest.fixture
def view(page: GalleryPanel) -> GalleryView:
    return page.view
