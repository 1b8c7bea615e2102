"""The survey strand and the programme outcomes: answers in, one Section of results out."""
