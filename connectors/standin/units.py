"""The units of measure that a line may be counted in (members of the API's enum)."""

from __future__ import annotations

_WORDS = (
    "BX MTR KMT KGM EA LTR HUR DAY MTK MTQ TNE MON ANN QAN NL XRO XBA XPL XPC PR XCI XBG SET XTY XOF FTK "
    "KWH MWH LBR CMT DMT LM XPK GRM HGM XFL XBE E54 MMT DAA H18 MLT HLT DLT AK XCR E14 MJ J57 XJG XCT XSA "
    "XTU WEE XCA XCN NAR M4 XVQ P1 MFU KMK LM3 FOT FM3 E34 E35 "
)

UNITS: tuple[str, ...] = tuple(_WORDS.split())
