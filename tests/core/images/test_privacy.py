"""De-identified copies: what names the patient is gone, the stored pixels are the same bytes."""

import hashlib

import numpy as np
import openslide
import pydicom
import pytest
import tifffile
from pydicom.dataset import Dataset
from pydicom.sequence import Sequence

from medcls_core.errors import ImageUnreadable, InputInvalid, OutputUnwritable
from medcls_core.geometry import Box, Size
from medcls_core.images import open_image
from medcls_core.images.privacy import tiff
from medcls_core.images.privacy.deidentify import deidentify
from medcls_core.images.privacy.ndpi import make_ndpi
from medcls_core.images.privacy.removal import RemovalKind, told
from medcls_core.progress import Silent

NAME, BARCODE = "Zhang San 1961", "S26-04711;A1"
APERIO = (
    "Aperio Image Library v11.2.1 \r\n700x500 (128x128) JPEG/RGB Q=70|AppMag = 20|MPP = 0.4990|"
    f"Filename = {NAME}|Title = {BARCODE}|User = Dr Wang|Date = 12/29/09|Time = 09:59:15|"
    f"NewKeyOfNextYear = {NAME}|Left = 25.69"
)


def _noise(width, height, seed=0):
    return np.random.default_rng(seed).integers(0, 255, (height, width, 3), np.uint8)


def _svs(path, description=APERIO):
    """Level, thumbnail, label and macro in the order of Aperio's scanners."""
    secrets = [(315, "s", 0, NAME, True), (65000, "s", 0, BARCODE, True)]
    striped = {"photometric": "rgb", "metadata": None, "rowsperstrip": 16}
    with tifffile.TiffWriter(path) as file:
        file.write(_noise(700, 500), tile=(128, 128), photometric="rgb", metadata=None,
                   description=description, compression="jpeg", extratags=secrets,
                   datetime="2026:01:02 03:04:05", software=f"scanner of {NAME}")  # fmt: skip
        thumb = f"Aperio Image Library v11\r\n700x500 -> 350x250 - |User = {NAME}"
        file.write(_noise(350, 250, 1), description=thumb, **striped)
        file.write(_noise(350, 250, 2), tile=(128, 128), photometric="rgb", metadata=None,
                   description="Aperio Library v11\r\n700x500 -> 350x250 (128x128)")  # fmt: skip
        file.write(_noise(90, 100, 3), description="Aperio Image Library v11\r\nlabel 90x100",
                   subfiletype=1, compression="lzw", **striped)  # fmt: skip
        file.write(_noise(300, 100, 4), description="Aperio Image Library v11\r\nmacro 300x100",
                   subfiletype=9, **striped)  # fmt: skip
    return path


def _pixels(path):
    """Hashes of the stored bytes of every page."""
    with tifffile.TiffFile(path) as file, path.open("rb") as raw:
        found = []
        for page in file.pages:
            digest = hashlib.sha256()
            for offset, count in zip(page.dataoffsets, page.databytecounts, strict=True):
                raw.seek(offset)
                digest.update(raw.read(count))
            found.append(digest.hexdigest())
        return found


def _names(done, kind):
    return {one.name.en for one in done.removed if one.kind is kind}


def _shown(path):
    source = open_image(path)
    rgb = source.read(Box(0, 0, *source.size_l0), Size(200, 150))
    facts = source.size_l0, source.pixel_size, source.level_downsamples
    source.close()
    return rgb, facts


def test_svs(tmp_path):
    source, out = _svs(tmp_path / f"{NAME}.svs"), tmp_path / "copy.svs"
    before = source.read_bytes()
    done = deidentify(source, out, Silent())
    whole = out.read_bytes()
    for secret in (NAME, BARCODE, "Wang", "12/29/09", "2026:01:02", "label", "macro"):
        assert secret.encode() not in whole, secret
    assert _pixels(out) == _pixels(source)[:3]
    with tifffile.TiffFile(source) as file:
        scan = sum(sum(page.databytecounts) for page in file.pages[:3])
    assert done.pixel_bytes == scan
    assert _names(done, RemovalKind.PICTURE) == {
        "photograph of the label (90 x 100)",
        "photograph of the whole glass (300 x 100)",
    }
    entries = _names(done, RemovalKind.ENTRY)
    assert entries >= {"Filename", "Title", "User", "Date", "Time", "NewKeyOfNextYear"}
    assert entries >= {"Artist", "DateTime", "Software", "tag 65000"}
    with openslide.OpenSlide(out) as slide:
        assert set(slide.associated_images) <= {"thumbnail"}
        assert slide.properties["openslide.vendor"] == "aperio"
        assert slide.properties["aperio.AppMag"] == "20"
    for one, other in zip(_shown(source), _shown(out), strict=True):
        assert np.array_equal(one, other) if isinstance(one, np.ndarray) else one == other
    assert source.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_file()) == [
        f"{NAME}.svs",
        "copy.svs",
    ]


