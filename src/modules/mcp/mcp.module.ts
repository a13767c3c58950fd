import { Module } from '@nestjs/common';
import { CaptureWatch } from './capture-watch.js';
import { McpController } from './mcp.controller.js';
import { ToolDesk } from './tool-desk.js';

@Module({ controllers: [McpController], providers: [CaptureWatch, ToolDesk] })
export class McpModule {}
