SELECT snapshot_isolation_state FROM sys.databases WHERE database_id = DB_ID();

SAVE TRANSACTION sa_savepoint;

SELECT *
FROM wingo.customer
WHERE 0 = 1;

SELECT *
FROM wingo.invoice
WHERE 0 = 1;

SELECT TOP 5000 WITH TIES wingo.customer.customer_no AS c0,
  wingo.customer.row_id AS c1,
  wingo.customer.name AS c2,
  wingo.customer.first_name AS c3,
  wingo.customer.last_name AS c4,
  wingo.customer.is_person AS c5,
  wingo.customer.org_no AS c6,
  wingo.customer.external_ledger_no AS c7,
  wingo.customer.invoice_client_no AS c8,
  wingo.customer.address_1 AS c9,
  wingo.customer.address_2 AS c10,
  wingo.customer.postal_code AS c11,
  wingo.customer.city AS c12,
  wingo.customer.country AS c13,
  wingo.customer.phone AS c14,
  wingo.customer.email AS c15,
  wingo.customer.invoice_email AS c16,
  wingo.customer.invoice_email_cc AS c17,
  wingo.customer.delivery_type AS c18,
  wingo.customer.payment_days AS c19,
  wingo.customer.currency AS c20,
  wingo.customer.vat_free AS c21,
  wingo.customer.discount_percent AS c22,
  wingo.customer.manager_no AS c23,
  wingo.customer.department_no AS c24,
  wingo.customer.your_reference AS c25,
  wingo.customer.reminders AS c26,
  wingo.customer.is_internal AS c27,
  wingo.customer.active AS c28,
  wingo.customer.end_date AS c29,
  wingo.customer.created_date AS c30,
  wingo.customer.customer_no AS k0
FROM wingo.customer
WHERE NOT (NOT (wingo.customer.invoice_client_no IS NOT NULL
  AND wingo.customer.invoice_client_no != :invoice_client_no_1
  AND (wingo.customer.customer_no NOT IN (SELECT invoiced.customer_no
FROM wingo.invoice AS invoiced
WHERE invoiced.client_no = :client_no_1
  AND invoiced.customer_no IS NOT NULL))))
  ORDER BY wingo.customer.customer_no;
