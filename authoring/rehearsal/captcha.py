"""验证码: a picture of four characters, drawn here. The server keeps nothing of it until it is used."""

import base64
import io
import random
import secrets

from PIL import Image, ImageDraw, ImageFont

from authoring.sessions.second_camera import UNAMBIGUOUS

__all__ = ["MINUTES", "captcha_picture", "captcha_text"]

MINUTES = 5
"""How long a captcha holds."""
LENGTH = 4
WIDTH, HEIGHT, SIZE = 132, 44, 32


def captcha_text() -> str:
    """Four characters that nobody misreads."""
    return "".join(secrets.choice(UNAMBIGUOUS) for _ in range(LENGTH))


def captcha_picture(text: str) -> str:
    """The text as a PNG data URI: turned, at odd heights, crossed by lines. The same text looks different each time."""
    chance = random.SystemRandom()
    image = Image.new("RGB", (WIDTH, HEIGHT), "#ffffff")
    font = ImageFont.load_default(SIZE)
    for place, character in enumerate(text):
        glyph = Image.new("L", (HEIGHT, HEIGHT), 0)
        ImageDraw.Draw(glyph).text((HEIGHT / 2, HEIGHT / 2), character, fill=255, font=font, anchor="mm")
        turned = glyph.rotate(chance.uniform(-25, 25), resample=Image.Resampling.BICUBIC)
        at = (4 + place * (WIDTH - 12) // LENGTH + chance.randint(-3, 3) - 6, chance.randint(-4, 4))
        image.paste(_ink(chance), at, turned)
    lines = ImageDraw.Draw(image)
    for _ in range(4):
        ends = [(0, chance.randint(0, HEIGHT)), (WIDTH, chance.randint(0, HEIGHT))]
        lines.line(ends, fill=_ink(chance), width=1)
    out = io.BytesIO()
    image.save(out, "PNG")
    return "data:image/png;base64," + base64.b64encode(out.getvalue()).decode()


def _ink(chance: random.Random) -> tuple[int, int, int]:
    return chance.randint(0, 110), chance.randint(0, 110), chance.randint(0, 130)
