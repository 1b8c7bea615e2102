"""The logo of an organisation on the title page: what a study may say of it, and its picture as read.

No logo of anybody comes with the program: a study has one of its own, a place for one, or none.
"""

from dataclasses import dataclass
from typing import Literal

NO_LOGO, PLACEHOLDER = "none", "placeholder"
LOGO_ENDINGS = (".png", ".jpg", ".jpeg", ".svg")
LOGO_ALLOWED = "none, placeholder, or the path of a picture in the study (.png, .jpg or .svg)"


@dataclass(frozen=True)
class LogoPicture:
    """A picture with the words that stand for it; `width` and `height` are pixels.

    `svg` is the same picture as SVG, or empty. Word shows it where it can, and `content` elsewhere.
    """

    content: bytes
    kind: Literal["png", "jpeg"]
    width: int
    height: int
    alt: str
    svg: bytes = b""
