import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import type { ClassesAnswer, ClassesOutcome, ContestedIngress, ControllerSettings, ControllerWorkload, ListedClass, ListedController, OwnedIngress, UnownedCause, UnownedIngress } from '../../core/ingress/index.js';
import { AnswerDto, countOf, EvidenceDto, ObjectRefDto } from '../../platform/http/dto/answer.dto.js';

const textMap = (description: string, example: Record<string, string>) => ({ type: 'object', additionalProperties: { type: 'string' }, description, example }) as const;

@ApiSchema({ name: 'ListedIngressClass', description: 'An IngressClass, and who serves it.' })
class ListedClassDto implements ListedClass {
  @ApiProperty({ description: 'Its name.', example: 'nginx' })
  readonly name: string;

  @ApiProperty({ type: String, nullable: true, description: 'Its `spec.controller`.', example: 'k8s.io/ingress-nginx' })
  readonly controller: string | null;

  @ApiProperty({ description: 'An API server writes it into an Ingress that is created without a class.', example: true })
  readonly isDefault: boolean;

  @ApiProperty(countOf('How many Ingresses name it in `spec.ingressClassName`.', 1))
  readonly ingresses: number;

  @ApiProperty({ type: [String], description: 'The controllers that serve it.', example: ['ingress-nginx/ingress-nginx-controller'] })
  readonly servedBy: readonly string[];
}

@ApiSchema({ name: 'OwnedIngress', description: 'An Ingress of a controller, and why it is.' })
class OwnedIngressDto implements OwnedIngress {
  @ApiProperty({ description: '`namespace/name`.', example: 'shop/shop' })
  readonly ingress: string;

  @ApiProperty({ description: 'Why, without a full stop.', example: 'spec.ingressClassName nginx is an IngressClass of k8s.io/ingress-nginx' })
  readonly reason: string;

  @ApiProperty({ description: 'It is in the configuration of the controller; false where a flag or an annotation keeps it out.', example: true })
  readonly served: boolean;
}

@ApiSchema({ name: 'IngressControllerWorkload', description: 'What runs an ingress controller.' })
class ControllerWorkloadDto extends ObjectRefDto implements ControllerWorkload {
  @ApiProperty({ type: String, nullable: true, description: 'Its image.', example: 'registry.k8s.io/ingress-nginx/controller:v1.15.1' })
  readonly image: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'The tag of the image.', example: 'v1.15.1' })
  readonly version: string | null;

  @ApiProperty({ type: 'integer', minimum: 0, nullable: true, description: 'How many of its pods are ready; null where the snapshot does not tell.', example: 1 })
  readonly ready: number | null;
}

@ApiSchema({ name: 'IngressControllerSettings', description: 'The ConfigMap of an ingress controller.' })
class ControllerSettingsDto implements ControllerSettings {
  @ApiProperty({ description: '`namespace/name`.', example: 'ingress-nginx/ingress-nginx-controller' })
  readonly name: string;

  @ApiProperty({ description: 'false: the snapshot does not hold it, and the defaults were taken.', example: true })
  readonly isKnown: boolean;

  @ApiProperty(textMap('What is kept of it.', { 'ssl-redirect': 'true' }))
  readonly data: Readonly<Record<string, string>>;
}

@ApiSchema({ name: 'ListedIngressController', description: 'An ingress controller, how it is set, and whose Ingresses it serves.' })
class ListedControllerDto implements ListedController {
  @ApiProperty({ description: '`namespace/workload`; of one that runs elsewhere, the `spec.controller` of its class.', example: 'ingress-nginx/ingress-nginx-controller' })
  readonly name: string;

  @ApiProperty({ description: '`ingress-nginx`, `traefik`, `haproxy-ingress`, `contour`, `kong`, `aws-load-balancer-controller`, `gce`, `istio`, …; `other` for one that only a class tells of.', example: 'ingress-nginx' })
  readonly kind: string;

