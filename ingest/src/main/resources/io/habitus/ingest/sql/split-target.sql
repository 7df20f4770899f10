-- The buys of a window [from, until] with the product's properties, in the order of the buys. A
-- product that is described twice counts as described first; one that is not has NULLs.
COPY (
  SELECT buys.* EXCLUDE (file_row_number, habitus_sku, habitus_time)${properties}
  FROM (SELECT *, ${sku} AS habitus_sku, ${time} AS habitus_time FROM ${buys}) AS buys
  ${join}
  WHERE buys.habitus_time BETWEEN ${from} AND ${until}
  ORDER BY buys.file_row_number
) TO ${out} (FORMAT parquet)
