import { alertmanager } from './alertmanager.js';
import { cloudevents } from './cloudevents.js';
import { discord } from './discord.js';
import { mattermost } from './mattermost.js';
import { slack } from './slack.js';
import { teams } from './teams.js';

/** Every form in which receivers are told. */
export const presets = { cloudevents, slack, mattermost, teams, discord, alertmanager } as const;

export type PresetName = keyof typeof presets;
