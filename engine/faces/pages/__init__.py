"""Pages: what a person reads in a browser or on paper; one self-contained file each, no server."""
