"""The measure that counts: fresh real news, read by eye beside what was found in it.

`pool.txt` names the articles that may be drawn, `drawn.txt` every article that ever was, with the commit that
was read; a text is drawn once. No text stands here: articles are read from DATA.
"""
