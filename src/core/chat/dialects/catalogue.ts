import { discord } from './discord.js';
import { markdown } from './markdown.js';
import { mattermost } from './mattermost.js';
import { slack } from './slack.js';
import { teams } from './teams.js';
import { text } from './text.js';

/** Every way in which an answer is written. */
export const dialects = { slack, mattermost, teams, discord, markdown, text } as const;
