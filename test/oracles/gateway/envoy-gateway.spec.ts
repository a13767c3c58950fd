import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { controllerName, type Recorded } from './envoy/recorded.js';
import { OurGateways } from './ours.js';
import { scenarios } from './scenarios/catalogue.js';

const golden = JSON.parse(readFileSync(join(import.meta.dirname, 'golden.json'), 'utf8')) as Readonly<Record<string, Recorded>>;

it('answers every request, and sets every condition, as Envoy Gateway and Envoy did', () => {
  const wrong = scenarios.flatMap((scenario) => {
    const ours = new OurGateways(scenario, controllerName);
    const { requests = {}, routes = {}, listeners = {} } = golden[scenario.name] ?? {};
    const told: readonly (readonly [string, string, string])[] = [
      ...Object.entries(requests).map(([request, theirs]) => [request, withoutShares(ours.ask(request)), theirs] as const),
      ...Object.entries(routes).map(([name, theirs]) => [name, ours.route(name), theirs] as const),
      ...Object.entries(listeners).map(([name, theirs]) => [name, ours.listener(name), theirs] as const),
    ];
    return told.flatMap(([what, mine, theirs]) => (mine === theirs ? [] : `${scenario.name}: ${what}: ${mine}, not ${theirs}`));
  });
  expect(wrong).toEqual([]);
});

it('knows every place where Envoy Gateway departs from the specification', () => {
  const departures = scenarios.flatMap(({ name, requests, routes = {}, listeners = {}, envoyGateway }) => {
    const recorded = golden[name];
    const expected = { ...requests, ...routes, ...listeners, ...envoyGateway?.requests, ...envoyGateway?.listeners };
    return Object.entries({ ...recorded?.requests, ...recorded?.routes, ...recorded?.listeners }).flatMap(([what, theirs]) => (withoutShares(expected[what] ?? '') === theirs ? [] : `${name}: ${what}: ${theirs}, not ${expected[what]}`));
  });
  expect(departures).toEqual([]);
});

it('holds every scenario', () => {
  expect(Object.keys(golden).sort()).toEqual(scenarios.map(({ name }) => name).sort());
});

/** Of a split it is recorded which backends were met, not how often. A path that is the one that was sent says nothing more. */
function withoutShares(answer: string): string {
  return answer.includes('%,') ? answer.split(', ').map((each) => each.replace(/ \d+%$/, '')).sort().join(', ') : answer;
}
