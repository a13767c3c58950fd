export { refusalOfTarget, RefusedAddress, sendGuarded, type OutboundAnswer, type OutboundRequest } from './guarded-request.js';
export { newSecret, signaturesOf } from './signatures.js';
