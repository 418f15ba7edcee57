SELECT TOP 5000 WITH TIES wingo.invoice_line.row_id,
  wingo.invoice_line.client_no AS k0,
  wingo.invoice_line.invoice_no AS k1,
  wingo.invoice_line.line_no AS k2
FROM wingo.invoice_line
WHERE wingo.invoice_line.client_no >= :client_no_1
  AND (wingo.invoice_line.client_no > :client_no_2 OR wingo.invoice_line.client_no = :client_no_3
  AND (wingo.invoice_line.invoice_no IS NOT NULL OR wingo.invoice_line.invoice_no IS NULL
  AND wingo.invoice_line.line_no > :line_no_1))
  ORDER BY wingo.invoice_line.client_no, wingo.invoice_line.invoice_no, wingo.invoice_line.line_no;
