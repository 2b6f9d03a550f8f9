"""The photo check on a real face, made worse in known ways."""

import struct

import pytest
from PIL import Image, ImageEnhance, ImageFilter

from authoring.rehearsal.photos import MOST_BYTES, MOST_PIXELS, photo_faults
from tests.rehearsal.portrait import FACE, jpeg, portrait
from tests.rehearsal.running import Running

SIZE = (640, 480)


def seated(share: float = 0.45, middle: float = 0.5, top: float = 0.3) -> Image.Image:
    """As a webcam sees the person: the face's share of the height, where it is in the width, how far below the edge."""
    scale = share * SIZE[1] / (FACE[2] - FACE[0])
    size = (round(portrait().width * scale), round(portrait().height * scale))
    room = Image.new("RGB", SIZE, portrait().getpixel((5, 5)))
    left = round(middle * SIZE[0] - scale * (FACE[0] + FACE[2]) / 2)
    room.paste(portrait().resize(size, Image.Resampling.LANCZOS), (left, round(top * SIZE[1] - scale * FACE[1])))
    return room


def codes(picture: Image.Image) -> list[str]:
    return [fault.code for fault in photo_faults(jpeg(picture))]


def test_a_good_photo_passes() -> None:
    assert codes(portrait()) == []
    assert codes(seated()) == []
    assert codes(seated(share=0.3, middle=0.4)) == []
    assert codes(seated().transpose(Image.Transpose.FLIP_LEFT_RIGHT)) == []


def test_light() -> None:
    brightness = ImageEnhance.Brightness(seated())
    assert codes(brightness.enhance(0.6)) == []
    assert codes(brightness.enhance(1.4)) == []
    assert codes(brightness.enhance(0.3)) == ["too_dark"]
    assert codes(brightness.enhance(2.5)) == ["too_bright"]
    assert codes(Image.new("RGB", SIZE, (4, 4, 4))) == ["too_dark"]


def test_sharpness_does_not_depend_on_light_or_size() -> None:
    whole = portrait().resize((1024, 1200))  # the face has 430 pixels
    for light in (0.6, 1.0, 1.3):
        lit = ImageEnhance.Brightness(whole).enhance(light)
        assert codes(lit.filter(ImageFilter.GaussianBlur(1))) == []
        assert codes(lit.filter(ImageFilter.GaussianBlur(8))) == ["blurred"]


def test_number_of_faces() -> None:
    two = Image.new("RGB", (portrait().width * 2, portrait().height))
    two.paste(portrait(), (0, 0))
    two.paste(portrait(), (portrait().width, 0))
    assert codes(two) == ["several_faces"]
    assert "2" in photo_faults(jpeg(two))[0].message
    assert codes(Image.new("RGB", SIZE, (150, 140, 130))) == ["no_face"]


def test_place_and_size_in_the_frame() -> None:
    assert codes(seated(share=0.18)) == ["too_far"]
    assert codes(seated(middle=0.15)) == ["outside"]
    assert codes(seated(top=0.02)) == ["outside"]


def test_a_head_on_its_side_is_not_frontal() -> None:
    assert "turned" in codes(portrait().rotate(25))
    assert codes(portrait().rotate(90)) == ["no_face"]


def test_the_camera_says_how_it_was_held() -> None:
    lying = Image.Exif()
    lying[0x0112] = 6  # to be turned a quarter clockwise for display
    turned = portrait().transpose(Image.Transpose.ROTATE_90)
    assert [fault.code for fault in photo_faults(jpeg(turned, exif=lying))] == []


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(64), "PNG"),
        (b"GIF89a" + bytes(64), "GIF"),
        (b"\0\0\0\x18ftypheic" + bytes(64), "HEIC"),
        (b"RIFF\0\0\0\0WEBPVP8 " + bytes(64), "WebP"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "其他文件"),
        (b"", "其他文件"),
    ],
)
def test_other_formats_are_named(content: bytes, kind: str) -> None:
    (fault,) = photo_faults(content)
    assert (fault.code, kind in fault.message) == ("format", True)


def test_files_that_cannot_be_read() -> None:
    whole = jpeg(portrait())
    for content in (whole[:3], whole[: len(whole) // 2], whole[:-200], b"\xff\xd8\xff" + bytes(1000)):
        assert [fault.code for fault in photo_faults(content)] == ["unreadable"]


def resized(content: bytes, width: int, height: int) -> bytes:
    """The file with other numbers in its frame header (ITU T.81, B.2.2): it claims to be that large."""
    at = content.index(b"\xff\xc0") + 5
    return content[:at] + struct.pack(">HH", height, width) + content[at + 4 :]


def test_bombs_are_refused_unopened() -> None:
    claims = resized(jpeg(portrait()), 65_000, 65_000)
    assert [fault.code for fault in photo_faults(claims)] == ["unreadable"]  # Pillow's own limit comes first
    side = int(MOST_PIXELS**0.5) + 1
    assert [fault.code for fault in photo_faults(resized(jpeg(portrait()), side, side))] == ["large"]


def test_a_progressive_photo_has_few_passes() -> None:
    whole = jpeg(portrait(), progressive=True)
    assert photo_faults(whole) == ()
    at = whole.rindex(b"\xff\xda")
    many = whole[:at] + whole[at:-2] * 200 + whole[-2:]
    assert len(many) < MOST_BYTES
    assert [fault.code for fault in photo_faults(many)] == ["unreadable"]


def test_small_pictures() -> None:
    assert codes(portrait().resize((200, 240))) == ["small"]


def test_the_server_checks_and_lets_in(running: Running) -> None:
    person = running.admit(identity="none")
    dark = jpeg(ImageEnhance.Brightness(seated()).enhance(0.3))
    first = person.post("/api/identity", files={"photo": dark}, data={"consent": "true"}).json()
    assert (first["passed"], [fault["code"] for fault in first["faults"]]) == (False, ["too_dark"])
    second = person.post("/api/identity", files={"photo": jpeg(seated())}, data={"consent": "true"}).json()
    assert (second["passed"], second["faults"]) == (True, [])
