"""What opens, what is refused, and the one reason why."""

import shutil
import struct

import numpy as np
import pytest
import tifffile
from PIL import Image

from medcls_core.errors import ImageUnreadable, InputInvalid, PixelSizeUnknown
from medcls_core.geometry import Box, Size
from medcls_core.images import PixelSizeOrigin, open_image, read_overview, require_mpp
from medcls_core.images.openslide_source import OpenSlideSource
from medcls_core.images.wsidicom_source import WsiDicomSource
from medcls_core.language import Language


def refusal(path):
    with pytest.raises(ImageUnreadable) as caught:
        open_image(path)
    english, chinese = (caught.value.sentence(language) for language in Language)
    assert str(path) in english
    assert english.count("\n") == 0
    assert english != chinese
    assert not any("\u4e00" <= sign <= "\u9fff" for sign in english.replace(str(path), ""))
    assert any("\u4e00" <= sign <= "\u9fff" for sign in chinese.split("：", 1)[1])
    return caught.value.reason


def test_missing_file(tmp_path):
    assert "no such file" in refusal(tmp_path / "none.svs")


def test_folder(tmp_path):
    assert "folder" in refusal(tmp_path)


@pytest.mark.parametrize("name", ["empty.svs", "empty.png", "empty.dcm", "empty"])
def test_empty_file(tmp_path, name):
    (tmp_path / name).touch()
    assert "empty" in refusal(tmp_path / name)


@pytest.mark.parametrize("text", ["a slide? no", "<html>404 未找到</html>" * 400, "x"])
def test_text_named_like_a_slide(tmp_path, text):
    (tmp_path / "text.svs").write_text(text, encoding="utf-8")
    assert "text, not an image" in refusal(tmp_path / "text.svs")


def test_noise(tmp_path):
    (tmp_path / "noise.tif").write_bytes(np.random.default_rng(1).bytes(5000))
    assert "not an image of a kind" in refusal(tmp_path / "noise.tif")


@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.97])
def test_truncated_slide(tmp_path, write, made_rgb, share):
    whole = write["slide"](tmp_path / "whole.tif", made_rgb).read_bytes()
    cut = tmp_path / "cut.svs"
    cut.write_bytes(whole[: int(len(whole) * share)])
    try:
        source = open_image(cut)
    except ImageUnreadable as error:
        assert "damaged" in error.reason  # noqa: PT017  (opening may succeed lawfully)
        return
    with pytest.raises(ImageUnreadable, match="damaged"):
        [read_overview(source, longest) for longest in (1311, 300, 60)]


@pytest.mark.parametrize("suffix", ["png", "jpg", "bmp", "tif"])
def test_truncated_flat_image(tmp_path, made_rgb, suffix):
    path = tmp_path / f"cut.{suffix}"
    Image.fromarray(made_rgb).save(path)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    assert "damaged" in refusal(path)


@pytest.mark.parametrize(
    ("name", "word"), [("a.kfb", "K-Viewer"), ("b.SDPC", "SQRAY"), ("c.isyntax", "maker's")]
)
def test_closed_formats_name_the_way_out(tmp_path, name, word):
    (tmp_path / name).write_bytes(b"\x07KFB\0\1\2\3" * 100)
    assert word in refusal(tmp_path / name)
    assert "SVS" in refusal(tmp_path / name)


def test_unsupported_codec_is_named(tmp_path, made_rgb):
    path = tmp_path / "odd.tif"
    tifffile.imwrite(path, made_rgb, photometric="rgb", metadata=None)
    with tifffile.TiffFile(path) as file:
        at = file.pages.first.tags["Compression"].valueoffset
    with path.open("r+b") as stream:
        stream.seek(at)
        stream.write(struct.pack("<H", 34661))  # JBIG
    assert "JBIG" in refusal(path)


def test_a_bomb_is_refused_before_it_goes_off(tmp_path, monkeypatch):
    Image.new("L", (3000, 2000)).save(tmp_path / "bomb.png")
    monkeypatch.setattr("medcls_core.images.flat_source.MAX_PIXELS", 1_000_000)
    limit = Image.MAX_IMAGE_PIXELS
    assert "more pixels" in refusal(tmp_path / "bomb.png")
    assert limit == Image.MAX_IMAGE_PIXELS


def test_wrong_suffix_is_no_hindrance(tmp_path, made_rgb):
    Image.fromarray(made_rgb).save(tmp_path / "x.png")
    shutil.move(tmp_path / "x.png", tmp_path / "x.svs")
    assert open_image(tmp_path / "x.svs").format_name == "PNG"


@pytest.mark.parametrize("name", ["切片 样本 (1)", "🔬 slide é", "空格 和 号#%&"])
def test_names_in_any_script(tmp_path, write, made_rgb, name):
    folder = tmp_path / name
    folder.mkdir()
    Image.fromarray(made_rgb).save(folder / f"{name}.png")
    write["slide"](folder / f"{name}.tif", made_rgb)
    write["dicom"](folder / f"{name}.dcm", made_rgb)
    write["dicom_slide"](folder / f"{name} series", made_rgb)
    for path in sorted(folder.rglob("*.*")):
        if path.is_file():
            assert open_image(path).read(Box(5, 5, 8, 8), Size(8, 8)).shape == (8, 8, 3)


