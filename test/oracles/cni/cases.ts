/** A network configuration, and a container to be attached by it. Read by `bench/go/cni/attach`. */
export interface AttachCase {
  readonly name: string;
  /** Its extension says how the text is read. */
  readonly file: string;
  readonly text: string;
  /** Shell commands that prepare the host, and what they come to in our words. */
  readonly prepare?: readonly string[];
  readonly hostInterfaces?: readonly { readonly name: string; readonly kind?: string; readonly mtu?: number; readonly addresses?: readonly string[] }[];
  readonly allocations?: readonly { readonly containerId: string; readonly ifName: string; readonly addresses: readonly string[]; readonly released?: boolean }[];
  readonly containerId: string;
  readonly ifName: string;
  readonly cniArgs?: readonly (readonly [string, string])[];
  readonly capabilityArgs?: Readonly<Record<string, unknown>>;
  /** None: it is read only. */
  readonly commands?: readonly ('STATUS' | 'ADD' | 'CHECK' | 'GC' | 'DEL')[];
  /** What GC is told. */
  readonly validAttachments?: readonly { readonly containerId: string; readonly ifName: string }[];
}

type Options = Partial<Omit<AttachCase, 'name' | 'text'>>;

const pod = { file: 'net.conflist', containerId: 'pod-1', ifName: 'eth0' } as const;

/** A text that is only read. */
function read(name: string, text: string, file = 'net.conflist'): AttachCase {
  return { ...pod, name: `read: ${name}`, file, text };
}

function list(plugins: unknown, rest: object = {}): string {
  return JSON.stringify({ cniVersion: '1.0.0', name: 'pods', plugins, ...rest });
}

const whole = ['ADD', 'CHECK', 'DEL'] as const;

/** A list of plugins that are run. */
function attach(name: string, plugins: readonly object[], options: Options & { readonly list?: object } = {}): AttachCase {
  const { list: rest = {}, ...others } = options;
  return { ...pod, name, text: list(plugins, rest), commands: whole, ...others };
}

/** What is expected to fail: no CHECK follows. */
function refuse(name: string, plugins: readonly object[], options: Options & { readonly list?: object } = {}): AttachCase {
  return attach(`refused: ${name}`, plugins, { commands: ['ADD', 'DEL'], ...options });
}

const local = (rest: object = {}) => ({ type: 'host-local', ranges: [[{ subnet: '10.244.1.0/24' }]], ...rest });
const onBridge = (ipam: object, rest: object = {}) => ({ type: 'bridge', bridge: 'cni0', isGateway: true, ipam, ...rest });
const ranges = (...sets: readonly (readonly object[])[]) => ({ type: 'host-local', ranges: sets });

const syntax = [
  ['nothing', ''],
  ['blank', ' \n'],
  ['null', 'null'],
  ['a list', '[]'],
  ['a word', '"net"'],
  ['a number', '5'],
  ['a comma too many', '{"name":"a","plugins":[{"type":"bridge"},]}'],
  ['a comma too many in an object', '{"name":"a",}'],
  ['a comment', '{"name":"a" // no\n}'],
  ['something behind', '{"name":"a","plugins":[{"type":"bridge"}]} x'],
  ['two objects', '{"name":"a"}{}'],
  ['single quotes', "{'name':'a'}"],
  ['no quotes', '{name:"a"}'],
  ['cut off', '{"name":"a","plugins":[{"type":"bri'],
  ['cut off behind a key', '{"name"'],
  ['no colon', '{"name" "a"}'],
  ['no comma', '{"name":"a" "plugins":[]}'],
  ['no comma in a list', '{"name":"a","plugins":[{} {}]}'],
  ['a tab in a string', '{"name":"a\tb"}'],
  ['a bad escape', '{"name":"a\\x"}'],
  ['a bad \\u', '{"name":"\\u12g4"}'],
  ['a wrong literal', '{"name":tru}'],
  ['a leading zero', '{"name":"a","mtu":01}'],
  ['a bare minus', '{"name":"a","mtu":-}'],
  ['a point without digits', '{"name":"a","mtu":1.}'],
  ['an exponent without digits', '{"name":"a","mtu":1e}'],
  ['a byte order mark', '\ufeff{"name":"a"}'],
  ['a letter beyond ASCII', '{"name":"a",ä}'],
] as const;

