import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { slackSignature, teamsSignature } from '../../src/modules/chat/signatures.js';
import type { Sent } from './app.js';

const { publicKey, privateKey } = generateKeyPairSync('ed25519');

/** What the platforms of these tests share with the service. */
export const secrets = {
  slack: '8f742231b10e8888abcd99yyyzzz85a5',
  mattermost: 'xr3j5x3p4pfk7kk6ck7b4e6ghh',
  teams: Buffer.from('a secret of an outgoing webhook').toString('base64'),
  discord: Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url').toString('hex'),
} as const;

export const environment = { SLACK_SIGNING_SECRET: secrets.slack, MATTERMOST_TOKENS: secrets.mattermost, TEAMS_SECRET: secrets.teams, DISCORD_PUBLIC_KEY: secrets.discord } as const;

/** A request that is about to be sent. */
export interface Signed extends Sent {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly payload: string;
}

const form = 'application/x-www-form-urlencoded';
const json = 'application/json';
let serial = 0;

/** As Slack sends it. Source: docs.slack.dev, “Implementing slash commands”, the example there. */
export function slackCommand(text: string, { now = Date.now(), ...fields }: { readonly now?: number; readonly [field: string]: string | number } = {}): Signed {
  const body = new URLSearchParams({
    token: 'gIkuvaNzQIHg97ATvDxqgjtO', team_id: 'T0001', team_domain: 'example', enterprise_id: 'E0001', enterprise_name: 'Globular Construct Inc', channel_id: 'C2147483705', channel_name: 'test', user_id: 'U2147483697',
    user_name: 'Steve', command: '/foretrace', text, response_url: 'https://hooks.slack.com/commands/1234/5678', trigger_id: `13345224609.738474920.${serial++}`, api_app_id: 'A123456', ...fields,
  } as Record<string, string>).toString();
  return slackRequest('commands', form, body, now);
}

export function slackRequest(path: string, type: string, payload: string, now = Date.now()): Signed {
  const timestamp = String(Math.floor(now / 1000));
  return { method: 'POST', url: `/v1/chat/slack/${path}`, payload, headers: { 'content-type': type, 'x-slack-request-timestamp': timestamp, 'x-slack-signature': slackSignature(secrets.slack, timestamp, Buffer.from(payload)) } };
}

/** As Slack sends it when a button is pressed. Source: docs.slack.dev, “block_actions payload”. */
export function slackShare(value: string, fields: object = {}): Signed {
  const payload = {
    type: 'block_actions', team: { id: 'T9TK3CUKW', domain: 'example' }, user: { id: 'U2147483697', username: 'steve', team_id: 'T9TK3CUKW' }, api_app_id: 'AABA1ABCD', token: '9s8d9as89d8as9d8as989', container: { type: 'message', message_ts: '1548261231.000200', channel_id: 'C2147483705', is_ephemeral: true },
    trigger_id: `12321423423.333649436676.${serial++}`, channel: { id: 'C2147483705', name: 'test' }, response_url: 'https://hooks.slack.com/actions/AABA1ABCD/1232321423432/D09sSasdasdAS9091209',
    actions: [{ action_id: 'foretrace_share', block_id: '=qXel', text: { type: 'plain_text', text: 'Share in channel', emoji: true }, value, type: 'button', action_ts: '1548426417.840180' }], ...fields,
  };
  return slackRequest('interactions', form, new URLSearchParams({ payload: JSON.stringify(payload) }).toString());
}

