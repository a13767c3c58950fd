import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../errors.js';
import { netstat } from './netstat.js';
import { serviceOf } from './node-services.js';
import type { Socket, SocketAddress } from './sockets-model.js';
import { ss } from './ss.js';

const fixtures = new URL('../../../../test/fixtures/readouts/sockets/', import.meta.url);
const recorded = (file: string) => readFileSync(new URL(file, fixtures), 'utf8');
const formats = { ss, netstat };

/** `127.0.0.1:10248`, of an address as /proc/net has it: words of 32 bits in the order of the machine, then the port. */
function sideFromKernel(text: string): string {
  const [hex = '', port = ''] = text.split(':');
  const bytes = (hex.match(/.{8}/g) ?? []).flatMap((word) => (word.match(/../g) ?? []).reverse());
  if (bytes.length === 4) return `${bytes.map((byte) => parseInt(byte, 16)).join('.')}:${parseInt(port, 16)}`;
  const groups = Array.from({ length: 8 }, (_, i) => parseInt(`${bytes[2 * i]}${bytes[2 * i + 1]}`, 16).toString(16));
  return `${groups.join(':').replace(/^0(:0)+$/, '::').replace(/^(0:){7}/, '::')}:${parseInt(port, 16)}`;
}

/** Protocol and local side of what the kernel has listening (state 0A) or unconnected (07). */
function listenersOfKernel(protocols: readonly string[]): string[] {
  return protocols
    .flatMap((protocol) => recorded(`proc-net-${protocol}.txt`).split('\n').slice(1).map((row) => ({ protocol, columns: row.trim().split(/\s+/) })))
    .filter(({ columns }) => columns[3] === '0A' || columns[3] === '07')
    .map(({ protocol, columns }) => `${protocol.replace('6', '')} ${sideFromKernel(columns[1] ?? '')}`)
    .sort();
}

function sidesOf(sockets: readonly { protocol: string | null; local: SocketAddress }[]): string[] {
  return sockets.map(({ protocol, local }) => `${protocol} ${local.address === '*' ? '::' : local.address}:${local.port}`).sort();
}

describe('listeners printed by ss and netstat', () => {
  it.each([
    ['ss', 'ss-ltnp.txt', ['tcp', 'tcp6']],
    ['ss', 'ss-H-ltnp.txt', ['tcp', 'tcp6']],
    ['ss', 'ss-tan.txt', ['tcp', 'tcp6']],
    ['ss', 'ss-tulnp.txt', ['tcp', 'tcp6', 'udp', 'udp6']],
    ['ss', 'ss-tulnpe.txt', ['tcp', 'tcp6', 'udp', 'udp6']],
    ['ss', 'ss-tul.txt', ['tcp', 'tcp6', 'udp', 'udp6']],
    ['netstat', 'netstat-plntuW.txt', ['tcp', 'tcp6', 'udp', 'udp6']],
  ] as const)('%s: %s has those that the kernel has', (format, file, protocols) => {
    const { parsed, problems } = formats[format].parse(recorded(file));
    expect(problems).toEqual([]);
    expect(sidesOf(parsed.listeners)).toEqual(listenersOfKernel(protocols));
  });

  it.each([['netstat-plant.txt', ['tcp', 'tcp6']], ['netstat-plnt.txt', ['tcp', 'tcp6']], ['netstat-plntu.txt', ['tcp', 'tcp6', 'udp', 'udp6']], ['netstat-plntue.txt', ['tcp', 'tcp6', 'udp', 'udp6']]])(
    'netstat: %s has those that the kernel has, and tells which address it cut',
    (file, protocols) => {
      const { parsed, problems } = netstat.parse(recorded(file));
      expect(problems.map(({ text, detail }) => [text.slice(20, 44), detail])).toEqual([['2001:db8:1234:5678:6443 ', 'without -W netstat cuts addresses at 23 characters: the local address may not be whole']]);
      const whole = listenersOfKernel(protocols).map((side) => side.replace('2001:db8:1234:5678:9abc:def0:1234:5678', '2001:db8:1234:5678'));
      expect(sidesOf(parsed.listeners)).toEqual(whole);
    },
  );

  it('with their processes, whether or not a header stands above', () => {
    const holders = (listeners: readonly Socket[]) => listeners.map(({ local, processes }) => [local.port, processes]);
    const { listeners } = ss.parse(recorded('ss-tulnp.txt')).parsed;
    expect(listeners.filter(({ processes }) => processes.length === 0).map(({ local }) => local.port)).toEqual([8472]);
    expect(new Set(listeners.flatMap(({ processes }) => processes.map(({ name }) => name)))).toEqual(new Set(['python3']));
    const headed = ss.parse(recorded('ss-ltnp.txt')).parsed.listeners;
    expect(ss.parse(recorded('ss-H-ltnp.txt')).parsed.listeners).toEqual(headed.map((listener) => ({ ...listener, line: listener.line - 1 })));
    expect(holders(netstat.parse(recorded('netstat-plntuW.txt')).parsed.listeners).sort()).toEqual(holders(listeners).sort());
  });

  it('and the connections, from both ends', () => {
    const ends = ({ connections }: { connections: readonly Socket[] }) => connections.map(({ state, local, peer }) => `${state} ${local.address} ${local.port} ${peer.address} ${peer.port}`).sort();
    const connections = ends(ss.parse(recorded('ss-tan.txt')).parsed);
    expect(connections).toHaveLength(4);
    expect(ends(netstat.parse(recorded('netstat-pan.txt')).parsed)).toEqual(connections);
  });
});

