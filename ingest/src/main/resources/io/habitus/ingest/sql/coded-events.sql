-- One branch of the events, with codes for values. The shard is that of core's Shards.
SELECT
  CASE WHEN e.bad THEN -1
    ELSE ((e.client % ${modulus} + ${modulus}) % ${modulus}) * ${multiplier} % ${modulus} % ${shards}
  END::INTEGER AS shard,
  e.client, e.time, ${type}::INTEGER AS type, e.place${columns}
FROM (${events}) e${joins}
