import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../errors.js';
import { cniConf } from './cni-conf.js';

const list = '{\n  "cniVersion": "1.0.0",\n  "name": "cbr0",\n  "plugins": [\n    {"type": "bridge", "ipam": {"type": "host-local", "subnet": "10.244.1.0/24"}},\n    {"type": "portmap", "capabilities": {"portMappings": true}}\n  ]\n}\n';
const single = '{"cniVersion": "0.3.1", "name": "lo", "type": "loopback"}\n';

describe('a CNI configuration', () => {
  it.each([
    ['a list', list, [{ line: 1, form: 'list', name: 'cbr0', cniVersion: '1.0.0', plugins: [{ type: 'bridge', ipam: 'host-local' }, { type: 'portmap' }] }]],
    ['a single plugin', single, [{ line: 1, form: 'single', name: 'lo', cniVersion: '0.3.1', plugins: [{ type: 'loopback' }] }]],
    ['several files', list + single, [expect.objectContaining({ line: 1 }), expect.objectContaining({ line: 9, name: 'lo' })]],
    ['files that tail names', `==> /etc/cni/net.d/10-flannel.conflist <==\n${list}\n==> /etc/cni/net.d/99-loopback.conf <==\n${single}`, [expect.objectContaining({ line: 2, file: '10-flannel.conflist', name: 'cbr0' }), expect.objectContaining({ line: 12, file: '99-loopback.conf', name: 'lo' })]],
    ['line ends of Windows and tabs', list.replaceAll('\n', '\r\n').replaceAll('  ', '\t'), [expect.objectContaining({ name: 'cbr0' })]],
  ])('%s', (_, text, configurations) => {
    expect(cniConf.parse(text)).toEqual({ format: 'cni-conf', parsed: { configurations }, problems: [] });
  });

  it.each([
    ['prompts around it', `me@node:~$ cat /etc/cni/net.d/*\n${list}me@node:~$\n`, ['1:1 this is nothing that “cat” prints; passed over', '10:1 this is nothing that “cat” prints; passed over']],
    ['a question for a password', `[sudo] password for me: \n${list}`, ['1:1 this is nothing that “cat” prints; passed over']],
    ['no name', '{"type":"bridge"}', ['1:1 the configuration has no name; libcni refuses it']],
    ['a plugin without a type', '{"name":"a","plugins":[{"type":"bridge"},{}]}', ['1:1 a plugin has no type; libcni refuses the configuration']],
    ['an empty list', '{"name":"a","plugins":[]}', ['1:1 the list of plugins is empty or no list; libcni refuses it']],
  ])('%s is told', (_, text, expected) => {
    expect(cniConf.parse(text).problems.map(({ line, column, detail }) => `${line}:${column} ${detail}`)).toEqual(expected);
  });

  it.each([
    ['a hole of a template', '{"name": "a", "plugins": [{"type": "bridge", "mtu": __CNI_MTU__}]}', 'this is not JSON; line 1, column 53: a value should stand here, not “__CNI_MTU__}”'],
    ['a comma too many', '{\n "name": "a",\n "type": "b",\n}', 'this is not JSON; line 4, column 1: a key in double quotes should stand here, not “}”'],
    ['a comment', '{\n // mine\n "name": "a"}', 'this is not JSON; line 2, column 2: a key in double quotes or “}” should stand here, not “// mine”'],
    ['an object of something else', '{"kind": "Pod"}', 'this is not a CNI configuration; line 1, column 1: this object has neither “plugins” nor “type”'],
    ['a list of them', '[{"type": "b", "name": "a"}]', 'this is not a CNI configuration; line 1, column 1: a list of JSON; a CNI configuration is one object'],
  ])('%s is refused, with the place', (_, text, detail) => {
    expect(() => cniConf.parse(text)).toThrow(detail);
  });

  it('nothing that a plugin is given is repeated, and no secret in a line that is told', () => {
    const text = '{"type": "calico", "policy": {"k8s_auth_token": "hunter2hunter2"}, "etcd_key_data": "hunter2hunter2"}\ntoken: hunter2hunter2\n';
    const reading = cniConf.parse(text);
    expect(reading.problems.length).toBe(2);
    expect(JSON.stringify(reading)).not.toContain('hunter2');
  });

  it.each(['['.repeat(200_000), '{"type":'.repeat(30_000), '{"type":"a","name":"b"}\n'.repeat(10_000), `{"name":"a","plugins":[${'{},'.repeat(60_000)}{}]}`, `${'a'.repeat(200_000)}\n`])('however deep or long, %#', (text) => {
    try {
      expect(JSON.stringify(cniConf.parse(text)).length).toBeLessThan(10_000_000);
    } catch (error) {
      expect(error).toBeInstanceOf(InputError);
    }
  });

  it('whatever is given is read, or refused as input', () => {
    const json = fc.oneof(fc.json(), fc.json().map((text) => `{"name":${text},"plugins":${text}}`), fc.json().map((text) => `{"name":"a","plugins":[${text},{"type":"b","ipam":${text}}]}`), fc.string({ unit: 'binary' }));
    fc.assert(
      fc.property(json, (text) => {
        try {
          cniConf.parse(text);
        } catch (error) {
          expect(error).toBeInstanceOf(InputError);
        }
      }),
      { numRuns: 150 },
    );
  });
});
