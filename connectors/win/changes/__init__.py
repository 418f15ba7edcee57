"""Change detection: what of a view is as it was when it was last read, so that only the rest is read again.

The rows last read lie in a mirror beside the workspace (mirror.py); a way (way.py) tells which of them still stand.
What comes out is the same, row for row, as the view read whole: whoever reads it need not know.
"""
