"""The closed list of dose words: what people type, and the one form the readers know.

Left the form, right the words that mean it: plurals, abbreviations, other spellings, a few words of Spanish,
French and German. Latin abbreviations of frequency stand for themselves: none is ever repaired into another.
"""

from __future__ import annotations

from bot.dosing.reading import word_set

_FORMS = {
    # units
    "mg":
        "mg mgs milligram milligrams milligramme milligrammes "
        "mgm mgms miligram miligrams millagram millagrams "
    "millegram millegrams milligrm milligrms miligramme miligramo miligramos milligrammes",
    "mcg":
        "mcg mcgs ug ugs microgram micrograms microgramme "
        "microgrammes mikrogram mikrogramm microgramo microgramos",
    "g": "g gm gms gram grams gramme grammes gramo gramos",
    "kg": "kg kgs kilo kilos kilogram kilograms kilogramme kilogrammes",
    "lb": "lb lbs pound pounds",
    "stone": "stone stones",
    "ml": "ml mls millilitre millilitres milliliter milliliters mililiter mililiters mililitros cc ccs",
    "tsp": "tsp tsps teaspoon teaspoons teaspoonful teaspoonfuls",
    "tbsp": "tbsp tbsps tablespoon tablespoons tablespoonful tablespoonfuls",
    "tablet":
        "tablet tablets tab tabs pill pills capsule capsules "
        "caps caplet caplets tableta tabletas pastilla "
    "pastillas comprimido comprimidos tablette tabletten comprime comprimes tabl tbl pil pils",
    "packet": "packet packets sachet sachets pkt pkts",
    "drop": "drop drops gtt gtts gota gotas",
    "unit": "unit units iu ius unidad unidades",
    # time
    "times": "times tmes tims tme timess veces fois",
    "time": "time vez",
    "daily": "daily dly dayly dialy daliy diario diarios diaria diarias diariamente taglich quotidien",
    "day": "day days dya dyas dia dias jour jours",
    "hour": "hour hours hr hrs hora horas heure heures houre",
    "hourly": "hourly hrly",
    "minute": "minute minutes min mins minuto minutos",
    "week": "week weeks wk wks semana semanas",
    "weekly": "weekly wkly semanal",
    "month": "month months mth mths mes meses",
    "year": "year years yr yrs anos",
    "every": "every evry evey cada eveery",
    "each": "each",
    "once": "once onc",
    "twice": "twice",
    "thrice": "thrice",
    "nightly": "nightly",
    # time of day
    "morning": "morning mornings mane manana am's qam forenoon",
    "breakfast": "breakfast brekkie desayuno",
    "noon": "noon midday noontime mediodia",
    "lunch": "lunch lunchtime almuerzo",
    "afternoon": "afternoon afternoons arvo tarde",
    "evening": "evening evenings eve",
    "dinner": "dinner dinnertime supper suppertime cena",
    "night": "night nights nite nites noc nocte nighttime noche noches nuit",
    "bedtime": "bedtime bedtimes qhs hs",
    "midnight": "midnight",
    "waking": "waking wakeup",
    "meal": "meal meals mealtime mealtimes comida comidas repas",
    "monday": "monday mon", "tuesday": "tuesday tues", "thursday": "thursday thurs",
    "weekend": "weekend weekends",
    # people
    "mother": "mother mom mum mommy mummy mam mama mother's", "father": "father dad daddy papa",
    "grandma": "grandma grandmother gran granny nan nana grandmom grandmum grandmama nanna abuela "
    "grandpa grandfather grandad granddad gramps grandparent grandparents grandpop abuelo",
    "baby": "baby babies infant infants newborn newborns neonate neonates bebe preemie",
    "toddler": "toddler toddlers preschooler preschoolers",
    "child":
        "child children kid kids kiddo kiddos pediatric "
        "paediatric pediatrics paediatrics peds grandchild "
    "grandchildren stepchild schoolchild childs nino nina hijo kindergartner kindergartener",
    "teen": "teen teens teenager teenagers teenage adolescent adolescents preteen tween",
    "elderly": "elderly geriatric octogenarian nonagenarian pensioner seniors",
    # verbs of taking and giving
    "take": "take takes taking takin tomo toma tomar",
    "took": "took tooked",
    "swallowed": "swallowed swalowed swollowed ingested",
    "prescribed": "prescribed prescribe prescribes",
    "start":
        "start starts starting commence commenced commencing "
        "initiate initiated initiating initiation begin begins "
    "beginning began initial starter",
    "started": "started begun",
    "taper": "taper tapers tapering tapered wean weans weaning weaned titrating",
    "stop":
        "stop stops stopping quit quits quitting discontinue "
        "discontinued discontinuing cease ceased ceasing",
    "stopped": "stopped",
    "accident":
        "accident accidentally accidently accidental mistake "
        "mistakenly mistake's unintentionally inadvertently "
    "error wrongly oops",
    "double": "double doubled doubling doubles",
    "extra": "extra additional",
    "maximum": "maximum max maximal maxium",
    "without": "without",
    "seizure": "seizure seizures siezure siezures convulsion convulsions",
    "seizing": "seizing fitting convulsing",
    # medicine
    "kidney": "kidney kidneys kindey kindeys renal rinones",
    "dialysis":
        "dialysis hemodialysis haemodialysis dialysed dialyzed "
        "capd hemodialisis haemodialysed hemo dialysis's",
    "egfr": "egfr gfr egfr's",
    "crcl": "crcl",
    "pregnant": "pregnant preggo preggers pregnancy embarazada gravid antenatal trimester",
    "breastfeeding": "breastfeeding breastfeed breastfeeds lactating lactation breastfed breastfeeder",
    "intrathecal": "intrathecal intrathecally intrathecaly itb intratecal",
    "pump": "pump pumps",
    "spine": "spine spinally",
    "mouth": "mouth boca",
    "oral": "oral orally oraly po",
    "needed": "needed neded",
    "prn": "prn sos",
    "milk": "milk",
}  # fmt: skip

