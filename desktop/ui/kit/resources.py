"""Where the kit finds its fonts and icons."""

from pathlib import Path

FOLDER = Path(__file__).resolve().parents[3] / "resources"
