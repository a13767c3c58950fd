import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../errors.js';
import { kubeletConfig } from './kubelet-config.js';

const process = 'root  612  2.1  2.4 1900000 98000 ?  Ssl  08:00  1:02 /usr/bin/kubelet --bootstrap-kubeconfig=/etc/kubernetes/bootstrap-kubelet.conf --kubeconfig=/etc/kubernetes/kubelet.conf --config=/var/lib/kubelet/config.yaml --container-runtime-endpoint=unix:///run/containerd/containerd.sock --node-ip 192.168.56.11 --max-pods=64\n';
const unit = '# /etc/systemd/system/kubelet.service.d/10-kubeadm.conf\n[Service]\nEnvironment="KUBELET_KUBECONFIG_ARGS=--kubeconfig=/etc/kubernetes/kubelet.conf"\nEnvironment="KUBELET_CONFIG_ARGS=--config=/var/lib/kubelet/config.yaml"\nExecStart=\nExecStart=/usr/bin/kubelet $KUBELET_KUBECONFIG_ARGS $KUBELET_CONFIG_ARGS $KUBELET_KUBEADM_ARGS \\\n  --hostname-override=node-1 \\\n  ${KUBELET_EXTRA_ARGS}\n';
const env = 'KUBELET_KUBEADM_ARGS="--container-runtime-endpoint=unix:///run/containerd/containerd.sock --pod-infra-container-image=registry.k8s.io/pause:3.9"\n';
const yaml = 'apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\nauthentication:\n  anonymous:\n    enabled: false\nclusterDNS:\n- 10.96.0.10\nclusterDomain: cluster.local\nmaxPods: 110\nreadOnlyPort: 0\nresolvConf: /run/systemd/resolve/resolv.conf\nstaticPodURLHeader:\n  Authorization: [hunter2hunter2]\n';
const fromYaml = { clusterDNS: ['10.96.0.10'], clusterDomain: 'cluster.local', maxPods: 110, readOnlyPort: 0, resolvConf: '/run/systemd/resolve/resolv.conf' };

const parsed = (text: string) => kubeletConfig.parse(text).parsed;
const told = (text: string) => kubeletConfig.parse(text).problems.map(({ line, column, detail }) => `${line}:${column} ${detail}`);

