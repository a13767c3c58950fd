import { Inject, Injectable } from '@nestjs/common';
import { InputError, type Fault } from '../../core/errors.js';
import { presets } from '../../core/notifications/index.js';
import type { Config } from '../../platform/config.js';
import type { WebhookRecord } from '../../platform/database/index.js';
import { CONFIG } from '../../platform/http/index.js';
import { refusalOfTarget } from '../../platform/outbound/index.js';

/** What a subscription must hold besides its form. */
@Injectable()
export class SubscriptionCheck {
  constructor(@Inject(CONFIG) private readonly config: Config) {}

  /** @throws InputError `invalid-request` that points at all that is wrong */
  check(subscription: Pick<WebhookRecord, 'url' | 'preset' | 'events'>, { isUrlNew = true }: { readonly isUrlNew?: boolean } = {}): void {
    const faults = [...(isUrlNew ? this.#faultsOfUrl(subscription.url) : []), ...faultsOfEvents(subscription)];
    if (faults.length > 0) throw new InputError('invalid-request', faults.map(({ pointer, detail }) => `${pointer.slice(1)}: ${detail}`).join('; '), faults);
  }

  #faultsOfUrl(text: string): Fault[] {
    if (!URL.canParse(text)) return [{ pointer: '/url', detail: `must be a URL that begins with https:// or http://` }];
    const refusal = refusalOfTarget(new URL(text), this.config.webhooks.allowedAddresses);
    return refusal === undefined ? [] : [{ pointer: '/url', detail: refusal }];
  }
}

function faultsOfEvents({ preset, events }: Pick<WebhookRecord, 'preset' | 'events'>): Fault[] {
  const { tells } = presets[preset];
  const untold = events.filter((event) => !tells.includes(event));
  return untold.length === 0 ? [] : [{ pointer: '/events', detail: `${preset} cannot be told of ${untold.join(', ')}; it can of ${tells.join(', ')}` }];
}
