"""One line to what it can be by its form alone: no neighbours, no weights, no decision.

`numbering` reads labels, `lines` marks and names, `head` the elements of 版头, `ending` what stands below a body,
`residue` what a web page or a chat leaves. Functions are pure and take a line without white space at either end.
"""
