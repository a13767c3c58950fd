import type { IngressParts, Scenario } from '../ingress-nginx/scenario.js';

const howMany = 40;
const requestsEach = 30;

const segments = ['foo', 'foo', 'foobar', 'bar', 'FOO', 'foo.bar', 'b-a_r', 'f+o', 'x~y'];
const types = ['Prefix', 'Prefix', 'Exact', 'Impl'];

/** Numbers that look drawn: mulberry32 of Tommy Ettinger. */
class Dice {
  constructor(private state: number) {}

  below(limit: number): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  }

  of<T>(all: readonly T[]): T {
    return all[this.below(all.length)] as T;
  }
}

/** Rules and requests that nobody thought of, the same in every run: what lies one in another, in every type, beneath precise hosts and wildcards, of Ingresses of different age. */
export const drawnScenarios: readonly Scenario[] = Array.from({ length: howMany }, (_, i) => draw(`drawn-${i}`, new Dice(i + 1)));

function draw(id: string, dice: Dice): Scenario {
  const hosts = [`${id}.test`, `a.${id}.test`, `*.${id}.test`];
  const taken = new Set<string>();
  const rules = Array.from({ length: 3 + dice.below(6) }, () => ({ host: dice.of(hosts), type: dice.of(types), path: pathOf(dice), service: `s${dice.below(4)}` })).filter(({ host, type, path }) => {
    const key = `${host} ${type} ${path}`;
    return !taken.has(key) && taken.add(key);
  });
  const younger = dice.below(rules.length);
  const ingresses = [rules.slice(younger), rules.slice(0, younger)].map((of, n): IngressParts => ({ name: `i${n}`, class: null, at: n * 5, rules: of.map(({ host, type, path, service }) => `${host} ${type} ${path} ${service}:80`) }));
  const asked = Array.from({ length: requestsEach }, () => {
    const { host, path } = dice.of(rules);
    return `http://${nearHost(host, id, dice)}${near(path, dice)}`;
  });
  return { id, title: 'drawn', ingresses: ingresses.filter(({ rules: of = [] }) => of.length > 0), ask: [...new Set(asked)] };
}

function pathOf(dice: Dice): string {
  const depth = dice.below(4);
  return `/${Array.from({ length: depth }, () => dice.of(segments)).join('/')}${depth > 0 && dice.below(4) === 0 ? '/' : ''}`;
}

function nearHost(host: string, id: string, dice: Dice): string {
  const precise = host.replace('*', dice.of(['a', 'b']));
  return dice.below(8) === 0 ? dice.of([precise.toUpperCase(), `c.${precise}`, `${id}.test`]) : precise;
}

function near(path: string, dice: Dice): string {
  const last = path.slice(0, -1);
  const above = path.slice(0, path.replace(/\/$/, '').lastIndexOf('/') + 1);
  return dice.of([path, path, `${path}/`, `${path}x`, `${path}/x`, path.replace(/\/$/, ''), last === '' ? '/' : last, above === '' ? '/' : above, path.toUpperCase(), path.toLowerCase(), `/${path}`, path.replace('foo', 'f%6fo'), path.replace('/', '/./'), `${path}?q=/foo`, `${path}/../foo`]) || '/';
}
