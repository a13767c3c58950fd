import { INTERNAL_ERROR, INVALID_REQUEST, PARSE_ERROR } from '@modelcontextprotocol/server';
import { InputError } from '../../core/errors.js';

/** Of the codes of JSON-RPC, those that are told before a message is understood. Source: JSON-RPC 2.0 section 5.1. */
const codes = { 'invalid-body': PARSE_ERROR, 'too-large': INVALID_REQUEST, 'unavailable': INTERNAL_ERROR } as const;

/** The JSON-RPC error that tells of a body that is no message. Whatever else was thrown is thrown again. */
export function rpcErrorOf(error: unknown): Response {
  if (!(error instanceof InputError) || !(error.code in codes)) throw error;
  const code = codes[error.code as keyof typeof codes];
  return Response.json({ jsonrpc: '2.0', error: { code, message: error.message }, id: null }, { status: error.code === 'too-large' ? 413 : 400 });
}
