"""How easy a Spanish text is to read: the Szigriszt-Pazos index, read on the INFLESZ scale (Barrio Cantalejo, 2008).

P = 206.835 − 62.3 × syllables / words − words / sentences. Under 40 very hard, 40–55 somewhat hard, 55–65 normal,
65–80 quite easy, over 80 very easy. Running text of the platform is at 55 or more. The index means nothing for a label
of three words, so it is asked only of running text.
"""

import re

INFLESZ_MINIMUM = 55
RUNNING_TEXT_WORDS = 20

_WORDS = re.compile(r"[^\W_]+(?:[.,][0-9]+)*")
_SENTENCE_ENDS = re.compile(r"[.!?;:…]+(?=\s|$)|\n+")
_STRONG = set("aeoáéíóú")
_WEAK = set("iuü")
_PLACES = re.compile(r"\{[a-z0-9_]+\}")


def inflesz(text: str) -> float:
    """The index of a Spanish text. Raises ValueError when it has no words."""
    words = _WORDS.findall(_PLACES.sub("dato", text))
    if not words:
        raise ValueError("A text without words has no index.")
    sentences = max(1, sum(1 for part in _SENTENCE_ENDS.split(text) if _WORDS.search(part)))
    syllables = sum(syllable_count(word) for word in words)
    return 206.835 - 62.3 * syllables / len(words) - len(words) / sentences


def word_count(text: str) -> int:
    return len(_WORDS.findall(text))


def syllable_count(word: str) -> int:
    """Syllables of a Spanish word: its vowel nuclei. A number counts as one word of one syllable per figure."""
    word = word.lower()
    if word[0].isdigit():
        return sum(character.isdigit() for character in word)
    return max(1, _nuclei(_letters(word)))


def _letters(word: str) -> str:
    """The word without the u that is not said (que, gui), and with y as a vowel at the end."""
    word = re.sub(r"(?<=[qg])u(?=[eiéí])", "", word)
    return re.sub(r"y(?![aeiouáéíóúü])", "i", word)


def _nuclei(word: str) -> int:
    """Groups of vowels, split where two strong ones meet (hiatus). An accented weak vowel is a strong one."""
    count = 0
    previous = ""
    for letter in word:
        is_vowel = letter in _STRONG or letter in _WEAK
        if is_vowel and (not previous or (letter in _STRONG and previous in _STRONG)):
            count += 1
        previous = letter if is_vowel else ""
    return count