def test_dicom_slide_goes_to_openslide_first(tmp_path, write, made_rgb):
    source = open_image(write["dicom_slide"](tmp_path, made_rgb, mpp=0.46))
    assert isinstance(source, OpenSlideSource)
    assert require_mpp(source) == pytest.approx(0.46)
    assert source.objective_power == 20
    assert len(source.level_downsamples) == 2


def test_dicom_slide_goes_to_wsidicom_where_openslide_refuses(
    tmp_path, write, made_rgb, monkeypatch
):
    path = write["dicom_slide"](tmp_path, made_rgb, mpp=0.46)

    def refuse(path, **_):
        raise ImageUnreadable(path, "refused")

    monkeypatch.setattr("medcls_core.images.opening.OpenSlideSource", refuse)
    with_user = open_image(path, mpp=0.5)
    source = open_image(path)
    assert isinstance(source, WsiDicomSource)
    assert require_mpp(source) == pytest.approx(0.46)
    assert with_user.pixel_size.origin is PixelSizeOrigin.USER
    assert source.level_downsamples == (1.0, 4.0)


@pytest.mark.parametrize("mpp", [0.0, -1.0, float("nan"), float("inf"), 1e9])
def test_nonsense_from_the_user_is_refused(tmp_path, made_rgb, mpp):
    Image.fromarray(made_rgb).save(tmp_path / "x.png")
    with pytest.raises(InputInvalid):
        open_image(tmp_path / "x.png", mpp=mpp)


def test_the_user_overrides_the_file(tmp_path, write, made_rgb):
    path = write["slide"](
        tmp_path / "s.tif", made_rgb, resolution=(20000, 20000), resolutionunit="CENTIMETER"
    )
    said = open_image(path).pixel_size
    assert (said.mpp, said.origin) == (pytest.approx(0.5), PixelSizeOrigin.FILE)
    told = open_image(path, mpp=0.25).pixel_size
    assert (told.mpp, told.origin) == (0.25, PixelSizeOrigin.USER)


def test_a_damaged_tile_spoils_only_itself(tmp_path, write, made_rgb):
    path = write["slide"](tmp_path / "s.tif", made_rgb, factors=())
    with tifffile.TiffFile(path) as file:
        at, count = file.pages.first.dataoffsets[12], file.pages.first.databytecounts[12]
    with path.open("r+b") as stream:
        stream.seek(at)
        stream.write(b"\xff" * count)
    source = open_image(path)
    bad, good = Box(140, 140, 60, 60), Box(600, 600, 60, 60)  # tile 12 is at 128, 128
    for _ in range(3):
        with pytest.raises(ImageUnreadable, match="this part"):
            source.read(bad, Size(60, 60))
        np.testing.assert_array_equal(source.read(good, Size(60, 60)), made_rgb[600:660, 600:660])


def test_reading_after_close_is_a_defect(tmp_path, made_rgb):
    Image.fromarray(made_rgb).save(tmp_path / "x.png")
    opened = open_image(tmp_path / "x.png")
    opened.close()
    opened.close()
    with pytest.raises(ValueError, match="closed"):
        opened.read(Box(0, 0, 5, 5), Size(5, 5))


@pytest.mark.real_data
def test_real_slides(real_data):
    slides = real_data("slides")
    cmu = open_image(slides / "aperio_cmu1_small_region.svs")
    assert cmu.size_l0 == (2220, 2967)
    assert cmu.pixel_size.mpp == pytest.approx(0.499)
    assert cmu.objective_power == 20
    assert read_overview(cmu, 300).std() > 20
    tcga = open_image(slides / "aperio_tcga_no_mpp.svs")
    assert tcga.pixel_size is None
    assert tcga.level_downsamples == (1.0, 2.0)
    with pytest.raises(PixelSizeUnknown, match="--mpp"):
        require_mpp(tcga)


@pytest.mark.real_data
def test_real_refusals(real_data):
    slides = real_data("slides")
    assert "text" in refusal(slides / "broken.svs")
    assert "Image Type (0008,0008)" in refusal(slides / "dicom_wsi_openslide_refuses.dcm")


@pytest.mark.real_data
def test_the_coarse_level_of_a_real_slide_lies_on_the_fine_one(real_data):
    source = open_image(real_data("slides") / "aperio_tcga_no_mpp.svs")
    box = Box(4000, 1500, 360, 360)  # the right edge, where a wrong scale shows most
    coarse = source.read(box, Size(180, 180)).astype(float).mean(axis=2)
    fine = source.read(box, Size(360, 360)).astype(float).mean(axis=2)
    fine = fine.reshape(180, 2, 180, 2).mean(axis=(1, 3))
    errors = {
        shift: np.abs(np.roll(coarse, shift, axis=1) - fine)[:, 3:-3].mean() for shift in (-1, 0, 1)
    }
    assert errors[0] < 0.5 * min(errors[-1], errors[1])


@pytest.mark.real_data
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_truncated_real_slide(real_data, tmp_path, share):
    whole = (real_data("slides") / "aperio_cmu1_small_region.svs").read_bytes()
    path = tmp_path / "cut.svs"
    path.write_bytes(whole[: int(len(whole) * share)])
    assert "damaged" in refusal(path)
