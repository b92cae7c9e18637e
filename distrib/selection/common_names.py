"""Words that look like rare names in one language and are everyday words in another: no witnesses of an event."""

from functools import lru_cache

from distrib.selection import names
from distrib.selection.names import Name

_EVERYDAY = """
    police court school bus train station hospital party bank officer college university government minister chief
    prime president governor director collector congress team match cup league final cricket hockey football film
    actor singer report case road bridge market price gold silver petrol diesel dollar rupee crore lakh camp board
    council committee commission assembly parliament bill budget tax card aadhaar ticket metro airport doctor nurse
    student teacher engineer professor master mister madam company office department district block village ward zilla
    panchayat sarpanch mandir temple yatra puja mela festival scheme yojana mission project plant factory mobile phone
    internet video photo camera computer machine truck car bike scooter tractor auto cylinder tank water forest
    january february march april may june july august september october november december
    monday tuesday wednesday thursday friday saturday sunday
    sombar mangalbar budhbar gurubar shukrabar shanibar rabibar
    india indian bharat hindustan odisha orissa odia bengal bihar jharkhand chhattisgarh andhra pradesh telangana
    kerala karnataka tamil nadu gujarat rajasthan punjab haryana assam maharashtra uttar madhya delhi mumbai kolkata
    chennai bengaluru hyderabad bhubaneswar cuttack pakistan china america russia ukraine israel iran bangladesh nepal
    narendra modi rahul gandhi amit shah naveen patnaik mohan majhi kumar singh das devi prasad sharma
    bjp bjd bharatiya janata dal
"""
# Party against प्रति, Court against करते: a chance likeness that many texts would have.


@lru_cache(maxsize=1)
def _everyday() -> dict[str, list[Name]]:
    found: dict[str, list[Name]] = {}
    for word in _EVERYDAY.split():
        for name in names.read(word):
            found.setdefault(name.consonants, []).append(name)
    return found


def everyday(name: Name) -> bool:
    """Say whether `name` is an everyday word or stands in the news every day."""
    return any(name.same(other) for other in _everyday().get(name.consonants, ()))
