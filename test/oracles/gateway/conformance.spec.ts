import { expect, it } from 'vitest';
import { OurGateways } from './ours.js';
import { scenarios } from './scenarios/catalogue.js';

/** An implementation of which nothing is known: it is taken to do what the specification says. */
const conformant = 'example.com/conformant';

it('answers every request of the conformance tests as they ask for', () => {
  const wrong = scenarios.flatMap((scenario) => {
    const ours = new OurGateways(scenario, conformant);
    return Object.entries(scenario.requests).flatMap(([request, expected]) => {
      const answered = ours.ask(request);
      return comparable(answered) === comparable(expected, request) ? [] : `${scenario.name}: ${request}: ${answered}, not ${expected}`;
    });
  });
  expect(wrong).toEqual([]);
});

it('sets the conditions of routes and listeners as the conformance tests ask for', () => {
  const wrong = scenarios.flatMap((scenario) => {
    const ours = new OurGateways(scenario, conformant);
    const routes = Object.entries(scenario.routes ?? {}).map(([name, expected]) => [name, ours.route(name), expected] as const);
    const listeners = Object.entries(scenario.listeners ?? {}).map(([name, expected]) => [name, ours.listener(name), expected] as const);
    return [...routes, ...listeners].flatMap(([name, told, expected]) => (told === expected ? [] : `${scenario.name}: ${name}: ${told}, not ${expected}`));
  });
  expect(wrong).toEqual([]);
});

it('names every conformance test about matching', () => {
  expect(new Set(scenarios.flatMap(({ conformance }) => conformance)).size).toBeGreaterThanOrEqual(45);
  expect(new Set(scenarios.map(({ name }) => name)).size).toBe(scenarios.length);
});

/** A path that is told though it is the one that was sent says nothing more. */
function comparable(answer: string, request?: string): string {
  const [, path] = /https?:\/\/[^/]+(\/\S*)/.exec(request ?? '') ?? [];
  return path !== undefined && answer.endsWith(` ${path}`) ? answer.slice(0, -path.length - 1) : answer;
}
