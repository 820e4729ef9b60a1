"""Photographs are read from their archives, and those of the test are kept apart."""

import io
import tarfile

import cv2
import numpy as np
import pytest

from photographs import Pictures, captioned, classed


def stored(colour, suffix=".jpg"):
    return cv2.imencode(suffix, np.full((16, 16, 3), colour[::-1], np.uint8))[1].tobytes()


def archive(path, files):
    with tarfile.open(path, "w") as tar:
        for name, data in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            tar.addfile(entry, io.BytesIO(data))


@pytest.fixture
def folder(tmp_path):
    names = [f"{n:05d}.jpg" for n in range(1600)]
    picture, red = stored((30, 60, 90)), stored((220, 20, 20))
    archive(tmp_path / "photos-captioned-128px.tar", {n: red if n == "00003.jpg" else picture for n in reversed(names)})
    lines = ["image,caption"] + [line for n in names for line in (f"{n},A dog .", f'{n},"A dog , wet ."')]
    (tmp_path / "photos-captioned.csv").write_text("\n".join(lines) + "\n")
    for part, numbers in ((0, range(0, 80)), (1, range(80, 160))):
        archive(tmp_path / f"photos-64px-{part}.tar", {f"{c}/{n:03d}.jpg": picture for c in ("n02", "n01") for n in numbers})
    return tmp_path


def test_captioned_photographs_come_with_all_their_captions(folder):
    photographs = captioned(folder)
    picture, captions = photographs[3]
    assert captions == photographs.known(3) == ("A dog .", "A dog , wet .")
    assert picture.shape == (16, 16, 3) and picture[8, 8, 0] > 200 and picture[8, 8, 2] < 60
    assert np.array_equal(Pictures(photographs)[3], picture) and len(Pictures(photographs)) == len(photographs)


def test_the_last_thousand_by_name_are_for_the_test_alone(folder):
    names = {split: captioned(folder, split).names for split in ("train", "valid", "test")}
    assert [len(names[s]) for s in ("train", "valid", "test")] == [100, 500, 1000]
    assert names["train"] + names["valid"] + names["test"] == [f"{n:05d}.jpg" for n in range(1600)]


def test_the_last_ten_of_each_class_are_for_the_test_alone(folder):
    numbers = {split: {int(n[4:7]) for n in classed(folder, split).names} for split in ("train", "valid", "test")}
    assert numbers == {"train": set(range(140)), "valid": set(range(140, 150)), "test": set(range(150, 160))}
    train = classed(folder)
    assert len(train) == 280 and {train.names[i][:3]: train.known(i) for i in range(280)} == {"n01": 0, "n02": 1}


def test_too_few_photographs_are_refused(folder):
    archive(folder / "photos-captioned-128px.tar", {"00001.jpg": stored((1, 2, 3))})
    with pytest.raises(ValueError, match="holds 1 captioned photographs; 1500 and more"):
        captioned(folder)


def test_what_is_no_picture_is_named(folder):
    files = {f"{n:05d}.jpg": b"nothing" for n in range(1600)}
    archive(folder / "photos-captioned-128px.tar", files)
    with pytest.raises(ValueError, match="00000.jpg is no picture"):
        captioned(folder)[0]
