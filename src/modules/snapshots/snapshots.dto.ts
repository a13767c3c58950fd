import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import { IsString, Length, ValidateBy } from 'class-validator';
import { findKind, type KubeObject } from '../../core/cluster/index.js';
import type { ObjectFilter, Page } from '../../platform/database/index.js';
import { SnapshotDto } from '../../platform/http/dto/snapshot.dto.js';
import { MayBeAbsent } from '../../platform/http/index.js';

const instant = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)$/;

@ApiSchema({ name: 'SnapshotPage', description: 'Snapshots, newest first.' })
export class SnapshotPageDto implements Page<SnapshotDto> {
  @ApiProperty({ type: [SnapshotDto], description: 'At most `limit` of them.' })
  readonly items: SnapshotDto[];

  @ApiProperty({ type: String, nullable: true, description: 'The cursor of the next page; null at the end.', example: null })
  readonly next: string | null;
}

const kubernetesObject = {
  type: 'object',
  description: 'An object in the form of the Kubernetes API, without what no analysis reads.',
  required: ['apiVersion', 'kind', 'metadata'],
  properties: {
    apiVersion: { type: 'string', description: 'The API version in which it is kept.', example: 'v1' },
    kind: { type: 'string', description: 'The kind.', example: 'Service' },
    metadata: {
      type: 'object',
      description: 'Name, namespace, uid, labels, annotations and owners, as far as they are kept.',
      required: ['name'],
      properties: { name: { type: 'string', description: 'The name.', example: 'checkout' } },
      additionalProperties: true,
    },
  },
  additionalProperties: true,
};

@ApiSchema({ name: 'ObjectPage', description: 'Objects, by kind, namespace and name.' })
export class ObjectPageDto implements Page<KubeObject> {
  @ApiProperty({ type: 'array', items: kubernetesObject, description: 'At most `limit` of them.' })
  readonly items: KubeObject[];

  @ApiProperty({ type: String, nullable: true, description: 'The cursor of the next page; null at the end.', example: null })
  readonly next: string | null;
}

export class ObjectsQueryDto {
  @ApiPropertyOptional({ description: 'Only objects of this kind: by its name, its plural or its short name, as kubectl takes them.', example: 'Service' })
  @MayBeAbsent()
  @IsString({ message: 'may stand once' })
  readonly kind?: string;

  @ApiPropertyOptional({ description: 'Only objects in this namespace.', example: 'shop' })
  @MayBeAbsent()
  @Length(1, 253, { message: 'must be the name of one namespace' })
  readonly namespace?: string;

  @ApiPropertyOptional({ description: 'Only objects of this name.', example: 'checkout' })
  @MayBeAbsent()
  @Length(1, 253, { message: 'must be one name' })
  readonly name?: string;

  @ApiPropertyOptional({ description: 'Only objects with these labels, in the syntax of the Kubernetes API.', example: 'app=checkout' })
  @MayBeAbsent()
  @Length(1, 4096, { message: 'must be one selector of at most 4096 characters' })
  readonly labelSelector?: string;
}

@ApiSchema({ name: 'NewSnapshot', description: 'What to call a snapshot that is to be captured.' })
export class NewSnapshotDto {
  @ApiPropertyOptional({ minLength: 1, maxLength: 200, description: 'What to call the snapshot.', example: 'before the upgrade' })
  @MayBeAbsent()
  @Length(1, 200, { message: 'must be one text of 1 to 200 characters' })
  readonly label?: string;
}

export class ImportQueryDto {
  @ApiPropertyOptional({ minLength: 1, maxLength: 200, description: 'What to call the snapshot.', example: 'before the upgrade' })
  @MayBeAbsent()
  @Length(1, 200, { message: 'must be one text of 1 to 200 characters' })
  readonly label?: string;

  @ApiPropertyOptional({ format: 'date-time', description: 'The RFC 3339 instant at which the cluster was so. Default: now.', example: '2026-03-03T08:00:00Z' })
  @MayBeAbsent()
  @ValidateBy({ name: 'isInstant', validator: { validate: isInstant, defaultMessage: () => 'must be an RFC 3339 instant, as 2026-01-31T12:00:00Z' } })
  readonly takenAt?: string;
}

/** @throws InputError `invalid-request` for an unknown kind */
export function filterOf({ kind, ...rest }: ObjectsQueryDto): ObjectFilter {
  return { ...rest, ...(kind !== undefined && { kind: findKind(kind, '?kind') }) };
}

function isInstant(value: unknown): boolean {
  return typeof value === 'string' && instant.test(value) && !Number.isNaN(Date.parse(value));
}

const exampleUpload = {
  apiVersion: 'v1',
  kind: 'List',
  items: [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'web', namespace: 'shop' },
      spec: { clusterIP: '10.96.0.20', selector: { app: 'web' }, ports: [{ port: 80, targetPort: 8080 }] },
    },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'kube-dns', namespace: 'kube-system' },
      spec: { clusterIP: '10.96.0.10', selector: { 'k8s-app': 'kube-dns' }, ports: [{ name: 'dns', port: 53, protocol: 'UDP', targetPort: 53 }] },
    },
    { apiVersion: 'v1', kind: 'Node', metadata: { name: 'demo-worker-1' }, status: { addresses: [{ type: 'InternalIP', address: '192.168.56.21' }] } },
    { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'toolbox', namespace: 'dev' }, spec: { containers: [{ name: 'toolbox', image: 'registry.example.com/dev/toolbox:1.2' }] } },
  ],
};

/** The types of api and clients alike; the last two are what clients send that do not know better, curl among them. */
export const uploadTypes = [
  'application/json',
  'application/yaml',
  'application/gzip',
  'application/x-tar',
  'application/x-yaml',
  'text/yaml',
  'text/plain',
  'text/markdown',
  'application/octet-stream',
  'application/x-www-form-urlencoded',
];

/** The body of an import, as JSON; the document tells of the other content types by itself. */
export const uploadBody = {
  required: true,
  description: 'The dump. JSON: an object, a list, or an array of these. YAML: one document or several. gzip and tar: a file or a folder of such files.',
  schema: { oneOf: [{ type: 'object', additionalProperties: true }, { type: 'array', items: {} }], example: exampleUpload },
};
