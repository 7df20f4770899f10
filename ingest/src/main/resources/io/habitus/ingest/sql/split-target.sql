-- The buys of a window [from, until] with the product's properties, in the order of the buys. A
-- product that is described twice counts as described first; one that is not has NULLs.
COPY (
  SELECT buys.* EXCLUDE (file_row_number)${properties}
  FROM read_parquet(${buys}, file_row_number = true) AS buys
  ${join}
  WHERE epoch_us(try_cast(buys."timestamp" AS TIMESTAMP)) BETWEEN ${from} AND ${until}
  ORDER BY buys.file_row_number
) TO ${out} (FORMAT parquet)
