-- Stands in for OpenResty's lua-resty-balancer, which Debian does not package: the interface that balancer/chash.lua and sticky_balanced.lua ask of it.
-- A key goes to one node for as long as the nodes are the same; to which one, is not what the real library would choose.
local roundrobin = require("resty.roundrobin")

local _M = setmetatable({}, { __index = roundrobin })
_M.__index = _M

function _M.find(self, key)
  if #self.turns == 0 then return nil end
  return self.turns[ngx.crc32_long(tostring(key)) % #self.turns + 1]
end

function _M.next(self)
  return roundrobin.find(self)
end

return _M
