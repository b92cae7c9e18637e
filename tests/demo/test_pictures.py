"""Pictures are drawn the same way every time, in every scene, and stay light."""

from io import BytesIO

import pytest
from PIL import Image

from distrib.demo.paper import read
from distrib.demo.pictures import LEAD, SCENES, THUMB, Drawing, jpeg
from distrib.demo.scenes.palettes import PALETTES
from tests.demo.test_paper import LOCK


@pytest.mark.parametrize("scene", SCENES)
def test_a_scene_can_be_drawn_and_is_light_enough_for_a_mail(scene: str) -> None:
    palette = sorted(PALETTES)[len(scene) % len(PALETTES)]
    drawn = jpeg(Drawing(scene=scene, palette=palette, seed=3))
    image = Image.open(BytesIO(drawn))
    assert (image.format, image.size) == ("JPEG", LEAD)
    assert len(drawn) <= 120_000
    assert len(image.convert("RGB").reduce(8).getcolors(1_000_000) or []) > 100


def test_the_same_drawing_gives_the_same_bytes() -> None:
    drawing = Drawing(scene="river", palette="dawn", seed=1)
    first = jpeg(drawing)
    jpeg.cache_clear()
    assert jpeg(drawing) == first


def test_another_seed_gives_another_picture() -> None:
    assert jpeg(Drawing(scene="river", palette="dawn", seed=1)) != jpeg(Drawing(scene="river", palette="dawn", seed=2))


def test_a_thumb_is_cut_to_size() -> None:
    assert Image.open(BytesIO(jpeg(Drawing(scene="gold", palette="night", seed=1), THUMB))).size == THUMB


def test_a_video_still_carries_a_play_mark() -> None:
    plain, marked = (
        Image.open(BytesIO(jpeg(Drawing(scene="turtle", palette="dawn", seed=1, play=play)))) for play in (False, True)
    )
    middle = (LEAD[0] // 2, LEAD[1] // 2)
    assert plain.getpixel(middle) != marked.getpixel(middle)
    assert all(channel > 230 for channel in marked.getpixel(middle))  # type: ignore[union-attr]
    assert plain.getpixel((5, 5)) == marked.getpixel((5, 5))


def test_every_story_names_a_scene_and_a_palette_that_there_are() -> None:
    for versions in read(LOCK):
        for shown in versions[-1].pictures:
            assert shown.drawing.scene in SCENES
            assert shown.drawing.palette in PALETTES


def test_fourteen_scenes_at_least_are_used() -> None:
    used = {shown.drawing.scene for versions in read(LOCK) for shown in versions[-1].pictures}
    assert len(used) >= 14
