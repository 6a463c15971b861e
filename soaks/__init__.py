"""Long runs: `python -m soaks.NAME [--short]`; exit code 1 where something was lost, doubled or held up."""
