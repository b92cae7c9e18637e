"""Stories in two languages: twelve pairs of versions of one event, twelve pairs that only look alike."""

from typing import Any

Case = tuple[str, dict[str, Any], dict[str, Any]]


def en(title: str, summary: str = "", **more: Any) -> dict[str, Any]:
    return {"language": "en", "title": title, "summary": summary, **more}


def hi(title: str, summary: str = "", **more: Any) -> dict[str, Any]:
    return {"language": "hi", "title": title, "summary": summary, **more}


def od(title: str, summary: str = "", **more: Any) -> dict[str, Any]:
    return {"language": "or", "title": title, "summary": summary, **more}


PICTURE = {"image": "https://paper.example/i/2026/11/hirakud-gates.jpg"}
STOCK = {"image": "https://paper.example/i/stock/police-jeep.jpg"}
BINA = {"authors": ("Bina Sahu",)}

ONE_EVENT: tuple[Case, ...] = (
    ("the same picture and a number",
     en("Hirakud opens 12 gates", "Water at 627.4 feet, 345 villages warned.", **PICTURE),
     hi("हीराकुंड के 12 फाटक खुले", "345 गांवों को चेतावनी, जलस्तर बढ़ा।", **PICTURE)),
    ("two names of places",
     en("Elephant herd crosses Similipal into Rairangpur", "Forest staff follow the herd of nine."),
     hi("सिमिलिपाल से हाथियों का झुंड रायरंगपुर पहुंचा", "वन कर्मी झुंड के पीछे हैं।")),
    ("a name and a number",
     en("Rs 1,250 crore port terminal cleared for Gopalpur", "The state cabinet cleared it on Tuesday."),
     hi("गोपालपुर में 1250 करोड़ का टर्मिनल मंजूर", "मंत्रिमंडल ने मंगलवार को मंजूरी दी।")),
    ("author and minute, and a name",
     en("Kandhamal turmeric growers get a cold store", "It stands near the mandi.", **BINA),
     hi("कंधमाल के हल्दी किसानों को मिला शीतगृह", "यह मंडी के पास है।", **BINA)),
    ("the same picture and author",
     en("Gates of the dam open", "The river rises.", **PICTURE, **BINA),
     od("ଡ୍ୟାମର ଗେଟ ଖୋଲିଲା", "ନଦୀ ବଢୁଛି।", **PICTURE, **BINA)),
    ("names with endings",
     en("Kharavela coin hoard found at Jaugada", "Archaeologists from Ravenshaw dug there."),
     od("ଜଉଗଡ଼ାରେ ଖାରବେଳଙ୍କ ମୁଦ୍ରା ମିଳିଲା", "ରେଭେନ୍ସାର ପ୍ରତ୍ନତତ୍ତ୍ୱବିତ୍ ଖନନ କରିଥିଲେ।")),
    ("a name and a number in Odia digits",
     en("Jharsuguda smelter to hire 3,400", "The company said so on Monday."),
     od("ଝାରସୁଗୁଡ଼ାରେ ୩୪୦୦ ନିଯୁକ୍ତି", "କମ୍ପାନୀ ସୋମବାର ଏହା କହିଛି।")),
    ("a rare tag and a name",
     en("Boita Bandana begins in Paradip", "Boats of cork were set afloat.", tags=("boita-bandana",)),
     od("ପାରାଦୀପରେ ବୋଇତ ବନ୍ଦାଣ", "ସୋଲର ଡଙ୍ଗା ଭସାଗଲା।", tags=("boita-bandana",))),
    ("two names, Hindi and Odia",
     hi("दीपिका मिंज ने सुंदरगढ़ में जीता पदक", "तीरंदाजी में स्वर्ण मिला।"),
     od("ସୁନ୍ଦରଗଡ଼ରେ ପଦକ ଜିତିଲେ ଦୀପିକା ମିଞ୍ଜ", "ତୀରନ୍ଦାଜୀରେ ସ୍ୱର୍ଣ୍ଣ ମିଳିଲା।")),
    ("picture and number, Hindi and Odia",
     hi("बांध के फाटक खुले", "345 गांवों को चेतावनी।", **PICTURE),
     od("ଡ୍ୟାମର ଗେଟ ଖୋଲିଲା", "୩୪୫ ଗାଁକୁ ଚେତାବନୀ।", **PICTURE)),
    ("an explicit link", hi("नया पुल खुला", "यातायात शुरू।", translation_key="k9"),
     od("ନୂଆ ସେତୁ ଖୋଲିଲା", "ଗମନାଗମନ ଆରମ୍ଭ।", translation_key="k9")),
    ("a name and a number, Hindi and Odia",
     hi("कोरापुट में 2750 एकड़ में कॉफी", "किसानों को पौधे मिले।"),
     od("କୋରାପୁଟରେ ୨୭୫୦ ଏକର କଫି", "ଚାଷୀଙ୍କୁ ଚାରା ମିଳିଲା।")),
)  # fmt: skip
TWO_EVENTS: tuple[Case, ...] = (
    ("the same minister, two events",
     en("Dharmendra Pradhan opens science centre", "Students asked him about space."),
     hi("धर्मेंद्र प्रधान ने किसानों से की बात", "फसल बीमा पर चर्चा हुई।")),
    ("the same minister and his picture",
     en("Jual Oram visits tribal hostel", "He promised repairs.", **STOCK),
     od("ଜୁଏଲ ଓରାମ ହକି ଦଳଙ୍କୁ ଭେଟିଲେ", "ଖେଳାଳିଙ୍କୁ ଶୁଭେଚ୍ଛା।", **STOCK)),
    ("the same district, two accidents",
     en("Three die as bus overturns in Dhenkanal", "The driver is held."),
     od("ଢେଙ୍କାନାଳରେ ଟ୍ରକ୍ ଧକ୍କା, ଦୁଇ ମୃତ", "ଚାଳକ ଫେରାର।")),
    ("the same district and road, other figures",
     en("5 killed in Keonjhar on NH-520", "The truck fell at Barbil."),
     hi("क्योंझर के बड़बिल में हादसा, 2 की मौत", "ट्रैक्टर पलटा, 7 घायल।")),
    ("a stock picture", en("Two held for theft in a flat", "Police found jewels.", **STOCK),
     hi("चोर गिरोह पकड़ा गया", "पुलिस ने गहने बरामद किए।", **STOCK)),
    ("a stock picture, Hindi and Odia", hi("चोर गिरोह पकड़ा गया", "गहने बरामद।", **STOCK),
     od("ମଦ କାରବାର ଉପରେ ଚଢ଼ାଉ", "ପାଞ୍ଚ ଗିରଫ।", **STOCK)),
    ("horoscopes", en("Horoscope today: Libra and Aries", "By Pandit Rajguru of Konark.", **BINA),
     hi("आज का राशिफल: तुला और मेष", "कोणार्क के पंडित राजगुरु।", **BINA)),
    ("horoscopes, Hindi and Odia",
     hi("आज का राशिफल", "कोणार्क के पंडित राजगुरु।", **PICTURE, **BINA),
     od("ଆଜିର ରାଶିଫଳ", "କୋଣାର୍କର ପଣ୍ଡିତ ରାଜଗୁରୁ।", **PICTURE, **BINA)),
    ("the price of gold on two days",
     en("Gold price today in Berhampur: Rs 72,400", "Silver stands at Rs 91,250."),
     od("ବ୍ରହ୍ମପୁରରେ ସୁନା ଦର ୭୨୪୦୦", "ରୁପା ୯୧୨୫୦ ଟଙ୍କା।", days=1)),
    ("the price of gold, Hindi and Odia", hi("सोने का भाव आज 72400", "बरहमपुर में चांदी 91250।"),
     od("ସୁନା ଦର ଆଜି ୭୨୪୦୦", "ବ୍ରହ୍ମପୁରରେ ରୁପା ୯୧୨୫୦।", days=1)),
    ("one person, first name and surname",
     hi("सुदर्शन साहू की प्रदर्शनी शुरू", "कलाकार ने मूर्तियां दिखाईं।"),
     od("ସୁଦର୍ଶନ ସାହୁଙ୍କୁ ସମ୍ମାନ", "ବିଶ୍ୱବିଦ୍ୟାଳୟରେ ସଭା।")),
    ("a year and the city", en("Bhubaneswar plans for 2036", "The plan has ten parts."),
     hi("भुवनेश्वर में 2036 के खेलों की चर्चा", "बैठक हुई।")),
)  # fmt: skip
