"""impl-eval: was a change in health care really implemented, and through which mechanisms?"""

__version__ = "0.1.0"
