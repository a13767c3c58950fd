import { describe, expect, it } from 'vitest';
import { parseSelfLink } from './self-link.js';

describe('parseSelfLink', () => {
  it.each<[unknown, object]>([
    ['/api/v1/namespaces/web/pods/a', { kind: 'Pod', apiVersion: 'v1', namespace: 'web', name: 'a' }],
    ['/api/v1/namespaces/web/pods', { kind: 'Pod', apiVersion: 'v1', namespace: 'web' }],
    ['/api/v1/nodes/n1', { kind: 'Node', apiVersion: 'v1', name: 'n1' }],
    ['/api/v1/namespaces/web', { kind: 'Namespace', apiVersion: 'v1', name: 'web' }],
    ['/apis/extensions/v1beta1/namespaces/web/deployments/shop', { kind: 'Deployment', apiVersion: 'extensions/v1beta1', namespace: 'web', name: 'shop' }],
    ['/api/v1/events', { kind: 'Event', apiVersion: 'v1' }],
    ['/apis/extensions/v1beta1/podsecuritypolicies', { kind: 'Podsecuritypolicy', apiVersion: 'extensions/v1beta1' }],
    ['/apis/scheduling.k8s.io/v1/priorityclasses', { kind: 'Priorityclass', apiVersion: 'scheduling.k8s.io/v1' }],
    ['/api/v1/componentstatuses', { kind: 'Componentstatus', apiVersion: 'v1' }],
    ['/apis/storage.k8s.io/v1/storageclasses/fast', { kind: 'Storageclass', apiVersion: 'storage.k8s.io/v1', name: 'fast' }],
    ['/somewhere/else', {}],
    ['', {}],
    [undefined, {}],
  ])('%s', (link, expected) => expect(parseSelfLink(link)).toEqual(expected));
});
