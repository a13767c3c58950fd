import type { AnnotationReader } from './reader.js';

/** When a request goes to the canary. '' stands for what is not asked. */
export interface CanaryConfig {
  readonly weight: number;
  readonly weightTotal: number;
  readonly header: string;
  readonly headerValue: string;
  readonly headerPattern: string;
  readonly cookie: string;
}

/** Undefined for an Ingress that is no canary. Source: internal/ingress/annotations/canary/main.go, Parse, controller-v1.15.1 */
export function readCanary(reader: AnnotationReader): CanaryConfig | undefined {
  if (reader.bool('canary') !== true) return undefined;
  return {
    weight: reader.int('canary-weight') ?? 0,
    weightTotal: reader.int('canary-weight-total') ?? 100,
    header: reader.text('canary-by-header'),
    headerValue: reader.text('canary-by-header-value'),
    headerPattern: reader.text('canary-by-header-pattern'),
    cookie: reader.text('canary-by-cookie'),
  };
}
