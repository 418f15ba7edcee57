SELECT snapshot_isolation_state FROM sys.databases WHERE database_id = DB_ID();

SAVE TRANSACTION sa_savepoint;

SELECT *
FROM wingo.invoice
WHERE 0 = 1;

SELECT *
FROM wingo.invoice_line
WHERE 0 = 1;

SELECT modify_date FROM sys.objects WHERE object_id = OBJECT_ID(:place);

SELECT TOP 5000 WITH TIES wingo.invoice_line.row_version AS cell, wingo.invoice_line.client_no AS own0, wingo.invoice_line.invoice_no AS own1, wingo.invoice_line.line_no AS own2,
  wingo.invoice_line.client_no AS k0,
  wingo.invoice_line.invoice_no AS k1,
  wingo.invoice_line.line_no AS k2
FROM wingo.invoice_line
WHERE 1 = 1
  ORDER BY wingo.invoice_line.client_no, wingo.invoice_line.invoice_no, wingo.invoice_line.line_no;

SELECT TOP 5000 WITH TIES wingo.invoice.row_version AS cell, wingo.invoice.client_no AS own0, wingo.invoice.invoice_no AS own1,
  wingo.invoice.client_no AS k0,
  wingo.invoice.invoice_no AS k1
FROM wingo.invoice
WHERE 1 = 1
  ORDER BY wingo.invoice.client_no, wingo.invoice.invoice_no;

SELECT wingo.invoice.client_no AS c0,
  wingo.invoice.invoice_no AS c1,
  wingo.invoice.row_id AS c2,
  wingo.invoice.type AS c3,
  wingo.invoice.credited_invoice_no AS c4,
  wingo.invoice.customer_no AS c5,
  wingo.invoice.invoice_date AS c6,
  wingo.invoice.due_date AS c7,
  wingo.invoice.delivery_date AS c8,
  wingo.invoice.currency AS c9,
  wingo.invoice.exchange_rate AS c10,
  wingo.invoice.net AS c11,
  wingo.invoice.vat AS c12,
  wingo.invoice.rounding AS c13,
  wingo.invoice.total AS c14,
  wingo.invoice.kid AS c15,
  wingo.invoice.your_reference AS c16,
  wingo.invoice.our_reference_no AS c17,
  wingo.invoice.purchase_order AS c18,
  wingo.invoice.project_no AS c19,
  wingo.invoice.department_no AS c20,
  wingo.invoice.order_no AS c21,
  wingo.invoice.pdf_path AS c22,
  wingo.invoice.voided AS c23,
  wingo.invoice.paid_amount AS c24,
  wingo.invoice.paid_date AS c25,
  wingo.invoice.status AS c26, wingo.invoice.client_no AS own0, wingo.invoice.invoice_no AS own1
FROM wingo.invoice
WHERE wingo.invoice.client_no IN (:client_no_1_1)
  AND wingo.invoice.invoice_no IN (:invoice_no_1_1)
  ORDER BY wingo.invoice.client_no, wingo.invoice.invoice_no;

SELECT wingo.invoice_line.client_no AS c0,
  wingo.invoice_line.invoice_no AS c1,
  wingo.invoice_line.line_no AS c2,
  wingo.invoice_line.type AS c3,
  wingo.invoice_line.item_no AS c4,
  wingo.invoice_line.text AS c5,
  wingo.invoice_line.quantity AS c6,
  wingo.invoice_line.unit AS c7,
  wingo.invoice_line.price AS c8,
  wingo.invoice_line.discount_percent AS c9,
  wingo.invoice_line.net AS c10,
  wingo.invoice_line.vat_code AS c11,
  wingo.invoice_line.vat AS c12,
  wingo.invoice_line.account AS c13,
  wingo.invoice_line.department_no AS c14,
  wingo.invoice_line.project_no AS c15,
  wingo.invoice_line.employee_no AS c16
FROM wingo.invoice_line
WHERE wingo.invoice_line.client_no IN (:client_no_1_1)
  AND wingo.invoice_line.invoice_no IN (:invoice_no_1_1)
  ORDER BY wingo.invoice_line.client_no, wingo.invoice_line.invoice_no, wingo.invoice_line.line_no;
