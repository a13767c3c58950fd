export type { AlternativeBackend, BackendEndpoint, ConsideredRule, DroppedObject, Outcome, Route, RouteAnswer, RouteBackend, RouteMatch, RuleRef, ServedTls } from './answer.js';
export { resolveBackend, type BackendState, type PortLookup, type ResolvedBackend } from './backends.js';
export { coversHost, tlsSecret, type CertificateFacts, type SecretState, type TlsSecret } from './certificates.js';
export {
  classesOf,
  type ClassesAnswer,
  type ClassesOutcome,
  type ContestedIngress,
  type ControllerSettings,
  type ControllerWorkload,
  type ListedClass,
  type ListedController,
  type OwnedIngress,
  type UnownedIngress,
} from './classes/classes.js';
export { renderClassesMarkdown, renderClassesText } from './classes/render.js';
export type { Controller, ControllerKind, Ownership, RoutedController, Routing } from './controller.js';
export { controllerKinds } from './controllers/catalogue.js';
export { controllersOf, kindOf, kindOfClass, knowsWorkloads } from './discovery/discover.js';
export { renderGatewaysMarkdown, renderGatewaysText } from './gateway/render-gateways.js';
export { gatewaysOf, type GatewaysAnswer, type GatewaysOutcome, type ToldCondition, type ToldGateway, type ToldListener, type ToldRoute } from './gateway/status.js';
export type { ControllerMigration, MigratedIngress, MigrationAnswer, MigrationOutcome } from './migration/migration.js';
export type { WrittenObject } from './migration/objects.js';
export type { CarriedFeature } from './migration/plan.js';
export type { AnsweredDifferently, Proof as MigrationProof } from './migration/proof.js';
export { renderMigrationMarkdown, renderMigrationText } from './migration/render.js';
export { migrationOf } from './migration/sources.js';
export { matchRequest, type MatchAnswer, type MatchQuestion } from './match/match.js';
export { renderMatchMarkdown, renderMatchText } from './match/render.js';
export { annotatedClass, classAnnotation, classEvidence, findClass, isDefaultClass } from './ownership/class.js';
export { ownersOf, type IngressOwners, type Verdict } from './ownership/owners.js';
export { whyUnowned, type Unowned, type UnownedCause } from './ownership/unowned.js';
export { readRequest, type IngressRequest, type RequestQuestion } from './request.js';
export { renderRoutesMarkdown, renderRoutesText } from './routes/render.js';
export { routesOf, type RoutesAnswer, type RoutesOutcome, type RoutesQuestion, type RoutingTable } from './routes/routes.js';
export { ingressNginxControllers } from './ingress-nginx.js';
export { routedControllers, routedControllerSteps } from './routing.js';
export { regexSpreads, type RegexSpread } from './controllers/ingress-nginx/regex-spread.js';
