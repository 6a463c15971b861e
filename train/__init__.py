"""How the weights of the judge are made: README.md tells from what, `python -m train` does it."""
