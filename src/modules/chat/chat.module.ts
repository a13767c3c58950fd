import { Module } from '@nestjs/common';
import { Answering } from './answering.js';
import { ChatAccessList } from './chat-access.js';
import { ChatDesk } from './chat-desk.js';
import { ChatController } from './chat.controller.js';
import { Later } from './later.js';
import { DiscordController } from './platforms/discord.controller.js';
import { MattermostController } from './platforms/mattermost.controller.js';
import { SlackController } from './platforms/slack.controller.js';
import { TeamsController } from './platforms/teams.controller.js';
import { SenderCheck } from './sender-check.js';

@Module({ controllers: [ChatController, SlackController, MattermostController, TeamsController, DiscordController], providers: [Answering, ChatAccessList, ChatDesk, Later, SenderCheck] })
export class ChatModule {}
