"""What depends on one language: a folder a language; `other` is what can be read without a grammar."""
