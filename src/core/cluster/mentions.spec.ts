import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hostsInArgument, hostsInVariable } from './mentions.js';

describe('the hosts that a variable names', () => {
  it.each<{ name: string; variable: string; value: string; hosts: string[] }>([
    { name: 'the host of a URL', variable: 'REDIS_URL', value: 'redis://redis:6379/0', hosts: ['redis'] },
    { name: 'a URL without its user and password', variable: 'DATABASE_URL', value: 'postgres://shop:hunter2@db.shop.svc.cluster.local:5432/shop?sslmode=off', hosts: ['db.shop.svc.cluster.local'] },
    { name: 'nothing of a URL whose password may hold a slash', variable: 'DATABASE_URL', value: 'postgres://shop:p@ss/w0rd@db:5432/shop', hosts: [] },
    { name: 'nothing of a URL whose password holds an at sign', variable: 'DATABASE_URL', value: 'postgres://shop:p@ssword@db:5432/shop', hosts: [] },
    { name: 'a host before a port', variable: 'UPSTREAM', value: 'orders:8080', hosts: ['orders'] },
    { name: 'a single word where the name says host', variable: 'MYSQL_HOST', value: 'mysql', hosts: ['mysql'] },
    { name: 'no single word elsewhere', variable: 'LOG_LEVEL', value: 'debug', hosts: [] },
    { name: 'no switch in the place of a host', variable: 'ENABLE_SERVICE', value: 'true', hosts: [] },
    { name: 'a name with dots', variable: 'BROKER', value: 'kafka-0.kafka.data.svc', hosts: ['kafka-0.kafka.data.svc'] },
    { name: 'each of a list, once and sorted', variable: 'KAFKA_BROKERS', value: 'k-1.kafka:9092,k-0.kafka:9092,k-1.kafka:9092', hosts: ['k-0.kafka', 'k-1.kafka'] },
    { name: 'an address', variable: 'DNS', value: '10.96.0.10', hosts: ['10.96.0.10'] },
    { name: 'an IPv6 address of a URL', variable: 'API', value: 'https://[fd00::1]:6443', hosts: ['fd00::1'] },
    { name: 'not the host itself', variable: 'BIND_ADDR', value: '0.0.0.0:80,127.0.0.1:81,localhost:82', hosts: [] },
    { name: 'not a file', variable: 'CONFIG', value: '/etc/app/nginx.conf app.yaml server.crt', hosts: [] },
    { name: 'not a version', variable: 'VERSION', value: 'v1.2.3 1.21.0-alpine.1', hosts: [] },
    { name: 'not a Java property or class', variable: 'JAVA_OPTS', value: '-Dserver.port=8080 com.example.Main', hosts: [] },
    { name: 'not a placeholder', variable: 'API_URL', value: 'http://$(API_HOST):80', hosts: [] },
    { name: 'nothing where the name says password', variable: 'DB_PASSWORD', value: 'correct.horse.battery', hosts: [] },
    { name: 'nothing where the name says token', variable: 'TOKEN_URL', value: 'https://id.example.com', hosts: [] },
    { name: 'not a JSON Web Token', variable: 'SESSION', value: 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dBjftJeZ4CVPmB92K27uhbUJU1p1r', hosts: [] },
    { name: 'not a bootstrap token', variable: 'JOIN', value: 'abcdef.0123456789abcdef', hosts: [] },
    { name: 'not base64 text', variable: 'CA_SERVER', value: 'TUlJQ2xEQ0NBWHdDQVFFd0RRWUo=', hosts: [] },
    { name: 'not the words of a JSON text', variable: 'DELEGATE_URLS', value: '{"/": {"resource": "namespaces", "verb": "get"}}', hosts: [] },
    { name: 'not a random word in the place of a host', variable: 'SENTRY_SERVER', value: '9f86d081884c7d659a2feaa0c55ad015', hosts: [] },
  ])('$name', ({ variable, value, hosts }) => expect(hostsInVariable(variable, value)).toEqual(hosts));

  it('never give back the password of a URL', () => {
    const password = fc.stringMatching(/^[a-z0-9@:/?#.-]{6,20}$/);
    fc.assert(
      fc.property(password, (secret) => {
        const hosts = hostsInVariable('DATABASE_URL', `postgres://app:${secret}@db.shop.svc:5432/x`);
        expect(hosts.filter((host) => host !== 'db.shop.svc')).toEqual([]);
      }),
    );
  });
});

describe('the hosts that an argument names', () => {
  it.each<{ name: string; args: [before: string | undefined, argument: string]; hosts: string[] }>([
    { name: 'in the value of a flag', args: [undefined, '--upstream=http://api.shop.svc:80'], hosts: ['api.shop.svc'] },
    { name: 'in the argument after its flag', args: ['--redis-host', 'redis'], hosts: ['redis'] },
    { name: 'in a shell script', args: ['-c', 'until nc -z db.shop 5432; do sleep 1; done; exec curl http://web/'], hosts: ['db.shop', 'web'] },
    { name: 'not in a flag that carries a secret', args: [undefined, '--db-password=correct.horse'], hosts: [] },
    { name: 'not after a flag that carries a secret', args: ['--token', 'abc.def'], hosts: [] },
    { name: 'not in the credentials of a command', args: ['-c', 'curl -u admin:8080 http://api'], hosts: ['api'] },
    { name: 'not in what is no host', args: [undefined, '--listen=:8080'], hosts: [] },
  ])('$name', ({ args: [before, argument], hosts }) => expect(hostsInArgument(argument, before)).toEqual(hosts));
});
