import numpy as np
import pytest

from medcls_core.data.sources.layouts import layout_of, read_labelled
from medcls_core.errors import ImageUnreadable, InputInvalid

HEADER = (
    "patient_id,breast_density,left or right breast,image view,abnormality id,abnormality type,"
    "mass shape,mass margins,assessment,pathology,subtlety,image file path,"
    "cropped image file path,ROI mask file path"
)
FILM = (500, 420)  # height, width


def row(folder, patient="P_00001", pathology="MALIGNANT", number=1):
    lesion = f"{folder}_{number}"
    return (
        f"{patient},3,LEFT,CC,{number},mass,IRREGULAR,SPICULATED,4,{pathology},4,"
        f'{folder}/1.3.6/1.3.7/000000.dcm,{lesion}/1.3.8/1.3.9/000000.dcm,"{lesion}/1.3.8/1.3.9/000001.dcm\n"'
    )


@pytest.fixture
def film():
    """A radiograph whose values grow with x and y."""
    y, x = np.mgrid[: FILM[0], : FILM[1]]
    return (100 * y + x).astype(np.uint16)


def mask(left, top, shape=FILM):
    drawn = np.zeros(shape, np.uint8)
    drawn[top : top + 20, left : left + 11] = 255
    return drawn


@pytest.fixture
def folder(tmp_path, text, dicom, film):
    """Training and test of masses: as the tables say, and as downloads lie."""
    place = tmp_path / "钼靶"
    text(
        place / "csv" / "mass_case_description_train_set.csv",
        HEADER + "\n" + row("Mass-Training_P_00001_LEFT_CC"),
    )
    text(
        place / "csv" / "mass_case_description_test_set.csv",
        HEADER + "\n" + row("Mass-Test_P_00016_LEFT_CC", "P_00016", "BENIGN_WITHOUT_CALLBACK"),
    )
    first = place / "Mass-Training_P_00001_LEFT_CC"
    dicom(first / "1.3.6" / "1.3.7" / "000000.dcm", film)
    second = place / "Mass-Training_P_00001_LEFT_CC_1" / "1.3.8" / "1.3.9"
    dicom(second / "000000.dcm", mask(200, 230)[200:260, 180:240])
    dicom(second / "000001.dcm", mask(200, 230))
    downloaded = place / "manifest" / "CBIS-DDSM"
    dicom(downloaded / "Mass-Test_P_00016_LEFT_CC" / "10-04-2016" / "full" / "1-1.dcm", film)
    series = downloaded / "Mass-Test_P_00016_LEFT_CC_1" / "10-04-2016" / "ROI"
    dicom(series / "1-1.dcm", mask(5, 470))
    dicom(series / "1-2.dcm", np.full((40, 40), 200, np.uint8))
    return place


def test_lesions_of_both_official_parts_are_found(folder):
    assert layout_of(folder).name == "CBIS-DDSM"
    read = read_labelled(folder, "mammography")
    assert read.unit_name == "patient"
    assert [(i.name, i.label, i.unit, i.subset) for i in read.items] == [
        ("mass_test/P_00016_LEFT_CC_1", "benign", "P_00016", "test"),
        ("mass_train/P_00001_LEFT_CC_1", "malignant", "P_00001", "train"),
    ]


def display(film):
    return np.rint((film - film.min()) / (film.max() - film.min()) * 255)


def test_the_cut_is_centred_on_the_mask(folder, film):
    train = read_labelled(folder).items[1].read()
    # The mask spans x 200 to 211 and y 230 to 250: its middle is (205.5, 240).
    np.testing.assert_array_equal(
        train[:, :, 0], display(film)[240 - 149 : 240 + 150, 56 : 56 + 299]
    )


def test_at_the_edge_the_cut_is_moved_inside_and_the_small_crop_is_not_taken_for_the_mask(
    folder, film
):
    test = read_labelled(folder).items[0].read()
    np.testing.assert_array_equal(test[:, :, 0], display(film)[500 - 299 :, :299])


def test_a_mask_of_another_size_counts_by_shares(folder, dicom, film):
    series = folder / "Mass-Training_P_00001_LEFT_CC_1" / "1.3.8" / "1.3.9"
    half = mask(200, 230)[::2, ::2]
    dicom(series / "000001.dcm", half)
    train = read_labelled(folder).items[1].read()
    # x 200 to 212 and y 230 to 250 now: the middle is (206, 240).
    np.testing.assert_array_equal(train[:, :, 0], display(film)[91:390, 57 : 57 + 299])


def test_an_empty_mask_is_said(folder, dicom):
    series = folder / "Mass-Training_P_00001_LEFT_CC_1" / "1.3.8" / "1.3.9"
    dicom(series / "000001.dcm", np.zeros(FILM, np.uint8))
    with pytest.raises(ImageUnreadable, match="mask shows no lesion"):
        read_labelled(folder).items[1].read()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (row("Gone"), "row 2: there is no file Gone/"),
        (row("Mass-Training_P_00001_LEFT_CC", pathology="ODD"), "row 2: unknown pathology 'ODD'"),
        (row("Mass-Training_P_00001_LEFT_CC", patient=""), "row 2: 'patient_id' is empty"),
        (
            row("Mass-Training_P_00001_LEFT_CC") + "\n" + row("Mass-Training_P_00001_LEFT_CC"),
            "row 3: mass_train/P_00001_LEFT_CC_1 is listed twice",
        ),
    ],
)
def test_a_wrong_row_is_named(folder, text, wrong, sentence):
    text(folder / "csv" / "mass_case_description_train_set.csv", HEADER + "\n" + wrong)
    with pytest.raises(InputInvalid, match=sentence) as caught:
        read_labelled(folder)
    assert "mass_case_description_train_set.csv" in str(caught.value)


def test_a_missing_column_is_named(folder, text):
    text(folder / "csv" / "calc_case_description_test_set.csv", "patient_id,pathology\nP,BENIGN\n")
    with pytest.raises(InputInvalid, match="there is no column left or right breast, image view"):
        read_labelled(folder)
