// The floors of a start: node bench/bare.mjs nest [log] | pglite <folder> | connect <url>. Prints a line when it is ready.
import 'reflect-metadata';
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

const [, , what, where = ''] = process.argv;
if (what === 'nest') await listen(where === 'log');
if (what === 'pglite') await openEmbedded(where);
if (what === 'connect') await connect(where);

/** Nest with Fastify and one route that answers a constant. @param {boolean} logger of requests, to stdout as the service does */
async function listen(logger) {
  const { Controller, Get, Module } = await import('@nestjs/common');
  const { NestFactory } = await import('@nestjs/core');
  const { FastifyAdapter } = await import('@nestjs/platform-fastify');
  class ConstantController {
    constant() {
      return { status: 'ok' };
    }
  }
  Controller()(ConstantController);
  Get('constant')(ConstantController.prototype, 'constant', /** @type {PropertyDescriptor} */ (Object.getOwnPropertyDescriptor(ConstantController.prototype, 'constant')));
  class BareModule {}
  Module({ controllers: [ConstantController] })(BareModule);
  const app = await NestFactory.create(BareModule, new FastifyAdapter({ logger }), { logger: false });
  await app.listen(0, '127.0.0.1');
  process.stdout.write(`at ${await app.getUrl()}\n`);
}

/** @param {string} folder */
async function openEmbedded(folder) {
  const { PGlite } = await import('@electric-sql/pglite');
  mkdirSync(dirname(folder), { recursive: true });
  const pglite = await PGlite.create(folder);
  await pglite.query('SELECT 1');
  process.stdout.write('open\n');
}

/** @param {string} connectionString */
async function connect(connectionString) {
  const { Client } = await import('pg');
  const client = new Client({ connectionString });
  await client.connect();
  await client.query('SELECT 1');
  process.stdout.write('connected\n');
}
