SELECT snapshot_isolation_state FROM sys.databases WHERE database_id = DB_ID();

SAVE TRANSACTION sa_savepoint;

SELECT *
FROM wingo.invoice_client
WHERE 0 = 1;

SELECT TOP 5000 WITH TIES wingo.invoice_client.client_no AS c0,
  wingo.invoice_client.row_id AS c1,
  wingo.invoice_client.name AS c2,
  wingo.invoice_client.org_no AS c3,
  wingo.invoice_client.vat_registered AS c4,
  wingo.invoice_client.bank_account AS c5,
  wingo.invoice_client.address_1 AS c6,
  wingo.invoice_client.postal_code AS c7,
  wingo.invoice_client.city AS c8,
  wingo.invoice_client.country AS c9,
  wingo.invoice_client.client_no AS k0
FROM wingo.invoice_client
WHERE 1 = 1
  ORDER BY wingo.invoice_client.client_no;
