-- Stands in for lua-resty-dns, which Debian does not package: names are looked up in a file, one `name address` a line.
local _M = { TYPE_A = 1, TYPE_AAAA = 28 }
_M.__index = _M

function _M.new(self)
  return setmetatable({}, self)
end

function _M.query(_, host, options)
  local file = io.open("/etc/nginx/names", "r")
  local answers = {}
  for line in file and file:lines() or function() end do
    local name, address = line:match("^(%S+) (%S+)$")
    if name == host:gsub("%.$", "") and options.qtype == _M.TYPE_A then
      answers[#answers + 1] = { name = name, address = address, ttl = 30, type = _M.TYPE_A }
    end
  end
  if file then file:close() end
  if #answers == 0 then return { errcode = 3, errstr = "name error" } end
  return answers
end

return _M
