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
    r"(?:insulin|breast|infusion set|proton|petrol|heart|gas|stomach|sump|penile|ion|"
    r"pain) pump(?: inhibitors?)?|pump (?:and dump|milk|milking|inhibitors?)|"
    r"(?:waiting (?:for|on)|awaiting|before|until|instead of|considering|thinking (?:about|of)|discussing|"
    r"talking about|candidate for|evaluated for|"
    r"no|without|not|never had|do not have|does not have|had|need|needs|want|wants|get|getting|gets|"
    r"switch(?:ing|ed)? from|after|since|vs|versus|than|removed)"
    r"(?: (?:a|an|my|the|his|her|M\d+|intrathecal|surgery for|having|got|having|put in|on|"
    r"to))* pump(?: (?:surgery|trial|implant|placement|removed|taken out|came out|appointment|"
    r"evaluation))?|"
    r"pump (?:surgery|implant|placement|evaluation|consultation|was (?:removed|taken out)|removed|is out|"
    r"taken out)"
)
_OTHER_TOPIC = words(
    r"(?:before|after|since|until|waiting for|awaiting) (?:the |my |a )?(?:pump|test dose|screening|trial)"
)
_STRONG = words(
    r"pump|intrathecal|spine|(?:into|in|through|to) (?:the |my |his |her )?(?:spine|spinal (?:fluid|canal|"
    r"space|cord|tap)|csf|back with a needle)|spinal (?:infusion|injection|pump|bolus|catheter|dose|tap)|"
    r"lumbar puncture|lp (?:dose|bolus|test|trial)|via lp|by lp|simple continuous|continuous (?:infusion|"
    r"mode)|basal(?: rate)?|synchromed|flex (?:mode|dosing)|csf|subarachnoid|implanted device|implant"
)
_WEAK = words(
    r"bolus|boluses|catheter|reservoir|refill|refilled|infusion|infused|infusing|injection|injected|"
    r"programmed|reprogrammed|microinfusion|"
    r"(?:test|screening|trial)(?: \w+)? (?:dose|bolus|injection|amount|A\d+)|(?:test|screening|"
    r"trial) (?:of )?(?:dose|bolus|injection)|screening|test dose"
)
_MOUTH = words(
    r"(?:by|per|through|via|in|from the) (?:the |my )?mouth|oral|swallow|swallowing|swallowed|pilled|chew|"
    r"chewed|chewing|liquid|suspension|solution|syrup|granules?|powder|"
    r"tablet|packet|drop|ml (?:of )?(?:liquid|syrup|suspension|solution)|with (?:food|water|"
    r"a glass of water|milk|juice)|po|g tube|peg|peg tube|feeding tube|gastrostomy|ng tube|por via oral|"
    r"via oral"
)
_NOT_SWALLOWED = words(
    r"(?:not|never|no|instead of|rather than)(?: (?:the|by|a|an|any|my|taking))* (?:oral|tablet|mouth|"
    r"pills?)|oral (?:surgery|surgeon|thrush|hygiene|sex)|(?:no|without) tablet"
)

_SPINAL = words(
    r"ms|rrms|ppms|spms|multiple sclerosis|sci|spinal (?:cord )?(?:injury|injuries|lesion|damage|trauma|"
    r"cord|stroke|origin)|spinal spasticity|spinal|cord (?:injury|lesion|compression)|"
    r"(?:transverse )?myelitis|tm|paraplegi[ac]|paraplegics?|paraplegia|para|tetraplegi[ac]|tetra|"
    r"quadriplegi[ac]|quad|quads|tetraplegia|quadriplegia|myelopathy|spina bifida|syringomyelia|"
    r"broken (?:neck|back)|level (?:injury|complete|incomplete|asia|sci|para|quad|paraplegic|quadriplegic|"
    r"tetraplegic|lesion)|hsp|hereditary spastic paraplegia|esclerosis multiple"
)
_CEREBRAL = words(
    r"cerebral palsy|cp|stroke|strokes|cva|tbi|(?:traumatic |acquired |severe |hypoxic |anoxic )*(?:brain|"
    r"head) (?:injury|injuries|damage|trauma|bleed|haemorrhage|hemorrhage)|abi|anoxi[ac]|anoxia|hypoxic|"
    r"hypoxia|cerebral(?: origin| spasticity)?|hie|(?:spastic )?diplegi[ac]|diplegia|spastic quad\w*|"
    r"aneurysm|encephalitis|drowning|ictus|paralisis cerebral"
)
_SPASTIC_QUAD = words(r"(?:spastic|cp|palsy)(?: \w+)? (?:quad\w*|tetra\w*)")

_NOT_START = words(
    r"(?:since|after|before|when|ever since|until|prior to)(?: (?:i|he|she|we|they|first|my|the|"
    r"just))* (?:start|started)|"
    r"start(?:ed)?(?: (?:to|feel|feeling|having|get|getting|working|work|work on|noticing|seeing|happening|"
    r"losing|gaining|tapering|taper|the taper|stop|it tapering))(?= )|"
    r"started(?: \S+){0,6}? (?:years?|month|months) ago|started(?: \S+){0,4}? in (?:19|20)\d\d|"
    r"started(?: \S+){0,4}? (?:last (?:year|month)|yearword)|to start (?:dialysis|work|school|with)|"
    r"start of|"
    r"my (?:period|spasms?|legs?|job|symptoms?|pain)(?: \w+)? (?:start|started)"
)
_START = words(
    r"start|started|starting|first (?:ever )?(?:dose|doses|day|time|week|tablet|prescription|script|one)|"
    r"1 ord dose|first ever|new to|(?:brand )?new (?:patient|prescription|script|start|user|pump)|day 1|"
    r"never (?:had|taken|take|took|used|been on|tried)(?: \S+){0,3}|(?:not|never) (?:taken|had|used|tried|"
    r"been on)(?: \S+){0,4} before|naive|newly|just (?:been |got |was )?(?:prescribed|put on|given)|"
    r"haven't (?:taken|started)|have not (?:taken|started|had|used|tried)|introduc\w+|loading dose|"
    r"opening dose|kick off|kicking off"
)
_TEST = words(
    r"(?:test|screening|screen|trial)(?: (?:intrathecal|of|M\d+|it|spinal|itb|lp|lumbar|puncture|"
    r"pump))* (?:dose|doses|bolus|injection|A\d+)|screening|(?:dose|bolus|injection)(?: (?:for|of))+ (?:a |"
    r"the |my )?(?:test|screening|trial)|"
    r"test(?:ing)? (?:phase|day)|trial (?:by|via|with|using|through) (?:lp|lumbar puncture)|(?:pump|itb|"
    r"intrathecal) trial|lumbar puncture (?:trial|test)"
)
_BOLUS = words(r"bolus|boluses|injection|injected|lumbar puncture|lp")
_FIRST_TEST = words(
    r"first(?: (?:intrathecal|it|ever|M\d+|spinal|itb))* (?:test|screening|trial|bolus)|1 ord (?:test|"
    r"screening|trial|bolus)|(?:initial|start|start the) (?:test|screening|trial)|(?:test|screening|"
    r"trial)(?: dose)? (?:1|number 1|one|# 1)(?= )"
)
_USUAL = words(
    r"maintenance|stable on|steady on|long term|longterm|on it for years|been on|(?:usual|normal|regular|"
    r"current|everyday) (?:dose|amount)"
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
