import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import type { Answer, Evidence, ObjectRef, Step } from '../../../core/analysis/index.js';

/** The schema of a property that may hold any JSON value. */
export const anyJson = {
  oneOf: [{ type: 'string' }, { type: 'number' }, { type: 'boolean' }, { type: 'null' }, { type: 'array', items: {} }, { type: 'object', additionalProperties: true }],
};

/** The schema of a property that says how many there are. */
export function countOf(description: string, example: number) {
  return { type: 'integer', minimum: 0, description, example } as const;
}

@ApiSchema({ name: 'ObjectRef', description: 'Names one object of a snapshot.' })
export class ObjectRefDto implements ObjectRef {
  @ApiProperty({ description: 'The kind, as Kubernetes spells it.', example: 'Service' })
  readonly kind: string;

  @ApiPropertyOptional({ description: 'Absent for a cluster-scoped object.', example: 'shop' })
  readonly namespace?: string;

  @ApiProperty({ description: 'The name of the object.', example: 'checkout' })
  readonly name: string;
}

@ApiSchema({ name: 'Evidence', description: 'An object, and where it matters the field and its value, that decided an answer.' })
export class EvidenceDto extends ObjectRefDto implements Evidence {
  @ApiPropertyOptional({ description: 'The field, as `kubectl explain` writes it, with list indexes.', example: 'spec.ports[1].targetPort' })
  readonly field?: string;

  @ApiPropertyOptional({ ...anyJson, description: 'The value of the field: any JSON.', example: 'prom' })
  readonly value?: unknown;
}

@ApiSchema({ name: 'Step', description: 'One act of one real component.' })
export class StepDto implements Step {
  @ApiProperty({ description: 'The component that acts.', example: 'kube-proxy' })
  readonly component: string;

  @ApiProperty({ description: 'What it does.', example: 'dnat' })
  readonly action: string;

  @ApiProperty({ description: 'What it did here, in one sentence.', example: 'chooses one of 2 endpoints' })
  readonly detail: string;

  @ApiProperty({ type: [EvidenceDto], description: 'What decided it.' })
  readonly evidence: readonly EvidenceDto[];
}

/** What every analysis answers besides its own fields. */
export class AnswerDto implements Answer {
  @ApiProperty({ description: 'One sentence that a person can act on.', example: '2 findings (1 critical, 1 warning): Service shop/redis: no endpoint is ready, and 1 more.' })
  readonly summary: string;

  @ApiProperty({ type: [StepDto], description: 'In the order in which the real components would act. Empty where no component acts.', example: [] })
  readonly steps: readonly StepDto[];

  @ApiProperty({ type: [String], description: 'What the snapshot lacked, and what was assumed instead.', example: [] })
  readonly warnings: readonly string[];
}