const reading: readonly AttachCase[] = [
  ...syntax.flatMap(([name, text]) => [read(name, text), read(`${name}, as .conf`, text, 'net.conf')]),
  read('a list of plugins', list([{ type: 'bridge' }])),
  read('no name', '{"cniVersion":"1.0.0","plugins":[{"type":"bridge"}]}'),
  ...[5, true, null, [], {}].map((name) => read(`name is ${JSON.stringify(name)}`, list([{ type: 'bridge' }], { name }))),
  read('an empty name', list([{ type: 'bridge' }], { name: '' })),
  ...[1, null, ['1.0.0']].map((cniVersion) => read(`cniVersion is ${JSON.stringify(cniVersion)}`, list([{ type: 'bridge' }], { cniVersion }))),
  read('an unknown cniVersion', list([{ type: 'bridge' }], { cniVersion: '7.7.7' })),
  read('no version at all', '{"name":"a","plugins":[{"type":"bridge"}]}'),
  ...[
    ['1.0.0', '1.1.0'],
    ['0.3.1', '0.4.0'],
    ['1.1.0', '2.0.0'],
    ['2.0.0'],
    [],
    ['0.10.0', '0.9.0'],
    ['1'],
    ['1.0'],
    ['1.0.0.0'],
    ['one'],
    ['1.x.0'],
    ['1.0.x'],
    ['1..0'],
    [1],
    [null],
    ['', '0.2.0'],
  ].flatMap((cniVersions) => [read(`cniVersions ${JSON.stringify(cniVersions)}`, list([{ type: 'bridge' }], { cniVersions })), read(`cniVersions ${JSON.stringify(cniVersions)}, and no cniVersion`, JSON.stringify({ name: 'a', cniVersions, plugins: [{ type: 'bridge' }] }))]),
  ...['1.0.0', {}, null, 3].map((cniVersions) => read(`cniVersions is ${JSON.stringify(cniVersions)}`, list([{ type: 'bridge' }], { cniVersions }))),
  read('cniVersions beside a cniVersion that is none', list([{ type: 'bridge' }], { cniVersion: 'x', cniVersions: ['1.0.0'] })),
  ...['disableCheck', 'disableGC', 'loadOnlyInlinedPlugins'].flatMap((key) => [true, false, 'true', 'FALSE', 'yes', '', 1, null, []].map((value) => read(`${key} is ${JSON.stringify(value)}`, list([{ type: 'bridge' }], { [key]: value })))),
  ...[{}, 'bridge', null, 4, []].map((plugins) => read(`plugins is ${JSON.stringify(plugins)}`, list(plugins))),
  read('no plugins', '{"cniVersion":"1.1.0","name":"a"}'),
  read('no plugins, and none from elsewhere', '{"cniVersion":"1.1.0","name":"a","loadOnlyInlinedPlugins":true}'),
  ...['bridge', null, 4, [], {}].map((plugin) => read(`a plugin is ${JSON.stringify(plugin)}`, list([{ type: 'bridge' }, plugin]))),
  ...['', 5, null, {}].map((type) => read(`type is ${JSON.stringify(type)}`, list([{ type }]))),
  ...[{ portMappings: 'true' }, { portMappings: 1 }, { portMappings: null }, ['portMappings'], 'portMappings', true].map((capabilities) => read(`capabilities is ${JSON.stringify(capabilities)}`, list([{ type: 'portmap', capabilities }]))),
  ...['host-local', [], 4, null, { type: 4 }, { type: null }].map((ipam) => read(`ipam is ${JSON.stringify(ipam)}`, list([{ type: 'bridge', ipam }]))),
  ...[[], 'x', { nameservers: '10.0.0.1' }, { nameservers: [1] }, { domain: 4 }, { search: {} }].map((dns) => read(`dns is ${JSON.stringify(dns)}`, list([{ type: 'bridge', dns }]))),
  ...['x', [], { ips: [] }].map((prevResult) => read(`prevResult is ${JSON.stringify(prevResult)}`, list([{ type: 'bridge', prevResult }]))),
  read('keys in other cases', '{"Name":"a","name":"b","plugins":[{"Type":"bridge","IPAM":{"TYPE":"host-local"}}]}'),
  read('a key twice', '{"name":"a","name":"b","plugins":[{"type":"bridge","type":"ptp"}]}'),
  read('one plugin', '{"cniVersion":"0.3.1","name":"a","type":"bridge"}', 'net.conf'),
  read('one plugin, as .json', '{"cniVersion":"0.3.1","name":"a","type":"bridge"}', 'net.json'),
  read('one plugin without a name', '{"cniVersion":"0.3.1","type":"bridge"}', 'net.conf'),
  read('one plugin without a version', '{"name":"a","type":"bridge"}', 'net.conf'),
  read('one plugin without a type', '{"cniVersion":"0.3.1","name":"a"}', 'net.conf'),
  read('one plugin whose name is a number', '{"cniVersion":"0.3.1","name":4,"type":"bridge"}', 'net.conf'),
  read('one plugin whose version is a number', '{"cniVersion":1,"name":"a","type":"bridge"}', 'net.conf'),
  read('a list in a .conf', list([{ type: 'bridge' }]), 'net.conf'),
  read('one plugin in a .conflist', '{"cniVersion":"0.3.1","name":"a","type":"bridge"}'),
  read('several faults, the first of the text is told', '{"ipam":4,"type":5,"name":"a"}', 'net.conf'),
];

const versions = ['', '0.1.0', '0.2.0', '0.3.0', '0.3.1', '0.4.0', '1.0.0', '1.1.0', '1.2.0', '0.5.0', 'x'];

