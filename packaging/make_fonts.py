"""Make the static fonts of resources/fonts from Inter's variable font.

    python packaging/make_fonts.py "Inter[opsz,wght].ttf" LICENSE

Run by hand when Inter changes, in an environment with `fonttools`; the program itself never needs it. Qt
paints Inter's OTF 17 to 48 % too heavy and a variable font ignores `setWeight`, so we ship one static TTF for
each weight. The family is renamed: an installed Inter of another version cannot get in the way, and the Open
Font License asks that a changed font has its own name.
"""

import sys
from pathlib import Path

from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

FAMILY = "Sidetone Sans"
WEIGHTS = {400: "Regular", 500: "Medium", 600: "SemiBold", 700: "Bold"}
OPTICAL_SIZE = 14  # the text cut at every size: the mockups were measured with it
OUT = Path(__file__).resolve().parent.parent / "resources" / "fonts"


def rename(font: TTFont, weight: int, style: str) -> None:
    """Give one instance our family name, so that Qt finds all four weights under it."""
    names = font["name"]
    version = names.getDebugName(5) or ""
    for record in list(names.names):
        if record.nameID in {1, 2, 3, 4, 6, 16, 17, 21, 22, 25}:
            names.removeNames(nameID=record.nameID)
    legacy = FAMILY if style in {"Regular", "Bold"} else f"{FAMILY} {style}"
    texts = {
        1: legacy,
        2: style if style in {"Regular", "Bold"} else "Regular",
        3: f"{version};{FAMILY.replace(' ', '')}-{style}",
        4: f"{FAMILY} {style}",
        6: f"{FAMILY.replace(' ', '')}-{style}",
        16: FAMILY,
        17: style,
    }
    for identity, text in texts.items():
        names.setName(text, identity, 3, 1, 0x409)
    font["OS/2"].usWeightClass = weight


def main(source: Path, licence: Path) -> None:
    """Write one TTF for each weight, and the licence they are under."""
    OUT.mkdir(parents=True, exist_ok=True)
    for weight, style in WEIGHTS.items():
        font = TTFont(source)
        axes = {axis.axisTag for axis in font["fvar"].axes}
        place = {"wght": weight} | ({"opsz": OPTICAL_SIZE} if "opsz" in axes else {})
        static = instancer.instantiateVariableFont(font, place)
        rename(static, weight, style)
        path = OUT / f"SidetoneSans-{style}.ttf"
        static.save(path)
        print(path.name, path.stat().st_size)
    (OUT / "OFL.txt").write_text(licence.read_text(encoding="utf-8"), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
