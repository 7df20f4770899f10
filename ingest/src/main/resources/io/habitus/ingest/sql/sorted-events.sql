-- Events by shard, client and time. Three keys of 1, 8 and 8 bytes: wider ones sort much slower.
SELECT type, client, time, place${slots}
FROM (
${events}
)
ORDER BY shard, client, time