const refusals: readonly AttachCase[] = [
  ...versions.flatMap((cniVersion) =>
    [onBridge(local()), { type: 'loopback' }].map((plugin) => attach(`version ${JSON.stringify(cniVersion)} of ${plugin.type}`, [plugin], { list: { cniVersion }, commands: ['ADD', 'DEL'] })),
  ),
  ...['0.2.0', '0.3.1'].flatMap((cniVersion) => ['firewall', 'bandwidth', 'vrf'].map((type) => refuse(`${type} with ${cniVersion}`, [onBridge(local()), { type, vrfname: 'blue' }], { list: { cniVersion } }))),
  ...['', 'a b', 'a/b', '-a', 'a_b.c-d'].map((name) => refuse(`the name ${JSON.stringify(name)}`, [onBridge(local())], { list: { name } })),
  ...['', 'a b', 'ä', '-x'].map((containerId) => refuse(`the container ${JSON.stringify(containerId)}`, [onBridge(local())], { containerId })),
  ...['', 'a-name-too-long-', '.', '..', 'a/b', 'a:b', 'a b', 'lo'].map((ifName) => refuse(`the interface ${JSON.stringify(ifName)}`, [onBridge(local())], { ifName })),
  refuse('a type with a slash', [{ type: 'a/bridge' }]),
  // bridge
  ...[{ mtu: 'big' }, { mtu: 1.5 }, { mtu: true }, { isGateway: 'yes' }, { isDefaultGateway: 1 }, { hairpinMode: 'on' }, { ipMasq: [] }, { bridge: 5 }, { vlan: '5' }, { vlanTrunk: {} }, { vlanTrunk: [5] }, { vlanTrunk: [{ id: 'x' }] }, { ipMasqBackend: 4 }, { args: { cni: { mac: 5 } } }, { args: 'x' }, { MTU: 'big' }].map((rest) =>
    refuse(`bridge with ${JSON.stringify(rest)}`, [onBridge(local(), rest)]),
  ),
  ...[{ vlan: -1 }, { vlan: 4095 }, { vlanTrunk: [{ minID: 0, maxID: 5 }] }, { vlanTrunk: [{ minID: 5, maxID: 4095 }] }, { vlanTrunk: [{ minID: 9, maxID: 5 }] }, { vlanTrunk: [{ minID: 9 }] }, { vlanTrunk: [{ maxID: 9 }] }, { vlanTrunk: [{ id: 0 }] }, { vlanTrunk: [{ id: 4095 }] }, { hairpinMode: true, promiscMode: true }, { disableContainerInterface: true }, { bridge: 'a-bridge-whose-name-is-long' }, { mtu: 10 }, { ipMasq: true, ipMasqBackend: 'ebtables' }, { args: { cni: { mac: 'nonsense' } } }].map((rest) =>
    refuse(`bridge with ${JSON.stringify(rest)}`, [onBridge(local(), rest)]),
  ),
  refuse('bridge with CNI_ARGS that it does not know', [onBridge(local())], { cniArgs: [['K8S_POD_NAME', 'web-0']] }),
  refuse('bridge with CNI_ARGS that are no pairs', [onBridge(local())], { cniArgs: [['a', 'b=c']] }),
  refuse('bridge with an IgnoreUnknown that is none', [onBridge(local())], { cniArgs: [['IgnoreUnknown', 'perhaps']] }),
  refuse('a bridge whose name another link has', [onBridge(local())], { prepare: ['ip link add cni0 type veth peer name other', 'ip link set cni0 up', 'ip link set other up'], hostInterfaces: [{ name: 'cni0', kind: 'veth' }, { name: 'other', kind: 'veth' }] }),
  refuse('a bridge with another address', [onBridge(local())], { prepare: ['ip link add cni0 type bridge', 'ip addr add 10.244.9.1/24 dev cni0', 'ip link set cni0 up'], hostInterfaces: [{ name: 'cni0', kind: 'bridge', addresses: ['10.244.9.1/24'] }] }),
  refuse('two default routes of one kind', [onBridge(local({ routes: [{ dst: '0.0.0.0/0' }] }), { isDefaultGateway: true })]),
  refuse('a route to a gateway that is not on the link', [onBridge(local({ routes: [{ dst: '10.0.0.0/8', gw: '192.168.7.1' }] }))]),
  refuse('an IPv6 route to a gateway that is not on the link', [onBridge(ranges([{ subnet: 'fd00:1::/64' }]))].map((each) => ({ ...each, ipam: { ...each.ipam, routes: [{ dst: '::/0', gw: 'fd00:9::1' }] } }))),
  // host-local
  ...[{ subnet: '10.0.0.0' }, { subnet: '10.0.0.0/33' }, { subnet: '10.0.0.256/24' }, { subnet: '010.0.0.0/8' }, { subnet: 5 }, { subnet: null }, { subnet: '' }, {}, { subnet: '10.0.0.0/31' }, { subnet: '10.0.0.0/32' }, { subnet: '10.0.0.5/24' }, { subnet: 'fd00::/127' }, { subnet: 'fd00::1/64' }, { subnet: '::ffff:10.0.0.0/104' }, { subnet: '10.0.0.0/24', gateway: '10.0.1.1' }, { subnet: '10.0.0.0/24', gateway: 'fd00::1' }, { subnet: '10.0.0.0/24', gateway: 'x' }, { subnet: '10.0.0.0/24', gateway: 5 }, { subnet: '10.0.0.0/24', rangeStart: '10.0.1.1' }, { subnet: '10.0.0.0/24', rangeEnd: '10.0.1.1' }, { subnet: '10.0.0.0/24', rangeStart: '10.0.0.9', rangeEnd: '10.0.0.5' }, { subnet: '10.0.0.0/24', rangeStart: '10.0.0.255' }, { subnet: '10.0.0.0/24', rangeEnd: '10.0.0.0' }, { subnet: '10.0.0.0/24', rangeStart: 'fd00::1' }, { subnet: '10.0.0.0/24', rangeEnd: 'fd00::1' }, { subnet: '10.0.0.0/24', rangeStart: '10.0.0.300' }].map((range) =>
    refuse(`host-local with the range ${JSON.stringify(range)}`, [onBridge(ranges([range]))]),
  ),
  ...[{ subnet: '10.0.0.5/24' }, { subnet: '10.0.0.0/31' }, {}, { subnet: 5 }, { ranges: [] }, { ranges: [[]] }, { ranges: {} }, { ranges: [{ subnet: '10.0.0.0/24' }] }, { ranges: [['10.0.0.0/24']] }, { ranges: null }, { subnet: '10.0.0.0/24', routes: 'x' }, { subnet: '10.0.0.0/24', routes: [{ dst: 'default' }] }, { subnet: '10.0.0.0/24', routes: [{ dst: '0.0.0.0/0', gw: 'x' }] }, { subnet: '10.0.0.0/24', routes: [{ dst: 5 }] }, { subnet: '10.0.0.0/24', routes: [{ dst: '0.0.0.0/0', mtu: 'x' }] }, { subnet: '10.0.0.0/24', dataDir: 5 }].map((ipam) =>
    refuse(`host-local with ${JSON.stringify(ipam)}`, [onBridge({ type: 'host-local', ...ipam })]),
  ),
  refuse('host-local with both families in one set', [onBridge(ranges([{ subnet: '10.0.0.0/24' }, { subnet: 'fd00::/64' }]))]),
  refuse('host-local with ranges of one set that overlap', [onBridge(ranges([{ subnet: '10.0.0.0/24' }, { subnet: '10.0.0.0/16' }]))]),
  refuse('host-local with sets that overlap', [onBridge(ranges([{ subnet: '10.0.0.0/24' }], [{ subnet: '10.1.0.0/24' }], [{ subnet: '10.0.0.0/16' }]))]),
  refuse('host-local with two sets of a family before 0.3.0', [onBridge(ranges([{ subnet: '10.0.0.0/24' }], [{ subnet: '10.1.0.0/24' }]))], { list: { cniVersion: '0.2.0' } }),
  refuse('host-local with an IP in CNI_ARGS that is none', [{ type: 'ptp', ipam: local() }], { cniArgs: [['IP', 'x']] }),
  refuse('host-local with an IP in CNI_ARGS out of every range', [{ type: 'ptp', ipam: local() }], { cniArgs: [['IP', '10.9.9.9']] }),
  refuse('host-local with the gateway asked for', [{ type: 'ptp', ipam: local() }], { cniArgs: [['IP', '10.244.1.1']] }),
  refuse('host-local with CNI_ARGS that it does not know', [{ type: 'ptp', ipam: local() }], { cniArgs: [['K8S_POD_NAME', 'web-0']] }),
  refuse('host-local with ips of args that are none', [onBridge(local(), { args: { cni: { ips: ['x'] } } })]),
  refuse('host-local with a taken IP asked for', [onBridge(local(), { args: { cni: { ips: ['10.244.1.9'] } } })], { allocations: [{ containerId: 'other', ifName: 'eth0', addresses: ['10.244.1.9'] }] }),
  // static
  ...[{}, { addresses: [{ address: '10.0.0.5' }] }, { addresses: [{ address: 5 }] }, { addresses: [{}] }, { addresses: {} }, { addresses: [{ address: '10.0.0.5/24', gateway: 'x' }] }, { addresses: [{ address: '10.0.0.5/33' }] }, { addresses: [] }].map((ipam) => refuse(`static with ${JSON.stringify(ipam)}`, [onBridge({ type: 'static', ...ipam })])),
  refuse('static with an ip of args that is no CIDR', [onBridge({ type: 'static' }, { args: { cni: { ips: ['10.0.0.5'] } } })]),
  refuse('static with an IP of CNI_ARGS that is no CIDR', [{ type: 'ptp', ipam: { type: 'static' } }], { cniArgs: [['IP', '10.0.0.5']] }),
  refuse('static with two addresses of a family before 0.3.0', [onBridge({ type: 'static', addresses: [{ address: '10.0.0.5/24' }, { address: '10.0.1.5/24' }] })], { list: { cniVersion: '0.2.0' } }),
  // the others
  refuse('ptp without IPAM', [{ type: 'ptp' }]),
  refuse('ptp with a wrong mtu', [{ type: 'ptp', mtu: 'x', ipam: local() }]),
  refuse('ptp with an unknown backend', [{ type: 'ptp', ipMasq: true, ipMasqBackend: 'x', ipam: local() }]),
  ...[{ mode: 'bridged', master: 'uplink' }, { mtu: 9000, master: 'uplink' }, { mtu: -1, master: 'uplink' }, { master: 'gone' }, {}, { mac: 'x', master: 'uplink' }, { bcqueuelen: -1, master: 'uplink' }, { linkInContainer: 'x' }].map((rest) => refuse(`macvlan with ${JSON.stringify(rest)}`, [{ type: 'macvlan', ...rest }], withUp())),
  ...[{ mode: 'l4', master: 'uplink' }, { master: 'gone' }, {}, { mtu: 'x' }].map((rest) => refuse(`ipvlan with ${JSON.stringify(rest)}`, [{ type: 'ipvlan', ipam: local(), ...rest }], withUp())),
  ...[{ vlanId: 5 }, { master: 'uplink', vlanId: 4095 }, { master: 'uplink', vlanId: -1 }, { master: 'uplink', vlanId: 'x' }, { master: 'gone', vlanId: 5 }, { master: 'uplink', vlanId: 5, mtu: 9000 }].map((rest) => refuse(`vlan with ${JSON.stringify(rest)}`, [{ type: 'vlan', ...rest }], withUp())),
  ...[{}, { device: 'gone' }, { device: 5 }].map((rest) => refuse(`host-device with ${JSON.stringify(rest)}`, [{ type: 'host-device', ...rest }], { ...withUp(), commands: ['ADD'] })),
  ...['portmap', 'tuning', 'firewall', 'sbr', 'vrf', 'bandwidth'].map((type) => refuse(`${type} that is first`, [{ type, vrfname: 'blue', ingressRate: 8, ingressBurst: 8 }], { commands: ['ADD'] })),
  ...[{ markMasqBit: 32 }, { markMasqBit: -1 }, { markMasqBit: 'x' }, { markMasqBit: 5, externalSetMarkChain: 'X' }, { backend: 'x' }, { backend: 'nftables', externalSetMarkChain: 'X' }, { backend: 'nftables', conditionsV4: ['-s', '1.2.3.4'] }, { backend: 'iptables', conditionsV6: ['ip6', 'saddr', '::1'] }, { conditionsV4: 'x' }, { snat: 'yes' }, { masqAll: 1 }].map((rest) => refuse(`portmap with ${JSON.stringify(rest)}`, [onBridge(local()), { type: 'portmap', ...rest }])),
  ...[{ hostPort: 0, containerPort: 80, protocol: 'tcp' }, { hostPort: 80, containerPort: -1, protocol: 'tcp' }, { hostPort: '80', containerPort: 80, protocol: 'tcp' }].map((mapping) => refuse(`portmap for ${JSON.stringify(mapping)}`, [onBridge(local()), { type: 'portmap', capabilities: { portMappings: true } }], { capabilityArgs: { portMappings: [mapping] } })),
  ...[{ ingressRate: 8 }, { ingressBurst: 8 }, { egressRate: 8 }, { egressBurst: 8 }, { ingressRate: 8, ingressBurst: 34359738360 }, { ingressRate: -1 }, { ingressRate: 'x' }, { egressRate: 1.5 }].map((rest) => refuse(`bandwidth with ${JSON.stringify(rest)}`, [onBridge(local()), { type: 'bandwidth', ...rest }])),
  ...[{ sysctl: { 'kernel.pid_max': '5' } }, { sysctl: { 'net.core.somaxconn': 5 } }, { sysctl: [] }, { mac: 'x' }, { mtu: 'x' }, { promisc: 1 }, { txQLen: 'x' }, { allmulti: 'x' }, { sysctl: { 'kernel/pid_max': '5' } }].map((rest) => refuse(`tuning with ${JSON.stringify(rest)}`, [onBridge(local()), { type: 'tuning', ...rest }])),
  ...[{ ingressPolicy: 'closed' }, { backend: 5 }, { ingressPolicy: 5 }].map((rest) => refuse(`firewall with ${JSON.stringify(rest)}`, [onBridge(local()), { type: 'firewall', ...rest }])),
  ...[{ gateways: ['x'] }, { gateways: ['10.0.0.1', '10.0.0.2'] }, { gateways: ['10.0.0.1', 'fd00::1', '10.0.0.2'] }, { gateways: 'x' }, { table: 'x' }].map((rest) => refuse(`sbr with ${JSON.stringify(rest)}`, [onBridge(local()), { type: 'sbr', ...rest }])),
  ...[{}, { vrfname: 5 }, { vrfname: 'blue', table: -1 }].map((rest) => refuse(`vrf with ${JSON.stringify(rest)}`, [onBridge(local()), { type: 'vrf', ...rest }])),
  ...[{ type: 'dhcp', daemonSocketPath: 5 }, { type: 'dhcp', request: {} }].map((ipam) => refuse(`dhcp with ${JSON.stringify(ipam)}`, [onBridge(ipam)], { commands: ['ADD'] })),
];

