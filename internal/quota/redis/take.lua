-- KEYS[1]: a bucket, "grains microseconds": what was left and when something was last spent. A bucket that is not there is full.
-- ARGV: units that come back in a minute, units of a full bucket, units wanted.
-- Returns whether they were taken, the wait in microseconds, the whole units left.
--
-- A unit is 60 million grains, of which a microsecond brings as many as a minute brings units: all are integers below 2^53,
-- which these numbers hold exactly.
local unit = 60000000
local pace, full, wanted = tonumber(ARGV[1]), tonumber(ARGV[2]) * unit, tonumber(ARGV[3]) * unit
local clock = redis.call('TIME')
local now = clock[1] * 1000000 + clock[2]

local level = full
local left, at = string.match(redis.call('GET', KEYS[1]) or '', '^(%d+) (%d+)$')
if left then
  level = math.min(full, math.min(full, tonumber(left)) + math.max(0, now - tonumber(at)) * pace)
end
if wanted > level then
  return {0, math.ceil((wanted - level) / pace), math.floor(level / unit)}
end
level = level - wanted
if wanted > 0 then
  -- Idle users vanish once they would be full; never sooner than a call at another rate said, or that rate would give a
  -- bucket back. One millisecond more, because expiry has a coarser clock.
  local idle = math.max(math.ceil((full - level) / pace / 1000) + 1, redis.call('PTTL', KEYS[1]))
  redis.call('SET', KEYS[1], string.format('%.0f %.0f', level, now), 'PX', string.format('%.0f', idle))
end
return {1, 0, math.floor(level / unit)}
