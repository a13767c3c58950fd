-- Stands in for lua-resty-cookie, which Debian does not package: the interface that balancer/sticky.lua asks of it.
local _M = {}
_M.__index = _M

function _M.new(self)
  return setmetatable({}, self)
end

function _M.get(_, name)
  return ngx.var["cookie_" .. name]
end

function _M.set(_, cookie)
  ngx.header["Set-Cookie"] = cookie.key .. "=" .. cookie.value .. "; Path=" .. (cookie.path or "/")
  return true
end

return _M
