"""The edge: a folder of files becomes one typed Study, or the list of all its problems."""
