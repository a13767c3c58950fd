import type { INestApplication } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { dump } from 'js-yaml';
import { errorTable, type ErrorCode } from '../../core/errors.js';
import { version } from '../version.js';
import { ROLE_MARK } from './auth.decorators.js';
import { errorStatus } from './error-status.js';
import { PROBLEM_MARK } from './problems.decorator.js';

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;
type Parameter = Extract<NonNullable<Operation['parameters']>[number], { in: string }>;
type Schema = Extract<NonNullable<Parameter['schema']>, { type?: unknown }>;
type ProblemResponse = Extract<Operation['responses'][string], { description: string }>;
type Components = NonNullable<OpenAPIObject['components']>;

const DESCRIPTION = `Foretrace stores numbered, immutable snapshots of the network-relevant objects of Kubernetes clusters, and answers questions about them. It never touches a cluster.

**To begin**, ask about the bundled cluster \`demo\`: \`GET /v1/clusters/demo/snapshots/latest/findings\` says what is wrong in it, \`GET /v1/clusters/demo/diff?from=1&to=2\` what changed. Then send your own:

\`\`\`sh
kubectl get pods,services,endpointslices,ingresses,networkpolicies,nodes,namespaces -A -o json |
  curl --data-binary @- -H 'Content-Type: application/json' http://localhost:3000/v1/clusters/mine/snapshots/import
\`\`\`

A snapshot is named by its number, \`latest\`, \`latest~N\` (N before the latest) or an RFC 3339 instant. Answers are JSON; analyses are also Markdown and plain text, and some pictures (SVG, PNG), by \`Accept\` or \`?format=\`. Errors are problem documents (RFC 9457) whose \`code\` and \`remedy\` say what to do; each carries the \`X-Request-Id\` of its request.`;

const tags: Readonly<Record<string, string>> = {
  chat: 'Questions as people type them in chats, and what the chats themselves send.',
  clusters: 'The clusters that the service knows.',
  cni: 'CNI plugins: which a cluster has, how full its ranges are.',
  diff: 'What changed between two snapshots of a cluster.',
  dns: 'Names: what they resolve to from any pod, what the cluster zone holds, and the Corefile.',
  findings: 'What is wrong or risky in a snapshot, and the rules that say so.',
  ingress: 'Requests from outside: whose an Ingress is, which rule takes a request, where it ends; Gateway API, and the way to it.',
  ip: 'Arithmetic with addresses and blocks of IPv4 and IPv6, of any size; needs no snapshot.',
  mcp: 'Agents, which ask by the Model Context Protocol.',
  operations: 'Long work, followed as it goes on.',
  readouts: 'Texts that a person copied off a node, kept beside a snapshot or only parsed.',
  service: 'The service itself: whether it lives, whether it is ready, what it measures.',
  'service-networking': 'Services: what kube-proxy makes of them, and what their addresses are.',
  snapshots: 'Immutable, numbered states of a cluster: imported, listed, read, deleted.',
  webhooks: 'Who is told of what happens: subscriptions, their deliveries, and what failed.',
};

/** The OpenAPI document of the whole application. Every operation documents the problems that it answers with. */
export function buildDocument(app: INestApplication): OpenAPIObject {
  const builder = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Foretrace')
    .setVersion(version)
    .setDescription(DESCRIPTION)
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addServer('/')
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'One of the tokens of `API_TOKENS`. Not needed while the service has none.' });
  for (const [name, description] of Object.entries(tags)) builder.addTag(name, description);
  const document = SwaggerModule.createDocument(app, builder.build(), { operationIdFactory: nameOperation });
  return complete(document);
}

/** `ClustersController.list` is `clusters.list`. */
function nameOperation(controller: string, method: string): string {
  const subject = controller.replace(/Controller$/, '');
  return `${subject.charAt(0).toLowerCase()}${subject.slice(1)}.${method}`;
}

