"""First and last names of the sample's readers, in Latin letters and in their own."""

LATIN = (
    "Aarti Abhaya Aditi Ajay Alka Amar Amrita Anil Anjali Arup Asha Bhabani Bijay Binodini Chandan Chitra Debasis "
    "Deepa Dinesh Farah Gayatri Gobinda Harish Hemanta Ila Indira Iqbal Jayanti Jhuma Jitendra Kabita Kamal Kartik "
    "Lalit Laxmi Lopa Madhab Mamata Manoj Meera Minati Mitali Nabin Nalini Naresh Nirmala Padma Pallavi Prabhat "
    "Pradip Pramila Priya Rabi Rajani Rakesh Ranjita Rashmi Rekha Ritu Sabita Sameer Sangita Sanjay Santosh Saroj "
    "Shabnam Shanti Shila Smita Somnath Subhash Sudha Sujata Sunita Suresh Swati Tapan Trupti Uma Usha Yusuf"
).split()  # fmt: skip
LATIN_LAST = (
    "Acharya Bag Barik Behera Bhoi Bisoi Das Dash Dora Ekka Garnaik Giri Hembram Jena Kar Khuntia Kujur Lakra Lenka "
    "Mahanta Majhi Mallick Mishra Mohanty Mohapatra Munda Nag Naik Nanda Padhi Palei Panda Panigrahi Parida Patra "
    "Pradhan Rath Rout Sabar Sahoo Samal Sethi Singh Soren Swain Tarai Tripathy Xalxo"
).split()  # fmt: skip

#: (as its owner writes it, as it stands in an address)
ODIA = (
    ("ଅନିତା", "anita"),
    ("ଅଶୋକ", "ashok"),
    ("କବିତା", "kabita"),
    ("ଗୌରୀ", "gouri"),
    ("ଚିତ୍ରସେନ", "chitrasen"),
    ("ଜ୍ୟୋତ୍ସ୍ନା", "jyotsna"),
    ("ଦୀପକ", "deepak"),
    ("ନିରୁପମା", "nirupama"),
    ("ପ୍ରଦୀପ", "pradip"),
    ("ବସନ୍ତ", "basanta"),
    ("ମିନତି", "minati"),
    ("ରଞ୍ଜନ", "ranjan"),
    ("ସୁଲୋଚନା", "sulochana"),
    ("ହରିହର", "harihar"),
)
ODIA_LAST = (
    ("ଜେନା", "jena"),
    ("ଦାସ", "das"),
    ("ନାୟକ", "nayak"),
    ("ପଣ୍ଡା", "panda"),
    ("ବେହେରା", "behera"),
    ("ମହାନ୍ତି", "mohanty"),
    ("ସାହୁ", "sahu"),
    ("ସ୍ୱାଇଁ", "swain"),
)
HINDI = (
    ("अनुराधा", "anuradha"),
    ("अरविंद", "arvind"),
    ("कमला", "kamla"),
    ("किशोर", "kishore"),
    ("गीता", "geeta"),
    ("दिनेश", "dinesh"),
    ("निशा", "nisha"),
    ("प्रकाश", "prakash"),
    ("मीनाक्षी", "meenakshi"),
    ("राजेश", "rajesh"),
    ("शालिनी", "shalini"),
    ("सुरेंद्र", "surendra"),
)
HINDI_LAST = (
    ("अग्रवाल", "agrawal"),
    ("कुमार", "kumar"),
    ("गुप्ता", "gupta"),
    ("तिवारी", "tiwari"),
    ("यादव", "yadav"),
    ("वर्मा", "verma"),
    ("शर्मा", "sharma"),
)
URDU = (
    ("آصف", "asif"),
    ("انجم", "anjum"),
    ("حمیدہ", "hamida"),
    ("رضیہ", "razia"),
    ("زاہد", "zahid"),
    ("سلیم", "salim"),
    ("شبانہ", "shabana"),
    ("عارف", "arif"),
    ("نسرین", "nasreen"),
    ("یوسف", "yusuf"),
)
URDU_LAST = (
    ("احمد", "ahmed"),
    ("انصاری", "ansari"),
    ("بیگم", "begum"),
    ("خان", "khan"),
    ("رضوی", "rizvi"),
    ("قریشی", "qureshi"),
)
