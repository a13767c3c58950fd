import { renderMarkdown, renderText, sectionsOf, type Inline, type Item, type Sheet } from '../../analysis/index.js';
import type { ExplainedEndpoint, ExplainedPort, Reach, ServiceExplanation } from './explanation.js';

export function renderServiceMarkdown(answer: ServiceExplanation): string {
  return renderMarkdown(sheetOf(answer));
}

export function renderServiceText(answer: ServiceExplanation): string {
  return renderText(sheetOf(answer));
}

const wayNames: Readonly<Record<Reach['way'], string>> = {
  'cluster-ip': 'ClusterIP', 'node-port': 'node port', 'external-ip': 'external IP', 'load-balancer': 'load balancer', dns: 'name', 'health-check-node-port': 'health check',
};

function sheetOf(answer: ServiceExplanation): Sheet {
  const { reach, endpoints, pods, nearPods, ports } = answer;
  // What is not used comes first: it is what the question is about.
  const sorted = [...endpoints.items].sort((a, b) => Number(a.isUsed) - Number(b.isUsed));
  const noEndpoint = pods.items.filter(({ isEndpoint }) => !isEndpoint);
  const [, unknown] = sectionsOf(answer);
  return {
    verdict: answer.summary,
    sections: [
      { title: 'Ways to it', noun: 'way', items: reach.map(reachItem) },
      { title: 'Ports', noun: 'port', items: ports.map(portItem) },
      { title: 'Endpoints', noun: 'endpoint', items: sorted.slice(0, 12).map(endpointItem), omitted: endpoints.total - Math.min(sorted.length, 12) },
      { title: 'Selected, and no endpoint', noun: 'pod', items: noEndpoint.slice(0, 6).map(({ pod, detail }) => ({ text: [{ strong: pod.name }, ` ${detail}`] })), omitted: Math.max(0, noEndpoint.length - 6) },
      ...(answer.selector !== null && !pods.items.some(({ isEndpoint }) => isEndpoint) ? [{ title: 'Nearly selected', noun: 'pod', items: nearPods.map(({ pod, detail }) => ({ text: [{ strong: pod.name }, ` ${detail}`] })) }] : []),
      ...(unknown === undefined ? [] : [unknown]),
    ],
    rest: 'The JSON rendering holds all of them.',
  };
}

function reachItem({ way, addresses, ports, works, detail }: Reach): Item {
  const where = [addresses.join(', '), ports.slice(0, 6).map(({ port, protocol }) => `${port}/${protocol}`).join(', ')].filter((each) => each !== '').join(' ');
  return { text: [{ strong: wayNames[way] }, ' ', ...(where === '' ? [] : [{ code: where }, ' ']), works === 'yes' ? detail : `${works.replaceAll('-', ' ')}: ${detail}`] };
}

function portItem({ name, port, protocol, targetPort, nodePort, families }: ExplainedPort): Item {
  const counts = families.map(({ ipFamily, endpoints, ready }) => `${ipFamily} ${ready} of ${endpoints} ready`).join(', ');
  return { text: [{ code: `${port}/${protocol}` }, ` ${name === null ? '' : `${name} `}to ${targetPort}${nodePort === null ? '' : `, node port ${nodePort}`}: ${counts === '' ? 'no endpoints' : counts}`] };
}

function endpointItem({ address, ports, pod, node, uses, isUsed }: ExplainedEndpoint): Item {
  const shown = ports.flatMap(({ port }) => (port === null ? [] : [`${port}`]));
  const where: Inline[] = [{ code: shown.length === 0 ? address : `${address} ${shown.join(', ')}` }, ` ${[pod === null ? '' : pod.name, node === null ? '' : `on ${node}`].filter((each) => each !== '').join(' ')}`];
  const details = [...new Set(uses.map(({ detail }) => detail))];
  return { text: [...where, isUsed ? ': ' : ', not used: ', details.slice(0, 2).join(' ')] };
}