describe('a listener', () => {
  const listen = (local: string, process?: string) => {
    const users = process === undefined ? '' : `users:(("${process}",pid=9,fd=3))`;
    return ss.parse(`tcp LISTEN 0 4096 ${local} 0.0.0.0:* ${users}\n`).parsed.listeners[0];
  };

  it.each([
    ['*:10250', 'kubelet', 'all-addresses', 'kubelet', null],
    ['127.0.0.1:10248', 'kubelet', 'loopback', 'kubelet', null],
    ['*:10256', 'kube-proxy', 'all-addresses', 'kube-proxy', null],
    ['192.168.56.10:2379', 'etcd', 'one-address', 'etcd', null],
    ['*:6443', 'k3s-server', 'all-addresses', 'kube-apiserver', null],
    ['127.0.0.1:10257', 'kube-controller', 'loopback', 'kube-controller-manager', null],
    ['127.0.0.53%lo:53', 'systemd-resolve', 'loopback', 'host', null],
    ['[::]:22', 'sshd', 'all-addresses', 'host', null],
    ['[::ffff:127.0.0.1]:9000', 'java', 'loopback', undefined, null],
    ['0.0.0.0:31080', 'kube-proxy', 'all-addresses', 'kube-proxy', null],
    ['0.0.0.0:31080', 'nc', 'all-addresses', undefined, 'nc listens on tcp 31080 on every address of the node; nothing that a Kubernetes node is known to run does'],
    ['*:8888', 'kubectl', 'all-addresses', undefined, 'kubectl listens on tcp 8888 on every address of the node; nothing that a Kubernetes node is known to run does'],
    ['0.0.0.0:http-alt', 'ttyd', 'all-addresses', undefined, 'ttyd listens on tcp 8080 on every address of the node; nothing that a Kubernetes node is known to run does'],
    ['192.168.56.10:8888', 'kubectl', 'one-address', undefined, null],
    ['*:10249', 'kube-proxy', 'all-addresses', 'kube-proxy', 'tcp 10249 (metrics of kube-proxy) is open on every address of the node; it is meant for the node itself'],
    ['*:10255', 'kubelet', 'all-addresses', 'kubelet', 'tcp 10255 (read-only API of the kubelet (no TLS, no authentication)) tells whoever can reach the node about its pods'],
    ['*:10250', 'python3', 'all-addresses', 'kubelet', 'tcp 10250 is known for kubelet (API of the kubelet (TLS, authenticated)), but python3 holds it, on every address of the node'],
    ['*:10250', undefined, 'all-addresses', 'kubelet', null],
    ['*:4444', undefined, 'all-addresses', undefined, 'a process that is not printed listens on tcp 4444 on every address of the node; nothing that a Kubernetes node is known to run does'],
  ])('%s of %s is reached at %s and known for %s', (local, process, reach, component, warning) => {
    expect(listen(local, process)).toMatchObject({ reach, warning });
    expect(listen(local, process)?.service?.component).toBe(component);
  });

  it('is known by protocol and port together', () => {
    expect(serviceOf({ protocol: 'udp', port: 8472, processes: [] })?.service.component).toBe('vxlan');
    expect(serviceOf({ protocol: 'tcp', port: 8472, processes: [] })).toBeUndefined();
  });
});

