"""The floor on a screen: a door beside the command line, for people (pages) and programs (`/api/v1`).

It parses what was asked, calls services with a Principal, and shows disclosed values; it decides nothing.
`server` binds and runs, `application` puts the parts together, `defence` stands before all of them.
Pages are written by the server and readable without a script; words of strangers are never markup.
"""
