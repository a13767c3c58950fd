import { expect, it } from 'vitest';
import { ClusterView, kindNames, readCluster, type Coverage } from '../../src/core/cluster/index.js';
import { ownersOf } from '../../src/core/ingress/index.js';
import { parseYaml } from '../../src/core/yaml.js';
import { read } from './project.js';

it('the Ingresses of the worked example are whose the page says', () => {
  const page = read('docs/ingress-ownership.md');
  const [, manifests = '', told = ''] = /```yaml\n(.*?)```.*?```text\n(.*?)```/s.exec(page) ?? [];
  const reading = parseYaml(manifests, { depth: 50, nodes: 10_000 });
  if (reading.outcome !== 'read') throw new Error(reading.fault.detail);
  const whole = Object.fromEntries(kindNames.map((kind) => [kind, { state: 'collected' }])) as Coverage;
  const view = new ClusterView({ ...readCluster(reading.documents as object[]), coverage: whole });
  const lines = ownersOf(view).map(({ name, owners, others }) => {
    const isNginx = ({ controller }: { readonly controller: { readonly kind: string } }) => controller.kind === 'ingress-nginx';
    const verdict = owners.find(isNginx) ?? others.find(isNginx);
    return `${name.padEnd(23)}  ${(verdict?.served === true ? 'served' : 'not served').padEnd(10)}  ${verdict?.reason ?? 'no ingress-nginx was found'}`;
  });
  expect(lines).toEqual(told.trimEnd().split('\n'));
});
