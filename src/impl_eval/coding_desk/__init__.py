"""What a command does to a study's coding: study files and the coding store together."""
