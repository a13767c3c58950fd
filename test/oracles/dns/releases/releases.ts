import type { Component } from '../../bench/component.js';
import { coredns111 } from '../../bench/components/coredns-1-11.js';
import { coredns16 } from '../../bench/components/coredns-1-6.js';
import { coredns18 } from '../../bench/components/coredns-1-8.js';

/** Releases beside the newest. */
export const olderReleases: readonly Component[] = [coredns111, coredns18, coredns16];

/** The Corefiles of the plugin kubernetes under which they are asked. */
export const releaseCorefiles: readonly string[] = [
  'plain', 'pods insecure', 'pods verified', 'endpoint pod names', 'ttl 0', 'one namespace', 'namespaces by label', 'no endpoints', 'empty Services ignored', 'fallthrough of reverse zones', 'another domain', 'zones of the block',
];

/** The scenarios of other plugins under which they are asked. */
export const releaseScenarios: readonly string[] = [
  'hosts of lines, for one zone', 'hosts that fall through', 'a zone file', 'minimal', 'cache', 'a cache with bounds', 'loadbalance', 'any', 'templates', 'rewrites of names', 'rewrites of other things', 'acl', 'header', 'local', 'dns64', 'dns64 with another prefix, for all', 'whoami', 'blocks by zone', 'the end of the chain', 'views',
  'autopath with a fixed list', 'a rewrite before a cache before hosts', 'snippets, imports and variables',
];
