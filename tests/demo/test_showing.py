"""The pages that the demo leaves to be opened show every picture from beside them, our own copies too."""

import re

from distrib.demo import showing
from distrib.pipeline.compiling import compile_edition
from distrib.pipeline.parts import Parts
from tests.pipeline.test_picturing import JPEG, PICTURE, an_edition, files, serving


def test_a_preview_shows_our_stored_pictures_as_files_beside_it(sqlite_parts: Parts) -> None:
    edition_id = an_edition(sqlite_parts)
    serving(sqlite_parts, {PICTURE: JPEG})
    compile_edition(sqlite_parts, edition_id)

    page, *_ = showing.open_first(sqlite_parts, [edition_id])

    sources = re.findall(r'<img\b[^>]*?\bsrc="([^"]+)"', page.read_text("utf-8"))
    assert sources
    assert all(source.startswith("pictures/") and (page.parent / source).is_file() for source in sources), sources
    assert any(source.endswith(tuple(files(sqlite_parts))) for source in sources)
    assert sqlite_parts.fetcher.asked == [PICTURE], "what lies here is not fetched again"
