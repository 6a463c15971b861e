"""Which reports tell of one happening or chain of happenings, without the parse."""
