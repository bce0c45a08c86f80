"""Whether a free question is a dose to be judged, or asks something else and happens to hold a number.

'Is 20 mg four times a day too much?' asks for a judgment; 'still sleepy on 30 mg, does it pass?' asks about
sleepiness.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.dosing.enums import Missing
from bot.dosing.reading import word_set, words

if TYPE_CHECKING:
    from bot.dosing.model import ParsedDose

_JUDGE = words(
    "ok|okay|okey|alright|all right",
    r"(?:the |is it |is that |a |sound |sounds |look |looks |about |it |, |\d )right|rite|roght|aright",
    "fine|safe|normal|typical|standard|usual|reasonable|acceptable|correct|appropriate|allowed",
    "permitted|sensible|excessive|adequate|sufficient|suitable",
    "(?:too|to|so|very|pretty|quite|awfully|rather|that|a bit|really|extremely|dangerously|"
    "unusually|super) (?:much|high|low|big|strong|many|large|small|little|steep|heavy|often|few)",
    "too|lot",
    r"(?:an|a) (?:\w+ )?(?:high|low|big|large|small|good|bad|safe|heavy|strong|huge|tiny|proper|"
    "starter|decent|common) (?:dose|amount|number|one)",
    "high|higher side|low|lower side|lots|overkill",
    "(?:over|above|under|below|within|exceed|exceeds|exceeding|past|beyond|inside|"
    "outside)(?: (?:the|a|any|my|normal|usual|recommended|safe|allowed)){0,8} (?:limit|limits|"
    "maximum|range|ranges|label|guidelines|protocol|ceiling)",
    "enough|do anything|make sense|(?:does|do|is) (?:this|that|it) (?:sound|look|seem)",
    "(?:sound|look|seem)s? (?:like|about|to you|good|off|wrong|reasonable)",
    "how does (?:that|this|it) (?:look|sound)|wrong|(?:an|a|by|some|prescribing|pharmacy) error",
    "mistake|accident|mucho|demasiado|dangerous|risky|thoughts|opinions?|confirm|double check",
    r"is (?:it|that|this)(?= (?:\?|$))",
)
_OTHER_QUESTION = words(
    "how (?:long|fast|soon|quickly|come|is|are|to|many hours?|big|do|did|would i|should|well|often|"
    "can|will|much of|late|early)",
    r"how does (?:it|M\d+|a|this|the|that|one)(?! (?:look|sound))|why",
    "when (?:does|do|will|can|should|is|would|to)",
    "what (?:happens|does|are|should|would|if|to|time|kind|else|causes|helps|do i|about|were|did|share)",
    "what (?:is|was|'s) (?:the|a|going|normal|it)|which|where|explain|do i (?:need|have)|shall i",
    "must i|need i|(?:has|have|anyone|anybody|does) (?:anyone|anybody|everyone|everybody|else)",
    r"(?:does|do|can|could|will|would|did|has|is|was) (?:it|M\d+|this|that|these|they|a|"
    "the) (?:ever )?(?:cause|make|help|work|affect|hurt|get|go|pass|stop|show|come|wear|kick|last|"
    "interact|lead|give|turn|raise|lower|count|matter|mean|happen|possible)",
    "(?:can|could|should|may|do) (?:i|you|we|he|she) (?:still |just |also )?(?:stop|drink|drive|"
    "have|get|eat|use|go|cut|split|crush|mix|combine|skip|come|need|wean|switch|change|expect|feel|"
    "work|fly|swim|smoke|measure|know)",
)
_TOPICS = word_set("""
    sleepy sleep asleep sleepiness drowsy drowsiness dozy doped doze tired tiredness fatigue fatigued
    sedated sedation zombie groggy dopey dizzy dizziness lightheaded woozy nausea nauseous nauseated sick
    vomit vomiting constipated constipation diarrhea diarrhoea headache headaches migraine rash itch itching
    itchy sweat sweating sweats swelling swollen weak weaker weakness floppy jelly fall falls fell falling
    stumble confused confusion memory forgetful hallucinate hallucinating hallucinations depressed
    depression anxious anxiety mood moods irritable panic dreams nightmares insomnia tremor tremors shaky
    shaking twitch twitching seizure breathing breath breathe apnea apnoea snoring libido sex sexual
    erection erections impotence impotent pee peeing urine urinating bladder incontinence gain appetite
    hungry hair vision blurry blurred eyes tinnitus effect effects reaction allergy allergic hives addicted
    addictive addiction habit buzz abuse dependence dependent dependency tolerance tolerant taper tapering
    wean withdrawal withdrawals withdraw stop stopped skip skipped skipping missed miss forgot forget
    forgotten overslept late drink drinking drank beer beers wine glass glasses booze alcohol pint cocktail
    smoke smoking weed vape coffee caffeine grapefruit food eat eating eats drive driving car forklift
    machinery machines exercise gym physio swim swimming travel traveling flight plane customs mri scan
    surgery operation anesthesia anaesthesia dentist dental vaccine vaccination kick kicks last lasts
    lasting halflife onset peak peaks bloodstream absorbed absorption metabolism metabolised metabolized
    color colour shape imprint scored stamped printed split cut crush crushed chew chewed dissolve halve
    brand price cost costs cheap cheaper expensive insurance shortage supply refill refills expired expiry
    store storage fridge dispose dog cat pet vet puppy rabbit animal mechanism moa gaba receptor receptors
    evidence study studies research textbook flashcard dissertation exam audit convert conversion equivalent
    equals switch switching swap swapping versus vs compare compared comparison lawsuit sue legal law
    controlled narcotic measure measuring syringe interact interaction interactions combine combining mix
    mixing mixed together ladder schedule formula calculate calculated specialists exceed limit recommended
    guideline guidelines nnt size wedding party dentists works working work worked effective help helps
    helped helping relief feel feeling feels perk pass overdose kill drug screen tests bloods blood fever
    symptoms signs notice noticing jaundice liver hot tub scuba sauna sun period periods fertility sperm
    alternative alternatives
    """)
_STEMS = (
    "taper",
    "wean",
    "withdraw",
    "hallucinat",
    "addict",
    "sedat",
    "drows",
    "constipat",
    "interact",
    "depress",
    "metaboli",
    "absor",
    "incontinen",
    "spread",
)
_TOGETHER = words(
    r"(?:with|and|plus|\+|together|along|mix|combine|combined|on)(?: (?:my|some|a|the|his|her|any|"
    r"taking)){0,8} O\d+",
    r"O\d+(?: \S+){0,3}? (?:with|and|plus|together|along)",
)
_NEUTRAL = word_set("""
    a an the i you he she it we they me him her us them my your his their our its this that these those is
    am are was were be been being do does did have has had having will would can could shall should may
    might must of in on at to for from by with about as into than then so very just also and or but if not
    no yes any some all each both only own same now get gets got go going been 's let know please thanks hi
    hello hey there here um uh er said take took taken given give gave gives giving put puts told say says
    want wants wanted prescribed prescription script rx sig ordered charted due written wrote write
    suggested recommends currently presently start started starting new day dose doses dosage dosing amount
    quantity side number tablet tablets packet liquid solution suspension syrup granules bottle doctor
    doctors neuro neurologist gp nurse pharmacist chemist clinic hospital specialist consultant physician
    prescriber team mother father grandma husband wife son daughter brother sister child baby toddler teen
    patient pt person man woman lady gentleman boy girl friend partner people adult adults noise when
    otherpump tomorrow today tonight yesterday morning night spasticity spasms spasm stiffness muscle
    muscles legs leg back pain ms cp sci stroke injury spinal cord cerebral palsy pump intrathecal oral
    mouth chronic severe mild daily perday onego perdose prn between divided dayof intotal intrathecally
    test screening bolus trial injection first usual regular total every per label reads box hes shes im ive
    mg mcg male female year old weeks pregnant breastfeeding feeding kidney dialysis disease sessions set running
    stage kidneystage kidneyrate egfr ckd lab elderly older senior level , . ? / - + x => question quick
    wondering wonder curious ask asking think thinking hear heard see quite really even still ever more up
    down out off well which who nostop twice once course far mine me lunch max maximum times a's
    """)
_DENIES = word_set("no not without never history denies nor")
FEW_WORDS = 2
"""With a dose left half open, this many words of anything else already make it another question."""
SOME_WORDS = 6


@dataclass(frozen=True, slots=True)
class _Focus:
    """What the words around a dose ask for."""

    judged: bool
    topic: bool
    asks_otherwise: bool
    together: bool
    leftover: int


def _read(parsed: ParsedDose) -> _Focus:
    rest = _JUDGE.sub(" ", parsed.residue)
    return _Focus(
        judged=rest != parsed.residue,
        topic=_other_topic(rest.split()),
        asks_otherwise=_OTHER_QUESTION.search(parsed.heard) is not None,
        together=_TOGETHER.search(parsed.residue) is not None,
        leftover=sum(map(_says_something, rest.split())),
    )


def _other_topic(left: list[str]) -> bool:
    """Tell whether words of another subject are left; a symptom that is denied is none."""
    return any(
        (word in _TOPICS or word.startswith(_STEMS)) and _DENIES.isdisjoint(left[max(0, i - 2) : i])
        for i, word in enumerate(left)
    )


def _says_something(word: str) -> bool:
    """Tell whether a word belongs neither to a dose nor to people, their doctors and small talk."""
    item = word[0].isupper() and word[1:].isdigit()
    return not item and not word[0].isdigit() and word not in _NEUTRAL


def looks_like_dose(parsed: ParsedDose | None) -> bool:
    """Tell whether a free question asks for a dose to be judged."""
    if parsed is None or not parsed.has_dose or parsed.product_question or not _any_amount(parsed):
        return False
    focus = _read(parsed)
    if focus.together or (focus.topic and focus.asks_otherwise):
        return False
    if focus.topic:
        return False
    if _complete(parsed):
        return focus.judged or (not focus.asks_otherwise and focus.leftover <= SOME_WORDS)
    if focus.asks_otherwise or parsed.taken is not None:
        return False
    only_unit_open = Missing.UNIT in parsed.missing and Missing.FREQUENCY not in parsed.missing
    alone = only_unit_open and not focus.leftover
    return focus.leftover <= FEW_WORDS and (alone or focus.judged or _names_a_mass(parsed))


def _any_amount(parsed: ParsedDose) -> bool:
    return bool(parsed.told)


def _complete(parsed: ParsedDose) -> bool:
    """Tell whether amount and frequency were told, whatever else is open."""
    mass = _names_a_mass(parsed) or any(
        told.quantity.unit in ("mL", "tablet", "packet", "unit", "mg/kg", "mcg/kg") for told in parsed.told
    )
    return mass and Missing.FREQUENCY not in parsed.missing


def _names_a_mass(parsed: ParsedDose) -> bool:
    return any(told.quantity.unit in ("mg", "mcg", "g", "unit", "mg/kg", "mcg/kg") for told in parsed.told)
