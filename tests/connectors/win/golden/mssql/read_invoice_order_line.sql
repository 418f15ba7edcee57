SELECT snapshot_isolation_state FROM sys.databases WHERE database_id = DB_ID();

SAVE TRANSACTION sa_savepoint;

SELECT *
FROM wingo.invoice_order_line
WHERE 0 = 1;

SELECT TOP 5000 WITH TIES wingo.invoice_order_line.order_no AS c0,
  wingo.invoice_order_line.row_id AS c1,
  wingo.invoice_order_line.line_no AS c2,
  wingo.invoice_order_line.type AS c3,
  wingo.invoice_order_line.item_no AS c4,
  wingo.invoice_order_line.text AS c5,
  wingo.invoice_order_line.quantity AS c6,
  wingo.invoice_order_line.unit AS c7,
  wingo.invoice_order_line.price AS c8,
  wingo.invoice_order_line.discount_percent AS c9,
  wingo.invoice_order_line.net AS c10,
  wingo.invoice_order_line.vat_code AS c11,
  wingo.invoice_order_line.vat AS c12,
  wingo.invoice_order_line.account AS c13,
  wingo.invoice_order_line.department_no AS c14,
  wingo.invoice_order_line.project_no AS c15,
  wingo.invoice_order_line.employee_no AS c16,
  wingo.invoice_order_line.order_no AS k0,
  wingo.invoice_order_line.line_no AS k1
FROM wingo.invoice_order_line
WHERE 1 = 1
  ORDER BY wingo.invoice_order_line.order_no, wingo.invoice_order_line.line_no;
