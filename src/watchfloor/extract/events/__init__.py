"""Who did what to whom, where and when: PLOVER's events, coded over the parse."""
