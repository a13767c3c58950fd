import { InputError } from '../core/errors.js';
import { parseCidr, type Cidr } from '../core/ip/index.js';
import { Unfit, type Variable } from './variable.js';

/** The environment variables of webhooks. */
export const webhookVariables = {
  WEBHOOK_ALLOWED_ADDRESSES: {
    default: '',
    allowed: 'CIDRs, separated by commas',
    description:
      'Where events may be delivered besides the public Internet, as `10.0.0.0/8,fd00::/8` or `127.0.0.1/32`. Link-local addresses and those under which clouds tell machines their secrets are never delivered to.',
    read: readCidrs,
  },
} as const satisfies Record<string, Variable<unknown>>;

function readCidrs(text: string): readonly Cidr[] {
  return text === '' ? [] : text.split(',').map((entry, i) => readEntry(entry.trim(), i + 1));
}

function readEntry(entry: string, place: number): Cidr {
  try {
    return parseCidr(entry);
  } catch (error) {
    if (error instanceof InputError) throw new Unfit(`entry ${place}: ${error.message}`);
    throw error;
  }
}
