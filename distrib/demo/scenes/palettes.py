"""The colours of a time of day, and the few bright ones that all scenes share."""

from dataclasses import dataclass

BRICK, MARIGOLD, TEAL, INDIGO = "#c5472f", "#e8ae3b", "#1d7470", "#31437e"
CREAM, ROSE, LEAF, WOOD = "#f6e9cf", "#c65b7c", "#4a8a55", "#7b4a2b"
SKIN = ("#8a5a3c", "#6f432b", "#a06d49")
CLOTH = (BRICK, MARIGOLD, TEAL, INDIGO, ROSE, CREAM)


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """A time of day."""

    sky: tuple[str, str, str]  #: top, middle, at the horizon
    light: str  #: sun or moon
    far: str
    middle: str
    near: str
    ground: str
    water: tuple[str, str]  #: at the horizon, at our feet
    ink: str  #: what stands against the light
    lamp: str  #: lit windows
    stars: bool = False


PALETTES = {
    "dawn": Palette(
        sky=("#30566f", "#a99a95", "#f5b887"),
        light="#fff0cf",
        far="#b98a86",
        middle="#7d6a76",
        near="#3f4e5f",
        ground="#d9a878",
        water=("#dda98d", "#264d63"),
        ink="#1d3140",
        lamp="#ffd88a",
    ),
    "day": Palette(
        sky=("#5fa8c4", "#a9d3d6", "#f1e9cf"),
        light="#fffbe8",
        far="#a9c4b8",
        middle="#6fa283",
        near="#3c7558",
        ground="#e3cf9d",
        water=("#8fc6c8", "#1f6c7c"),
        ink="#20423f",
        lamp="#fff0bf",
    ),
    "gold": Palette(
        sky=("#e9b866", "#f3d193", "#fbeccb"),
        light="#fffaea",
        far="#dcb98a",
        middle="#b98f58",
        near="#7f6a3c",
        ground="#d8b874",
        water=("#f0cf94", "#7b7a55"),
        ink="#4a3820",
        lamp="#fff3c4",
    ),
    "dusk": Palette(
        sky=("#2b2550", "#8a4a78", "#f2915d"),
        light="#ffe0a8",
        far="#7a4a73",
        middle="#50396a",
        near="#2e2850",
        ground="#6b4560",
        water=("#d67f6a", "#241f45"),
        ink="#191634",
        lamp="#ffcf7a",
    ),
    "night": Palette(
        sky=("#0d1836", "#1b2f5c", "#3a5083"),
        light="#fbf4d8",
        far="#2b416f",
        middle="#20335c",
        near="#152445",
        ground="#22314f",
        water=("#2c4475", "#0a1430"),
        ink="#081022",
        lamp="#ffd98c",
        stars=True,
    ),
    "rain": Palette(
        sky=("#4a6473", "#7d979c", "#c6d3c8"),
        light="#eef1e6",
        far="#8fa9a3",
        middle="#5d8577",
        near="#2f5f53",
        ground="#87956f",
        water=("#9fb6b2", "#3c6168"),
        ink="#1c3437",
        lamp="#ffe09a",
    ),
    "winter": Palette(
        sky=("#7fa3c4", "#c2d3e2", "#f4e6e3"),
        light="#fffaf3",
        far="#b7c7da",
        middle="#8aa2bf",
        near="#566f90",
        ground="#eef1f5",
        water=("#b9cbdc", "#4b6b8c"),
        ink="#22334c",
        lamp="#ffdf9a",
    ),
}
