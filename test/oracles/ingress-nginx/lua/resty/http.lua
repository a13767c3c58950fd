-- Stands in for lua-resty-http, which Debian does not package: certificate.lua asks responders of OCSP through it, which nothing here turns on.
local _M = {}

function _M.new()
  return nil, "there is no HTTP client"
end

return _M
