-- KEYS: the generation of each section, then the lease of each key wanted.
-- ARGV: how many sections, a token, milliseconds of a lease, a new generation, the schema of each section, the section of each key.
-- Returns the generation of each section, then for each key whether it is granted.
--
-- A lease is the generation it was granted under and the token of who holds it: one of an earlier generation holds nothing.
local length, most = 26, 8
local sections = tonumber(ARGV[1])
local reply = {}
for i = 1, sections do
  local generation, schema = redis.pcall('GET', KEYS[i]), ':' .. ARGV[4 + i]
  if type(generation) ~= 'string' or #generation < length then
    generation = ARGV[4]
  end
  if not string.find(generation, schema, 1, true) then
    if #generation >= length + most * #schema then
      generation = ARGV[4] -- of schemas long gone: forgotten, rather than listed for ever
    end
    generation = generation .. schema
    redis.call('SET', KEYS[i], generation)
  end
  reply[i] = string.sub(generation, 1, length)
end
for i = sections + 1, #KEYS do
  local generation = reply[tonumber(ARGV[4 + i])]
  local lease = redis.pcall('GET', KEYS[i])
  local free = type(lease) ~= 'string' or string.sub(lease, 1, length) ~= generation
  if free then
    redis.call('SET', KEYS[i], generation .. ARGV[2], 'PX', ARGV[3])
  end
  reply[i] = free and 1 or 0
end
return reply
