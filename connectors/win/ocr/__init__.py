"""The inlet without database writes: payments that came back, as OCR giro files that Win itself reads in."""
