-- KEYS: the generation of each section, then the lease and the value of each key claimed.
-- ARGV: how many sections, the token of the claim, the generation of each section when it was made, then for each key: its section,
-- milliseconds to keep the value, the value; 0 when there is none, -1 when it is not to be kept, nor any older one.
--
-- What a change has touched since the claim has lost its lease or its generation.
local length = 26
local sections = tonumber(ARGV[1])
local valid = {}
for i = 1, sections do
  local generation = redis.pcall('GET', KEYS[i])
  valid[i] = type(generation) == 'string' and string.sub(generation, 1, length) == ARGV[2 + i]
end
local arg = 3 + sections
for i = sections + 1, #KEYS, 2 do
  local section = tonumber(ARGV[arg])
  if redis.pcall('GET', KEYS[i]) == ARGV[2 + section] .. ARGV[2] then
    if valid[section] and ARGV[arg + 1] == '-1' then
      redis.call('DEL', KEYS[i + 1])
    elseif valid[section] and ARGV[arg + 1] ~= '0' then
      redis.call('SET', KEYS[i + 1], ARGV[arg + 2], 'PX', ARGV[arg + 1])
    end
    redis.call('DEL', KEYS[i])
  end
  arg = arg + 3
end
return 0
