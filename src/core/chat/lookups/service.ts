import { enumerate } from '../../analysis/index.js';
import type { Conversation, Setting } from '../conversation.js';
import { Unclear } from '../unclear.js';
import { nameIn, notThere, objectsNamed, tell, type FoundObject, type Named } from './objects.js';
import { oneOf } from './pod.js';
import type { Place } from './place.js';

export interface FoundService extends Named {
  readonly ports: readonly { readonly name: string | null; readonly port: number; readonly protocol: string }[];
}

/**
 * The Service that `written` means: `shop/web`, `web.shop`, or `web` in the namespace of whoever calls it, or of the channel, or alone in the snapshot.
 *
 * @param namespace of whoever calls it; null where that is not known
 * @throws Unclear where there is none, or several of that name
 */
export function* findService(place: Place, written: string, setting: Setting, namespace: string | null): Conversation<FoundService> {
  const given = nameIn(written, 'Service');
  const wanted = { name: given.name, namespace: given.namespace ?? namespace ?? setting.defaults.namespace };
  const found = yield* objectsNamed(place, 'Service', wanted.name, wanted.namespace);
  const [first] = found;
  if (first === undefined) throw yield* notThere(place, 'Service', wanted, written);
  const { namespace: ns, name } = oneOf(found.map(named), named(first), 'Service', written);
  return { namespace: ns, name, ports: (first.spec?.ports ?? []).map(({ name: port, port: number, protocol = 'TCP' }) => ({ name: port ?? null, port: number, protocol })) };
}

/** The port of a Service that has one only. @throws Unclear for one that has several, or none */
export function onlyPort(service: FoundService, written: string): number {
  const [first] = service.ports;
  if (first !== undefined && service.ports.length === 1) return first.port;
  if (first === undefined) throw new Unclear(`Service ${tell(service)} has no port: name one.`);
  const ports = service.ports.map(({ name, port }) => (name === null ? String(port) : `${port} (${name})`));
  throw new Unclear(`Service ${tell(service)} has several ports: ${enumerate(ports, 6)}.`, { replace: { wrong: written, right: `${tell(service)}:${first.port}` } });
}

function named({ metadata }: FoundObject): Named {
  return { namespace: metadata.namespace ?? '', name: metadata.name };
}
