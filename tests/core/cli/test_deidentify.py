"""`medcls deidentify`: says what it removed, in words or JSON, and refuses in one sentence."""

import json

import numpy as np
import pytest
import tifffile

NAME = "Zhang San 1961"


@pytest.fixture
def slide(tmp_path):
    path = tmp_path / "slide.tif"
    rgb = np.random.default_rng(0).integers(0, 255, (300, 400, 3), np.uint8)
    with tifffile.TiffWriter(path) as file:
        file.write(rgb, photometric="rgb", tile=(64, 64), metadata=None, description=NAME)
        file.write(rgb[:100, :90], photometric="rgb", metadata=None)
    return path


def test_it_says_what_it_removed_but_no_value(medcls, slide):
    ran = medcls("deidentify", slide, "--out", "copy.tif")
    assert ran.code == 0, ran.err
    first, *removed = ran.out.splitlines()
    assert first == "Written to copy.tif. 430,080 bytes of stored pixels compared, all equal."
    assert removed == [
        "Removed, page 2: another picture in the file (90 x 100).",
        "Removed entries, page 1: Software, ImageDescription.",
        "Removed entries, page 2: Software.",
    ]
    assert "ink or writing" in ran.err
    assert NAME not in ran.out + ran.err


def test_json(medcls, slide):
    told = json.loads(medcls("deidentify", slide, "--out", "copy.tif", "--json").out)
    assert told["pixel_bytes_compared"] == 430_080
    assert {one["kind"] for one in told["removed"]} == {"picture", "entry"}
    assert NAME not in json.dumps(told)


def test_refusals_are_one_sentence(medcls, slide, field, is_one_sentence):
    for source, out in ((slide, slide), (field, "x.png"), ("none.svs", "x.svs")):
        ran = medcls("deidentify", source, "--out", out)
        assert ran.code == 2
        assert is_one_sentence(ran.err), ran.err