/** Serves the document at /openapi.json and /openapi.yaml, and Swagger UI, which needs nothing from elsewhere, at /docs. */
export function serveDocument(app: NestFastifyApplication): void {
  let built: OpenAPIObject | undefined;
  const document = () => (built ??= buildDocument(app));
  const instance = app.getHttpAdapter().getInstance();
  instance.get('/openapi.json', (_, reply) => reply.type('application/json; charset=utf-8').send(JSON.stringify(document())));
  instance.get('/openapi.yaml', (_, reply) => reply.type('application/yaml; charset=utf-8').send(dump(JSON.parse(JSON.stringify(document())))));
  SwaggerModule.setup('docs', app, document, {
    raw: false,
    customSiteTitle: 'Foretrace',
    swaggerOptions: { persistAuthorization: true, tryItOutEnabled: true, displayRequestDuration: true },
  });
}

function complete(document: OpenAPIObject): OpenAPIObject {
  const components: Components = (document.components ??= {});
  components.schemas = { ...components.schemas, Problem: problemSchema, Fault: faultSchema };
  components.responses = {};
  for (const [path, item] of Object.entries(document.paths)) {
    for (const [method, value] of Object.entries(item)) {
      if (!isOperation(value)) continue;
      describeParameters(path, value);
      if (method === 'get' && path.includes('{snapshot}')) describeConditional(value);
      describeRole(value);
      describeRenderings(value);
      describeUpload(value);
      describeProblems(path, method, value, components.responses);
    }
  }
  return document;
}

function isOperation(value: unknown): value is Operation {
  return typeof value === 'object' && value !== null && 'responses' in value;
}

const wellKnown: Readonly<Record<string, Omit<Parameter, 'name' | 'in'>>> = {
  cluster: { required: true, description: 'The name of a cluster.', schema: { type: 'string' }, example: 'demo' },
  snapshot: {
    required: true,
    description: 'A snapshot: its number, `latest`, `latest~N` (N before the latest), or an RFC 3339 instant (the newest one taken at or before it).',
    schema: { type: 'string' },
    example: 'latest',
  },
};

/** Path parameters that no `@Param()` has told of, as a snapshot is resolved before the handler runs. */
function describeParameters(path: string, operation: Operation): void {
  const parameters = (operation.parameters ??= []) as Parameter[];
  for (const [, name = ''] of path.matchAll(/\{(\w+)\}/g)) {
    const known = wellKnown[name];
    if (known === undefined) continue;
    const told = parameters.find((parameter) => parameter.in === 'path' && parameter.name === name);
    if (told === undefined) parameters.push({ name, in: 'path', ...known });
    else Object.assign(told, { ...known, ...told });
  }
}

function describeConditional(operation: Operation): void {
  (operation.parameters ??= []).push({ name: 'If-None-Match', in: 'header', required: false, description: 'The `ETag` of an answer that the caller has.', schema: { type: 'string' } });
  operation.responses['304'] = { description: 'The answer is still the one that the caller has.' };
}

function describeRole(operation: Operation): void {
  const role = (operation as Operation & Record<string, unknown>)[ROLE_MARK];
  if (typeof role === 'string') operation.description = `${operation.description ?? ''}\n\nNeeds the role \`${role}\`.`.trim();
}

/** Only JSON has the schema of the DTO. */
function describeRenderings(operation: Operation): void {
  for (const response of Object.values(operation.responses)) {
    for (const [mediaType, media] of Object.entries(response && 'content' in response ? (response.content ?? {}) : {})) {
      if (mediaType === 'application/json-patch+json') media.schema = { type: 'array', items: { type: 'object' } } satisfies Schema;
      else if (mediaType === 'image/png') media.schema = { type: 'string', format: 'binary' } satisfies Schema;
      else if (mediaType !== 'application/json') media.schema = { type: 'string' };
    }
  }
}

/** The handler tells of JSON; the same example in YAML, and bytes for whatever is packed. */
function describeUpload({ requestBody }: Operation): void {
  const content = requestBody !== undefined && 'content' in requestBody ? requestBody.content : {};
  const json = content['application/json']?.schema as Schema | undefined;
  for (const [mediaType, media] of Object.entries(content)) {
    if (mediaType === 'application/yaml') media.schema = { type: 'string', description: 'One document or several.', example: dump(json?.example) } satisfies Schema;
    else if (mediaType !== 'application/json') media.schema = { type: 'string', format: 'binary', description: 'A file or a folder of files.' } satisfies Schema;
  }
}