def test_what_was_removed_is_told_without_its_values(tmp_path):
    done = deidentify(_svs(tmp_path / "a.svs"), tmp_path / "b.svs", Silent())
    said = " ".join(text.en + text.zh for text in told(done.removed))
    assert "Filename" in said
    assert NAME not in said
    assert NAME not in repr(done)
    assert told(())[0].en == "Nothing had to be removed."


def _ndpi(path):
    def tags(lens):
        return [
            (65420, "I", 1, 1, True),
            (271, "s", 0, "Hamamatsu", True),
            (65421, "f", 1, lens, True),
            (65422, "i", 1, 5, True),
            (65423, "i", 1, 7, True),
            (65424, "i", 1, 0, True),
            (65427, "s", 0, BARCODE, True),
            (65449, "s", 0, f"Created=2026\r\nBarcode={BARCODE}", True),
        ]

    common = {"photometric": "rgb", "metadata": None, "compression": "jpeg"}
    with tifffile.TiffWriter(path) as file:
        for number, (size, lens) in enumerate(
            [((640, 480), 20.0), ((320, 240), 10.0), ((300, 100), -1.0), ((150, 50), -2.0)]
        ):
            height = size[1]
            file.write(_noise(*size, number), rowsperstrip=height, extratags=tags(lens),
                       resolution=(40_000, 40_000), resolutionunit="CENTIMETER",
                       description=NAME, **common)  # fmt: skip
    make_ndpi(path)
    return path


def test_ndpi(tmp_path):
    source, out = _ndpi(tmp_path / "a.ndpi"), tmp_path / "b.ndpi"
    assert openslide.OpenSlide.detect_format(source) == "hamamatsu"
    done = deidentify(source, out, Silent())
    whole = out.read_bytes()
    for secret in (NAME, BARCODE, "Barcode"):
        assert secret.encode() not in whole, secret
    assert _pixels(out) == _pixels(source)[:2]
    assert _names(done, RemovalKind.ENTRY) >= {"NDPI_REFERENCE", "NDPI property map"}
    assert _names(done, RemovalKind.PICTURE) == {
        "photograph of the whole glass (300 x 100)",
        "another picture in the file (150 x 50)",
    }
    with openslide.OpenSlide(out) as slide:
        assert not slide.associated_images
        assert slide.properties["openslide.vendor"] == "hamamatsu"
        assert slide.level_dimensions[0] == (640, 480)


def test_plain_tiff_keeps_its_pixel_size(tmp_path, write, made_rgb):
    description = f"ImageJ=1.54\nunit=micron\npatient={NAME}\n"
    source = tmp_path / "a.tif"
    with tifffile.TiffWriter(source) as file:
        file.write(made_rgb, photometric="rgb", tile=(128, 128), metadata=None,
                   description=description, resolution=(4, 4), resolutionunit=1)  # fmt: skip
        file.write(_noise(90, 100), photometric="rgb", metadata=None)  # a label without a word
    done = deidentify(source, tmp_path / "b.tif", Silent())
    assert NAME.encode() not in (tmp_path / "b.tif").read_bytes()
    assert _names(done, RemovalKind.PICTURE) == {"another picture in the file (90 x 100)"}
    before, after = open_image(source), open_image(tmp_path / "b.tif")
    assert before.pixel_size is not None
    assert after.pixel_size.mpp == pytest.approx(before.pixel_size.mpp)
    del write


def test_bytes_that_no_page_refers_to_stay_behind(tmp_path):
    source = _svs(tmp_path / "a.svs")
    with source.open("ab") as file:
        file.write(NAME.encode() * 50)
    deidentify(source, tmp_path / "b.svs", Silent())
    assert NAME.encode() not in (tmp_path / "b.svs").read_bytes()


def test_a_copy_that_fails_its_check_is_not_kept(tmp_path, monkeypatch):
    source = _svs(tmp_path / "a.svs")
    honest = tiff.write_clean

    def leaky(source, part, vendor, progress):
        cleaned = honest(source, part, vendor, progress)
        with part.open("ab") as file:
            file.write(b"..." + NAME.encode())
        return cleaned

    monkeypatch.setattr(tiff, "write_clean", leaky)
    with pytest.raises(OutputUnwritable, match="can still be found"):
        deidentify(source, tmp_path / "b.svs", Silent())

    def wrong(source, part, vendor, progress):
        cleaned = honest(source, part, vendor, progress)
        with tifffile.TiffFile(part) as file:
            place = file.pages[0].dataoffsets[3] + 40
        with part.open("r+b") as file:
            file.seek(place)
            file.write(b"\0\1\2")
        return cleaned

    monkeypatch.setattr(tiff, "write_clean", wrong)
    with pytest.raises(OutputUnwritable, match="pixels differ"):
        deidentify(source, tmp_path / "b.svs", Silent())
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["a.svs"]


