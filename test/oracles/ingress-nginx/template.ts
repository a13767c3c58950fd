/**
 * The controller's template as Debian's nginx can read it. What routes, redirects, balances and picks certificates stays as it is published.
 * - nginx of Debian 12 knows `http2` as a parameter of `listen` only: the directive goes.
 * - Debian's modules are loaded from where it puts them, and lua-resty-core from its own folder.
 * - In the image all processes are of one user; so they are here.
 * - The block `stream` goes: Debian packages no Lua for it. It serves TCP and UDP ConfigMaps alone; where it would be told of them, a server listens that tells which configuration is in force.
 */
export function templateForDebian(published: string): string {
  const [before, after] = [published.indexOf('\nstream {'), published.indexOf('\n{{/* definition of templates')];
  if (before === -1 || after === -1) throw new Error('the template has no block stream where it is looked for');
  const http = published.slice(0, before).trimEnd().replace(/\}$/, '');
  return `${loaded}${http}${inForce}}\n${published.slice(after)}`.replace(/^\s*http2 on;$/m, '');
}

/** Found by the name of Debian's packages: libnginx-mod-http-ndk, -lua, -headers-more-filter, -set-misc. */
const modules = ['ndk_http_module', 'ngx_http_lua_module', 'ngx_http_headers_more_filter_module', 'ngx_http_set_misc_module'];

const inForce = '    server {\n        listen 127.0.0.1:{{ .StreamPort }};\n        location / {\n            return 200 "{{ $all.Cfg.Checksum }}";\n        }\n    }\n';

const loaded = `user root;\n${modules.map((name) => `load_module /usr/lib/nginx/modules/${name}.so;\n`).join('')}`;
