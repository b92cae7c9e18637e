"""How a page's words are compared, its keywords told apart, and what it says when its story is gone."""

import re

_MOST_IN_ONE = 4
_NOTICE, _LEFT = 90, 600
_GONE_TITLE = re.compile(
    r"\s*(?:\[|\()?\s*(?:retracted|retraction|withdrawn|removed|deleted|zurückgezogen|retiré|retirado"
    r"|отозвано)\b\s*(?:\]|\))?\s*(?::|—|–|-|$)"
    r"|\s*(?:404\b.{0,40}not found|page not found|seite nicht gefunden|página no encontrada|page (?:non trouvée"
    r"|introuvable)|pagina non trovata"
    r"|पृष्ठ नहीं मिला|صفحہ نہیں ملا)\W*$",
    re.IGNORECASE,
)
_GONE = re.compile(
    r"\b(?:this|the) (?:article|story|page|post|item|content|report|video) (?:has been|was|is) (?:removed|withdrawn"
    r"|retracted|deleted|taken down|unpublished"
    r"|no longer available)"
    r"|\b(?:we|the editors) have (?:removed|withdrawn|retracted|taken down) (?:this|the) (?:article|story|report|post)"
    r"|\b(?:dieser|der) (?:artikel|beitrag|text) (?:wurde|ist) (?:entfernt|zurückgezogen|gelöscht"
    r"|nicht mehr verfügbar|depubliziert)"
    r"|\bcet article (?:a été|n['’]est plus) (?:supprimé|retiré|disponible)"
    r"|\beste (?:artículo|contenido|artigo|conteúdo) (?:ha sido|fue|foi|ya no está|não está mais) (?:eliminado"
    r"|retirado|borrado|removido|disponible|disponível)"
    r"|यह (?:लेख|खबर|ख़बर) हटा (?:दी|दिया) ग|ଏହି ଖବର ହଟା",
    re.IGNORECASE,
)


def plain(words: str) -> str:
    """Return words as they are compared: lower case, without punctuation."""
    return re.sub(r"[^\w]+", " ", words.casefold().lstrip("@")).strip()


def keywords(found: list[str]) -> list[str]:
    """Return keywords one by one, also where a page writes them with nothing but spaces between."""
    if (
        len(found) == 1
        and not re.search(r"[<>=]", found[0])
        and ("\u3400" <= found[0][:1] <= "\u9fff" or len(found[0].split()) > _MOST_IN_ONE)
    ):
        return found[0].split()
    return [each for each in found if plain(each)]


def says_removed(titles: list[str | None], body: list[str]) -> bool:
    """Return whether a page says that its story was taken away: in its headline, or in all that is left of its text."""
    if any(words and (_GONE_TITLE.match(words) or (_GONE.search(words) and len(words) < _NOTICE)) for words in titles):
        return True
    return sum(map(len, body)) < _LEFT and any(_GONE.search(words) for words in body)
