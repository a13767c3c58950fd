import { checkRule, pod, service } from '../../cluster.table.js';
import { block, coredns, kubernetes } from './coredns.table.js';
import { searchWildcardCapture } from './search-wildcard-capture.js';

const template = 'template IN A lab.example {\n      answer "{{ .Name }} 60 IN A 192.0.2.1"\n      fallthrough\n    }';
const searching = (dnsConfig: object, spec: object = {}) => pod('web-1', { owner: 'StatefulSet/web', spec: { dnsConfig, ...spec } });
const captured = ['warning StatefulSet shop/web: Any name below lab.example is answered, and its pods search there: www.example.org becomes www.example.org.lab.example.'];
const wild = coredns(block(template, kubernetes, 'forward . 9.9.9.9'));
const plain = coredns(block(kubernetes, 'forward . 9.9.9.9'));

checkRule(searchWildcardCapture, [
  { name: 'a template answers for the whole domain', cluster: [...wild, searching({ searches: ['lab.example'] })], finds: captured },
  { name: 'one of several domains', cluster: [...wild, searching({ searches: ['corp.example', 'lab.example'] })], finds: captured },
  { name: 'a Service in a namespace called like a public domain', cluster: [...plain, service({}, 'github', { namespace: 'com' })], finds: ['warning Service com/github: In every pod github.com is this Service, not the public name.'] },
  { name: 'quiet: the template answers for some names only', cluster: [...coredns(block(template.replace('answer', 'match ^printer[.]lab[.]example[.]$\n      answer'), kubernetes, 'forward . 9.9.9.9')), searching({ searches: ['lab.example'] })] },
  { name: 'quiet: the domain is answered beyond the cluster', cluster: [...plain, searching({ searches: ['lab.example'] })] },
  { name: 'quiet: nobody searches the domain', cluster: [...wild, pod('web-1')] },
  { name: 'quiet: names beyond the cluster are tried as they are first', cluster: [...wild, searching({ searches: ['lab.example'], options: [{ name: 'ndots', value: '1' }] })] },
  { name: 'quiet: the pod does not ask the cluster DNS', cluster: [...wild, searching({ searches: ['lab.example'] }, { dnsPolicy: 'Default' })] },
  { name: 'quiet: namespaces that are called like newer domains', cluster: [...plain, service({}, 'api', { namespace: 'dev' }), service({}, 'api', { namespace: 'app' })] },
]);
