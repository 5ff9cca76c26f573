-- KEYS: the generation of each section concerned.
-- ARGV: a channel, the message that tells the other instances or nothing to tell nobody, for each section what the keys of its
-- values begin with or nothing to drop them all, the tags of the values to drop.
--
-- Without its generation no value of a section is found and no lease of it holds; the next claim makes a new one.
local length = 26
for i = 1, #KEYS do
  local values = ARGV[2 + i]
  if values == '' then
    redis.call('DEL', KEYS[i])
  else
    local generation = redis.pcall('GET', KEYS[i])
    local schemas = type(generation) == 'string' and string.sub(generation, length + 1) or ''
    for schema in string.gmatch(schemas, '[^:]+') do
      for tag = 3 + #KEYS, #ARGV do
        local value = values .. schema .. ':' .. ARGV[tag]
        redis.call('DEL', value, value .. ':claim')
      end
    end
  end
end
if ARGV[2] == '' then
  return 0
end
return redis.call('PUBLISH', ARGV[1], ARGV[2])
