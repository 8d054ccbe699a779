"""The command line: each verb is a question; its body loads, calls the library and prints."""
