/** The controller whose class the scenarios have. */
export const controllerName = 'gateway.envoyproxy.io/gatewayclass-controller';

/** What the real components answered in one scenario. */
export interface Recorded {
  readonly requests: Readonly<Record<string, string>>;
  /** By the names of `routes` and `listeners` of the scenario. */
  readonly routes: Readonly<Record<string, string>>;
  readonly listeners: Readonly<Record<string, string>>;
}