function describeProblems(path: string, method: string, operation: Operation, shared: Record<string, unknown>): void {
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of problemsOf(path, method, operation)) byStatus.set(errorStatus[code], [...(byStatus.get(errorStatus[code]) ?? []), code]);
  for (const [status, codes] of byStatus) {
    const name = codes.join('.');
    const own = operation.responses[String(status)];
    if (own !== undefined && 'content' in own) {
      operation.responses[String(status)] = besides(own, problemResponse(codes));
      continue;
    }
    shared[name] ??= problemResponse(codes);
    operation.responses[String(status)] = { $ref: `#/components/responses/${name}` };
  }
}

/** A response that may also be a problem: what speaks a protocol of its own has errors of its own. */
function besides(own: ProblemResponse, problem: ProblemResponse): ProblemResponse {
  return { description: `${own.description}\n\n${problem.description}`, content: { ...own.content, ...problem.content } };
}

/** In the order of the error table. */
function problemsOf(path: string, method: string, operation: Operation): ErrorCode[] {
  const found = new Set<string>(['invalid-request', 'not-acceptable', 'internal']);
  if (path.startsWith('/v1/')) found.add('unavailable');
  if (path.includes('{')) found.add('not-found');
  // A POST or DELETE may need no body, and one that is sent all the same is read.
  if (method !== 'get') ['invalid-body', 'unsupported-media-type', 'too-large'].forEach((code) => found.add(code));
  const marked = operation as Operation & Record<string, unknown>;
  for (const key of Object.keys(marked).filter((candidate) => candidate.startsWith(PROBLEM_MARK))) {
    found.add(key.slice(PROBLEM_MARK.length));
    delete marked[key];
  }
  return (Object.keys(errorTable) as ErrorCode[]).filter((code) => found.has(code));
}

function problemResponse(codes: readonly ErrorCode[]): ProblemResponse {
  return {
    description: codes.map((code) => `\`${code}\`: ${errorTable[code].title}. ${errorTable[code].remedy}`).join('\n\n'),
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' }, examples: Object.fromEntries(codes.map((code) => [code, { value: exampleOf(code) }])) } },
  };
}

function exampleOf(code: ErrorCode): object {
  return {
    type: `urn:foretrace:problem:${code}`,
    title: errorTable[code].title,
    status: errorStatus[code],
    detail: 'What was found, and what would have been right.',
    instance: '/v1/clusters/demo',
    code,
    remedy: errorTable[code].remedy,
    requestId: '0b8a4b5e-6c1e-4b7e-9b1a-2f2f5d0c9e11',
  };
}

const faultSchema = {
  type: 'object',
  description: 'One fault in the input.',
  required: ['pointer', 'detail'],
  properties: {
    pointer: { type: 'string', description: 'An RFC 6901 JSON pointer into the body, `?name` for a query parameter, or `:name` for a path parameter.' },
    detail: { type: 'string', description: 'What was found, and what would have been right.' },
  },
};

const problemSchema = {
  type: 'object',
  description: 'A problem document (RFC 9457).',
  required: ['type', 'title', 'status', 'detail', 'instance', 'code', 'remedy', 'requestId'],
  properties: {
    type: { type: 'string', description: '`urn:foretrace:problem:` and the code.' },
    title: { type: 'string', description: 'What kind of problem it is.' },
    status: { type: 'integer', description: 'The HTTP status.' },
    detail: { type: 'string', description: 'What was found, and what would have been right.' },
    instance: { type: 'string', description: 'The path of the request.' },
    code: { type: 'string', enum: Object.keys(errorTable), description: 'The kind of problem, for programs. Codes keep their meaning for ever.' },
    remedy: { type: 'string', description: 'What the caller can do about it.' },
    requestId: { type: 'string', description: 'The `X-Request-Id` of the request, as the log has it.' },
    errors: { type: 'array', items: { $ref: '#/components/schemas/Fault' }, description: 'Where in the input, if it can be pointed at.' },
  },
};