  @ApiProperty({ description: 'What the kind is called.', example: 'ingress-nginx' })
  readonly title: string;

  @ApiProperty({ description: 'Whether routes and matches are told; otherwise they are `insufficient-information`.', example: true })
  readonly isModelled: boolean;

  @ApiProperty({ type: ControllerWorkloadDto, nullable: true, description: 'null where it runs outside of the cluster, or the snapshot does not hold it.' })
  readonly workload: ControllerWorkloadDto | null;

  @ApiProperty(textMap('Its flags, without dashes; `true` for one without a value.', { 'controller-class': 'k8s.io/ingress-nginx', 'ingress-class': 'nginx' }))
  readonly flags: Readonly<Record<string, string>>;

  @ApiProperty({ type: ControllerSettingsDto, nullable: true, description: 'null where none is named.' })
  readonly configMap: ControllerSettingsDto | null;

  @ApiProperty({ type: [String], description: 'The IngressClasses that it serves.', example: ['nginx'] })
  readonly classes: readonly string[];

  @ApiProperty({ type: [OwnedIngressDto], description: 'Its Ingresses, by namespace and name.' })
  readonly owns: readonly OwnedIngressDto[];

  @ApiProperty({ type: [EvidenceDto], description: 'What it was recognised by.' })
  readonly evidence: readonly EvidenceDto[];

  @ApiProperty({ type: [String], description: 'What is not known of its settings, and what was taken instead.', example: [] })
  readonly warnings: readonly string[];
}

@ApiSchema({ name: 'UnownedIngress', description: 'An Ingress that no controller owns.' })
class UnownedIngressDto implements UnownedIngress {
  @ApiProperty({ description: '`namespace/name`.', example: 'dev/legacy' })
  readonly ingress: string;

  @ApiProperty({
    enum: ['class-not-found', 'controller-absent', 'no-class', 'left-out', 'unknown'] satisfies UnownedCause[],
    description: '`left-out`: a controller serves its class, and a flag of that leaves it out. `unknown`: the snapshot lacks what decides.',
    example: 'no-class',
  })
  readonly cause: UnownedCause;

  @ApiProperty({ description: 'Why, without a full stop.', example: 'it names no class, and no controller takes what has none' })
  readonly reason: string;
}

@ApiSchema({ name: 'ContestedIngress', description: 'An Ingress that several controllers own.' })
class ContestedIngressDto implements ContestedIngress {
  @ApiProperty({ description: '`namespace/name`.', example: 'shop/shop' })
  readonly ingress: string;

  @ApiProperty({ type: [String], description: 'Their names.', example: ['ingress-nginx/internal', 'ingress-nginx/public'] })
  readonly controllers: readonly string[];
}

@ApiSchema({ name: 'IngressClasses', description: 'The classes and controllers of Ingresses, and whose each Ingress is.' })
export class IngressClassesDto extends AnswerDto implements ClassesAnswer {
  @ApiProperty({
    enum: ['all-owned', 'some-unowned', 'no-ingresses', 'insufficient-information'] satisfies ClassesOutcome[],
    description: '`all-owned`: each Ingress has one controller, which serves it. `some-unowned`: some have none, several, or one that leaves them out.',
    example: 'all-owned',
  })
  readonly outcome: ClassesOutcome;

  @ApiProperty({ type: [ListedClassDto], description: 'By name.' })
  readonly classes: readonly ListedClassDto[];

  @ApiProperty({ type: [ListedControllerDto], description: 'By name.' })
  readonly controllers: readonly ListedControllerDto[];

  @ApiProperty({ type: [UnownedIngressDto], description: 'By namespace and name.' })
  readonly unowned: readonly UnownedIngressDto[];

  @ApiProperty({ type: [ContestedIngressDto], description: 'By namespace and name.' })
  readonly contested: readonly ContestedIngressDto[];
}
