import { checkRule } from '../../cluster.table.js';
import { configurationNotReloadable } from './configuration-not-reloadable.js';
import { ingress, nginx } from './ingress-nginx.table.js';

const told = (name: string, more: string) => `critical Ingress shop/${name}: nginx of ingress-nginx/controller does not load it${more}.`;

checkRule(configurationNotReloadable, [
  {
    name: 'a prefix with and without a slash, of two Ingresses',
    cluster: nginx(ingress('a', ['x.test Prefix /cart web']), ingress('b', ['x.test Prefix /cart/ api'])),
    finds: [told('b', ' (with shop/a): duplicate location "/cart/" in the server x.test')],
  },
  {
    name: 'Exact before two equal prefixes',
    cluster: nginx(ingress('a', ['x.test Exact /cart web']), ingress('b', ['x.test Prefix /cart api']), ingress('c', ['x.test Prefix /cart old'])),
    finds: [told('b', ' (with shop/c): duplicate location "/cart/" in the server x.test')],
  },
  { name: 'a path that is no pattern', cluster: nginx(ingress('a', ['x.test Impl /cart/[a-z web'], { 'use-regex': 'true' })), finds: [told('a', ': the path is no regular expression: error parsing regexp: missing closing ]: `[a-z`, in the location "/cart/[a-z" of the server x.test')] },
  { name: 'a variable that nginx does not have', cluster: nginx(ingress('a', ['x.test Impl /cart web'], { 'rewrite-target': '/$cart' })), finds: [told('a', ': unknown "cart" variable, in the location "/cart" of the server x.test')] },
  { name: 'an alias that is no name', cluster: nginx(ingress('a', ['x.test Prefix / web'], { 'server-alias': 'a.*.test' })), finds: [told('a', ': invalid server name or wildcard "a.*.test"')] },
  { name: 'www of a wildcard', cluster: nginx(ingress('a', ['*.x.test Prefix / web'], { 'from-to-www-redirect': 'true' })), finds: [told('a', ': invalid server name or wildcard "www.*.x.test"')] },
  { name: 'a canary without http', cluster: nginx(ingress('a', ['x.test Prefix / web']), ingress('b', [], { canary: 'true' }, { rules: [{ host: 'x.test' }] })), finds: [told('b', ': the canary Ingress shop/b has a rule without http, on which the controller crashes')] },
  { name: 'quiet: two hosts', cluster: nginx(ingress('a', ['x.test Prefix /cart web']), ingress('b', ['y.test Prefix /cart/ api'])) },
  { name: 'quiet: a prefix and Exact', cluster: nginx(ingress('a', ['x.test Prefix /cart web']), ingress('b', ['x.test Exact /cart/ api'])) },
  { name: 'quiet: patterns may be there twice', cluster: nginx(ingress('a', ['x.test Prefix /cart web', 'x.test Prefix /cart/ api'], { 'use-regex': 'true' })) },
  { name: 'quiet: what a pattern would be is plain', cluster: nginx(ingress('a', ['x.test Impl /cart/[a-z web'])) },
  { name: 'quiet: variables that nginx has', cluster: nginx(ingress('a', ['x.test Impl /cart/(.*) web'], { 'rewrite-target': '/$host/$1' })) },
]);
