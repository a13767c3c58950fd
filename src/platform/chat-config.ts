import { roles, type Role } from './http/principal.js';
import { Unfit, type Variable } from './variable.js';

export const chatPlatforms = ['slack', 'mattermost', 'teams', 'discord'] as const;

export type ChatPlatform = (typeof chatPlatforms)[number];

/** Who of a platform may ask, and about what. */
export interface ChatAccess {
  readonly platform: ChatPlatform;
  readonly role: Role;
  /** `null`: all. */
  readonly clusters: readonly string[] | null;
  /** The id of a user or channel, as the platform gives it; `*` for everyone. */
  readonly who: string;
}

export interface ChatConfig {
  /** Without a slash at its end; '' where it is not known. */
  readonly publicUrl: string;
  readonly access: readonly ChatAccess[];
  /** '' of each: the platform is not set up, and nothing is taken from it. */
  readonly slackSigningSecret: string;
  readonly mattermostTokens: readonly string[];
  readonly mattermostUrl: string;
  readonly teamsSecret: string;
  readonly discordPublicKey: string;
}

/** The environment variables of chats. */
export const chatVariables = {
  PUBLIC_URL: {
    default: '',
    allowed: 'an `http://` or `https://` URL without query',
    description: 'Under which the service is reached: links in chat begin with it. Default: they are paths.',
    read: readUrl,
  },
  CHAT_ACCESS: {
    default: '',
    allowed: '`platform:role:clusters:who`, separated by commas; clusters are joined by `+`, or `*`; who is the id of a channel or user, or `*`',
    description: 'Which channels and users of `slack`, `mattermost`, `teams` and `discord` may ask about which clusters. Whoever is not named is told nothing.',
    read: readAccess,
  },
  SLACK_SIGNING_SECRET: { default: '', allowed: 'at least 16 characters', description: 'The signing secret of a Slack app, which sends to `/v1/chat/slack/…`.', secret: true, read: readSecret },
  MATTERMOST_TOKENS: { default: '', allowed: 'tokens of at least 16 characters, separated by commas', description: 'The tokens of slash commands of Mattermost, which send to `/v1/chat/mattermost`.', secret: true, read: readSecrets },
  MATTERMOST_URL: { default: '', allowed: 'an `http://` or `https://` URL without query', description: 'The Mattermost server. Answers that take long are posted there, and nowhere else; without it they are not.', read: readUrl },
  TEAMS_SECRET: { default: '', allowed: 'base64 of at least 16 bytes', description: 'The security token of an outgoing webhook of Teams, which sends to `/v1/chat/teams`.', secret: true, read: readBase64 },
  DISCORD_PUBLIC_KEY: { default: '', allowed: '64 hex digits', description: 'The public key of a Discord app, whose interactions go to `/v1/chat/discord`.', read: readKey },
} as const satisfies Record<string, Variable<unknown>>;

function readUrl(text: string): string {
  if (text === '') return '';
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.search !== '' || url.hash !== '' || url.username !== '') throw new Unfit();
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
}

function readSecret(text: string): string {
  if (text === '' || text.length >= 16) return text;
  throw new Unfit(`this one has ${text.length}`);
}

function readSecrets(text: string): readonly string[] {
  return text === '' ? [] : text.split(',').map((secret) => readSecret(secret.trim()));
}

function readBase64(text: string): string {
  if (text === '' || (/^[A-Za-z\d+/]+={0,2}$/.test(text) && Buffer.from(text, 'base64').length >= 16)) return text;
  throw new Unfit();
}

function readKey(text: string): string {
  if (text === '' || /^[\da-f]{64}$/i.test(text)) return text.toLowerCase();
  throw new Unfit();
}

function readAccess(text: string): readonly ChatAccess[] {
  return text === '' ? [] : text.split(',').map((entry, i) => readEntry(entry.trim(), i + 1));
}

/** Who stands last, as the ids of Teams hold colons. */
function readEntry(entry: string, place: number): ChatAccess {
  const [, platform = '', role = '', clusters = '', who = ''] = /^([^:]*):([^:]*):([^:]*):(.*)$/.exec(entry) ?? [];
  const knownPlatform = chatPlatforms.find((candidate) => candidate === platform);
  const knownRole = roles.find((candidate) => candidate === role);
  if (knownPlatform === undefined) throw new Unfit(`entry ${place} has none of the platforms ${chatPlatforms.join(', ')}`);
  if (knownRole === undefined) throw new Unfit(`entry ${place} has none of the roles ${roles.join(', ')}`);
  if (clusters !== '*' && !clusters.split('+').every((name) => /^[a-z\d]([-a-z\d]{0,61}[a-z\d])?$/.test(name))) throw new Unfit(`entry ${place} must name clusters, joined by +, or *`);
  if (!/^[\x21-\x7e]{1,256}$/.test(who)) throw new Unfit(`entry ${place} must name a channel, a user or *`);
  return { platform: knownPlatform, role: knownRole, clusters: clusters === '*' ? null : clusters.split('+'), who };
}
