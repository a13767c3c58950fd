import { refOf, type ClusterView, type Service } from '../../../cluster/index.js';
import { controllersOf, resolveBackend, type Controller } from '../../../ingress/index.js';
import type { Rule } from '../../rule.js';

export const defaultBackendMissing: Rule = {
  id: 'default-backend-missing',
  code: 'ING-018',
  severity: 'info',
  title: 'The default backend of a controller answers nobody',
  checks:
    'The flag --default-backend-service of ingress-nginx or HAProxy Ingress names a Service that is not there, that has no port, or that has no endpoint that is ready. ' +
    'Quiet where no default backend is named, and where its endpoints are not known.',
  why: 'What no rule takes gets the bare 404 of the controller in place of the page that was meant; and ingress-nginx does not start again while the Service is missing.',
  fix: 'Create the Service, mend its pods, or take the flag away.',
  source: 'kubernetes/ingress-nginx internal/ingress/controller/controller.go, getDefaultUpstream, and cmd/nginx/main.go, checkService, v1.15.1',
  reads: ['Deployment', 'DaemonSet', 'StatefulSet', 'IngressClass', 'Service', 'EndpointSlice', 'Pod'],
  consults: ['ConfigMap', 'Endpoints', 'Node'],
  *check(view) {
    for (const controller of controllersOf(view)) {
      yield;
      const written = controller.flags.get('default-backend-service') ?? '';
      const [namespace = '', name = ''] = written.split('/');
      if (!['ingress-nginx', 'haproxy-ingress'].includes(controller.kind) || controller.workload === undefined || name === '') continue;
      const reason = whyMissing(view, namespace, name);
      if (reason === undefined) continue;
      yield { subject: controller.workload.ref, detail: `--default-backend-service is ${written}: ${reason}.`, evidence: evidenceOf(controller, written, view.get('Service', namespace, name)) };
    }
  },
};

function whyMissing(view: ClusterView, namespace: string, name: string): string | undefined {
  const { state } = resolveBackend(view, namespace, name, undefined, 'ports');
  switch (state) {
    case 'no-service':
      return `namespace ${namespace} has no such Service`;
    case 'no-port':
      return 'it has no port';
    case 'empty':
      return 'no endpoint of it is ready';
    default:
      return undefined;
  }
}

function evidenceOf({ workload }: Controller, written: string, service: Service | undefined) {
  const flag = workload === undefined ? [] : [{ ...workload.ref, field: 'spec.template.spec.containers', value: `--default-backend-service=${written}` }];
  return service === undefined ? flag : [...flag, refOf(service)];
}
