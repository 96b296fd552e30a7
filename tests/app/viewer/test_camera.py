from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.viewer.camera import Camera, Spot, fit_scale, scale_limits
from medcls_core.geometry import Point, Size

places = st.floats(0, 100_000)
scales = st.floats(1e-3, 16)
cameras = st.builds(
    Camera,
    center=st.builds(Point, places, places),
    scale=scales,
    view=st.just(Size(1280, 800)),
    pixel_ratio=st.sampled_from([1.0, 1.25, 1.5, 2.0]),
)
spots = st.builds(Spot, st.floats(0, 1280), st.floats(0, 800))


@given(cameras, spots)
def test_view_and_image_agree(camera: Camera, spot: Spot):
    back = camera.to_view(camera.to_l0(spot))
    assert back.x == pytest.approx(spot.x, abs=1e-4)
    assert back.y == pytest.approx(spot.y, abs=1e-4)


@given(cameras, spots, scales)
def test_zooming_keeps_the_point_under_the_cursor(camera: Camera, spot: Spot, scale: float):
    point = camera.to_l0(spot)
    now = camera.anchored(scale, point, spot).to_view(point)
    # Half a screen pixel: the origin is rounded to whole ones.
    assert abs(now.x - spot.x) <= 0.51
    assert abs(now.y - spot.y) <= 0.51


@given(cameras)
def test_the_image_lies_on_whole_screen_pixels(camera: Camera):
    x = camera.origin.x * camera.pixel_ratio
    assert abs(x - round(x)) < 1e-3


@given(cameras)
def test_nobody_gets_lost(camera: Camera):
    size = Size(2000, 3000)
    center = camera.kept_over(size).center
    assert 0 <= center.x_l0 <= 2000
    assert 0 <= center.y_l0 <= 3000


@pytest.mark.parametrize("size", [Size(66, 80), Size(2220, 2967), Size(100_000, 40_000)])
def test_everything_fits_and_limits_hold_it(size: Size):
    camera = Camera.fitting(size, Size(1280, 800))
    box = camera.view_box
    assert box.x_l0 <= 0
    assert box.y_l0 <= 0
    assert box.right_l0 >= size.width
    assert box.bottom_l0 >= size.height
    limits = scale_limits(size, Size(1280, 800))
    assert limits.clamp(camera.scale) == camera.scale
    assert limits.clamp(1.0) == 1.0
    assert limits.clamp(1e9) >= 8
    assert limits.clamp(0) >= fit_scale(size, Size(1280, 800)) / 2 or limits.clamp(0) == 1.0


def test_panning_is_in_view_pixels():
    camera = Camera(Point(100, 100), 0.5, Size(400, 300))
    assert camera.panned(10, -20).center == Point(120, 60)
    assert replace(camera, scale=2.0).downsample == 0.5
