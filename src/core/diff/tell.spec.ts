import { describe, expect, it } from 'vitest';
import { layOutField, tellField } from './tell.js';

const plain = (pieces: ReturnType<typeof layOutField>) => pieces.map((piece) => (typeof piece === 'string' ? piece : Object.values(piece).join(''))).join('');
const port = { name: 'http', port: 8080, targetPort: 'http' };
const large = { name: 'web', image: 'registry.example.com/shop/web:1.0.0', ports: [port, port, port] };

describe('the change of a field', () => {
  it.each([
    ['a value', { field: 'spec.replicas', before: 1, after: 3 }, 'spec.replicas: 1 → 3', 'changed spec.replicas from 1 to 3'],
    ['a value that is new', { field: 'spec.type', after: 'NodePort' }, 'spec.type added: NodePort', 'gained spec.type NodePort'],
    ['a value that is gone', { field: 'spec.type', before: 'NodePort' }, 'spec.type removed, was NodePort', 'lost spec.type NodePort'],
    ['a text that looks like a number', { field: 'x', before: '8080', after: 'true' }, 'x: "8080" → "true"', 'changed x from "8080" to "true"'],
    ['a list of values', { field: 'x', before: ['a'], after: ['a', 'b c', '10.0.0.1'] }, 'x: [a] → [a, "b c", 10.0.0.1]', 'changed x from [a] to [a, "b c", 10.0.0.1]'],
    ['a long value', { field: 'x', before: 'a', after: 'b'.repeat(70) }, `x: a → ${'b'.repeat(59)}…`, `changed x from a to ${'b'.repeat(59)}…`],
    ['a small item that is new', { field: 'spec.ports[8080,TCP]', after: port }, 'spec.ports[8080,TCP] added: {name: http, port: 8080, targetPort: http}', 'gained spec.ports[8080,TCP]'],
    ['a small item that is gone', { field: 'spec.ports[8080,TCP]', before: port }, 'spec.ports[8080,TCP] removed, was {name: http, port: 8080, targetPort: http}', 'lost spec.ports[8080,TCP]'],
    ['a large item that is new', { field: 'spec.containers[web]', after: large }, 'spec.containers[web] added', 'gained spec.containers[web]'],
    ['text of several lines', { field: 'data.Corefile', before: 'a\nb', after: 'a\nc' }, 'data.Corefile changed', 'changed data.Corefile'],
    ['an order', { field: 'spec.rules', before: ['a', 'b'], after: ['b', 'a'], reordered: true as const }, 'spec.rules: in another order', 'reordered spec.rules'],
  ])('that is %s is a line, and a phrase', (_, change, line, phrase) => {
    expect([plain(layOutField(change)), tellField(change)]).toEqual([line, phrase]);
  });
});
