SELECT snapshot_isolation_state FROM sys.databases WHERE database_id = DB_ID();

SAVE TRANSACTION sa_savepoint;

SELECT *
FROM wingo.payment_in
WHERE 0 = 1;

SELECT wingo.payment_in.id, wingo.payment_in.client_no, wingo.payment_in.invoice_no, wingo.payment_in.kind, wingo.payment_in.amount, wingo.payment_in.date, wingo.payment_in.kid, wingo.payment_in.go_entry_id, wingo.payment_in.status, wingo.payment_in.error, wingo.payment_in.received_at, wingo.payment_in.processed_at
FROM wingo.payment_in
WHERE wingo.payment_in.go_entry_id = :go_entry_id_1;

SELECT COLUMN_NAME, DATA_TYPE, CHARACTER_MAXIMUM_LENGTH, NUMERIC_SCALE
FROM INFORMATION_SCHEMA.COLUMNS
WHERE TABLE_SCHEMA = :schema
  AND TABLE_NAME = :name;

INSERT INTO wingo.payment_in (client_no, invoice_no, kind, amount, date, kid, go_entry_id, status, received_at) VALUES (:client_no, :invoice_no, :kind, :amount, :date, :kid, :go_entry_id, :status, :received_at);
