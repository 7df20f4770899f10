-- Profiles to a Parquet file, in the order in which they were appended.
COPY (
  SELECT p.client_id${name}, p.vector::FLOAT[] AS vector
  FROM profiles p${names}
) TO ${file} (FORMAT parquet)