/** A device of the host; this one is a veth whose other end goes nowhere. */
function withUp(): Options {
  return { prepare: ['ip link add uplink type veth peer name nowhere', 'ip link set uplink up', 'ip link set nowhere up'], hostInterfaces: [{ name: 'uplink', kind: 'veth' }, { name: 'nowhere', kind: 'veth' }] };
}

const used = (...addresses: readonly string[]) => addresses.map((address, i) => ({ containerId: `old-${i}`, ifName: 'eth0', addresses: [address] }));

const allocations: readonly AttachCase[] = [
  attach('host-local: the first address', [onBridge(local())]),
  attach('host-local: by the old form', [onBridge({ type: 'host-local', subnet: '10.0.0.0/24', rangeStart: '10.0.0.20', rangeEnd: '10.0.0.30', gateway: '10.0.0.254' })]),
  attach('host-local: behind the last one', [onBridge(local())], { allocations: used('10.244.1.2', '10.244.1.3', '10.244.1.4') }),
  attach('host-local: a freed address waits for its turn', [onBridge(local())], { allocations: [...used('10.244.1.2'), { containerId: 'gone', ifName: 'eth0', addresses: ['10.244.1.3'], released: true }] }),
  attach('host-local: around the end', [onBridge(ranges([{ subnet: '10.0.0.0/29' }]))], { allocations: used('10.0.0.2', '10.0.0.3', '10.0.0.4', '10.0.0.5', '10.0.0.6').map((each, i) => (i === 1 ? { ...each, released: true } : each)) }),
  refuse('host-local: full', [onBridge(ranges([{ subnet: '10.0.0.0/29' }]))], { allocations: used('10.0.0.2', '10.0.0.3', '10.0.0.4', '10.0.0.5', '10.0.0.6') }),
  refuse('host-local: a /30 has one', [onBridge(ranges([{ subnet: '10.0.0.0/30' }]))], { allocations: used('10.0.0.2') }),
  attach('host-local: the one of a /30', [onBridge(ranges([{ subnet: '10.0.0.0/30' }]))]),
  attach('host-local: the gateway in the middle is passed over', [onBridge(ranges([{ subnet: '10.0.0.0/24', gateway: '10.0.0.6' }]))], { allocations: used('10.0.0.5') }),
  attach('host-local: the gateway at the end is passed over', [onBridge(ranges([{ subnet: '10.0.0.0/29', gateway: '10.0.0.6' }]))], { allocations: used('10.0.0.5') }),
  attach('host-local: network and broadcast, when asked for', [onBridge(ranges([{ subnet: '10.0.0.0/30', rangeStart: '10.0.0.0', rangeEnd: '10.0.0.3' }]))], { allocations: used('10.0.0.0', '10.0.0.2') }),
  refuse('host-local: a range that is its gateway only', [onBridge(ranges([{ subnet: '10.0.0.0/24', rangeStart: '10.0.0.1', rangeEnd: '10.0.0.1' }]))]),
  attach('host-local: a range of one', [onBridge(ranges([{ subnet: '10.0.0.0/24', rangeStart: '10.0.0.7', rangeEnd: '10.0.0.7' }]))]),
  refuse('host-local: a range of one that is taken', [onBridge(ranges([{ subnet: '10.0.0.0/24', rangeStart: '10.0.0.7', rangeEnd: '10.0.0.7' }]))], { allocations: used('10.0.0.7') }),
  attach('host-local: the second range of a set', [onBridge(ranges([{ subnet: '10.0.0.0/30' }, { subnet: '10.0.1.0/30' }]))], { allocations: used('10.0.0.2') }),
  attach('host-local: from the second range back to the first', [onBridge(ranges([{ subnet: '10.0.0.0/30' }, { subnet: '10.0.1.0/30' }]))], { allocations: used('10.0.1.2') }),
  refuse('host-local: both ranges of a set are full', [onBridge(ranges([{ subnet: '10.0.0.0/30' }, { subnet: '10.0.1.0/30' }]))], { allocations: used('10.0.0.2', '10.0.1.2') }),
  attach('host-local: one of each set', [onBridge(ranges([{ subnet: '10.0.0.0/24' }], [{ subnet: 'fd00:1::/64' }]))]),
  attach('host-local: two sets of one family', [onBridge(ranges([{ subnet: '10.0.0.0/24' }], [{ subnet: '10.0.1.0/24' }]), { isGateway: false })]),
  refuse('host-local: the second set is full, nothing stays taken', [onBridge(ranges([{ subnet: '10.0.0.0/24' }], [{ subnet: '10.0.1.0/30' }]))], { allocations: [{ containerId: 'old', ifName: 'eth0', addresses: ['10.0.0.2', '10.0.1.2'] }] }),
  attach('host-local: IPv6, the last address too', [onBridge(ranges([{ subnet: 'fd00:1::/126' }]))], { allocations: used('fd00:1::2') }),
  refuse('host-local: IPv6 is full', [onBridge(ranges([{ subnet: 'fd00:1::/126' }]))], { allocations: used('fd00:1::2', 'fd00:1::3') }),
  attach('host-local: an IP in CNI_ARGS', [{ type: 'ptp', ipam: local() }], { cniArgs: [['IgnoreUnknown', '1'], ['K8S_POD_NAME', 'web-0'], ['IP', '10.244.1.77']] }),
  attach('host-local: ips of the runtime', [onBridge(local(), { capabilities: { ips: true } })], { capabilityArgs: { ips: ['10.244.1.88/24'], mac: '02:00:5e:00:00:01' } }),
  attach('host-local: ips of args', [onBridge(local(), { args: { cni: { ips: ['10.244.1.99'] } } })]),
  attach('host-local: ranges of the runtime', [onBridge({ type: 'host-local', routes: [{ dst: '0.0.0.0/0' }] }, { capabilities: { ipRanges: true } })], { capabilityArgs: { ipRanges: [[{ subnet: '10.55.0.0/24' }]] } }),
  attach('host-local: ranges of the runtime before those of the file', [onBridge({ type: 'host-local', subnet: '10.56.0.0/24' }, { capabilities: { ipRanges: true }, isGateway: false })], { capabilityArgs: { ipRanges: [[{ subnet: '10.55.0.0/24' }]] } }),
  attach('host-local: network in other words (0-padded prefix)', [onBridge(ranges([{ subnet: '10.0.0.0/024' }]))]),
  refuse('host-local: twice for one container', [onBridge(local())], { allocations: [{ containerId: 'pod-1', ifName: 'eth0', addresses: ['10.244.1.5'] }], commands: ['ADD'] }),
  attach('host-local: another interface of the container', [onBridge(local())], { allocations: [{ containerId: 'pod-1', ifName: 'net1', addresses: ['10.244.1.5'] }] }),
];