/** As Mattermost sends it. Source: developers.mattermost.com, “Custom slash commands”, the example there. */
export function mattermostCommand(text: string, { now = Date.now(), ...fields }: { readonly now?: number; readonly [field: string]: string | number } = {}): Signed {
  const trigger = `${serial++}mnrd7jfe3bftbmmbm9u1tjkmah:cheegkdfq3:${now}:MEUCIQ`;
  const payload = new URLSearchParams({
    channel_id: 'jwf98w3ofe8bp', channel_name: 'testing', command: '/foretrace', response_url: 'https://chat.example.com/hooks/commands/fz4qk3yk5f8yp', team_domain: 'lego', team_id: 'fn8apscm3', text, token: secrets.mattermost,
    trigger_id: Buffer.from(trigger).toString('base64'), user_id: 'cheegkdfq3', user_name: 'aaron', ...fields,
  } as Record<string, string>).toString();
  return { method: 'POST', url: '/v1/chat/mattermost', payload, headers: { 'content-type': form, accept: json, authorization: `Token ${secrets.mattermost}` } };
}

/** As Teams sends it. Source: learn.microsoft.com, “Create Outgoing Webhooks”, and the activity of the Bot Framework. */
export function teamsMessage(text: string, { now = Date.now(), ...fields }: { readonly now?: number; readonly [field: string]: unknown } = {}): Signed {
  return teamsRequest(
    JSON.stringify({
      type: 'message', id: String(1485983408511 + serial++), timestamp: new Date(now).toISOString(), localTimestamp: new Date(now).toISOString(), serviceUrl: 'https://smba.trafficmanager.net/amer/', channelId: 'msteams',
      from: { id: '29:1XJKJMvc5GBtc2JwZq0oj8tHZmzrQgFmB39ATiQWA85gQtHieVkKilBZ9XHoq9j7Zaqt7CZ-NJWi7me2kHTL3Bw', name: 'Tim Jones', aadObjectId: 'c5a3a8b0-9d4e-4f7a-8a77-2b8b3b1f5c11' },
      conversation: { isGroup: true, id: '19:253b1f341670408fb6fe51050b6e5ceb@thread.skype;messageid=1485983194839', name: 'Incident' }, text: `<at>Foretrace</at> ${text}\n`, textFormat: 'plain', entities: [], channelData: {}, ...fields,
    }),
  );
}

export function teamsRequest(payload: string): Signed {
  return { method: 'POST', url: '/v1/chat/teams', payload, headers: { 'content-type': `${json}; charset=utf-8`, authorization: `HMAC ${teamsSignature(secrets.teams, Buffer.from(payload))}` } };
}

/** As Discord sends it. Source: docs.discord.com, “Receiving and responding to interactions”, the example there. */
export function discordCommand(text: string, { now = Date.now(), ...fields }: { readonly now?: number; readonly [field: string]: unknown } = {}): Signed {
  return discordRequest(
    JSON.stringify({
      type: 2, id: String(786008729715212338n + BigInt(serial++)), application_id: '845027738276462632', token: 'A_UNIQUE_TOKEN', guild_id: '290926798626357999', channel_id: '645027906669510667', app_permissions: '442368', guild_locale: 'en-US', locale: 'en-US', version: 1,
      member: { user: { id: '53908232506183680', username: 'Mason', avatar: 'a_d5efa99b3eeaa7dd43acca82f5692432', discriminator: '1337', public_flags: 131141 }, roles: ['539082325061836999'], premium_since: null, permissions: '2147483647', pending: false, nick: null, mute: false, joined_at: '2017-03-13T19:19:14.040000+00:00', is_pending: false, deaf: false },
      data: { options: [{ type: 3, name: 'question', value: text }], type: 1, name: 'foretrace', id: '771825006014889984' }, ...fields,
    }),
    now,
  );
}

export function discordRequest(payload: string, now = Date.now()): Signed {
  const timestamp = String(Math.floor(now / 1000));
  return { method: 'POST', url: '/v1/chat/discord', payload, headers: { 'content-type': json, 'x-signature-timestamp': timestamp, 'x-signature-ed25519': sign(null, Buffer.from(timestamp + payload), privateKey).toString('hex') } };
}

/** The signature that somebody makes who guesses the secret. */
export function otherSecret(body: string): string {
  return createHmac('sha256', 'another secret').update(body).digest('hex');
}
