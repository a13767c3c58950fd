import { checkRule } from '../../cluster.table.js';
import { ingress, nginx } from './ingress-nginx.table.js';
import { ruleShadowed } from './rule-shadowed.js';

checkRule(ruleShadowed, [
  {
    name: 'a longer pattern that takes everything below',
    cluster: nginx(ingress('a', ['x.test Impl /foo/(.*) web', 'x.test Impl /foo/bar api'], { 'use-regex': 'true' })),
    finds: ['warning Ingress shop/a: x.test/foo/bar gets no request at ingress-nginx/controller: the longer pattern ^/foo/(.*) takes all that this one could (shop/a: x.test/foo/(.*)).'],
  },
  {
    name: 'the root, where there is an app-root',
    cluster: nginx(ingress('a', ['x.test Exact / web', 'x.test Prefix /app web'], { 'app-root': '/app' })),
    finds: ['warning Ingress shop/a: x.test/ gets no request at ingress-nginx/controller: app-root redirects / before any location is looked at (shop/a: x.test/app).'],
  },
  {
    name: 'a canary without a main Ingress',
    cluster: nginx(ingress('a', ['x.test Prefix /cart web']), ingress('b', ['x.test Prefix /other api'], { canary: 'true', 'canary-weight': '5' })),
    finds: ['warning Ingress shop/b: x.test/other gets no request at ingress-nginx/controller: no other Ingress has a location with this host, path and type that leads to a Service: the controller deletes its upstream.'],
  },
  {
    name: 'a Service that a canary names first',
    cluster: nginx(ingress('a', ['x.test Prefix /cart api'], { canary: 'true', 'canary-weight': '5' }), ingress('b', ['x.test Prefix /cart web', 'x.test Prefix /api api'])),
    finds: ['warning Ingress shop/b: x.test/api gets no request at ingress-nginx/controller: a canary Ingress names this Service and port too, and is read before: they are its alone (shop/a: x.test/cart).'],
  },
  {
    name: 'a path that is never normal',
    cluster: nginx(ingress('a', ['x.test Prefix /a//b web'])),
    finds: ['warning Ingress shop/a: x.test/a//b gets no request at ingress-nginx/controller: nginx merges slashes and resolves dots before it compares, so no path is like this one.'],
  },
  { name: 'quiet: patterns that leave something', cluster: nginx(ingress('a', ['x.test Impl /foo/[a-z]+ web', 'x.test Impl /foo/ api', 'x.test Impl /foo(/|$)(.*) api'], { 'use-regex': 'true' })) },
  { name: 'quiet: a pattern with a tail', cluster: nginx(ingress('a', ['x.test Impl /foo/.*\\.php web', 'x.test Impl /foo/x api'], { 'use-regex': 'true' })) },
  { name: 'quiet: a canary that gets its share', cluster: nginx(ingress('a', ['x.test Prefix /cart web']), ingress('b', ['x.test Prefix /cart api'], { canary: 'true', 'canary-weight': '5' })) },
  { name: 'quiet: duplicates, which another rule tells', cluster: nginx(ingress('a', ['x.test Prefix /cart web']), ingress('b', ['x.test Prefix /cart api'])) },
  { name: 'quiet: Prefix / under an app-root', cluster: nginx(ingress('a', ['x.test Prefix / web'], { 'app-root': '/app' })) },
]);
