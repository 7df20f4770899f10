-- Codes for values in ascending order, after the reserved ones.
CREATE OR REPLACE TABLE ${relation} AS
SELECT value, (row_number() OVER (ORDER BY value) + ${reserved})::INTEGER AS code
FROM (${distinct})
