-- One branch of the events, with codes for values. The shard is that of core's Shards.
SELECT
  CASE WHEN e.habitus_bad THEN -1
    ELSE ((e.habitus_client % ${modulus} + ${modulus}) % ${modulus}) * ${multiplier} % ${modulus} % ${shards}
  END::INTEGER AS shard,
  e.habitus_client AS client, e.habitus_time AS time, ${type}::INTEGER AS type,
  e.habitus_place AS place${columns}
FROM (${events}) e${joins}
