"""From a checked program to one Python function: the parts of the compiler (see engine.language.compiler)."""
