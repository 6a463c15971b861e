"""The spine: the only module that knows all stages, and the only one that reads and writes the store.

`prepare_all` prepares renditions ahead, in worker processes; `Floor.admit` takes them in one by one, strictly
in order of arrival, one transaction each; `situation` shows what a store holds as of a moment.
"""
