"""What is mapped: customers and invoices as Win has them, their mappings, and the same work written by hand."""
