"""Where the dose goes and what it is for: route, origin of the spasticity, purpose.

Strong words settle the route by themselves. Weak ones (bolus, refill, catheter, test dose) only where the
amount is in micrograms or nothing speaks for the mouth: a refill is as often one of a prescription, and a
catheter one of a bladder.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.dosing.enums import Origin, Purpose
from bot.dosing.reading import words

if TYPE_CHECKING:
    from bot.dosing.reading import Reading

_OTHER_PUMP = words(
    "(?:insulin|breast|infusion set|proton|petrol|heart|gas|stomach|sump|penile|ion|pain) pump(?: inhibitors?)?",
    "pump (?:and dump|milk|milking|inhibitors?)",
    "(?:waiting (?:for|on)|awaiting|before|until|instead of|considering|thinking (?:about|of)|"
    "discussing|talking about|candidate for|evaluated for|no|without|not|never had|do not have|"
    "does not have|had|need|needs|want|wants|get|getting|gets|switch(?:ing|ed)? from|after|since|"
    r"vs|versus|than|removed)(?: (?:a|an|my|the|his|her|M\d+|intrathecal|surgery for|having|got|"
    "having|put in|on|to)){0,8} pump(?: (?:surgery|trial|implant|placement|removed|taken out|"
    "came out|appointment|evaluation))?",
    "pump (?:surgery|implant|placement|evaluation|consultation|was (?:removed|taken out)|removed|is out|taken out)",
)
_OTHER_TOPIC = words(
    "(?:before|after|since|until|waiting for|awaiting) (?:the |my |a )?(?:pump|test dose|screening|trial)",
)
_STRONG = words(
    "pump|intrathecal|spine",
    "(?:into|in|through|to) (?:the |my |his |her )?(?:spine|spinal (?:fluid|canal|space|cord|tap)|"
    "csf|back with a needle)",
    "spinal (?:infusion|injection|pump|bolus|catheter|dose|tap)|lumbar puncture",
    "lp (?:dose|bolus|test|trial)|via lp|by lp|simple continuous|continuous (?:infusion|mode)",
    "basal(?: rate)?|synchromed|flex (?:mode|dosing)|csf|subarachnoid|implanted device|implant",
)
_WEAK = words(
    "bolus|boluses|catheter|reservoir|refill|refilled|infusion|infused|infusing|injection|injected",
    "programmed|reprogrammed|microinfusion",
    r"(?:test|screening|trial)(?: \w+)? (?:dose|bolus|injection|amount|A\d+)",
    "(?:test|screening|trial) (?:of )?(?:dose|bolus|injection)|screening|test dose",
)
_MOUTH = words(
    "(?:by|per|through|via|in|from the) (?:the |my )?mouth|oral|swallow|swallowing|swallowed|pilled",
    "chew|chewed|chewing|liquid|suspension|solution|syrup|granules?|powder|tablet|packet|drop",
    "ml (?:of )?(?:liquid|syrup|suspension|solution)|with (?:food|water|a glass of water|milk|juice)",
    "po|g tube|peg|peg tube|feeding tube|gastrostomy|ng tube|por via oral|via oral",
)
_NOT_SWALLOWED = words(
    "(?:not|never|no|instead of|rather than)(?: (?:the|by|a|an|any|my|taking)){0,8} (?:oral|tablet|mouth|pills?)",
    "oral (?:surgery|surgeon|thrush|hygiene|sex)|(?:no|without) tablet",
)

_SPINAL = words(
    "ms|rrms|ppms|spms|multiple sclerosis|sci",
    "spinal (?:cord )?(?:injury|injuries|lesion|damage|trauma|cord|stroke|origin)|spinal spasticity",
    "spinal|cord (?:injury|lesion|compression)|(?:transverse )?myelitis|tm|paraplegi[ac]|paraplegics?",
    "paraplegia|para|tetraplegi[ac]|tetra|quadriplegi[ac]|quad|quads|tetraplegia|quadriplegia",
    "myelopathy|spina bifida|syringomyelia|broken (?:neck|back)",
    "level (?:injury|complete|incomplete|asia|sci|para|quad|paraplegic|quadriplegic|tetraplegic|lesion)",
    "hsp|hereditary spastic paraplegia|esclerosis multiple",
)
_CEREBRAL = words(
    "cerebral palsy|cp|stroke|strokes|cva|tbi",
    "(?:traumatic |acquired |severe |hypoxic |anoxic ){0,8}(?:brain|head) (?:injury|injuries|"
    "damage|trauma|bleed|haemorrhage|hemorrhage)",
    "abi|anoxi[ac]|anoxia|hypoxic|hypoxia|cerebral(?: origin| spasticity)?|hie",
    r"(?:spastic )?diplegi[ac]|diplegia|spastic quad\w*|aneurysm|encephalitis|drowning|ictus",
    "paralisis cerebral",
)
_SPASTIC_QUAD = words(r"(?:spastic|cp|palsy)(?: \w+)? (?:quad\w*|tetra\w*)")

_NOT_START = words(
    "(?:since|after|before|when|ever since|until|prior to)(?: (?:i|he|she|we|they|first|my|the|"
    "just)){0,8} (?:start|started)",
    "start(?:ed)?(?: (?:to|feel|feeling|having|get|getting|working|work|work on|noticing|seeing|"
    "happening|losing|gaining|tapering|taper|the taper|stop|it tapering))(?= )",
    r"started(?: \S+){0,6}? (?:years?|month|months) ago|started(?: \S+){0,4}? in (?:19|20)\d\d",
    r"started(?: \S+){0,4}? (?:last (?:year|month)|yearword)|to start (?:dialysis|work|school)",
    r"start of|my (?:period|spasms?|legs?|job|symptoms?|pain)(?: \w+)? (?:start|started)",
)
_START = words(
    "start|started|starting",
    "first (?:ever )?(?:dose|doses|day|time|week|tablet|prescription|script|one)|1 ord dose",
    "first ever|new to|(?:brand )?new (?:patient|prescription|script|start|user|pump)|day 1",
    r"never (?:had|taken|take|took|used|been on|tried)(?: \S+){0,3}",
    r"(?:not|never) (?:taken|had|used|tried|been on)(?: \S+){0,4} before|naive|newly",
    "just (?:been |got |was )?(?:prescribed|put on|given)|haven't (?:taken|started)",
    r"have not (?:taken|started|had|used|tried)|introduc\w+|loading dose|opening dose|kick off",
    "kicking off",
)
_TEST = words(
    r"(?:test|screening|screen|trial)(?: (?:intrathecal|of|M\d+|it|spinal|itb|lp|lumbar|puncture|"
    r"pump)){0,8} (?:dose|doses|bolus|injection|A\d+)",
    "screening|(?:dose|bolus|injection)(?: (?:for|of))+ (?:a |the |my )?(?:test|screening|trial)",
    "test(?:ing)? (?:phase|day)|trial (?:by|via|with|using|through) (?:lp|lumbar puncture)",
    "(?:pump|itb|intrathecal) trial|lumbar puncture (?:trial|test)",
)
_BOLUS = words(r"bolus|boluses|injection|injected|lumbar puncture|lp")
_FIRST_TEST = words(
    r"first(?: (?:intrathecal|it|ever|M\d+|spinal|itb)){0,8} (?:test|screening|trial|bolus)",
    "1 ord (?:test|screening|trial|bolus)|(?:initial|start|start the) (?:test|screening|trial)",
    "(?:test|screening|trial)(?: dose)? (?:1|number 1|one|# 1)(?= )",
)
_USUAL = words(
    "maintenance|stable on|steady on|long term|longterm|on it for years|been on",
    "(?:usual|normal|regular|current|everyday) (?:dose|amount)",
)


@dataclass(slots=True)
class Setting:
    """What was read of route, origin and purpose."""

    pump: bool = False
    """Strong words for the pump."""
    pump_weak: bool = False
    mouth: bool = False
    origin: Origin | None = None
    purpose: Purpose | None = None
    first_test: bool = False
    bolus: bool = False


def read_setting(reading: Reading) -> Setting:
    """Read the words of route, origin and purpose; only misleading ones are consumed."""
    setting = Setting()
    if reading.has("pump"):
        reading.mark(_OTHER_PUMP, "otherpump")
    reading.mark(_NOT_SWALLOWED, "notoral")
    setting.pump = reading.find(_STRONG) is not None
    setting.pump_weak = reading.find(_WEAK) is not None
    setting.mouth = reading.find(_MOUTH) is not None
    setting.bolus = reading.find(_BOLUS) is not None
    setting.origin = _origin(reading)
    setting.purpose = _purpose(reading)
    setting.first_test = setting.purpose is Purpose.TEST and reading.find(_FIRST_TEST) is not None
    return setting


def _origin(reading: Reading) -> Origin | None:
    cerebral = reading.find(_CEREBRAL)
    spinal = reading.find(_SPINAL)
    if cerebral and spinal and reading.find(_SPASTIC_QUAD):
        return Origin.CEREBRAL
    if cerebral and spinal:
        return Origin.CEREBRAL if cerebral.start() < spinal.start() else Origin.SPINAL
    return Origin.CEREBRAL if cerebral else Origin.SPINAL if spinal else None


def _purpose(reading: Reading) -> Purpose | None:
    if reading.find(_TEST):
        return Purpose.TEST
    reading.mark(_NOT_START, "notstart")
    if reading.find(_START):
        return Purpose.START
    return Purpose.USUAL if reading.find(_USUAL) else None
