"""Names that are words of everyday speech too: they name a person only where a capital says so."""

_WORDS = """
    amber angel april archer art august autumn bailey baker banks basil bath battle best bill bishop bond
    brook brown bud buck bury butcher carter case chance chase chip church clay cliff cook cooper cross
    curt daisy dale dawn day deal dean dell derry diamond dick dot drew duke duncan earl ernest faith farmer
    fern field fields fisher flora ford fox frank gale gardener gay gene ginger glen grace grant gray green
    grey guy hall harmony harper hart hazel heath heather hill hills holly honor hope hunt hunter iris ivory
    ivy jack jade jasmine jay jean jewel jolly josh joy july june justice king knight lake lane lance laurel
    lee lily little lock london long lord love lucky major march mark marks marsh martin mason max may melody
    mercy mike miles miller mills moon moor moore morning myrtle nat newton nick noble north nurse olive
    page paige palmer park parker pat patience pearl peg penny pepper perry pierce piers pike pitt pool poole
    pope porter potter price pride prince prior ray read reading reed rex rice rich river rob robin rock rod
    rose rowan royal ruby rugby rusty sage sale sales sam sandwich sandy savage scott self settle sharp short
    singer sky slater small smart smith sonny south spring star stone storm street strong sue summer sunny
    swan taylor temple terry tony trinity troy victor violet wade walker wall walls ward waters watt watts
    wells west white will wise wood woods young
"""
COMMON_NAMES = frozenset(_WORDS.split())
SHORTEST_CLEAR_NAME = 4
"""Shorter names (Al, Ed, Jo) are treated as everyday words too."""


def is_common_word(name: str) -> bool:
    """Tell whether a name is an everyday word, or so short that it is easily part of other speech."""
    return name.lower() in COMMON_NAMES or len(name) < SHORTEST_CLEAR_NAME
