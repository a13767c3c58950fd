export type { AlternativeBackend, BackendEndpoint, ConsideredRule, Outcome, Route, RouteAnswer, RouteBackend, RouteMatch, RuleRef, ServedTls } from './answer.js';
export type { Controller, ControllerKind, Ownership, RoutedController, Routing } from './controller.js';
export { readRequest, type IngressRequest, type RequestQuestion } from './request.js';
export { ingressNginxControllers } from './ingress-nginx.js';
export { routedControllers } from './routing.js';
export { regexSpreads, type RegexSpread } from './controllers/ingress-nginx/regex-spread.js';
