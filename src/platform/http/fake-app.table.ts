import { createHash } from 'node:crypto';
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Body, Controller, Delete, Get, Global, HttpCode, Module, Param, Post, Query, type DynamicModule, type StreamableFile } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsString, Length, Max, ValidateNested } from 'class-validator';
import { InputError } from '../../core/errors.js';
import { readConfig } from '../config.js';
import {
  ClusterStore,
  DatabaseProbe,
  IdempotencyStore,
  OperationStore,
  SettingStore,
  SnapshotStore,
  type IdempotencyKey,
  type IdempotencyState,
  type Page,
  type PageRequest,
  type SnapshotRecord,
  type SnapshotRef,
  type StoredResponse,
} from '../database/index.js';
import { createApp } from './create-app.js';
import { EventStreams } from './event-streams.js';
import { HttpModule } from './http.module.js';
import {
  Caller,
  DependsOnSnapshotOnly,
  Idempotent,
  PageQuery,
  Public,
  Rendering,
  Renders,
  RequiresRole,
  RespondAsync,
  Snapshot,
  TakenUpload,
  TakesUpload,
  accepted,
  created,
  pinned,
  type Principal,
  type Upload,
  MayBeAbsent,
} from './index.js';

/** Counts what the handlers did, can make the database fail, and holds the slow handler until its release. */
export const world = { made: 0, explained: 0, databaseGone: false, entered: (): void => undefined, release: (): void => undefined };

const newest = 7;

