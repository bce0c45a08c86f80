"""Words as typed, made comparable: one folding for questions, phrasings and lexicon alike."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

MATCH_CHARS = 500
"""What matching looks at, after folding: the head and the tail of a longer text."""
SCAN_CHARS = 6000
"""What the emergency scan looks at."""
SHORT_TEXT = 14
"""A text of so few words is all question."""
SHORT_CLAUSE = 4
"""A clause of fewer words ("is she right?") says too little by itself."""

_EXPANSIONS = {
    "aint": "is not", "arent": "are not", "cant": "can not", "cannot": "can not", "couldnt": "could not",
    "didnt": "did not", "doesnt": "does not", "dont": "do not", "dosent": "does not", "hadnt": "had not",
    "hasnt": "has not", "havent": "have not", "isnt": "is not", "shouldnt": "should not", "wasnt": "was not",
    "werent": "were not", "wont": "will not", "wouldnt": "would not", "im": "i am", "ive": "i have",
    "youre": "you are", "youve": "you have", "theyre": "they are", "theyve": "they have", "weve": "we have",
    "hes": "he is", "shes": "she is", "thats": "that is", "theres": "there is", "whats": "what is",
    "wheres": "where is", "whos": "who is", "hows": "how is", "whys": "why is", "whens": "when is",
    "ill": "ill", "gonna": "going to", "wanna": "want to", "gotta": "got to", "lemme": "let me",
    "gimme": "give me", "dunno": "do not know", "idk": "i do not know", "u": "you", "ur": "your", "r": "are",
    "pls": "please", "plz": "please", "thx": "thanks", "ty": "thanks", "tysm": "thanks", "b4": "before",
    "cuz": "because", "coz": "because", "cos": "because", "bc": "because", "rn": "right now", "tho": "though",
    "abt": "about", "smth": "something", "tmrw": "tomorrow", "tmr": "tomorrow", "ppl": "people",
    "wut": "what", "wat": "what", "wots": "what is", "wot": "what", "shud": "should", "cud": "could",
    "wud": "would", "shld": "should", "hv": "have", "hav": "have", "gud": "good", "bcoz": "because",
    "wen": "when", "y": "why", "n": "and", "da": "the", "dis": "this", "dat": "that", "d": "the", "wid": "with",
    "innit": "is it not", "kinda": "kind of", "sorta": "sort of", "outta": "out of", "lotta": "lot of",
    "tryna": "trying to", "finna": "going to", "imma": "i am going to", "wheelchr": "wheelchair",
    "yrs": "years", "yr": "year", "hrs": "hours", "hr": "hour", "mins": "minutes", "wks": "weeks", "wk": "week",
    "mths": "months", "ur's": "yours", "nite": "night", "2nite": "tonight", "2day": "today", "2moro": "tomorrow",
    "thru": "through", "alot": "a lot", "aswell": "as well", "infact": "in fact", "noone": "no one",
}  # fmt: skip
_EXPANDED = {form: tuple(words.split()) for form, words in _EXPANSIONS.items()}
_SMALL_CAPITALS = dict(zip("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ", "abcdefghijklmnoprstuvwyz", strict=True))
_BOXED = {chr(first + place): chr(ord("a") + place) for first in (0x1F150, 0x1F170, 0x1F1E6) for place in range(26)}
"""White letters in circles and boxes, and those that flags are made of."""
# Letters of other scripts that look like Latin ones: people disguise words with them, and dictation slips them in.
_LOOKS_LATIN = str.maketrans("аеорсухіјѕԁһқмткнвαορνικτυ", "aeopcyxijsdhkmtkhbaopviktu") | str.maketrans(
    _SMALL_CAPITALS | _BOXED | dict(zip("øıłđɡɑ", "oildga", strict=True))
)
_PUNCTUATION = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'", "“": '"', "”": '"', "–": "-", "—": "-"})  # noqa: RUF001
# Two Arabic ligatures stand for whole sentences: written out, six thousand of them would be a book.
_SENTENCES = str.maketrans({"\ufdfa": " ", "\ufdfb": " "})
_INVISIBLE = frozenset(("Mn", "Me", "Cf"))
"""Accents, enclosing marks, variation selectors and format characters: people disguise words with them."""
_CONTROLS = str.maketrans(dict.fromkeys((*range(32), 127), " "))
_MICRO = re.compile(r"(?<![a-z])[µμ](?=g\b|cg\b)")
_WITH = re.compile(r"\bw/o\b")
_WITH_ONLY = re.compile(r"\bw/(?=\s|\w)")
_TOKEN = re.compile(r"\d+(?:[.,:/]\d+)*|[^\W\d_]+(?:'[^\W\d_]+)*")
_ENDINGS = (("ingly", 8), ("ing", 6), ("edly", 7), ("ed", 5), ("ly", 6), ("er", 6))
"""Endings to strip, with the shortest word that has them to spare."""
_PLAIN = re.compile(r"\d+(?:[.,:/]\d+)*|[^\W\d_]+")
_CLAUSE_END = re.compile(
    r"[.?!;:\n]+(?=\s|$)|,\s+(?=(?:so|but|and|is|are|can|does|do|will|how|what|why|when|should|could|would)\b)"
)
_STRETCHED = re.compile(r"(\w)\1{2,}")


@dataclass(frozen=True, slots=True)
class Utterance:
    """What a person said, folded once for everybody who reads it."""

    raw: str
    """As typed, cut to what is scanned."""
    words: tuple[str, ...]
    """The folded words of the head and the tail, for matching."""
    scan: tuple[str, ...]
    """The folded words of the whole, for the emergency scan."""
    focus: tuple[int, int]
    """Which of the words make the question itself: the last clause that asks, or the last one; all, if short."""


def normalize(text: str) -> str:
    """Lower case, no accents, plain quotes, no invisible characters, compatibility forms resolved."""
    if text.isascii():
        return text.casefold().translate(_CONTROLS)
    text = unicodedata.normalize("NFKC", text.translate(_PUNCTUATION).translate(_SENTENCES)).casefold()
    text = text.replace("\u2044", "/")  # the slash that NFKC makes of ½
    text = _MICRO.sub("mc", text.replace("µg", "mcg").replace("μg", "mcg"))
    decomposed = unicodedata.normalize("NFKD", text)
    kept = "".join(
        " " if unicodedata.category(char) == "Cc" else char
        for char in decomposed
        if unicodedata.category(char) not in _INVISIBLE
    )
    return kept.translate(_LOOKS_LATIN)


def fold(text: str) -> tuple[str, ...]:
    """Split a text into comparable words: normalized, contractions and chat forms written out."""
    text = normalize(text)
    if "w/" in text:
        text = _WITH_ONLY.sub("with ", _WITH.sub("without", text))
    words: list[str] = []
    for token in _TOKEN.findall(text):
        plain = token.replace("'", "")
        expanded = _EXPANDED.get(plain)
        if expanded is not None:
            words.extend(expanded)
        elif token.endswith("'s"):
            words.append(token[:-2])
        elif "'" in token:
            words.append(plain)
        else:
            words.append(_STRETCHED.sub(r"\1\1", token) if len(token) > 3 else token)
    return tuple(words)


NEGATIONS = tuple(word for word in _EXPANSIONS if word.endswith("nt") and len(word) > 3)
"""Contractions that turn a statement round: a slip in one of them must be seen through."""


def written_out(word: str) -> tuple[str, ...]:
    """Return a contraction or a chat form written out, any other word as it is."""
    return _EXPANDED.get(word, (word,))


def is_contraction(word: str) -> bool:
    """Tell whether a word is a contraction or a chat form that folding writes out."""
    return word in _EXPANDED


def plain_words(text: str) -> tuple[str, ...]:
    """Split a text into words for other languages: nothing English is written out, elisions come apart (l'alcool)."""
    return tuple(_PLAIN.findall(normalize(text)))


def utter(text: str) -> Utterance:
    """Fold what a person said; work is bounded whatever its length."""
    scanned = cut_middle(text, SCAN_CHARS)
    scan = fold(scanned)
    matched = cut_middle(scanned.strip(), MATCH_CHARS)
    parts = [fold(part) for part in _CLAUSE_END.split(matched)]
    words = tuple(word for part in parts for word in part)
    if len(matched) < len(scanned.strip()):
        return Utterance(scanned, words, scan, _focus(matched, parts))
    return Utterance(scanned, words, words, _focus(matched, parts))


def split_clauses(text: str) -> list[str]:
    """Split a text where a sentence, a clause that asks or a line ends."""
    return [line for part in _CLAUSE_END.split(text) for line in part.split("\n")]


def clauses(utterance: Utterance) -> list[tuple[int, int]]:
    """Say which of the scanned words make each clause; nothing where the words are a translation's."""
    places: list[tuple[int, int]] = []
    start = 0
    for part in split_clauses(utterance.raw):
        end = start + len(fold(part))
        if end > start:
            places.append((start, end))
        start = end
    return places if start == len(utterance.scan) else []


def _focus(text: str, parts: list[tuple[str, ...]]) -> tuple[int, int]:
    """Find the words of the clause that asks: the last before a question mark, else the last one."""
    ends = [found[0] for found in _CLAUSE_END.finditer(text)] + [""]
    places: list[tuple[int, int, str]] = []
    start = 0
    for part, end in zip(parts, ends, strict=False):
        joined = bool(places) and len(part) < SHORT_CLAUSE and end.startswith("?")
        begin = places.pop()[0] if joined else start  # "…, is she right?" asks about what stands before it
        start += len(part)
        if part:
            places.append((begin, start, end))
    if start <= SHORT_TEXT or not places:
        return (0, start)
    asking = [place for place in places if place[2].startswith("?")] or places
    begin, stop, _ = asking[-1]
    return (begin, stop)


def cut_middle(text: str, limit: int) -> str:
    """Keep the head and the tail of a long text: questions stand at either end."""
    if len(text) <= limit:
        return text
    half = limit // 2
    return f"{text[:half]} {text[-half:]}"


@lru_cache(maxsize=16384)
def stem(word: str) -> str:
    """Strip the common English endings; plain and quick, as good here as a full stemmer."""
    if len(word) < 4 or not word.isalpha():
        return word
    if word.endswith("ies") and len(word) > 4:
        word = word[:-3] + "y"
    elif word.endswith(("sses", "shes", "ches", "xes", "zes")):
        word = word[:-2]
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    if word.endswith("ness") and len(word) >= 7:
        word = word[:-4]
    for ending, least in _ENDINGS:
        if word.endswith(ending) and len(word) >= least:
            word = word[: -len(ending)]
            if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "lsz":
                word = word[:-1]
            break
    if word.endswith("e") and len(word) > 3:
        word = word[:-1]
    if word.endswith(("y", "i")) and len(word) > 3:
        word = word[:-1] + "i"
    return word
