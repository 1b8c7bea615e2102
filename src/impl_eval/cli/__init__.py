"""The command line: parses arguments and calls one function for each verb."""
