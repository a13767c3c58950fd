import { namespacesOf, objectsOf, placeOf, type Manifest } from '../ingress-nginx/objects.js';
import type { Scenario } from '../ingress-nginx/scenario.js';

/** Scenarios that one controller serves together. */
export interface Run {
  /** Also the value of the annotation `kubernetes.io/ingress.class` of their Ingresses, by which the controller knows them. */
  readonly name: string;
  readonly scenarios: readonly Scenario[];
  /** `--name=value`, beside those of every run. */
  readonly flags: readonly string[];
  readonly config: Readonly<Record<string, string>>;
}

/** Those that bring flags, a configuration, or something for every host have a controller of their own. */
export function runsOf(scenarios: readonly Scenario[]): readonly Run[] {
  const together = scenarios.filter((scenario) => !isAlone(scenario));
  const alone = scenarios.filter(isAlone).map((scenario): Run => ({ name: scenario.id, scenarios: [scenario], flags: scenario.flags ?? [], config: scenario.config ?? {} }));
  return [...(together.length === 0 ? [] : [{ name: 'together', scenarios: together, flags: [], config: {} }]), ...alone];
}

function isAlone({ alone, flags, config }: Scenario): boolean {
  return alone === true || flags !== undefined || config !== undefined;
}

/** The objects of all scenarios, by run. Their addresses follow from their place in the whole list. Classes are left out: the annotation is what counts here. */
export function objectsByRun(scenarios: readonly Scenario[]): ReadonlyMap<string, readonly Manifest[]> {
  const numbers = new Map(scenarios.map(({ id }, i) => [id, i + 1]));
  return new Map(runsOf(scenarios).map(({ name, scenarios: of }) => [name, of.flatMap((scenario) => objectsOf(scenario, numbers.get(scenario.id) ?? 0).filter(({ kind }) => kind !== 'IngressClass').map((object) => classed(object, name)))]));
}

function classed(object: Manifest, run: string): Manifest {
  if (object.kind !== 'Ingress') return object;
  const { annotations = {} } = object.metadata;
  return { ...object, metadata: { ...object.metadata, annotations: { ...annotations, 'kubernetes.io/ingress.class': run } } };
}

/** The Secrets of a scenario as a snapshot holds them: names and facts, no keys. */
export function secretsInSnapshot(scenario: Scenario): readonly object[] {
  return Object.entries(scenario.secrets ?? {}).map(([key, names]) => {
    const [namespace, name] = placeOf(scenario, key);
    const metadata = { namespace, name };
    if (names === null) return { apiVersion: 'v1', kind: 'Secret', metadata, type: 'Opaque', keys: ['nothing'] };
    const certificate = { readable: true, subject: `CN=${namespace}-${name}`, issuer: 'CN=bench', dnsNames: names, ipAddresses: [], chainLength: 1 };
    return { apiVersion: 'v1', kind: 'Secret', metadata, type: 'kubernetes.io/tls', keys: ['tls.crt', 'tls.key'], certificate };
  });
}

export function allNamespaces(scenarios: readonly Scenario[]): readonly string[] {
  return [...new Set(scenarios.flatMap(namespacesOf))];
}
