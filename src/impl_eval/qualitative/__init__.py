"""The qualitative strand: transcripts, coding by people, suggestions by the tagger, agreement, interviews."""
