import { checkRule } from '../../cluster.table.js';
import { ingress, nginx } from './ingress-nginx.table.js';
import { prefixSurprise } from './prefix-surprise.js';

checkRule(prefixSurprise, [
  { name: 'a star', cluster: nginx(ingress('a', ['x.test Impl /api/* web'])), finds: ['info Ingress shop/a: x.test/api/* (ImplementationSpecific) is written as a pattern and compared letter by letter at ingress-nginx/controller.'] },
  { name: 'groups', cluster: nginx(ingress('a', ['x.test Impl /api(/|$)(.*) web'])), finds: ['info Ingress shop/a: x.test/api(/|$)(.*) (ImplementationSpecific) is written as a pattern and compared letter by letter at ingress-nginx/controller.'] },
  { name: 'a prefix of text', cluster: nginx(ingress('a', ['x.test Prefix /api-v web', 'x.test Prefix /img- web'])), finds: ['info Ingress shop/a: x.test/img- (Prefix) takes /img- and /img-/… only, and not what continues the text at ingress-nginx/controller.'] },
  { name: 'Exact with a slash', cluster: nginx(ingress('a', ['x.test Exact /api/ web'])), finds: ['info Ingress shop/a: x.test/api/ (Exact) does not serve /api, which is redirected to it at ingress-nginx/controller.'] },
  { name: 'quiet: patterns are asked for', cluster: nginx(ingress('a', ['x.test Impl /api/.* web'], { 'use-regex': 'true' })) },
  { name: 'quiet: patterns are asked for by another Ingress of the host', cluster: nginx(ingress('a', ['x.test Impl /api/.* web', 'x.test Exact /e/ web']), ingress('b', ['x.test Impl /b web'], { 'rewrite-target': '/' })) },
  { name: 'quiet: both with and without the slash', cluster: nginx(ingress('a', ['x.test Exact /api/ web', 'x.test Exact /api web'])) },
  { name: 'quiet: dots and dashes within', cluster: nginx(ingress('a', ['x.test Prefix /v1.2/a-b_c web', 'x.test Prefix / web', 'x.test Exact / web'])) },
  { name: 'quiet: another controller', cluster: nginx(ingress('a', ['x.test Impl /api/* web'], {}, { ingressClassName: 'alb' })) },
]);
