import { each, type Scenario } from '../scenario.js';

/** Configurations that nginx does not load: the one before goes on. */
export const reloadScenarios: readonly Scenario[] = [
  {
    id: 'twins',
    title: 'Prefix /x and Prefix /x/ of one host break every reload',
    ingresses: [{ name: 'web', rules: ['twins.test Prefix /x web:80'] }],
    later: [{ name: 'twin', rules: ['twins.test Prefix /x/ twin:80', 'new.twins.test Prefix / new:80'], at: 5 }],
    ask: each(['http://twins.test', 'http://new.twins.test'], ['/', '/x', '/x/']),
  },
  {
    id: 'twins-reversed',
    title: 'Prefix /x/ and then Prefix /x',
    ingresses: [{ name: 'web', rules: ['twins.test Prefix /x/ web:80'] }],
    later: [{ name: 'twin', rules: ['twins.test Prefix /x twin:80', 'new.test Prefix / new:80'], at: 5 }],
    ask: each(['http://twins.test', 'http://new.test'], ['/', '/x', '/x/']),
  },
  {
    id: 'third',
    title: 'Exact, Prefix and Prefix again of one path',
    ingresses: [{ name: 'web', rules: ['third.test Exact /x exact:80, Prefix /x prefix:80'] }],
    later: [{ name: 'third', rules: ['third.test Prefix /x third:80', 'new.test Prefix / new:80'], at: 5 }],
    ask: each(['http://third.test', 'http://new.test'], ['/', '/x', '/x/']),
  },
  {
    id: 'twins-regex',
    title: 'the twins of a host of regular expressions are two locations',
    ingresses: [{ name: 'web', rules: ['twins.test Prefix /x web:80'], annotations: { 'use-regex': 'true' } }],
    later: [{ name: 'twin', rules: ['twins.test Prefix /x/ twin:80', 'new.test Prefix / new:80'], at: 5 }],
    ask: each(['http://twins.test', 'http://new.test'], ['/', '/x', '/x/', '/xy']),
  },
  {
    id: 'broken-regex',
    title: 'a regular expression that nginx cannot read',
    ingresses: [{ name: 'web', rules: ['broken.test Impl /x web:80'], annotations: { 'use-regex': 'true' } }],
    later: [{ name: 'broken', rules: ['broken.test Impl /y( broken:80', 'new.test Prefix / new:80'], annotations: { 'use-regex': 'true' }, at: 5 }],
    ask: each(['http://broken.test', 'http://new.test'], ['/', '/x', '/y']),
  },
  {
    id: 'exact-twins',
    title: 'Exact /x and Exact /x/ are two locations',
    ingresses: [{ name: 'web', rules: ['twins.test Exact /x web:80'] }],
    later: [{ name: 'twin', rules: ['twins.test Exact /x/ twin:80, Prefix /x prefix:80', 'new.test Prefix / new:80'], at: 5 }],
    ask: each(['http://twins.test', 'http://new.test'], ['/', '/x', '/x/', '/x/y']),
  },
];