const attachments: readonly AttachCase[] = [
  ...['0.1.0', '0.2.0', '0.3.0', '0.3.1', '0.4.0', '1.0.0', '1.1.0'].flatMap((cniVersion) => [
    attach(`bridge and portmap in ${cniVersion}`, [onBridge(local({ routes: [{ dst: '0.0.0.0/0' }] }), { ipMasq: true }), { type: 'portmap', capabilities: { portMappings: true } }], { list: { cniVersion }, capabilityArgs: { portMappings: [{ hostPort: 8080, containerPort: 80, protocol: 'tcp' }] } }),
    attach(`loopback in ${cniVersion}`, [{ type: 'loopback' }], { list: { cniVersion }, ifName: 'lo' }),
  ]),
  attach('bridge without IPAM', [{ type: 'bridge' }]),
  attach('bridge without a gateway', [{ type: 'bridge', bridge: 'br0', ipam: local() }]),
  attach('bridge as default gateway', [onBridge(local(), { isDefaultGateway: true })]),
  attach('bridge as default gateway beside a route that has one', [onBridge(local({ routes: [{ dst: '0.0.0.0/0', gw: '10.244.1.254' }] }), { isDefaultGateway: true })]),
  attach('bridge, both families', [onBridge({ type: 'host-local', ranges: [[{ subnet: '10.244.1.0/24' }], [{ subnet: 'fd00:244:1::/64' }]], routes: [{ dst: '0.0.0.0/0' }, { dst: '::/0' }] }, { ipMasq: true })]),
  attach('bridge, IPv6 alone, as default gateway', [onBridge(ranges([{ subnet: 'fd00:244:1::/64' }]), { isDefaultGateway: true, ipMasq: true })]),
  attach('bridge with mtu, hairpin and isolation', [onBridge(local(), { mtu: 1400, hairpinMode: true, portIsolation: true })]),
  attach('bridge in promiscuous mode', [onBridge(local(), { promiscMode: true })]),
  attach('bridge whose container interface stays down', [{ type: 'bridge', disableContainerInterface: true }]),
  attach('bridge with a hardware address of the runtime', [onBridge(local(), { capabilities: { mac: true } })], { capabilityArgs: { mac: '02:00:5e:00:00:07' } }),
  attach('bridge with dns', [onBridge(local(), { dns: { nameservers: ['10.96.0.10'], search: ['svc.cluster.local'], options: ['ndots:5'], domain: 'cluster.local' } })]),
  attach('bridge that is there', [onBridge(local())], { prepare: ['ip link add cni0 type bridge', 'ip addr add 10.244.1.1/24 dev cni0', 'ip link set cni0 up'], hostInterfaces: [{ name: 'cni0', kind: 'bridge', addresses: ['10.244.1.1/24'] }] }),
  attach('bridge whose other address has to go', [onBridge(local(), { forceAddress: true })], { prepare: ['ip link add cni0 type bridge', 'ip addr add 10.244.9.1/24 dev cni0', 'ip link set cni0 up'], hostInterfaces: [{ name: 'cni0', kind: 'bridge', addresses: ['10.244.9.1/24'] }] }),
  attach('bridge beside another IPv6 subnet', [onBridge(ranges([{ subnet: 'fd00:1::/64' }]))], { prepare: ['ip link add cni0 type bridge', 'ip addr add fd00:9::1/64 dev cni0 nodad', 'ip link set cni0 up'], hostInterfaces: [{ name: 'cni0', kind: 'bridge', addresses: ['fd00:9::1/64'] }] }),
  attach('bridge with masquerading by nftables', [onBridge(local(), { ipMasq: true, ipMasqBackend: 'nftables' })]),
  attach('bridge with routes of all sorts', [onBridge(local({ routes: [{ dst: '10.0.0.0/8' }, { dst: '192.168.0.0/16', gw: '10.244.1.5' }, { dst: '172.16.0.0/12', priority: 50 }, { dst: '1.2.3.4/32', table: 100 }, { dst: '5.6.7.8/32', mtu: 1300, advmss: 1260 }] }))]),
  attach('CHECK is not wanted', [onBridge(local())], { list: { disableCheck: true } }),
  attach('ptp', [{ type: 'ptp', ipam: local({ routes: [{ dst: '0.0.0.0/0' }] }) }]),
  attach('ptp with masquerading, mtu and dns', [{ type: 'ptp', ipMasq: true, mtu: 1400, dns: { nameservers: ['1.1.1.1'] }, ipam: local({ routes: [{ dst: '0.0.0.0/0' }] }) }]),
  attach('ptp, both families', [{ type: 'ptp', ipMasq: true, ipam: { type: 'host-local', ranges: [[{ subnet: '10.244.1.0/24' }], [{ subnet: 'fd00:244:1::/64' }]], routes: [{ dst: '0.0.0.0/0' }, { dst: '::/0' }] } }]),
  attach('static', [{ type: 'bridge', ipam: { type: 'static', addresses: [{ address: '10.10.0.1/24', gateway: '10.10.0.254' }, { address: '3ffe:ffff:0:1ff::1/64', gateway: '3ffe:ffff:0::1' }], routes: [{ dst: '0.0.0.0/0' }], dns: { nameservers: ['10.1.0.1'] } } }]),
  attach('static by CNI_ARGS', [{ type: 'ptp', ipam: { type: 'static' } }], { cniArgs: [['IP', '10.10.0.9/24'], ['GATEWAY', '10.10.0.254']] }),
  attach('static by the runtime', [{ type: 'bridge', capabilities: { ips: true }, ipam: { type: 'static', addresses: [{ address: '10.10.0.1/24' }] } }], { capabilityArgs: { ips: ['10.20.0.5/24'] } }),
  attach('host-device', [{ type: 'host-device', device: 'uplink' }], withUp()),
  attach('host-device with IPAM', [{ type: 'host-device', device: 'uplink', ipam: local({ routes: [{ dst: '0.0.0.0/0' }] }) }], withUp()),
  attach('portmap of many ports and protocols', [onBridge(local()), { type: 'portmap', capabilities: { portMappings: true } }], {
    capabilityArgs: { portMappings: [...Array.from({ length: 17 }, (_, i) => ({ hostPort: 9000 + i, containerPort: 80 + i, protocol: 'tcp' })), { hostPort: 53, containerPort: 53, protocol: 'udp' }, { hostPort: 8443, containerPort: 443, protocol: 'tcp', hostIP: '192.0.2.7' }, { hostPort: 8444, containerPort: 443, protocol: 'tcp', hostIP: '0.0.0.0' }, { hostPort: 8445, containerPort: 443, protocol: 'tcp', hostIP: '::1' }] },
  }),
  attach('portmap without masquerading', [onBridge(local()), { type: 'portmap', snat: false, capabilities: { portMappings: true } }], { capabilityArgs: { portMappings: [{ hostPort: 8080, containerPort: 80, protocol: 'tcp' }] } }),
  attach('portmap with another mark, masquerading all', [onBridge(local()), { type: 'portmap', markMasqBit: 20, masqAll: true, capabilities: { portMappings: true } }], { capabilityArgs: { portMappings: [{ hostPort: 8080, containerPort: 80, protocol: 'tcp' }] } }),
  attach('portmap with conditions', [onBridge(local()), { type: 'portmap', conditionsV4: ['!', '-d', '192.0.2.0/24'], capabilities: { portMappings: true } }], { capabilityArgs: { portMappings: [{ hostPort: 8080, containerPort: 80, protocol: 'tcp' }] } }),
  attach('portmap by nftables', [onBridge(local()), { type: 'portmap', backend: 'nftables', capabilities: { portMappings: true } }], { capabilityArgs: { portMappings: [{ hostPort: 8080, containerPort: 80, protocol: 'tcp' }, { hostPort: 53, containerPort: 53, protocol: 'udp', hostIP: '192.0.2.7' }] } }),
  attach('portmap, both families', [onBridge({ type: 'host-local', ranges: [[{ subnet: '10.244.1.0/24' }], [{ subnet: 'fd00:244:1::/64' }]] }), { type: 'portmap', capabilities: { portMappings: true } }], { capabilityArgs: { portMappings: [{ hostPort: 8080, containerPort: 80, protocol: 'tcp' }] } }),
  attach('portmap with nothing to do', [onBridge(local()), { type: 'portmap', capabilities: { portMappings: true } }]),
  attach('portmap that does not declare what it can', [onBridge(local()), { type: 'portmap' }], { capabilityArgs: { portMappings: [{ hostPort: 8080, containerPort: 80, protocol: 'tcp' }] } }),
  attach('bandwidth, both ways', [onBridge(local()), { type: 'bandwidth', ingressRate: 1000000, ingressBurst: 1000000, egressRate: 2000000, egressBurst: 2000000 }]),
  attach('bandwidth of the runtime', [{ type: 'ptp', ipam: local() }, { type: 'bandwidth', capabilities: { bandwidth: true } }], { capabilityArgs: { bandwidth: { ingressRate: 1000000, ingressBurst: 1000000 } } }),
  attach('bandwidth with nothing to do', [onBridge(local()), { type: 'bandwidth', capabilities: { bandwidth: true } }]),
  attach('tuning', [onBridge(local()), { type: 'tuning', sysctl: { 'net.core.somaxconn': '500', 'net.ipv4.conf.IFNAME.arp_filter': '1' }, mac: '02:00:5e:00:00:09', mtu: 1300, promisc: true, allmulti: true }]),
  attach('firewall', [onBridge(local()), { type: 'firewall' }]),
  attach('firewall, both families, with an admin chain', [onBridge({ type: 'host-local', ranges: [[{ subnet: '10.244.1.0/24' }], [{ subnet: 'fd00:244:1::/64' }]] }), { type: 'firewall', backend: 'iptables', iptablesAdminChainName: 'MY-ADMIN' }]),
  attach('firewall within one bridge', [onBridge(local()), { type: 'firewall', ingressPolicy: 'same-bridge' }]),
  attach('firewall that isolates', [onBridge(local()), { type: 'firewall', ingressPolicy: 'isolated' }]),
  attach('sbr', [onBridge(local({ routes: [{ dst: '0.0.0.0/0' }] })), { type: 'sbr' }]),
  attach('sbr with a table', [onBridge(local()), { type: 'sbr', table: 77 }]),
  attach('sbr with a gateway of its own', [onBridge(local()), { type: 'sbr', gateways: ['10.244.1.200'] }]),
  attach('a chain of six', [onBridge(local({ routes: [{ dst: '0.0.0.0/0' }] }), { ipMasq: true, hairpinMode: true }), { type: 'portmap', capabilities: { portMappings: true } }, { type: 'bandwidth', ingressRate: 8000, ingressBurst: 8000 }, { type: 'firewall' }, { type: 'tuning', mtu: 1400 }, { type: 'loopback' }], { capabilityArgs: { portMappings: [{ hostPort: 8080, containerPort: 80, protocol: 'tcp' }] } }),
  { ...pod, name: 'one plugin in a .conf', file: 'net.conf', text: JSON.stringify({ cniVersion: '0.4.0', name: 'pods', ...onBridge(local()) }), commands: whole },
];

