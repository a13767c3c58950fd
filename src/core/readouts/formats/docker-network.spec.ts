import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../errors.js';
import { dockerNetwork } from './docker-network.js';

const fixtures = new URL('../../../../test/fixtures/readouts/docker-network/', import.meta.url);
const recorded = (file: string) => readFileSync(new URL(file, fixtures), 'utf8');

describe('networks printed by Docker', () => {
  const { parsed, problems } = dockerNetwork.parse(recorded('inspect.json'));

  it('are read with their ranges and containers', () => {
    expect(problems).toEqual([]);
    expect(parsed.networks.map(({ name, driver, bridge, mtu, isInternal, pools }) => ({ name, driver, bridge, mtu, isInternal, pools }))).toEqual([
      { name: 'bridge', driver: 'bridge', bridge: 'docker0', mtu: 1500, isInternal: false, pools: [{ subnet: '172.17.0.0/16' }] },
      { name: 'foretrace-apps', driver: 'bridge', bridge: 'br-apps', mtu: 1450, isInternal: false, pools: [{ subnet: '172.28.0.0/16', ipRange: '172.28.5.0/24', gateway: '172.28.5.254' }, { subnet: '2001:db8:28::/64' }] },
      { name: 'foretrace-inner', driver: 'bridge', bridge: undefined, mtu: undefined, isInternal: true, pools: [{ subnet: '192.168.128.0/20' }] },
      { name: 'host', driver: 'host', bridge: undefined, mtu: undefined, isInternal: false, pools: [] },
      { name: 'none', driver: 'null', bridge: undefined, mtu: undefined, isInternal: false, pools: [] },
    ]);
    expect(parsed.networks[1]?.endpoints).toEqual([{ container: 'foretrace-web', macAddress: '02:42:ac:1c:05:0a', ipv4Address: '172.28.5.10/16', ipv6Address: '2001:db8:28::2/64' }]);
  });

  it('between prompts, one document after another, with line ends of Windows', () => {
    const one = recorded('inspect.json');
    const copy = `me@node:~$ docker network inspect bridge\n${one}me@node:~$ docker network inspect host\n${one}`.replaceAll('\n', '\r\n');
    const read = dockerNetwork.parse(copy);
    expect(read.parsed.networks).toEqual([...parsed.networks, ...parsed.networks]);
    expect(read.problems.map(({ line }) => line)).toEqual([1, one.split('\n').length + 1]);
  });

  it('a name that there is not gives none, and is told', () => {
    expect(dockerNetwork.parse(recorded('unknown.txt'))).toMatchObject({ parsed: { networks: [] }, problems: [{ line: 2, text: 'Error: No such network: nowhere' }] });
  });

  it('labels and options, which may hold anything, are not repeated', () => {
    const text = JSON.stringify([{ Name: 'a', Driver: 'bridge', IPAM: {}, Options: { password: 'hunter2hunter2' }, Labels: { token: 'hunter2hunter2' } }]);
    expect(JSON.stringify(dockerNetwork.parse(text))).not.toContain('hunter2');
  });

  it.each([
    ['a list of networks', recorded('ls.txt'), 'this is not the output of “docker network inspect”; line 1, column 1: this line and the 5 after it are nothing that “docker network inspect” prints; passed over'],
    ['what another command inspects', '[{"Id": "x", "Config": {}}]', 'this is not the output of “docker network inspect”; line 1, column 1: this JSON has an element that is no network: it lacks “Name”, “Driver” or “IPAM”'],
    ['a copy that is cut off', '[\n  {"Name": "a",\n', 'this is not JSON; line 2, column 16: the JSON is cut off here'],
  ])('%s is refused, with the place', (_, text, detail) => {
    expect(() => dockerNetwork.parse(text)).toThrow(detail);
  });

  it('whatever is given is read, or refused as input', () => {
    const json = fc.oneof(fc.json(), fc.json().map((text) => `[{"Name":"a","Driver":"b","IPAM":{"Config":${text}},"Containers":${text},"Options":${text}}]`), fc.string({ unit: 'binary' }));
    fc.assert(
      fc.property(json, (text) => {
        try {
          dockerNetwork.parse(text);
        } catch (error) {
          expect(error).toBeInstanceOf(InputError);
        }
      }),
      { numRuns: 150 },
    );
  });
});