describe('the configuration of a kubelet', () => {
  it.each([
    ['a line of ps', process, { configFile: '/var/lib/kubelet/config.yaml', settings: { containerRuntimeEndpoint: 'unix:///run/containerd/containerd.sock', nodeIP: '192.168.56.11', maxPods: 64 } }],
    ['a unit, whose other variables are not known', unit, { configFile: '/var/lib/kubelet/config.yaml', unknownVariables: ['KUBELET_KUBEADM_ARGS', 'KUBELET_EXTRA_ARGS'], settings: { hostnameOverride: 'node-1' } }],
    ['the unit with the file of a variable', unit + env, { unknownVariables: ['KUBELET_EXTRA_ARGS'], settings: { containerRuntimeEndpoint: 'unix:///run/containerd/containerd.sock', hostnameOverride: 'node-1' } }],
    ['YAML', yaml, { hasConfiguration: true, flags: [], settings: fromYaml }],
    ['JSON', JSON.stringify({ kind: 'KubeletConfiguration', apiVersion: 'kubelet.config.k8s.io/v1beta1', ...fromYaml }), { hasConfiguration: true, settings: fromYaml }],
    ['what /configz answers', JSON.stringify({ kubeletconfig: { ...fromYaml, port: 10250 } }), { hasConfiguration: true, settings: { ...fromYaml, port: 10250 } }],
    ['both, where the flag wins', `${process}${yaml}`, { hasConfiguration: true, settings: { ...fromYaml, maxPods: 64 } }],
    ['line ends of Windows', (unit + env + yaml).replaceAll('\n', '\r\n'), { hasConfiguration: true, settings: { ...fromYaml, hostnameOverride: 'node-1' } }],
    ['prompts around it', `me@node:~$ cat /var/lib/kubelet/config.yaml\n${yaml}me@node:~$ exit\n`, { hasConfiguration: true, settings: fromYaml }],
    ['the last of a flag', 'kubelet --cluster-dns=10.0.0.10 --cluster-dns=10.96.0.10,fd00::a\n', { settings: { clusterDNS: ['10.96.0.10', 'fd00::a'] } }],
  ])('%s', (_, text, expected) => {
    expect(parsed(text)).toMatchObject(expected);
    expect(told(text)).toEqual([]);
  });

  it('flags alone are the kubelet’s, those of a manual or of another program beside it are nobody’s', () => {
    expect(parsed('--max-pods=64\n--cluster-dns=10.96.0.10\n').settings).toEqual({ maxPods: 64, clusterDNS: ['10.96.0.10'] });
    expect(() => parsed('usage: netstat [-vn]\n        -r, --route              display routing table\n')).toThrow(InputError);
    expect(() => parsed('    - kube-scheduler\n    - --bind-address=127.0.0.1\n')).toThrow(InputError);
  });

  it('flags of other components are not the kubelet’s', () => {
    expect(parsed(`${process}root 900 0.0 kube-apiserver --service-cluster-ip-range=10.96.0.0/12 --max-pods=5\n`)).toEqual(parsed(process));
  });

  it.each([
    ['a flag that is gone', 'kubelet --network-plugin=cni --cni-conf-dir=/etc/cni/net.d\n', ['1:1 --cni-conf-dir left the kubelet in 1.24: from then on it does not start with it', '1:1 --network-plugin left the kubelet in 1.24: from then on it does not start with it']],
    ['a number that is none', 'kubelet --max-pods=many\n', ['1:1 “many” after --max-pods is not a whole number']],
    ['a field of another type', yaml.replace('110', '"110"'), ['9:1 “maxPods” is not a whole number; the kubelet does not start with it']],
    ['a document of something else beside it', `kind: Pod\n---\n${yaml}`, ['1:1 a Pod, no KubeletConfiguration; passed over']],
    ['a document that is broken beside flags', `${process}kind: [\n`, ['3:1 ']],
  ])('%s is told', (_, text, expected) => {
    expect(told(text).sort()).toEqual(expected.map((line) => (line.endsWith(' ') ? expect.stringMatching(/^\d+:\d+ this is neither YAML nor JSON/) as unknown : line)));
  });

  it('secrets are neither kept nor told', () => {
    for (const text of ['kubelet --bootstrap-token=hunter2hunter2 --max-pods=x\n', yaml, `${yaml.replace('maxPods: 110', 'maxPods: x')}`, '{"kind":"KubeletConfiguration","maxPods":"x","token":"hunter2hunter2"}']) {
      expect(JSON.stringify(kubeletConfig.parse(text))).not.toContain('hunter2');
    }
    expect(parsed('kubelet --tls-private-key-file=/etc/kubelet.key\n').flags).toEqual([{ line: 1, name: 'tls-private-key-file', value: '/etc/kubelet.key' }]);
  });

  it.each([
    ['a table of routes', 'default via 10.0.0.1 dev eth0\n', 'this is not a configuration of the kubelet; line 1, column 1: neither a flag of the kubelet nor a KubeletConfiguration begins here or below'],
    ['another object', 'apiVersion: v1\nkind: Pod\n', 'this is not a configuration of the kubelet; line 1, column 1: a Pod, no KubeletConfiguration; passed over'],
  ])('%s is refused, with the place', (_, text, detail) => {
    expect(() => kubeletConfig.parse(text)).toThrow(detail);
  });

  it('whatever is given is read, or refused as input', () => {
    const words = ['kubelet', '--config=', '--max-pods', '=', '5', '"', "'", '$A', '${B}', 'C="--', 'kind: KubeletConfiguration', 'apiVersion: v1', 'maxPods: ', '- ', '[', '{', '}', ': ', '&a ', '*a', '---', '__proto__', '--constructor=1'];
    const texts = fc.oneof(fc.string({ unit: 'binary' }), fc.json().map((text) => `{"kind":"KubeletConfiguration","clusterDNS":${text},"maxPods":${text}}`), fc.array(fc.oneof(fc.constantFrom(...words, ' ', '\n', '\r\n', '\t'), fc.string()), { maxLength: 40 }).map((parts) => parts.join('')));
    fc.assert(
      fc.property(texts, (text) => {
        try {
          for (const { line, column } of kubeletConfig.parse(text).problems) expect(line * column).toBeGreaterThan(0);
        } catch (error) {
          expect(error).toBeInstanceOf(InputError);
        }
      }),
      { numRuns: 150 },
    );
  });
});
