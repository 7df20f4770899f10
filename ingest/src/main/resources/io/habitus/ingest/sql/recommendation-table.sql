-- Recommendations to a Parquet file, in the order in which they were appended.
COPY (
  SELECT client_id${name}, rank, item, score
  FROM recommendations
) TO ${file} (FORMAT parquet)