describe('what is told of a copy', () => {
  const row = 'tcp        0      0 127.0.0.1:10259         0.0.0.0:*               LISTEN      1673/kube-scheduler\n';
  const told = (format: 'ss' | 'netstat', text: string) => formats[format].parse(text).problems.map(({ line, column, detail }) => `${line}:${column} ${detail}`);

  it.each<[string, 'ss' | 'netstat', string, number, string[]]>([
    ['nothing of one row without its header', 'netstat', row, 1, []],
    ['nothing of quoted rows', 'netstat', row.replace(/^/, '# '), 1, []],
    ['nothing of tabs and line ends of Windows', 'netstat', row.replace(/ +/g, '\t').replace('\n', '\r\n'), 1, []],
    ['nothing of the sockets of Unix', 'netstat', `${row}Active UNIX domain sockets (servers and established)\nProto RefCnt Flags       Type       State         I-Node   PID/Program name     Path\nunix  2      [ ACC ]     STREAM     LISTENING     2         1/systemd /run/x\n`, 1, []],
    ['a prompt and a question for a password', 'netstat', `me@node:~$ sudo netstat -plnt\n[sudo] password for me: \n${row}`, 1, ['1:1 this line and the one after it are nothing that “netstat” prints; passed over']],
    ['a row that is cut before its state', 'netstat', `${row}tcp        0      0 127.0.0.1:1234    0.0.0.0:*\n`, 1, ['2:48 the line is cut off: the state is missing']],
    ['a row that is cut in its address', 'netstat', `${row}tcp        0      0 127.0\n`, 1, ['2:21 “127.0” is not an address and a port']],
    ['a row that is cut', 'ss', 'LISTEN 0 128 0.0.0.0:22 0.0.0.0:*\nLISTEN 0 128\n', 1, ['2:13 the line is cut off: the local address is missing']],
    ['nothing of totals, and of what -i adds below a row', 'ss', 'Total: 314\nTCP:   3705 (estab 140, closed 3547, orphaned 7, timewait 14)\n\nTransport Total     IP        IPv6\nRAW       0         0         0\n\nLISTEN 0 128 0.0.0.0:22 0.0.0.0:*\n\t cubic cwnd:10\n', 1, []],
    ['nothing of sockets of another family', 'ss', 'u_str LISTEN 0 128 /run/x 123 * 0\nnl UNCONN 0 0 rtnl:kernel *\ntcp LISTEN 0 128 0.0.0.0:22 0.0.0.0:*\n', 1, []],
  ])('%s', (_, format, text, listeners, expected) => {
    expect(told(format, text)).toEqual(expected);
    expect(formats[format].parse(text).parsed.listeners).toHaveLength(listeners);
  });

  it('a process that stands on a line of its own, as a narrow terminal wraps it, and names with blanks', () => {
    expect(ss.parse('tcp LISTEN 0 128 0.0.0.0:22 0.0.0.0:*\n   users:(("sshd",pid=7,fd=3),("sshd",pid=7,fd=4),("systemd",1,5))\n').parsed.listeners[0]?.processes).toEqual([{ name: 'sshd', pid: 7 }, { name: 'systemd', pid: 1 }]);
    expect(netstat.parse('udp 0 0 0.0.0.0:68 0.0.0.0:* 0 4711 9/my own daemon  \n').parsed.listeners[0]?.processes).toEqual([{ name: 'my own daemon', pid: 9 }]);
  });

  it.each([['ss', '“ss”'], ['netstat', '“netstat”']] as const)('%s refuses what is of neither', (format, name) => {
    expect(() => formats[format].parse('default via 10.0.0.1 dev eth0\n')).toThrow(`this is not the output of ${name}; line 1, column 1: this is nothing that ${name} prints; passed over`);
  });
});

describe('whatever is given', () => {
  const words = ['tcp', 'tcp6', 'udp', 'LISTEN', 'ESTAB', 'UNCONN', '0', '128', '0.0.0.0:22', '[::]:*', ':::*', '*:5', '%lo', 'users:(("a",pid=1,fd=2))', '12/x', '-', 'TIME_WAIT', 'constructor', '__proto__:toString', 'u_str', ':', '#'];
  const texts = fc.oneof(fc.string({ unit: 'binary' }), fc.array(fc.oneof(fc.constantFrom(...words, ' ', '\n', '\t', '\r\n'), fc.string()), { maxLength: 40 }).map((parts) => parts.join(' ')));

  it.each([['ss', ss], ['netstat', netstat]] as const)('%s reads it, or refuses it as input', (_, format) => {
    fc.assert(
      fc.property(texts, (text) => {
        try {
          for (const { line, column } of format.parse(text).problems) expect(line * column).toBeGreaterThan(0);
        } catch (error) {
          expect(error).toBeInstanceOf(InputError);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
