import { describe, expect, it } from 'vitest';
import { clusterOf, kubeadmProxy, node, webService, webSlice } from '../kube-proxy.table.js';
import { renderTraceMarkdown, renderTraceText } from './render.js';
import { trace } from './trace.js';

const cluster = (endpoints: readonly string[]) => clusterOf([node('worker-1', ['192.168.10.11']), ...kubeadmProxy({ clusterCIDR: '10.244.0.0/16' }), webService(), webSlice(endpoints)]);
const question = { from: { node: 'worker-1' }, to: { service: 'shop/web', port: 80 } };

describe('a trace in words', () => {
  it('begins with what becomes of the connection, and ends with the rules', () => {
    const text = renderTraceText(trace(cluster(['10.244.1.5@worker-1 ready', '10.244.2.9@worker-2 ready']), question));
    const lines = text.split('\n');
    expect(lines.slice(0, 2).join(' ')).toBe('Node worker-1 reaches one of 2 endpoints of shop/web:http by 10.96.7.10:80/TCP, which sees an address of worker-1.');
    expect(text).toContain('- 10.244.1.5:8080 50 %, on worker-1, source masqueraded\n');
    expect(text).toContain('Rules on worker-1\n');
    expect(lines.length).toBeLessThanOrEqual(40);
  });

  it('stays short with many endpoints', () => {
    const answer = trace(cluster(Array.from({ length: 200 }, (_, i) => `10.244.1.${i + 1}@worker-1 ready`)), question);
    expect(renderTraceMarkdown(answer).split('\n').length).toBeLessThanOrEqual(40);
    expect(renderTraceText(answer)).toMatch(/Not shown: .*endpoints/);
  });
});
