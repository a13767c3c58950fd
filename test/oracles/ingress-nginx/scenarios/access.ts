import { each, type Scenario } from '../scenario.js';

const clients = ['', ' | from 10.1.2.3', ' | from 10.9.0.1', ' | from 192.0.2.7'];

export const accessScenarios: readonly Scenario[] = [
  {
    id: 'sources',
    title: 'lists of sources that are allowed and denied',
    ingresses: [
      { name: 'allow', rules: ['allow.sources.test Prefix /foo web:80'], annotations: { 'allowlist-source-range': '10.1.0.0/16, 192.0.2.7' } },
      { name: 'white', rules: ['white.sources.test Prefix /foo web:80'], annotations: { 'whitelist-source-range': '10.1.0.0/16' } },
      { name: 'both-names', rules: ['both-names.sources.test Prefix /foo web:80'], annotations: { 'whitelist-source-range': '10.1.0.0/16', 'allowlist-source-range': '10.9.0.0/16' } },
      { name: 'deny', rules: ['deny.sources.test Prefix /foo web:80'], annotations: { 'denylist-source-range': '10.1.0.0/16' } },
      { name: 'both', rules: ['both.sources.test Prefix /foo web:80'], annotations: { 'denylist-source-range': '10.1.2.0/24', 'allowlist-source-range': '10.1.0.0/16,10.9.0.0/16' } },
      { name: 'bad', rules: ['bad.sources.test Prefix /foo web:80'], annotations: { 'allowlist-source-range': '10.1.0.0/16,nonsense' } },
      { name: 'open', rules: ['shared.sources.test Prefix /open web:80'] },
      { name: 'shut', rules: ['shared.sources.test Prefix /shut web:80'], annotations: { 'allowlist-source-range': '10.1.0.0/16' }, at: 1 },
      { name: 'forwarded', rules: ['forwarded.sources.test Prefix /foo web:80'], annotations: { 'allowlist-source-range': '10.1.0.0/16' } },
    ],
    ask: [...each(['allow', 'white', 'both-names', 'deny', 'both', 'bad'].flatMap((name) => [`http://${name}.sources.test/foo`, `http://${name}.sources.test/`]), clients), ...each(['http://shared.sources.test/open', 'http://shared.sources.test/shut', 'http://shared.sources.test/'], clients), 'http://forwarded.sources.test/foo | X-Forwarded-For: 10.1.2.3'],
  },
  {
    id: 'snippets',
    title: 'annotations for which the whole Ingress is dropped',
    ingresses: [
      { name: 'snippet', rules: ['snippet.snippets.test Prefix / web:80'], annotations: { 'configuration-snippet': 'return 418;' } },
      { name: 'server', rules: ['server.snippets.test Prefix / web:80'], annotations: { 'server-snippet': 'return 418;' } },
      { name: 'good', rules: ['both.snippets.test Prefix /good web:80'] },
      { name: 'bad', rules: ['both.snippets.test Prefix /bad web:80'], annotations: { 'configuration-snippet': 'return 418;' }, at: 1 },
      { name: 'alias', rules: ['alias.snippets.test Prefix / web:80'], annotations: { 'server-alias': 'not a host!' } },
      { name: 'redirect', rules: ['redirect.snippets.test Prefix / web:80'], annotations: { 'permanent-redirect': 'http://x.example.com/$1' } },
      { name: 'unknown', rules: ['unknown.snippets.test Prefix / web:80'], annotations: { 'no-such-annotation': 'x' } },
      { name: 'boolean', rules: ['boolean.snippets.test Prefix / web:80'], annotations: { 'force-ssl-redirect': 'yes' } },
      { name: 'regex', rules: ['regex.snippets.test Prefix /Foo web:80'], annotations: { 'use-regex': 'maybe' } },
      { name: 'blocked', rules: ['blocked.snippets.test Prefix / web:80'], annotations: { 'upstream-vhost': 'load_module.example.com' } },
      { name: 'vhost', rules: ['vhost.snippets.test Prefix / web:80'], annotations: { 'upstream-vhost': 'inside.example.com' } },
      { name: 'size', rules: ['size.snippets.test Prefix / web:80'], annotations: { 'proxy-body-size': '8 megabytes' } },
    ],
    ask: each(['snippet', 'server', 'both', 'alias', 'redirect', 'unknown', 'boolean', 'regex', 'blocked', 'vhost', 'size'].map((name) => `http://${name}.snippets.test`), ['/', '/good', '/bad', '/foo']),
  },
  {
    id: 'snippets-allowed',
    title: 'snippets where they are allowed',
    ingresses: [{ name: 'snippet', rules: ['snippet.snippets-allowed.test Prefix / web:80'], annotations: { 'configuration-snippet': 'more_set_headers "X-Snippet: yes";' } }, { name: 'server', rules: ['server.snippets-allowed.test Prefix / web:80'], annotations: { 'server-snippet': 'location /teapot { return 418; }' } }],
    config: { 'allow-snippet-annotations': 'true', 'annotations-risk-level': 'Critical' },
    ask: each(['http://snippet.snippets-allowed.test', 'http://server.snippets-allowed.test'], ['/', '/foo']),
  },
  {
    id: 'snippets-half',
    title: 'snippets that are allowed, and whose risk is not',
    ingresses: [{ name: 'snippet', rules: ['snippet.snippets-half.test Prefix / web:80'], annotations: { 'configuration-snippet': 'more_set_headers "X-Snippet: yes";' } }, { name: 'plain', rules: ['plain.snippets-half.test Prefix / web:80'] }],
    config: { 'allow-snippet-annotations': 'true' },
    ask: each(['http://snippet.snippets-half.test', 'http://plain.snippets-half.test'], ['/', '/foo']),
  },
  {
    id: 'risk-low',
    title: 'a lower level of risk drops more',
    ingresses: [{ name: 'alias', rules: ['alias.risk-low.test Prefix / web:80'], annotations: { 'server-alias': 'other.risk-low.test' } }, { name: 'rewrite', rules: ['rewrite.risk-low.test Prefix /x web:80'], annotations: { 'rewrite-target': '/' } }, { name: 'ssl', rules: ['ssl.risk-low.test Prefix / web:80'], annotations: { 'force-ssl-redirect': 'true' } }, { name: 'plain', rules: ['plain.risk-low.test Prefix / web:80'] }],
    config: { 'annotations-risk-level': 'Low' },
    ask: each(['http://alias.risk-low.test', 'http://other.risk-low.test', 'http://rewrite.risk-low.test', 'http://ssl.risk-low.test', 'http://plain.risk-low.test'], ['/', '/x']),
  },
  {
    id: 'inspected',
    title: 'what the deep inspection drops',
    ingresses: [
      { name: 'passwd', rules: ['passwd.inspected.test Impl /etc/passwd web:80, Prefix /ok web:80'] },
      { name: 'lua', rules: ['lua.inspected.test Impl /content_by_lua web:80'] },
      { name: 'root', rules: ['root.inspected.test Impl /root web:80'] },
      { name: 'alias', rules: ['alias.inspected.test Impl /alias web:80, Prefix /alias/x web:80'] },
      { name: 'serviceaccount', rules: ['sa.inspected.test Impl /var/run/secrets/x web:80'] },
      { name: 'fine', rules: ['fine.inspected.test Prefix /etc/other web:80'] },
    ],
    ask: each(['passwd', 'lua', 'root', 'alias', 'sa', 'fine'].map((name) => `http://${name}.inspected.test`), ['/', '/ok', '/etc/passwd', '/root', '/alias', '/alias/x', '/etc/other', '/content_by_lua', '/var/run/secrets/x']),
  },
  {
    id: 'strict-paths',
    title: 'Prefix and Exact paths beyond letters, digits and a few signs: told, and served all the same',
    ingresses: [
      { name: 'star', rules: ['strict-paths.test Prefix /foo* web:80'] },
      { name: 'group', rules: ['group.strict-paths.test Prefix /foo(/|$)(.*) web:80'] },
      { name: 'rewrite', rules: ['rewrite.strict-paths.test Prefix /foo(/|$)(.*) web:80'], annotations: { 'rewrite-target': '/$2' } },
      { name: 'exact', rules: ['exact.strict-paths.test Exact /foo?bar web:80'] },
    ],
    ask: each(['http://strict-paths.test', 'http://group.strict-paths.test', 'http://rewrite.strict-paths.test', 'http://exact.strict-paths.test'], ['/', '/foo', '/foo*', '/foo*/x', '/foo/x', '/foo(/|$)(.*)', '/foo?bar', '/foo%3Fbar']),
  },
];