const self = [{ containerId: 'pod-1', ifName: 'eth0' }];

/** A list in the version that has STATUS and GC, unless it says otherwise. */
function tend(name: string, plugins: readonly object[], commands: NonNullable<AttachCase['commands']>, { list: rest = {}, ...options }: Options & { readonly list?: object } = {}): AttachCase {
  return attach(name, plugins, { commands, ...options, list: { cniVersion: '1.1.0', ...rest } });
}

const tending: readonly AttachCase[] = [
  ...versions.flatMap((cniVersion) => [
    tend(`STATUS in version ${JSON.stringify(cniVersion)}`, [onBridge(local())], ['STATUS'], { list: { cniVersion } }),
    tend(`GC in version ${JSON.stringify(cniVersion)}`, [onBridge(local())], ['ADD', 'GC', 'DEL'], { list: { cniVersion } }),
  ]),
  tend('STATUS, a life long', [onBridge(local()), { type: 'portmap', capabilities: { portMappings: true } }], ['STATUS', 'ADD', 'STATUS', 'CHECK', 'DEL', 'STATUS'], { capabilityArgs: { portMappings: [{ hostPort: 8080, containerPort: 80, protocol: 'tcp' }] } }),
  ...['bridge', 'ptp', 'macvlan', 'ipvlan', 'vlan', 'host-device', 'loopback', 'portmap', 'bandwidth', 'tuning', 'firewall', 'sbr', 'vrf', 'host-local', 'static', 'dhcp'].flatMap((type) => [
    tend(`STATUS of ${type} without anything`, [{ type }], ['STATUS']),
    tend(`STATUS of ${type} with host-local`, [{ type, ipam: local() }], ['STATUS']),
    tend(`GC of ${type} with host-local`, [{ type, ipam: local() }], ['GC'], { allocations: used('10.244.1.2') }),
  ]),
  ...[{ mtu: 'x' }, { bridge: 5 }, { isGateway: 'yes' }, { ipam: { type: 'host-local', ranges: [[{ subnet: 'x' }]] } }].map((rest) => tend(`STATUS of bridge with ${JSON.stringify(rest)}`, [onBridge(local(), rest)], ['STATUS'])),
  ...[{ ipMasq: 'x' }, { mtu: -1 }].map((rest) => tend(`STATUS of ptp with ${JSON.stringify(rest)}`, [{ type: 'ptp', ipam: local(), ...rest }], ['STATUS'])),
  tend('STATUS looks at no range', [onBridge(ranges([{ subnet: '10.0.0.0/31' }]))], ['STATUS']),
  tend('STATUS looks at no room', [onBridge(ranges([{ subnet: '10.0.0.0/30' }]))], ['STATUS', 'ADD'], { allocations: used('10.0.0.2') }),
  tend('STATUS ends at the first that fails', [{ type: 'loopback' }, onBridge(local(), { mtu: 'x' }), { type: 'ptp' }], ['STATUS']),
  tend('GC of the one that is valid', [onBridge(local()), { type: 'firewall' }], ['ADD', 'GC', 'CHECK', 'DEL'], { validAttachments: self }),
  tend('GC of the one that is not', [onBridge(local(), { ipMasq: true }), { type: 'portmap', capabilities: { portMappings: true } }], ['ADD', 'GC', 'DEL', 'GC'], { capabilityArgs: { portMappings: [{ hostPort: 8080, containerPort: 80, protocol: 'tcp' }] } }),
  tend('GC, and CHECK of what is gone', [onBridge(local())], ['ADD', 'GC', 'CHECK']),
  tend('GC of another interface', [onBridge(local())], ['ADD', 'GC'], { validAttachments: [{ containerId: 'pod-1', ifName: 'net1' }] }),
  tend('GC twice, and ADD again', [onBridge(local())], ['ADD', 'GC', 'GC', 'ADD', 'CHECK', 'DEL']),
  tend('GC reaches no host-local behind a bridge', [onBridge(local())], ['ADD', 'GC'], { allocations: used('10.244.1.2', '10.244.1.3'), validAttachments: self }),
  tend('GC of host-local itself', [{ type: 'host-local', ipam: local() }], ['GC'], { allocations: used('10.244.1.2', '10.244.1.3'), validAttachments: [{ containerId: 'old-1', ifName: 'eth0' }] }),
  tend('GC of host-local itself, of another interface', [{ type: 'host-local', ipam: local() }], ['GC'], { allocations: used('10.244.1.2'), validAttachments: [{ containerId: 'old-0', ifName: 'net1' }] }),
  tend('GC of host-local itself with nothing valid, the cursor stays', [{ type: 'host-local', ipam: local() }], ['GC', 'ADD'], { allocations: used('10.244.1.2', '10.244.1.3') }),
  tend('GC of host-local with ranges that it refuses', [{ type: 'host-local', ipam: ranges([{ subnet: '10.0.0.0/31' }]) }, { type: 'loopback' }], ['GC'], { allocations: used('10.244.1.2') }),
  tend('GC is not wanted', [onBridge(local())], ['ADD', 'GC', 'CHECK', 'DEL'], { list: { disableGC: true } }),
  tend('GC before there was one', [onBridge(local())], ['ADD', 'GC', 'DEL'], { list: { cniVersion: '1.0.0' }, allocations: used('10.244.1.2') }),
  tend('GC of a name that is none', [onBridge(local())], ['STATUS', 'GC'], { list: { name: 'a b' } }),
  tend('DEL twice', [onBridge(local(), { ipMasq: true })], ['ADD', 'DEL', 'DEL']),
  tend('CHECK of what was never added', [onBridge(local())], ['CHECK', 'DEL']),
];

/** Every case, by name. */
export const attachCases: readonly AttachCase[] = [...reading, ...refusals, ...allocations, ...attachments, ...tending];
