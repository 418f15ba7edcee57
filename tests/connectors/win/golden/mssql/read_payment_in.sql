SELECT snapshot_isolation_state FROM sys.databases WHERE database_id = DB_ID();

SAVE TRANSACTION sa_savepoint;

SELECT *
FROM wingo.payment_in
WHERE 0 = 1;

SELECT TOP 5000 WITH TIES wingo.payment_in.id AS c0,
  wingo.payment_in.client_no AS c1,
  wingo.payment_in.invoice_no AS c2,
  wingo.payment_in.kind AS c3,
  wingo.payment_in.amount AS c4,
  wingo.payment_in.date AS c5,
  wingo.payment_in.kid AS c6,
  wingo.payment_in.go_entry_id AS c7,
  wingo.payment_in.status AS c8,
  wingo.payment_in.error AS c9,
  wingo.payment_in.received_at AS c10,
  wingo.payment_in.processed_at AS c11, CAST(wingo.payment_in.id AS NVARCHAR(450)) AS k0
FROM wingo.payment_in
WHERE 1 = 1
  ORDER BY CAST(wingo.payment_in.id AS NVARCHAR(450));
