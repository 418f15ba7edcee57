SELECT snapshot_isolation_state FROM sys.databases WHERE database_id = DB_ID();

SAVE TRANSACTION sa_savepoint;

SELECT *
FROM wingo.invoice_line
WHERE 0 = 1;

SELECT TOP 5000 WITH TIES wingo.invoice_line.client_no AS c0,
  wingo.invoice_line.invoice_no AS c1,
  wingo.invoice_line.row_id AS c2,
  wingo.invoice_line.line_no AS c3,
  wingo.invoice_line.type AS c4,
  wingo.invoice_line.item_no AS c5,
  wingo.invoice_line.text AS c6,
  wingo.invoice_line.quantity AS c7,
  wingo.invoice_line.unit AS c8,
  wingo.invoice_line.price AS c9,
  wingo.invoice_line.discount_percent AS c10,
  wingo.invoice_line.net AS c11,
  wingo.invoice_line.vat_code AS c12,
  wingo.invoice_line.vat AS c13,
  wingo.invoice_line.account AS c14,
  wingo.invoice_line.department_no AS c15,
  wingo.invoice_line.project_no AS c16,
  wingo.invoice_line.employee_no AS c17,
  wingo.invoice_line.client_no AS k0,
  wingo.invoice_line.invoice_no AS k1,
  wingo.invoice_line.line_no AS k2
FROM wingo.invoice_line
WHERE 1 = 1
  ORDER BY wingo.invoice_line.client_no, wingo.invoice_line.invoice_no, wingo.invoice_line.line_no;
