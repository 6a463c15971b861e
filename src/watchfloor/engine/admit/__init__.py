"""What one rendition or one act does to the floor: the unit of writing, in order of arrival."""
