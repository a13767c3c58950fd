import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../errors.js';
import { cniLog } from './cni-log.js';

const weave = [
  'INFO: 2021/03/01 10:00:00.000001 Command line options: map[conn-limit:200 datapath:datapath ipalloc-init:consensus=1 ipalloc-range:10.50.0.0/16 metrics-addr:0.0.0.0:6782 name:aa:bb:cc:dd:ee:ff nickname:node-1 port:6783]',
  'INFO: 2021/03/01 10:00:00.000002 weave  2.8.1',
  'INFO: 2021/03/01 10:00:00.100000 Bridge type is bridged_fastdp',
  'INFO: 2021/03/01 10:00:00.200000 Communication between peers is unencrypted.',
  'INFO: 2021/03/01 10:00:00.300000 Launch detected - using supplied peer list: [192.168.56.11 192.168.56.12]',
];
const calico = [
  '2023-02-09 05:44:36.000 [INFO][9] startup/startup.go 427: Early log level set to info',
  '2023-02-09 05:44:36.095 [INFO][9] startup/autodetection_methods.go 103: Using autodetected IPv4 address on interface eth1: 192.168.33.11/24',
  '2023-02-09 05:44:36.471 [INFO][9] startup/startup.go 670: Created default IPv4 pool (192.168.0.0/16) with NAT outgoing true. IPIP mode: Always, VXLAN mode: Never, DisableBGPExport: false',
  '2023-02-09 05:44:36.500 [INFO][9] startup/startup.go 218: Using node name: node-1',
];
const flannel = [
  'I0329 13:51:09.509106       1 main.go:225] Created subnet manager: Kubernetes Subnet Manager - node-1',
  'I0329 13:51:09.509281       1 main.go:454] Found network config - Backend type: vxlan',
  'I0329 13:51:09.509761       1 match.go:242] Using interface with name eth0 and address 10.210.40.172',
  'I0329 13:51:09.509853       1 vxlan.go:138] VXLAN config: VNI=1 Port=0 GBP=false Learning=false DirectRouting=false',
  'E0329 13:51:09.510127       1 main.go:317] Error registering network: failed to acquire lease: node "node-1" pod cidr not assigned',
];

const facts = (lines: readonly string[]) => cniLog.parse(`${lines.join('\n')}\n`).parsed.facts.map(({ line, agent, subject, value, node }) => [line, agent, subject, value, node].filter((each) => each !== undefined).join(' '));

describe('what an agent says when it starts', () => {
  it.each([
    ['Weave Net, with its allocation range', weave, [
      '1 weave pod-range 10.50.0.0/16', '1 weave node node-1', '2 weave version 2.8.1', '3 weave backend bridged_fastdp',
      '4 weave encapsulation Communication between peers is unencrypted', '5 weave peers 192.168.56.11 192.168.56.12',
    ]],
    ['Calico, with the pool that it made', calico, [
      '2 calico interface eth1', '2 calico address 192.168.33.11', '3 calico pod-range 192.168.0.0/16',
      '3 calico encapsulation IPIP mode: Always, VXLAN mode: Never, DisableBGPExport: false', '4 calico node node-1',
    ]],
    ['Flannel, with why it does not start', flannel, [
      '1 flannel node node-1', '2 flannel backend vxlan', '3 flannel interface eth0', '3 flannel address 10.210.40.172',
      '4 flannel encapsulation VXLAN config: VNI=1 Port=0 GBP=false Learning=false DirectRouting=false',
      '5 flannel error Error registering network: failed to acquire lease: node "node-1" pod cidr not assigned',
    ]],
    ['Flannel’s subnet.env', ['FLANNEL_NETWORK=10.244.0.0/16', 'FLANNEL_SUBNET=10.244.1.1/24', 'FLANNEL_MTU=1450', 'FLANNEL_IPMASQ=true'], ['1 flannel pod-range 10.244.0.0/16', '2 flannel node-range 10.244.1.1/24', '3 flannel mtu 1450']],
    ['kindnet, which says it again every ten seconds', [
      'I0608 13:02:44.088559       1 main.go:150] noMask IPv4 subnets: [10.244.0.0/16]',
      'I0608 13:02:44.280753       1 main.go:250] Node kind-worker has CIDR [10.244.1.0/24] ',
      '[pod/kindnet-x/kindnet-cni] I0608 13:02:54.280753       1 main.go:250] Node kind-worker has CIDR [10.244.1.0/24]',
    ], ['1 kindnet pod-range 10.244.0.0/16', '2 kindnet node-range 10.244.1.0/24 kind-worker']],
    ['Cilium', ['level=info msg="  IPv4 allocation prefix: 10.0.1.0/24" subsys=daemon', 'level=info msg="Cilium 1.14.2 a6748946 2023-09-09T20:59:33+00:00 go version go1.20.8 linux/amd64" subsys=daemon'], ['1 cilium node-range 10.0.1.0/24', '2 cilium version 1.14.2']],
    ['a runtime’s JSON', ['{"log":"E0329 13:51:09.510127       1 main.go:317] Error registering network: failed\\n","stream":"stderr"}', '{"log":"INFO: 2020/09/08 07:46:28.659062 weave  2.7.0\\n","stream":"stderr"}'], ['1 flannel error Error registering network: failed', '2 weave version 2.7.0']],
  ])('%s', (_, lines, expected) => {
    expect(facts(lines)).toEqual(expected);
  });

  it('a line alone, as grep leaves it, between prompts and with line ends of Windows', () => {
    expect(cniLog.parse('me@host:~$ kubectl logs weave-net-x weave | grep ipalloc-range\r\nipalloc-range:10.32.0.0/12\r\n')).toMatchObject({ parsed: { facts: [{ line: 2, agent: 'weave', subject: 'pod-range', value: '10.32.0.0/12' }] }, problems: [] });
  });

  it('a text that tells nothing is refused', () => {
    const text = 'default via 10.0.0.1 dev eth0\n';
    expect(() => cniLog.parse(text)).toThrow('this is not the log of a CNI agent; line 1, column 1: neither this line nor one below it is known from the start of Weave Net, Calico, Flannel, kindnet or Cilium');
  });

  it('whatever is given is read, or refused as input', () => {
    const words = [...weave, ...calico, ...flannel].flatMap((line) => line.split(' '));
    const texts = fc.oneof(fc.string({ unit: 'binary' }), fc.array(fc.oneof(fc.constantFrom(...words, ' ', '\n', '\r\n'), fc.string()), { maxLength: 40 }).map((parts) => parts.join(' ')));
    fc.assert(
      fc.property(texts, (text) => {
        try {
          for (const fact of cniLog.parse(text).parsed.facts) expect(fact.value).not.toBe('');
        } catch (error) {
          expect(error).toBeInstanceOf(InputError);
        }
      }),
      { numRuns: 300 },
    );
  });
});