def _spoil(path):
    header = pydicom.dcmread(path)
    header.AccessionNumber, header.InstitutionName = BARCODE, "Hospital of Wuhan"
    header.StudyDate = "20260102"
    header.add_new(0x00091001, "LO", NAME)
    specimen = Dataset()
    specimen.SpecimenIdentifier = BARCODE
    header.SpecimenDescriptionSequence = Sequence([specimen])
    shared = header.get("SharedFunctionalGroupsSequence")
    if shared:
        shared[0].ContentCreatorName = NAME
    header.save_as(path)
    return header


def _secrets_in(folder):
    files = [path for path in folder.rglob("*") if path.is_file()] if folder.is_dir() else [folder]
    secrets = (NAME, BARCODE, "Zhang", "SECRET-1", "Wuhan", "20260102")
    return [s for path in files for s in secrets if s.encode() in path.read_bytes()]


def test_radiograph(tmp_path, write):
    values = np.arange(4096, dtype=np.uint16).reshape(64, 64)
    source = write["dicom"](tmp_path / "a.dcm", values, PixelSpacing=[0.07, 0.07])
    old, out = _spoil(source), tmp_path / "b.dcm"
    done = deidentify(source, out, Silent())
    new = pydicom.dcmread(out)
    assert _secrets_in(out) == []
    assert new.PixelData == old.PixelData
    assert done.pixel_bytes == len(old.PixelData)
    for keyword in ("SOPInstanceUID",):
        assert new[keyword].value != old[keyword].value
    assert new.file_meta.MediaStorageSOPInstanceUID == new.SOPInstanceUID
    assert (new.PatientName, new.PatientID, new.PatientIdentityRemoved) == ("", "", "YES")
    assert {"Accession Number", "Patient's Name"} <= _names(done, RemovalKind.ENTRY)
    assert np.array_equal(_shown(source)[0], _shown(out)[0])


def test_dicom_slide(tmp_path, write, made_rgb):
    source = write["dicom_slide"](tmp_path / "in", made_rgb)
    for path in (tmp_path / "in").iterdir():
        _spoil(path)
    label = pydicom.dcmread(source)
    label.ImageType = ["ORIGINAL", "PRIMARY", "LABEL", "NONE"]
    label.SOPInstanceUID = pydicom.uid.generate_uid()
    label.save_as(tmp_path / "in" / "label.dcm")
    with pytest.raises(OutputUnwritable, match="2 files; give a folder"):
        deidentify(source, tmp_path / "x.dcm", Silent())
    done = deidentify(source, tmp_path / "out", Silent())
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["001.dcm", "002.dcm"]
    assert _secrets_in(tmp_path / "out") == []
    first, second = (pydicom.dcmread(path) for path in sorted((tmp_path / "out").iterdir()))
    assert first.SeriesInstanceUID == second.SeriesInstanceUID != label.SeriesInstanceUID
    assert len(_names(done, RemovalKind.PICTURE)) == 1
    (was, facts), (shown, again) = _shown(source), _shown(tmp_path / "out" / "001.dcm")
    assert facts == again
    assert np.array_equal(was, shown)


def test_burnt_in_text_is_warned_of(tmp_path, write):
    values = np.zeros((64, 64), np.uint8)
    source = write["dicom"](tmp_path / "a.dcm", values, BurnedInAnnotation="YES")
    done = deidentify(source, tmp_path / "b.dcm", Silent())
    assert any("burnt-in" in text.en for text in done.warnings)


def test_refusals(tmp_path, write, made_rgb):
    source = write["slide"](tmp_path / "a.tif", made_rgb)
    with pytest.raises(OutputUnwritable, match="the slide itself"):
        deidentify(source, source, Silent())
    (tmp_path / "b.tif").write_text("mine")
    with pytest.raises(OutputUnwritable, match="exists already"):
        deidentify(source, tmp_path / "b.tif", Silent())
    with pytest.raises(OutputUnwritable):
        deidentify(source, tmp_path / "no" / "b.tif", Silent())
    from PIL import Image  # noqa: PLC0415

    Image.fromarray(made_rgb).save(tmp_path / "a.png")
    with pytest.raises(InputInvalid, match="no SVS"):
        deidentify(tmp_path / "a.png", tmp_path / "c.png", Silent())
    with pytest.raises(ImageUnreadable):
        deidentify(tmp_path / "none.svs", tmp_path / "c.svs", Silent())
    (tmp_path / "cut.svs").write_bytes(source.read_bytes()[:3000])
    with pytest.raises(ImageUnreadable):
        deidentify(tmp_path / "cut.svs", tmp_path / "c.svs", Silent())


@pytest.mark.real_data
def test_real_aperio_slide(tmp_path, real_data):
    source = real_data("slides") / "aperio_cmu1_small_region.svs"
    out = tmp_path / "copy.svs"
    done = deidentify(source, out, Silent())
    assert len(_names(done, RemovalKind.PICTURE)) == 2
    assert _pixels(out) == _pixels(source)[:2]
    whole = out.read_bytes()
    for secret in (b"b414003d", b"CMU-1", b"CPAPERIOCS", b"12/29/09", b"1004486"):
        assert secret in source.read_bytes()
        assert secret not in whole
