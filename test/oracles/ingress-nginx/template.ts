/**
 * The controller's template as Debian's nginx can read it. What routes, redirects, balances and picks certificates stays as it is published.
 * - nginx of Debian 12 knows `http2` as a parameter of `listen` only: the directive goes.
 * - Debian's modules are loaded from where it puts them, and lua-resty-core from its own folder.
 * - The block `stream` goes: Debian packages no Lua for it. It serves TCP and UDP ConfigMaps alone.
 */
export function templateForDebian(published: string): string {
  const [before, after] = [published.indexOf('\nstream {'), published.indexOf('\n{{/* definition of templates')];
  if (before === -1 || after === -1) throw new Error('the template has no block stream where it is looked for');
  return `${loaded}${published.slice(0, before)}${published.slice(after)}`.replace(/^\s*http2 on;$/m, '');
}

/** Found by the name of Debian's packages: libnginx-mod-http-ndk, -lua, -headers-more-filter, -set-misc. */
const modules = ['ndk_http_module', 'ngx_http_lua_module', 'ngx_http_headers_more_filter_module', 'ngx_http_set_misc_module'];

const loaded = modules.map((name) => `load_module /usr/lib/nginx/modules/${name}.so;\n`).join('');