const fakeSnapshots = {
  identifier(cluster: string, ref: SnapshotRef): () => Promise<string> {
    return async () => (await this.findWithReadouts(cluster, ref)).identity;
  },
  findWithReadouts(cluster: string, ref: SnapshotRef): Promise<{ record: Partial<SnapshotRecord>; readouts: number; identity: string }> {
    if (world.databaseGone) return Promise.reject(Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:5432'), { code: 'ECONNREFUSED' }));
    const number = 'number' in ref ? ref.number : 'latest' in ref ? newest - ref.latest : 3;
    if (cluster !== 'demo' || number > newest) return Promise.reject(new InputError('not-found', `there is no snapshot ${number}`));
    return Promise.resolve({ record: { cluster, number, createdAt: '2026-01-01T00:00:00.000Z' }, readouts: 0, identity: `1/${number}/0` });
  },
};

class FakeIdempotency {
  readonly #known = new Map<string, { fingerprint: string; response?: StoredResponse }>();

  begin({ principal, key }: IdempotencyKey, fingerprint: string): Promise<IdempotencyState> {
    const known = this.#known.get(`${principal} ${key}`);
    if (known === undefined) this.#known.set(`${principal} ${key}`, { fingerprint });
    return Promise.resolve(
      known === undefined
        ? { state: 'fresh' }
        : known.fingerprint !== fingerprint
          ? { state: 'mismatch' }
          : known.response === undefined
            ? { state: 'in-progress' }
            : { state: 'replay', response: known.response },
    );
  }

  complete({ principal, key }: IdempotencyKey, response: StoredResponse): Promise<void> {
    const known = this.#known.get(`${principal} ${key}`);
    if (known !== undefined) known.response = response;
    return Promise.resolve();
  }

  abandon({ principal, key }: IdempotencyKey): Promise<void> {
    this.#known.delete(`${principal} ${key}`);
    return Promise.resolve();
  }
}

class Port {
  @IsInt()
  @Max(65_535)
  declare readonly number: number;
}

class Thing {
  @IsString()
  @Length(1, 10)
  declare readonly name: string;

  @MayBeAbsent()
  @ValidateNested()
  @Type(() => Port)
  readonly ports?: Port[];
}

class Filter {
  @ApiPropertyOptional()
  @MayBeAbsent()
  @IsString()
  readonly kind?: string;
}

interface Verdict {
  readonly summary: string;
  readonly number: number;
}

@Controller('v1')
class ThingsController {
  constructor(private readonly streams: EventStreams) {}

  @Get('things')
  @RequiresRole('viewer')
  list(@PageQuery() { limit, after }: PageRequest, @Query() { kind = 'any' }: Filter): Page<string> {
    const start = Number(after ?? 0);
    return { items: Array.from({ length: limit }, (_, i) => `${kind} ${start + i}`), next: start + limit < 2500 ? String(start + limit) : null };
  }

  @Post('things')
  @RequiresRole('operator')
  @Idempotent()
  make(@Body() { name }: Thing, @Caller() caller: Principal) {
    if (name === 'bad') throw new InputError('conflict', 'bad is taken');
    world.made += 1;
    return created(`/v1/things/${name}`, { name, by: caller.name, nth: world.made });
  }

  @Get('things/:name')
  @RequiresRole('viewer')
  read(@Param('name') name: string, @Query('deep') deep?: string) {
    return { name, deep: deep ?? null };
  }

  @Delete('things/:name')
  @RequiresRole('admin')
  @HttpCode(204)
  remove(): void {
    world.made = 0;
  }

  @Post('uploads')
  @RequiresRole('operator')
  @TakesUpload('application/json', 'application/gzip')
  @Idempotent()
  async upload(@TakenUpload() upload: Upload, @RespondAsync() respondAsync: boolean) {
    world.made += 1;
    const about = { path: upload.path, bytes: upload.bytes, sha256: upload.sha256, contentType: upload.contentType, text: (await readFile(upload.path, 'utf8')).slice(0, 20) };
    if (!respondAsync) return created('/v1/uploads/1', about);
    upload.keep();
    return accepted('/v1/operations/1', about);
  }

  @Get('clusters/:cluster/snapshots/:snapshot/verdict')
  @RequiresRole('viewer')
  @Renders<Verdict>({ markdown: ({ summary }) => `**${summary}**`, text: ({ summary }) => summary })
  @DependsOnSnapshotOnly()
  verdict(@Snapshot() { number }: SnapshotRecord): Verdict {
    world.explained += 1;
    return { summary: `snapshot ${number} is well`, number };
  }

  @Get('clusters/:cluster/snapshots/:snapshot/readouts')
  @RequiresRole('viewer')
  readouts(): { seen: number } {
    return { seen: world.made };
  }

  @Get('comparison')
  @RequiresRole('viewer')
  @Renders<{ to: number }>({ text: ({ to }) => `to ${to}` }, 'accept')
  comparison(@Query('format') format?: string) {
    return pinned({ to: String(newest) }, { to: newest, format });
  }

  @Get('events')
  @RequiresRole('viewer')
  @Renders<{ at: number }>({ events: 'by-handler' })
  events(@Rendering() rendering: string): StreamableFile | { at: number } {
    if (rendering !== 'events') return { at: 0 };
    return this.streams.follow('tick', async function* () {
      yield await Promise.resolve({ at: 1 });
      yield { at: 2 };
    });
  }

  @Get('endless')
  @RequiresRole('viewer')
  @Renders({ events: 'by-handler' })
  endless(): StreamableFile {
    return this.streams.follow('tick', async function* (signal) {
      yield { at: 1 };
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
    });
  }

  @Get('slow')
  @RequiresRole('viewer')
  slow(): Promise<{ done: boolean }> {
    world.entered();
    return new Promise((resolve) => (world.release = () => resolve({ done: true })));
  }

  @Get('defect')
  @Public()
  defect(): never {
    throw new Error('the password is hunter2');
  }
}

@Controller('v1/forgotten')
class ForgottenController {
  @Get()
  read(): string {
    return 'open to all';
  }
}

@Global()
@Module({})
class FakeModule {}

function fakeModule(env: Record<string, string>, controllers: (new (...given: never[]) => unknown)[]): DynamicModule {
  const stores = [
    { provide: SnapshotStore, useValue: fakeSnapshots },
    { provide: ClusterStore, useValue: { list: () => Promise.resolve({ items: [{ name: 'demo', snapshots: newest }], next: null }) } },
    { provide: IdempotencyStore, useClass: FakeIdempotency },
    { provide: OperationStore, useValue: { find: () => Promise.resolve(undefined) } },
    { provide: SettingStore, useValue: { secret: () => Promise.resolve(Buffer.alloc(32, 7)) } },
    { provide: DatabaseProbe, useValue: { ping: () => (world.databaseGone ? Promise.reject(new Error('gone')) : Promise.resolve()) } },
  ];
  return { module: FakeModule, imports: [HttpModule.forRoot(readConfig(env))], controllers, providers: stores, exports: stores };
}

/** The platform with a few routes of every sort and a database of straw. */
export async function fakeApp(env: Record<string, string> = {}): Promise<NestFastifyApplication> {
  return start({ ...env, DATA_DIR: await mkdtemp(join(tmpdir(), 'foretrace-')) }, [ThingsController]);
}

/** One that should not start: a route of it has no role. */
export function forgetfulApp(): Promise<NestFastifyApplication> {
  return start({}, [ForgottenController]);
}

async function start(env: Record<string, string>, controllers: (new (...given: never[]) => unknown)[]): Promise<NestFastifyApplication> {
  const settings = { LOG_LEVEL: 'silent', ...env };
  const app = await createApp(fakeModule(settings, controllers), readConfig(settings));
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  return app;
}

/** API_TOKENS with one token for each role, which is the name of the role. */
export const oneTokenEach = ['viewer', 'operator', 'admin'].map((role) => `${role}-token:${role}:${createHash('sha256').update(role).digest('hex')}`).join(',');
