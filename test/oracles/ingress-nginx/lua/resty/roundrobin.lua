-- Stands in for OpenResty's lua-resty-balancer, which Debian does not package: the interface that balancer/round_robin.lua asks of it.
-- Nodes take turns in the order of their names, each as often as its weight.
local _M = {}
_M.__index = _M

local function turns_of(nodes)
  local names, turns = {}, {}
  for name in pairs(nodes) do names[#names + 1] = name end
  table.sort(names)
  for _, name in ipairs(names) do
    for _ = 1, nodes[name] do turns[#turns + 1] = name end
  end
  return turns
end

function _M.new(self, nodes)
  local made = setmetatable({ next = 0 }, self)
  made:reinit(nodes)
  return made
end

function _M.reinit(self, nodes)
  self.nodes = nodes
  self.turns = turns_of(nodes)
end

function _M.find(self)
  if #self.turns == 0 then return nil end
  self.next = self.next % #self.turns + 1
  return self.turns[self.next]
end

return _M
