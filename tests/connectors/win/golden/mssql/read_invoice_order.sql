SELECT snapshot_isolation_state FROM sys.databases WHERE database_id = DB_ID();

SAVE TRANSACTION sa_savepoint;

SELECT *
FROM wingo.invoice_order
WHERE 0 = 1;

SELECT TOP 5000 WITH TIES wingo.invoice_order.order_no AS c0,
  wingo.invoice_order.row_id AS c1,
  wingo.invoice_order.client_no AS c2,
  wingo.invoice_order.customer_no AS c3,
  wingo.invoice_order.order_date AS c4,
  wingo.invoice_order.currency AS c5,
  wingo.invoice_order.net AS c6,
  wingo.invoice_order.vat AS c7,
  wingo.invoice_order.total AS c8,
  wingo.invoice_order.status AS c9,
  wingo.invoice_order.source AS c10,
  wingo.invoice_order.project_no AS c11,
  wingo.invoice_order.department_no AS c12,
  wingo.invoice_order.your_reference AS c13,
  wingo.invoice_order.order_no AS k0
FROM wingo.invoice_order
WHERE 1 = 1
  ORDER BY wingo.invoice_order.order_no;
