import { each, type Scenario } from '../scenario.js';

/** One Ingress a way to say whose it is: their hosts are `<name>.<id>.test`. */
function ways(id: string, more: Partial<Scenario>, names: readonly (readonly [name: string, classes: { readonly class: string | null; readonly classAnnotation?: string }])[] = usual): Scenario {
  return {
    id,
    title: `whose an Ingress is by class and annotation: ${id}`,
    ingresses: names.map(([name, classes]) => ({ name, rules: [`${name}.${id}.test Prefix / web:80`], ...classes })),
    classes: { nginx: 'k8s.io/ingress-nginx', other: 'example.com/other', second: 'k8s.io/ingress-nginx' },
    ask: each(names.map(([name]) => `http://${name}.${id}.test`), ['/']),
    ...more,
  };
}

const usual = [
  ['field', { class: 'nginx' }],
  ['second', { class: 'second' }],
  ['other', { class: 'other' }],
  ['dangling', { class: 'nowhere' }],
  ['annotation', { class: null, classAnnotation: 'nginx' }],
  ['annotation-other', { class: null, classAnnotation: 'other' }],
  ['annotation-second', { class: null, classAnnotation: 'second' }],
  ['annotation-empty', { class: null, classAnnotation: '' }],
  ['neither', { class: null }],
  ['other-and-annotation', { class: 'other', classAnnotation: 'nginx' }],
  ['field-and-annotation', { class: 'nginx', classAnnotation: 'other' }],
  ['dangling-and-annotation', { class: 'nowhere', classAnnotation: 'nginx' }],
] as const;

export const ownershipScenarios: readonly Scenario[] = [
  ways('classes', {}),
  ways('without-class', { flags: ['--watch-ingress-without-class=true'] }),
  ways('by-name', { flags: ['--ingress-class-by-name=true', '--ingress-class=other'] }),
  ways('by-name-usual', { flags: ['--ingress-class-by-name=true'], classes: { nginx: 'nginx.org/ingress-controller', other: 'example.com/other', second: 'k8s.io/ingress-nginx' } }),
  ways('foreign-nginx', { classes: { nginx: 'nginx.org/ingress-controller', other: 'example.com/other', second: 'k8s.io/ingress-nginx' } }),
  ways('own-class', { flags: ['--ingress-class=second', '--controller-class=example.com/other'] }),
  ways('no-classes', { classes: {} }),
  ways('no-classes-without', { classes: {}, flags: ['--watch-ingress-without-class'] }),
  {
    id: 'namespace',
    title: 'one namespace only',
    ingresses: [{ name: 'in', rules: ['in.test Prefix / web:80', 'both.test Prefix /in web:80'] }, { name: 'namespace-b/out', rules: ['out.test Prefix / web:80', 'both.test Prefix /out web:80'] }],
    flags: ['--watch-namespace=namespace'],
    ask: each(['http://in.test', 'http://out.test', 'http://both.test'], ['/', '/in', '/out']),
  },
  {
    id: 'selector',
    title: 'namespaces by label',
    ingresses: [{ name: 'in', rules: ['in.test Prefix / web:80', 'both.test Prefix /in web:80'] }, { name: 'selector-b/out', rules: ['out.test Prefix / web:80', 'both.test Prefix /out web:80'] }, { name: 'selector-c/in', rules: ['c.test Prefix / web:80'] }],
    labels: { selector: { team: 'a' }, 'selector-b': { team: 'b' }, 'selector-c': { team: 'a', more: 'x' } },
    flags: ['--watch-namespace-selector=team=a'],
    ask: each(['http://in.test', 'http://out.test', 'http://both.test', 'http://c.test'], ['/', '/in', '/out']),
  },
];
