import { createHmac, generateKeyPairSync, sign } from 'node:crypto';

/**
 * A request as a platform of chat sends it, signed.
 *
 * @typedef {{ readonly path: string, readonly headers: Readonly<Record<string, string>>, readonly body: string }} SignedRequest
 *
 * @typedef {object} Platform
 * @property {string} name
 * @property {(line: string, serial: number) => SignedRequest} ask what it sends when somebody types a line
 * @property {(answer: string) => boolean} isPutOff whether this says that the answer follows, or takes too long
 */

const { publicKey, privateKey } = generateKeyPairSync('ed25519');
const slackSecret = 'a signing secret of the bench';
const mattermostToken = 'a-token-of-the-bench-of-foretrace';
const teamsSecret = Buffer.from('a security token of the bench').toString('base64');
const form = 'application/x-www-form-urlencoded';
const json = 'application/json';

/** What a service is told that is to take what is sent here. @type {(mattermostUrl: string) => Readonly<Record<string, string>>} */
export const platformEnvironment = (mattermostUrl) => ({
  SLACK_SIGNING_SECRET: slackSecret,
  MATTERMOST_TOKENS: mattermostToken,
  MATTERMOST_URL: mattermostUrl,
  TEAMS_SECRET: teamsSecret,
  DISCORD_PUBLIC_KEY: Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url').toString('hex'),
  CHAT_ACCESS: ['slack', 'mattermost', 'teams', 'discord'].map((platform) => `${platform}:viewer:*:*`).join(),
});

/** Those that take an answer later, and so must be acknowledged. @type {(mattermostUrl: string) => readonly Platform[]} */
export const patientPlatforms = (mattermostUrl) => [
  { name: 'Slack, command', ask: (text, serial) => slack('commands', new URLSearchParams({ ...somebody, command: '/foretrace', text, response_url: `https://hooks.slack.com/commands/${serial}`, trigger_id: String(serial) })), isPutOff: (answer) => answer.includes('Looking into it') },
  { name: 'Slack, button', ask: (value, serial) => slack('interactions', new URLSearchParams({ payload: JSON.stringify(pressed(value, serial)) })), isPutOff: (answer) => answer === '{}' },
  { name: 'Mattermost', ask: (text, serial) => mattermost(new URLSearchParams({ ...somebody, command: '/foretrace', text, response_url: `${mattermostUrl}/hooks/commands/${serial}`, trigger_id: triggerOf(serial) })), isPutOff: (answer) => answer.includes('Looking into it') },
  { name: 'Discord', ask: (value, serial) => discord({ type: 2, id: String(serial), application_id: '1', token: `t${serial}`, channel_id: 'C1', member: { user: { id: 'U1' } }, data: { name: 'foretrace', options: [{ type: 3, name: 'question', value }] } }), isPutOff: (answer) => answer.startsWith('{"type":5') },
];

/** Takes no answer later, and waits for five seconds. @type {Platform} */
export const teams = {
  name: 'Teams',
  ask(line, serial) {
    const body = JSON.stringify({ type: 'message', id: String(serial), timestamp: new Date().toISOString(), text: `<at>Foretrace</at> ${line}`, from: { id: 'U1' }, conversation: { id: 'C1' } });
    return { path: '/v1/chat/teams', headers: { 'content-type': json, authorization: `HMAC ${createHmac('sha256', Buffer.from(teamsSecret, 'base64')).update(body).digest('base64')}` }, body };
  },
  isPutOff: (answer) => answer.includes('takes longer than this platform waits'),
};

const somebody = { user_id: 'U1', channel_id: 'C1', team_id: 'T1' };

/** @type {(value: string, serial: number) => object} */
const pressed = (value, serial) => ({ type: 'block_actions', user: { id: 'U1' }, channel: { id: 'C1' }, trigger_id: String(serial), response_url: `https://hooks.slack.com/actions/${serial}`, actions: [{ action_id: 'foretrace_share', type: 'button', value }] });

/** @type {(serial: number) => string} */
const triggerOf = (serial) => Buffer.from(`${serial}:U1:${Date.now()}:signature`).toString('base64');

/** @type {(path: string, fields: URLSearchParams) => SignedRequest} */
function slack(path, fields) {
  const body = fields.toString();
  const timestamp = nowInSeconds();
  return { path: `/v1/chat/slack/${path}`, headers: { 'content-type': form, 'x-slack-request-timestamp': timestamp, 'x-slack-signature': `v0=${createHmac('sha256', slackSecret).update(`v0:${timestamp}:${body}`).digest('hex')}` }, body };
}

/** @type {(fields: URLSearchParams) => SignedRequest} */
const mattermost = (fields) => ({ path: '/v1/chat/mattermost', headers: { 'content-type': form, authorization: `Token ${mattermostToken}` }, body: fields.toString() });

/** @type {(interaction: object) => SignedRequest} */
function discord(interaction) {
  const body = JSON.stringify(interaction);
  const timestamp = nowInSeconds();
  return { path: '/v1/chat/discord', headers: { 'content-type': json, 'x-signature-timestamp': timestamp, 'x-signature-ed25519': sign(null, Buffer.from(timestamp + body), privateKey).toString('hex') }, body };
}

const nowInSeconds = () => String(Math.floor(Date.now() / 1000));
