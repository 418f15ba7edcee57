"""The way back of a run: fields get their old values, vouchers are reversed, nothing is deleted."""
