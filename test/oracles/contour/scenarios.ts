import { drawnScenarios } from '../ingress/drawn.js';
import { plainScenarios } from '../ingress/scenarios.js';
import { each, type Scenario } from '../ingress-nginx/scenario.js';

const forced = { 'ingress.kubernetes.io/force-ssl-redirect': 'true' };
const httpsOnly = { 'kubernetes.io/ingress.allow-http': 'false' };

const ownScenarios: readonly Scenario[] = [
  { id: 'patterns', title: 'paths that are patterns', ingresses: [{ name: 'a', class: null, rules: ['patterns.test Impl /re[0-9]+ digits:80, Impl /v(1|2)* group:80, Impl /a.*z any:80, Impl /plain(x) plain:80, Prefix / root:80'] }], ask: each(['http://patterns.test'], ['/re1', '/re12/x', '/re', '/v', '/v12', '/v3', '/abcz', '/abczz/y', '/plain(x)', '/plain(x)/y', '/RE1']) },
  { id: 'bad-pattern', title: 'a pattern that is none ends the rule', ingresses: [{ name: 'a', class: null, rules: ['bad-pattern.test Prefix /before before:80, Impl /x[ bad:80, Prefix /after after:80', 'next.bad-pattern.test Prefix / next:80'] }], ask: [...each(['http://bad-pattern.test'], ['/before', '/x', '/after']), 'http://next.bad-pattern.test/'] },
  { id: 'forced', title: 'redirects to https, and hosts without http', secrets: { one: ['forced.test', 'only.forced.test'] }, ingresses: [{ name: 'a', class: null, annotations: forced, tls: ['one forced.test'], rules: ['forced.test Prefix / web:80', 'plain.forced.test Prefix / plain:80'] }, { name: 'b', class: null, annotations: httpsOnly, tls: ['one only.forced.test'], rules: ['only.forced.test Prefix / only:80'] }, { name: 'c', class: null, rules: ['forced.test Prefix /open open:80'] }], ask: [...each(['http://forced.test', 'https://forced.test', 'http://plain.forced.test', 'https://plain.forced.test', 'http://only.forced.test', 'https://only.forced.test'], ['/', '/open', '/foo?x=1', '/foo/../bar']), 'http://forced.test/x | host: Forced.TEST:80', 'https://only.forced.test/ | sni forced.test', 'https://forced.test/ | sni -'] },
];

export const contourScenarios: readonly Scenario[] = [...plainScenarios, ...ownScenarios, ...drawnScenarios];
