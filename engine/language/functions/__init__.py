"""The built-ins of the language: one registry, one file a family.

Importing the package fills the registry; what the families need of others' libraries they import when first called.
"""

from engine.language.functions import date, norwegian, number, text, written

__all__ = ["date", "norwegian", "number", "text", "written"]
