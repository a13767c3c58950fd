import { checkRule } from '../../cluster.table.js';
import { ingress, nginx } from './ingress-nginx.table.js';
import { regexModeSpread } from './regex-mode-spread.js';

const rewriting = ingress('a', ['x.test Impl /v1(/|$)(.*) api'], { 'rewrite-target': '/$2' });

checkRule(regexModeSpread, [
  {
    name: 'an exact path takes what is below it',
    cluster: nginx(rewriting, ingress('b', ['x.test Exact /cart old', 'x.test Prefix / web'])),
    finds: ['warning Ingress shop/b: x.test/cart/below goes to x.test/cart rather than to x.test/ of shop/b at ingress-nginx/controller, as shop/a asks for regular expressions on the host.'],
  },
  {
    name: 'a prefix takes what begins alike',
    cluster: nginx(rewriting, ingress('b', ['x.test Prefix /cart old']), ingress('c', ['x.test Prefix / web'])),
    finds: ['warning Ingress shop/b: x.test/cart-more goes to x.test/cart rather than to x.test/ of shop/c at ingress-nginx/controller, as shop/a asks for regular expressions on the host.'],
  },
  { name: 'quiet: only undeclared paths are taken', cluster: nginx(rewriting, ingress('b', ['x.test Exact /cart old'])) },
  { name: 'quiet: one backend', cluster: nginx(rewriting, ingress('b', ['x.test Exact /cart web', 'x.test Prefix / web'])) },
  { name: 'quiet: another host', cluster: nginx(rewriting, ingress('b', ['y.test Exact /cart old', 'y.test Prefix / web'])) },
  { name: 'quiet: it is the Ingress’s own', cluster: nginx(ingress('a', ['x.test Impl /v1 api', 'x.test Exact /cart old', 'x.test Prefix / web'], { 'use-regex': 'true' })) },
]);
