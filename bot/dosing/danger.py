"""Dangers told in words: symptoms, a wish to die, withdrawal, a failing pump.

This guards the dose command, which judges a dose whatever stands around it. Facts, history, fears and
negations are no danger: a seizure disorder is not a seizure, and 'no fever' is not a fever.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.dosing.enums import Danger
from bot.dosing.numerals import NUMBER
from bot.dosing.reading import word_set, words

if TYPE_CHECKING:
    import re

    from bot.dosing.reading import Reading

_N = NUMBER
_NOT = r"(?:not|no|never|n't|nor)"
_NEGATED = word_set(
    "no not never without denies denied n't nor neither "
    "isn't hasn't haven't wasn't don't doesn't didn't prevent preventing prevents avoid avoiding "
    "avoids free"
)
_FACTUAL = words(
    r"(?:can|could|does|do|will|would|might|may) (?:it|this|M\d+|too much|that|A\d+|a high dose|"
    r"taking|stopping|\S+)(?: \S+)? (?:cause|causes|lead|trigger|make|give|produce|result)",
    "(?:risk|history|fear|afraid|scared|worried|terrified|chance|signs?|symptoms?|danger|case|"
    "cases|side effects?|incidence|episodes?) of",
    "worried about|anxious about|in case of|to (?:prevent|avoid)|used (?:to treat|for)",
    "for (?:seizure|epilepsy|withdrawal)",
    "(?:seizure|convulsive) (?:disorder|medication|medicine|meds|med|drug|drugs|threshold|free|history|control|prone)",
    "what (?:happens|would happen|if|are|is the)|flashcard|exam question|textbook|years? ago",
    "in the past|as a (?:kid|child|teen)|last year|used to have",
    "had (?:1|a|one|some) (?:once|before|years)",
)

_UNCONSCIOUS = words(
    f"(?:{_NOT}|can|could|will|would|wo|unable to|cant|barely|hardly|hard to|difficult to|"
    "impossible to|struggling to|failing to|trouble)(?: (?:not|get|be|him|her|them|it|even|seem|"
    "really|fully|to|properly)){0,8} (?:wake|waking|woken|rouse|roused|arouse|awaken|"
    "woke)(?: (?:up|him|her|them)){0,8}",
    rf"(?:{_NOT}|is n't|stopped|barely|hardly) (?:\w+ )?(?:responding|responsive|respond|conscious|"
    "rousable|arousable|answering me)",
    "unresponsive|obtunded|stuporous|unrousable|unarousable|unconscious|passed out|passing out|blacked out|black out",
    "out cold|in a coma|comatose|coma|collapsed|knocked out|lost consciousness|losing consciousness",
    "semi conscious|semiconscious|barely conscious|barely awake",
    "(?:wo n't|will not|would not|wont|cant|can not) (?:open (?:his|her|their|its) eyes|stay awake|"
    "keep (?:his|her) eyes open)",
    "no response|out of it completely|dead to the world|inconsciente|no despierta|no se despierta",
    "no responde",
)
_BREATHING = words(
    f"(?:{_NOT}|is n't|stopped|stop|stops|quit|barely|hardly|can not|cant|could not|struggling to|"
    "trouble|difficulty|hard to|unable to|problems|labored|laboured|slow|shallow|slowed|irregular|"
    "weird|funny|gurgling|noisy|agonal|struggles to|fighting to|gasping)(?: (?:really|even|"
    "properly|very|to|with|her|his|is|and|barely|much|right)){0,8} (?:breathing|breathe|breath|"
    "breaths|breathes|respirations)",
    r"breathing(?: (?:is|at|like|about|around|only|just|maybe)){0,5} \d+ (?:times|breaths?|x)(?: (?:a|per|"
    r"/))? minute",
    "(?:breathing|breathes|breaths|breath|respiration|respirations)(?: (?:is|are|has|have|got|gone|"
    "getting|seems?|looks?|sounds?|so|very|really|only|super|too|just|become|becoming|a|bit|"
    "all)){0,8} (?:slow|slowly|shallow|weird|funny|strange|bad|badly|labored|laboured|stopped|"
    r"stopping|heavy|weak|rapid|noisy|irregular|hard|difficult|off|rattly|gurgling|\d+ (?:a|per|"
    "/) minute)",
    "gasping|gurgling|choking|respiratory (?:arrest|failure|depression)|not getting (?:enough )?air",
    "short of breath(?! (?:sometimes|at times|on exertion|occasionally|when (?:i )?(?:walk|climb)\\w*))|"
    "no respira|(?:can not|cant) catch (?:my|his|her) breath",
)
_BLUE = words(
    "(?:turning|turned|going|gone|goes|went|looks?|looking|is|are|getting|her|his|my)(?: (?:lips|"
    "fingers|face|nails|lips are|lips look|a bit|all|kind of|very|really|lips turning|"
    "lips going)){0,8} (?:blue|grey|gray|purple|bluish|ashen)",
    "(?:blue|bluish|grey|gray|purple) (?:lips|fingers|face|fingernails|nails|around)",
)
_LIMP = words(
    "(?<!leg is )(?<!arm is )(?<!hand is )(?<!foot is )(?<!legs are )(?:limp|floppy|lifeless|rag doll|"
    "like a doll)(?! (?:when|since i was|foot|leg|gait|badly))",
    "like jelly and can not|(?:can not|cant) (?:hold|lift) (?:his|her|their) head",
)
_LIMP_GAIT = words(
    "(?:a|with a|my|his|her|slight|walk|walks|walking|i|bad) limp(?:s|ing)?|limp (?:when|gait|along)",
)
_SLUGGISH = words(
    "(?:hard|difficult|trouble|struggl\\w+|can not|unable)(?: to)? wak\\w+(?: up)? (?:in the morning|for work|on time)"
)
_FIT = words(
    "(?:having|had|has|is having|just had|started having|get|getting|gets|got|went into|go into|"
    "going into|keeps having|and|now|a|another|the|2|3|or|with|,|.) (?:a |another |some |2 |"
    "3 )?seizure(?! (?:disorder|medication|medicine|meds|med|drug|drugs|threshold|free|history|"
    "control|risk))",
    "seizing|(?:is|was|been|are|she|he|now|started|and) (?:fitting|convulsing|fits)",
    "(?:having|had|has) (?:a |an |another )?(?:fit|fits)(?! (?:of|when|about|at))|grand mal|status epilepticus|"
    "convulsing|convulsiones",
    "convulsionando|seizure (?:now|right|today|just|after|this|last night|and)",
)
_HEART = words(
    "(?:heart|pulse) (?:has )?(?:stopped|stopping)|no pulse|cardiac arrest",
    "(?:can not|cant) find a pulse|foaming at the mouth|frothing",
)

_SELF_HARM = words(
    "(?:want|wants|wanted|wanna|going|wish|wishing|ready|rather|hoping|hope|plan|planning|like|"
    "trying|need|tempted|decided|gonna)(?: (?:to|i|could|just|he|she|was|were|be|me|him|a|quietly|"
    "quickly)){0,8} (?:die|dead|dying|kill myself|kill my self|end it|end my life|end things|"
    "disappear forever|sleep forever|never wake up|not wake up|not be here|not exist|overdose|od|"
    "off myself|hurt myself|harm myself|be gone|unalive)(?! (?:the|my) (?:prescription|treatment))",
    "kill (?:myself|my self|himself|herself|themselves|themself|yourself|me|a person|somebody|"
    "someone|you|him|her|us|an adult|a human)",
    "end (?:my|his|her|their) life|end it(?: all)?|ending it(?: all)?|suicide|suicidal|kms|unalive",
    r"(?:never|not)(?: ever)? (?:wake|woke)(?: up)?(?: again)?(?= (?:\?|\.|,|again)| $)",
    "(?:be|is|would be|are|was) (?:enough|sufficient) to (?:die|kill|end|od|overdose|finish|do it|"
    "be fatal|stop my heart)",
    "enough to (?:die|kill|end it|od|overdose|never wake|not wake|finish|go to sleep forever)",
    "be done with (?:it|life|everything|this life|it all)",
    "(?:tired of|sick of|done with|no reason for|no point in|hate) (?:living|life|being alive|existing)",
    "want it (?:all )?to (?:end|be over)(?! (?:soon|the spasms?|this pain))",
    "better off (?:dead|without me)",
    "(?:do not|dont) want to (?:live|be here|be alive|wake up|exist|go on)|no reason to live",
    "(?:kills|kill|killing) (?:you|a person|someone|somebody)",
    r"how (?:many|much)(?: \S+){0,6}? (?:to die|to kill|would kill|will kill|kills|is lethal|"
    "is fatal|be (?:fatal|lethal|deadly)|to od|to overdose|od on|overdose on|it take to die|it takes to die|"
    "finish me|"
    "do me in|to end)",
    "lethal (?:dose|amount) for me",
    "(?:take|taking|took|swallow|swallowing|down|downing|eat|neck)(?: (?:all|the|of|my|whole|"
    "entire|every|last|these|those|them|1|rest|just)){0,8}? (?:(?:all|every (?:last|single))(?: (?:of|"
    r"my|the|these|those|them|mg|\d+|M\d+)){0,8} (?:tablet|bottle|M\d+|pack|box|supply|"
    r"prescription|script|stash|meds|them|\d+(?! (?:mg|mcg|ml|at|of|M\d+|tablet)(?= )))|(?:whole|"
    r"entire)(?: (?:\d+|mg|M\d+)){0,4} (?:tablet"
    "(?= bottle)|bottle|pack|box|supply|prescription|script|stash|meds))",
    "(?:take|taking|get|getting|planning|want|an|to|gonna|going) (?:an )?overdose(?: (?:on|with|of|myself|tonight))",
    "overdose on purpose|intentional(?:ly)? overdose|od on purpose",
    "goodbye (?:everyone|world|letter|note)|say goodbye|my last (?:night|day|message)|quiero morir",
    "suicidarme|matarme|acabar con mi vida",
    r"(?:will|would|does|do|could|gonna) (?:it )?(?:(?:A\d+|\d+ \S+) )?(?:do it|finish me|end me|kill me)",
    "finish(?:ed)? (?:me|myself) off",
)
_SELF_HARM_NOT = words(
    f"(?:{_NOT}|n't|never)(?: (?:am|i|is|feeling|at all|even|remotely|trying|going|planning|want|"
    "wanting|wanted|to|thinking|about|of|really|actually|currently)){0,8} (?:suicidal|suicide|"
    "kill myself|die|end it|hurt myself|harm myself|overdose|dying)",
    "suicide (?:risk|risks|rate|rates|prevention|hotline|ideation|in|warning)",
    "suicidal (?:thoughts as|ideation as|behavior)|accidental overdose",
    "overdose (?:risk|symptoms|signs|treatment|management)|killing me|kill me with",
    "(?:spasms?|pain|back|legs?|cramps?|exam) (?:is|are) killing|would kill for|risk of suicide",
    "history of suicide|no suicidal",
)
_SIGN = (
    r"(?:fever|feverish|febrile|burning up|high temperature|confused|confusion|delirious|delirium|"
    r"disoriented|not making sense|talking nonsense|hallucinat\w+|seeing things|seein things|"
    r"hearing (?:things|voices)|voices|seizure|seizures|seizing|fitting|convulsing|"
    r"psychotic|psychosis|paranoid|raving|rigid|stiff as|stiff like|locked up|heart (?:is )?(?:racing|"
    r"pounding)|racing heart|shaking (?:uncontrollably|all over|badly|like)|uncontrollabl\w+|"
    r"can not stop shaking|drenched|alucinaciones|fiebre|noise fever|temperature of|seeing (?:bugs|spiders|"
    r"people|stuff)|bugs (?:on|crawling))"
)
_SIGNS = words(_SIGN)
_STOPPED = words(
    "stopped|stop|quit|(?:ran|run|running) out",
    r"out of (?:my|his|her|the|it|tablet|M\d+|meds|medication|pills)|cold turkey",
    rf"(?:off|without)(?: (?:of|my|his|her|the|it|all|any)){{0,8}} (?:M\d+|it|A\d+|{_N} mg|tablet|"
    "meds|medication|dose|for|since)",
    "missed|missing|skipped|forgot|has not had|have not (?:had|taken)|has not taken|not (?:taken|had)",
    r"no (?:more )?(?:M\d+|tablet|meds|medication|dose|doses)(?: (?:for|since|in|left|available))?",
    "withdrawal|withdrawing|withdrawals|came off|come off|coming off|went off|taken off",
    "took (?:me|him|her) off|cut (?:me|him|her) off",
    r"lost (?:my|his|her) (?:tablet|meds|medication|M\d+)|last dose was|pharmacy (?:is )?out",
    r"discontinued|without A\d+|off A\d+|to (?:0|zero|nothing)|abruptly|tozero",
)
_PUMP_WORD = words(r"pump|reservoir|catheter|intrathecal")
_PUMP_FAILS = words(
    "(?:pump|reservoir|it|battery|catheter|alarm|intrathecal)(?: (?:has|is|was|just|have|had|"
    "may have|might have|might be|may be|'s|probably|maybe|must|must have|be|been|already|has been|"
    "battery|motor|completely|totally|apparently|suddenly|seems to have|seems|to|i think|"
    "last night|today|yesterday|now|keeps?|started|starting|going|again|rotor|low|"
    "refill)){0,8} (?:empty|dry|ran dry|went dry|gone dry|dried up|run dry|ran out|run out|running out|out|off|"
    "turned off|"
    "switched off|shut off|shut down|stopped|stopped working|stop working|not working|quit|"
    r"quit working|died|dead|failed|failing|failure|malfunction\w*|broken|broke|stalled|stall|"
    r"alarm\w*|beep\w*|kinked|disconnected|leak\w*|came out|come out|dislodged|fractured|snapped|"
    "clogged|blocked|blockage|flipped|infected|overdue|alert)",
    r"(?:alarm\w*|beep\w*)(?: \S+){0,5}? (?:pump|reservoir)",
    r"(?:pump|reservoir|intrathecal)(?: \S+){0,3}? (?:alarm\w*|beep\w*)(?: \S+)?",
    "(?:empty|dry|dead|broken|failed|failing|stalled|leaking|beeping|alarming|malfunctioning|"
    "kinked|disconnected) (?:pump|reservoir|catheter|battery)",
    "(?:missed|miss|forgot|late for|overdue for|skipped|postponed|behind on|past due for|"
    "past)(?: (?:the|my|his|her|our|a|pump|for|due|date|last)){0,8} refill(?: (?:appointment|date|"
    "visit))?",
    r"refill (?:was|is|got|has been|appointment was)(?: (?:\S+ )?(?:late|days?))? ?(?:missed|"
    r"overdue|late|past due|cancelled|canceled|delayed|D\d+ (?:late|overdue|ago))",
    r"refill(?: \S+){0,3}? (?:overdue|missed|late)",
    "(?:pump|reservoir) (?:refill )?(?:overdue|late|missed)|low reservoir",
    "reservoir (?:is )?(?:low|empty)",
)
_PUMP_FACTS = words(
    r"(?:what|how|does|do|can|will|would|when|why|if)(?: \S+){0,6}? (?:alarm|alarms|beep|beeps|"
    "empty|run dry|fail|fails|battery)(?: (?:sound|sounds|mean|means|go off|work|last|like))",
    r"how long (?:before|until|till)(?: \S+){0,4}? (?:alarm\w*|beep\w*)",
    r"if (?:the|my|a|it)(?: \S+){0,3}? (?:stops?|fails?|runs? (?:out|dry)|alarms?)",
    r"no (?:pump )?alarm\w*",
    r"(?:alarm|pump|it) (?:is |has )?(?:not|never|no)(?: \S+)? (?:alarm\w*|beep\w*|gone off)",
    "without (?:any )?(?:alarm|beeping)|(?:pump|catheter) (?:is )?working (?:fine|well|ok)",
    "(?:new|replaced|replacement|changed|last) (?:pump )?battery",
    "battery (?:was|is) (?:replaced|changed|new|fine|good)",
)


def read_dangers(reading: Reading, *, swallowed: bool, intrathecal: bool) -> tuple[Danger, ...]:
    """Find the dangers that the words tell of, gravest first.

    ``swallowed`` tells that something was taken outside the plan: signs of withdrawal are then none.
    ``intrathecal`` tells that the dose read is a pump's, which makes a missed refill one of the pump.
    """
    text = reading.start
    found: list[Danger] = []
    if _present(_SELF_HARM, _SELF_HARM_NOT.sub("noharm", text), plain=True):
        found.append(Danger.SELF_HARM)
    if _symptoms(text):
        found.append(Danger.SYMPTOMS)
    stopped = _present(_STOPPED, text, plain=True)
    if not swallowed and stopped and _present(_SIGNS, text):
        found.append(Danger.WITHDRAWAL)
    if intrathecal or _PUMP_WORD.search(text):
        told = _PUMP_FACTS.sub("pumpfact", text)
        if _present(_PUMP_FAILS, told):
            found.append(Danger.PUMP)
    return tuple(found)


def _symptoms(text: str) -> bool:
    calm = _LIMP_GAIT.sub("gait", text)
    calm = _SLUGGISH.sub("mornings", calm)
    return any(_present(pattern, calm) for pattern in (_UNCONSCIOUS, _BREATHING, _BLUE, _LIMP, _FIT, _HEART))


def _present(pattern: re.Pattern[str], text: str, *, plain: bool = False) -> bool:
    """Tell whether a pattern fits somewhere that is neither denied nor only spoken of as a fact."""
    for found in pattern.finditer(text):
        if plain:
            return True
        before = text[: found.start()].split()[-4:]
        clause = text[max(0, found.start() - 60) : found.end() + 24]
        inside = found[0].split()
        denied = any(word in _NEGATED for word in before[-3:]) and not any(
            word in ("not", "no", "never", "n't") for word in inside
        )
        if denied or _FACTUAL.search(f" {clause.strip()} "):
            continue
        return True
    return False
