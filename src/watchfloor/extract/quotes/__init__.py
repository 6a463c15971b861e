"""Who says, believes, wants or shows what, in which words, and to whom."""