ALIASES: dict[str, str] = {}
for _form, _words in _FORMS.items():
    for _word in _words.split():
        ALIASES.setdefault(_word, _form)

PHRASES = {
    "everyday": "every day", "im": "i am", "ive": "i have", "id": "i would", "hes": "he is", "shes": "she is",
    "its": "it is", "thats": "that is", "whats": "what is", "theyre": "they are", "youre": "you are",
    "weve": "we have",
    "theyve": "they have", "cant": "can not", "cannot": "can not", "wont": "will not", "dont": "do not",
    "doesnt": "does not", "didnt": "did not", "isnt": "is not", "arent": "are not", "wasnt": "was not",
    "havent": "have not", "hasnt": "has not", "hadnt": "had not", "shouldnt": "should not",
    "wouldnt": "would not",
    "couldnt": "could not", "aint": "is not", "wanna": "want to", "gonna": "going to", "gotta": "got to",
    "n": "and",
    "y": "and", "thru": "through", "yo": "year old", "yrold": "year old", "yearold": "year old",
    "qday": "q day",
    "mgday": "mg / day", "mcgday": "mcg / day", "mgkg": "mg / kg", "mgml": "mg / ml", "mcgml": "mcg / ml",
    "mgkgday": "mg / kg / day", "mgd": "mg / day", "mcgd": "mcg / day", "mcghr": "mcg / hour",
    "xday": "x day",
    "xdaily": "x daily", "xd": "x day", "xday's": "x day", "timesday": "times day",
    "timesaday": "times a day", "timesperday": "times per day", "timesdaily": "times daily",
     "perday": "per day",
    "aday": "a day", "onceaday": "once a day", "twiceaday": "twice a day", "bedtimes": "bedtime",
    "atbedtime": "at bedtime",
    "w": "with", "wo": "without", "ckd": "ckd", "breastfeed": "breastfeeding", "prebed": "before bed",
    "nightime": "night",
    "tonite": "tonight", "tmrw": "tomorrow", "tmr": "tomorrow", "tomorow": "tomorrow", "dinnertime": "dinner",
    "wks": "week", "rx'd": "prescribed", "rxd": "prescribed", "dr": "doctor", "doc": "doctor",
    "preg": "pregnant",
    "yesterday's": "yesterday", "prescrip": "prescription", "thrice": "3 times", "alot": "a lot",
    "medio": "0.5",
    "media": "0.5", "teh": "the", "hte": "the", "de": "of", "everday": "every day", "eveyday": "every day",
    "evryday": "every day",
    "everyday's": "every day", "adn": "and", "an'": "and", "wiht": "with", "fo": "of", "tken": "taken",
    "tke": "take", "thn": "then", "tehn": "then", "thne": "then", "hten": "then", "thenn": "then",
    "theen": "then",
    "tien": "then", "diner": "dinner",
    "thwn": "then", "tsken": "taken", "mondays": "every monday", "tuesdays": "every tuesday",
    "wednesdays": "every wednesday",
    "thursdays": "every thursday", "fridays": "every friday", "saturdays": "every saturday",
    "sundays": "every sunday",
}  # fmt: skip
"""Words that stand for several, contractions without their apostrophe among them."""

KNOWN_SHORT = word_set("""
    tid tds bid bd bds qid qds qd od qod eod sid uid q x mg mcg ug ml iu prn po hs ac pc am pm stat
    """)
"""Abbreviations that are read exactly or not at all."""

_EXACT = word_set("""
    capd crcl egfr gtts hemo mths tues anos bebe boca cada cena dias fois gota gotas gran heure hijo hora horas jour
    jours mama mane meses milk nana nina nino noche nuit papa repas tarde toma tomar tomo veces
    """)
"""Too short or too foreign for a slip of the keyboard to mean them."""
_REPAIRED = word_set("""
    three four five seven eight eleven twelve fifteen twenty thirty forty fifty sixty eighty ninety hundred half
    quarter couple teaspoon required maximum failure disease moderate severe dialysis creatinine clearance
    transplant cerebral palsy stroke sclerosis paraplegic quadriplegic tetraplegic injury test screening bolus first
    total divided split alternate other weighs weight aged tomorrow yesterday today increase increased reduce
    reduced hallucinating hallucinations confused unconscious unresponsive breathing withdrawal fever alarm beeping
    empty refill missed husband daughter doctor suspension solution liquid reservoir catheter lumbar puncture before
    after with needed dose doses nursing
    """)
REPAIR_TARGETS = tuple(
    sorted(
        {
            *(word for word in ALIASES if len(word) > 3 and word.isalpha() and word not in _EXACT),
            *_REPAIRED,
        }
    )
)
"""What a misspelt word may be repaired to."""
