import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ContractMedia, ContractParameter, NamedOperation } from '../support/contract.js';
import { TestApp, type Received } from '../support/app.js';

let app: TestApp;

beforeAll(async () => {
  app = await TestApp.start();
  await app.import('mine', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } });
});
afterAll(() => app.close());

/** Asked last, in this order, as they take away what others ask for. */
const destructive = ['deleteSnapshot', 'deleteCluster'];

/** What has ended cannot be cancelled, and every operation of a fresh service has. No cluster of a fresh service is live. What platforms sign nobody else can send. An agent takes JSON and event streams, not one of them. The ids of webhooks are drawn, so that there is none with that of an example. */
const refused: Readonly<Record<string, number>> = {
  cancelOperation: 409,
  captureSnapshot: 409,
  serveAgent: 406,
  ...Object.fromEntries(['getWebhook', 'updateWebhook', 'deleteWebhook', 'rotateWebhookSecret', 'testWebhook', 'listDeliveries', 'getDelivery', 'replayDelivery'].map((id) => [id, 404])),
  ...Object.fromEntries(['answerSlackCommand', 'answerSlackInteraction', 'answerSlackEvent', 'answerMattermostCommand', 'answerTeamsMessage', 'answerDiscordInteraction'].map((id) => [id, 401])),
};

describe('every documented example', () => {
  it('is answered on a fresh service with the demo cluster, in every rendering', async () => {
    const operations = [...app.contract.operations].sort((a, b) => destructive.indexOf(a.operationId) - destructive.indexOf(b.operationId));
    const answers: string[] = [];
    for (const operation of operations) {
      for (const accept of acceptsOf(operation)) {
        for (const { contentType, payload } of payloadsOf(operation)) {
          const { status, text } = await ask(operation, accept, contentType, payload);
          const expected = refused[operation.operationId] ?? 0;
          if (expected > 0 ? status !== expected : status >= 300) answers.push(`${operation.operationId} as ${accept} answers ${status}: ${text.slice(0, 300)}`);
        }
      }
    }
    expect(answers).toEqual([]);
  });

  it('fits the schema of its parameter', () => {
    const misfits = app.contract.operations.flatMap(({ operationId, parameters = [] }) =>
      parameters.flatMap((parameter) => {
        const example = exampleOf(parameter);
        if (example === undefined || parameter.schema === undefined) return [];
        return app.contract.valueFaults(parameter.schema, example).map((fault) => `${operationId} ${parameter.name}: ${fault}`);
      }),
    );
    expect(misfits).toEqual([]);
  });
});

describe('every operation', () => {
  it('has a name, a summary, a description and a tag, and so have its parameters and responses a description', () => {
    const faults = app.contract.operations.flatMap(({ operationId, summary, description, tags, parameters = [], responses }) => [
      ...(/^[a-z]+([A-Z][a-z]+)*$/.test(operationId) || /^(health|metrics)\./.test(operationId) ? [] : [`${operationId} is no verb and noun`]),
      ...(summary && description && tags?.length === 1 ? [] : [`${operationId} lacks words`]),
      ...parameters.filter((parameter) => !parameter.description).map(({ name }) => `${operationId} ${name} has no description`),
      ...Object.entries(responses).filter(([, response]) => response.$ref === undefined && !response.description).map(([status]) => `${operationId} ${status} has no description`),
    ]);
    expect(faults).toEqual([]);
  });

  it('shows an example of each parameter that it cannot do without', () => {
    const without = app.contract.operations.flatMap(({ operationId, parameters = [] }) =>
      parameters.filter((parameter) => parameter.required === true && exampleOf(parameter) === undefined).map(({ name }) => `${operationId} ${name}`),
    );
    expect(without).toEqual([]);
  });
});

function ask(operation: NamedOperation, accept: string, contentType: string | undefined, payload: string | undefined): Promise<Received> {
  const { parameters = [], template, method } = operation;
  const path = parameters.filter((each) => each.in === 'path').reduce((so, each) => so.replace(`{${each.name}}`, encodeURIComponent(asText(exampleOf(each)))), template);
  const query = parameters.filter((each) => each.in === 'query').flatMap((each) => [exampleOf(each) ?? []].flat().map((value) => `${each.name}=${encodeURIComponent(asText(value))}`));
  return app.send({
    method: method as 'GET',
    url: query.length === 0 ? path : `${path}?${query.join('&')}`,
    headers: { accept, ...(contentType !== undefined && { 'content-type': contentType }) },
    ...(payload !== undefined && { payload }),
  });
}

/** The content types of its success; an operation that answers nothing takes any. */
function acceptsOf({ responses }: NamedOperation): string[] {
  const success = Object.entries(responses).find(([status]) => status.startsWith('2'))?.[1];
  const types = Object.keys(success?.content ?? {});
  return types.length === 0 ? ['*/*'] : types;
}

/** One request for each body that the document shows; packed bodies cannot be shown. */
function payloadsOf({ requestBody }: NamedOperation): { contentType?: string; payload?: string }[] {
  const shown = Object.entries(requestBody?.content ?? {}).flatMap(([contentType, media]) => {
    const example = bodyExampleOf(media);
    return example === undefined ? [] : [{ contentType, payload: typeof example === 'string' ? example : JSON.stringify(example) }];
  });
  return requestBody === undefined ? [{}] : shown;
}

function exampleOf({ example, schema }: ContractParameter): unknown {
  return example ?? (schema as { example?: unknown } | undefined)?.example;
}

interface Described {
  readonly $ref?: string;
  readonly allOf?: readonly Described[];
  readonly example?: unknown;
  readonly properties?: Readonly<Record<string, Described>>;
}

/** As Swagger UI makes it: the example of the schema, or one made of those of its properties. */
function bodyExampleOf({ example, schema }: ContractMedia): unknown {
  return example ?? exampleOfSchema(schema ?? {});
}

function exampleOfSchema(schema: Described): unknown {
  if (schema.example !== undefined) return schema.example;
  if (schema.allOf !== undefined) return Object.assign({}, ...schema.allOf.map(exampleOfSchema)) as unknown;
  const target = schema.$ref === undefined ? schema : ((app.document.components?.schemas?.[schema.$ref.split('/').at(-1) ?? ''] ?? {}) as Described);
  if (target.properties === undefined) return undefined;
  return Object.fromEntries(Object.entries(target.properties).map(([name, property]) => [name, exampleOfSchema(property)]));
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}
