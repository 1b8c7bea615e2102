"""Words that say nothing about what is talked of: left out where words are compared, never in phrases.

Our own short list of English function words and of what people say while they think. Words that can
carry a code, such as "not", "know" or "need", are not in it.
"""

STOPWORDS = frozenset(
    """
    a about after again all also am an and any are as at be because been before being between both but by
    came can come could did do does doing done down during each else ever every few for from further get
    gets getting go goes going got had has have having he her here hers herself him himself his how i if in
    into is it its itself just let like lot made make many maybe me mean might more most much must my myself
    of off oh ok okay on once one only or other our ours out over own perhaps quite rather really right said
    same say see shall she should so some sort still such than that the their theirs them then there these
    they thing things think this those though through to too um under until up upon us very was we well went
    were what when where whether which while who whom why will with would yeah yes yet you your yours er erm
    hm mm ah actually anyway basically bit kind obviously guess suppose
    """.split()  # noqa: SIM905
)
# Endings after an apostrophe: "it's" says as little as "it".
CONTRACTED = frozenset({"s", "re", "ve", "ll", "d", "m"})


def says_nothing(word: str) -> bool:
    """Return whether a word, as it stands in the text, is left out of comparisons."""
    lower = word.lower().replace("’", "'")
    stem, apostrophe, ending = lower.partition("'")
    return lower in STOPWORDS or (bool(apostrophe) and ending in CONTRACTED and stem in STOPWORDS)
