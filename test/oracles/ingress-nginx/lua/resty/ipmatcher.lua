-- Stands in for lua-resty-ipmatcher, which Debian does not package: releases before 1.12 load it for the global throttle, which no scenario turns on.
local _M = {}

function _M.new()
  return nil, "there is no matcher"
end

return _M
