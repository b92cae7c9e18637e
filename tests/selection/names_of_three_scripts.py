"""Names of people and places as newspapers write them in English, Hindi and Odia; written before the rules were."""

SAME = """
Naveen Patnaik | नवीन पटनायक | ନବୀନ ପଟ୍ଟନାୟକ
Mohan Majhi | मोहन माझी | ମୋହନ ମାଝୀ
Dharmendra Pradhan | धर्मेंद्र प्रधान | ଧର୍ମେନ୍ଦ୍ର ପ୍ରଧାନ
Droupadi Murmu | द्रौपदी मुर्मू | ଦ୍ରୌପଦୀ ମୁର୍ମୁ
Narendra Modi | नरेंद्र मोदी | ନରେନ୍ଦ୍ର ମୋଦି
Rahul Gandhi | राहुल गांधी | ରାହୁଲ ଗାନ୍ଧୀ
Amit Shah | अमित शाह | ଅମିତ ଶାହ
Nirmala Sitharaman | निर्मला सीतारमण | ନିର୍ମଳା ସୀତାରମଣ
Ashwini Vaishnaw | अश्विनी वैष्णव | ଅଶ୍ୱିନୀ ବୈଷ୍ଣବ
Jual Oram | जुएल ओराम | ଜୁଏଲ ଓରାମ
Pravati Parida | प्रवाती परिदा | ପ୍ରଭାତୀ ପରିଡ଼ା
Sambit Patra | संबित पात्रा | ସମ୍ବିତ ପାତ୍ର
Mamata Banerjee | ममता बनर्जी | ମମତା ବାନାର୍ଜୀ
Nitish Kumar | नीतीश कुमार | ନୀତିଶ କୁମାର
Hemant Soren | हेमंत सोरेन | ହେମନ୍ତ ସୋରେନ
Arvind Kejriwal | अरविंद केजरीवाल | ଅରବିନ୍ଦ କେଜ୍ରିୱାଲ
Yogi Adityanath | योगी आदित्यनाथ | ଯୋଗୀ ଆଦିତ୍ୟନାଥ
Virat Kohli | विराट कोहली | ବିରାଟ କୋହଲି
Rohit Sharma | रोहित शर्मा | ରୋହିତ ଶର୍ମା
Hardik Singh | हार्दिक सिंह | ହାର୍ଦିକ ସିଂ
Amit Rohidas | अमित रोहिदास | ଅମିତ ରୋହିଦାସ
Dutee Chand | दुती चंद | ଦୁତୀ ଚାନ୍ଦ
Sudarsan Pattnaik | सुदर्शन पटनायक | ସୁଦର୍ଶନ ପଟ୍ଟନାୟକ
Ratan Tata | रतन टाटा | ରତନ ଟାଟା
Gautam Adani | गौतम अडानी | ଗୌତମ ଅଦାନୀ
Bhubaneswar | भुवनेश्वर | ଭୁବନେଶ୍ୱର
Cuttack | कटक | କଟକ
Puri | पुरी | ପୁରୀ
Rourkela | राउरकेला | ରାଉରକେଲା
Sambalpur | संबलपुर | ସମ୍ବଲପୁର
Balasore | बालासोर | ବାଲେଶ୍ୱର
Berhampur | बरहमपुर | ବ୍ରହ୍ମପୁର
Koraput | कोरापुट | କୋରାପୁଟ
Kalahandi | कालाहांडी | କଳାହାଣ୍ଡି
Mayurbhanj | मयूरभंज | ମୟୂରଭଞ୍ଜ
Keonjhar | क्योंझर | କେନ୍ଦୁଝର
Sundargarh | सुंदरगढ़ | ସୁନ୍ଦରଗଡ଼
Jharsuguda | झारसुगुड़ा | ଝାରସୁଗୁଡ଼ା
Angul | अंगुल | ଅନୁଗୋଳ
Dhenkanal | ढेंकनाल | ଢେଙ୍କାନାଳ
Kendrapara | केंद्रपाड़ा | କେନ୍ଦ୍ରାପଡ଼ା
Jagatsinghpur | जगतसिंहपुर | ଜଗତସିଂହପୁର
Paradip | पारादीप | ପାରାଦୀପ
Gopalpur | गोपालपुर | ଗୋପାଳପୁର
Konark | कोणार्क | କୋଣାର୍କ
Chilika | चिलिका | ଚିଲିକା
Malkangiri | मलकानगिरी | ମାଲକାନଗିରି
Nabarangpur | नबरंगपुर | ନବରଙ୍ଗପୁର
Rayagada | रायगड़ा | ରାୟଗଡ଼ା
Kandhamal | कंधमाल | କନ୍ଧମାଳ
Phulbani | फुलबनी | ଫୁଲବାଣୀ
Bolangir | बलांगीर | ବଲାଙ୍ଗୀର
Bargarh | बरगढ़ | ବରଗଡ଼
Nayagarh | नयागढ़ | ନୟାଗଡ଼
Bhadrak | भद्रक | ଭଦ୍ରକ
Hirakud | हीराकुंड | ହୀରାକୁଦ
Mahanadi | महानदी | ମହାନଦୀ
Similipal | सिमलीपाल | ଶିମିଳିପାଳ
Kolkata | कोलकाता | କୋଲକାତା
Ranchi | रांची | ରାଞ୍ଚି
Raipur | रायपुर | ରାୟପୁର
Visakhapatnam | विशाखापत्तनम | ବିଶାଖାପାଟଣା
Hyderabad | हैदराबाद | ହାଇଦ୍ରାବାଦ
Mumbai | मुंबई | ମୁମ୍ବାଇ
Chennai | चेन्नई | ଚେନ୍ନାଇ
Bengaluru | बेंगलुरु | ବେଙ୍ଗାଲୁରୁ
Lucknow | लखनऊ | ଲକ୍ଷ୍ନୌ
Varanasi | वाराणसी | ବାରାଣାସୀ
Guwahati | गुवाहाटी | ଗୁଆହାଟୀ
Ahmedabad | अहमदाबाद | ଅହମ୍ମଦାବାଦ
"""
OTHERS = """
Naveen Patnaik | नितिन पटेल | ନବୀନ ପାତ୍ର
Mohan Majhi | मोहन मोदी | ମହେଶ ମାଝୀ
Rohit Sharma | रोहन शर्मा | ରୋହିତ ଶେଟ୍ଟୀ
Amit Shah | अजीत शाह | ଅମିତ ସାହୁ
Sambalpur | संबल | ସୋନପୁର
Bargarh | बरगद | ବାରିପଦା
Nayagarh | नयागांव | ନୟାପଡ଼ା
Rayagada | रायगढ़ा रोड | ରାୟପୁର
Gopalpur | गोरखपुर | ଗୋପବନ୍ଧୁ
Kendrapara | केंद्रीय | କେନ୍ଦୁଝର
Jagatsinghpur | जगदीशपुर | ଜଗନ୍ନାଥପୁର
Kalahandi | कालीचरण | କଳିଙ୍ଗନଗର
Malkangiri | मलकागंज | ମାଲତୀ
Koraput | कानपुर | କୋରେଇ
Sundargarh | सुंदरबन | ସୁନ୍ଦରପଦା
Balasore | बालासाहेब | ବାଲିଗୁଡ଼ା
Paradip | परमदीप | ପାରାଦେଶୀ
Ranchi | रानी | ରାଜଗଞ୍ଜ
Kolkata | कोल्लम | କୋଲାର
Hemant Soren | हेमा मालिनी | ହେମନ୍ତ ବିଶ୍ୱଶର୍ମା
"""
"""Near misses: none of the names of a line is any other of it."""


def lines(text: str) -> list[tuple[str, str, str]]:
    """Return (English, Hindi, Odia) per line."""
    rows = (tuple(part.strip() for part in line.split("|")) for line in text.strip().splitlines())
    return [(english, hindi, odia) for english, hindi, odia in rows]
