-- How many rows a file has, how many of them lack a client or a readable time, the first such row
-- (from 1) and its time, and the last time in microseconds.
SELECT
  count(*),
  count(*) FILTER (bad),
  min(place) FILTER (bad) + 1,
  arg_min(written, place) FILTER (bad),
  max(epoch_us(time))
FROM (
  SELECT
    file_row_number AS place,
    CAST("timestamp" AS VARCHAR) AS written,
    try_cast("timestamp" AS TIMESTAMP) AS time,
    time IS NULL OR client_id IS NULL AS bad
  FROM read_parquet(${file}, file_row_number = true)
)
