-- Stands in for lua-resty-global-throttle, which Debian does not package: releases before 1.12 load it, and no scenario turns it on.
local _M = {}

function _M.new()
  return nil, "there is no memcached"
end

return _M
