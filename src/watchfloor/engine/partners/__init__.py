"""What goes to partners: rows given as new, changed or withdrawn, of which the log knows who holds which."""
