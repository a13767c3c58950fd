import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ClusterView, kindNames, readCluster, type Coverage } from '../../cluster/index.js';
import { parseYaml } from '../../yaml.js';
import { ingress, service, type IngressParts } from '../controllers/ingress-nginx/cluster.table.js';
import { ingressNginxRouting } from '../controllers/ingress-nginx/routing.js';
import type { Controller } from '../controller.js';
import { migrate, type MigrationAnswer } from './migration.js';
import { pathTries } from './probes.js';
import { printYaml } from './yaml-text.js';

interface Case {
  readonly name: string;
  readonly ingresses: readonly IngressParts[];
  readonly objects?: readonly object[];
  readonly flags?: Readonly<Record<string, string>>;
  /** Each `url, what it tries: before => after`, of those that differ. */
  readonly differences: readonly string[];
  /** Each `feature carries`, of those that do not carry over whole. */
  readonly losses?: readonly string[];
  /** Lines that the YAML holds. */
  readonly yaml?: readonly string[];
}

function migrated({ ingresses, objects = [], flags = {} }: Pick<Case, 'ingresses' | 'objects' | 'flags'>): MigrationAnswer {
  const whole = Object.fromEntries(kindNames.map((kind) => [kind, { state: 'collected' }])) as Coverage;
  const services = ['web', 'api', 'old', 'next'].flatMap((name) => service(name));
  const view = new ClusterView({ ...readCluster([...services, ...objects, ...ingresses.map(ingress)]), coverage: whole });
  const controller: Controller = { kind: 'ingress-nginx', name: 'ingress-nginx/controller', flags: new Map(Object.entries(flags)), configMap: { namespace: 'ingress-nginx', name: 'config', data: {} }, evidence: [], warnings: [] };
  const served = view.objects('Ingress');
  return migrate(view, [{ controller, routing: ingressNginxRouting(controller, served, view), served }]);
}

const cases: readonly Case[] = [
  {
    name: 'a host with the prefix /: everything is answered as before',
    ingresses: [{ rules: ['shop.test Prefix / web:80'] }],
    differences: ['https://shop.test/, over https, where no certificate is named: forward to shop/web (8080) as /, certificate the default => no connection'],
  },
];

it.each(cases)('$name', ({ differences, losses = [], yaml = [], ...world }) => {
  const { controllers } = migrated(world);
  const [controller] = controllers;
  expect(controller?.proof.differences.map(({ request, tries, before, after }) => `${request.url}, ${tries}: ${before} => ${after}`)).toEqual(differences);
  expect(controller?.ingresses.flatMap(({ features }) => features.filter(({ carries }) => carries !== 'yes').map(({ feature, carries }) => `${feature} ${carries}`))).toEqual(losses);
  const written = printYaml(controller?.objects ?? []).split('\n').map((line) => line.trim());
  expect(yaml.filter((line) => !written.includes(line))).toEqual([]);
});

it('prints YAML that is read back as it was', () => {
  const text = fc.oneof(fc.string({ maxLength: 12 }), fc.constantFrom('yes', 'null', '1e3', '~', '- a', 'a: b', '(?i)/x.*', '*.example.com', '0x1', 'a #b', ''));
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof({ maxDepth: 3 }, text, fc.integer(), fc.boolean(), fc.array(tie('value'), { maxLength: 3 }), tie('record')),
    record: fc.dictionary(text, tie('value'), { maxKeys: 3, noNullPrototype: true }),
  }));
  fc.assert(
    fc.property(fc.array(fc.dictionary(text, value, { minKeys: 1, maxKeys: 4, noNullPrototype: true }), { minLength: 1, maxLength: 3 }), (documents) => {
      const read = parseYaml(printYaml(documents), { depth: 50, nodes: 10_000 });
      expect(read).toMatchObject({ outcome: 'read' });
      if (read.outcome === 'read') expect(read.documents).toEqual(documents);
    }),
  );
});

it('tries a path in every form in which implementations part', () => {
  expect(pathTries('/app').map(({ path }) => path)).toEqual(['/app', '/app/', '/app', '/appx', '/app//twice', '/app/below', '/app/below?q=1', '/APP']);
  expect(pathTries('/').map(({ path }) => path)).toEqual(['/', '/', '/below', '/below?q=1']);
  expect(pathTries('/app(/|$)(.*)').map(({ path }) => path)).toContain('/app/sample/42');
});
