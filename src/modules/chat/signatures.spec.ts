import { generateKeyPairSync, sign } from 'node:crypto';
import { expect, it } from 'vitest';
import { isSame, isSignedByDiscord, slackSignature, teamsSignature } from './signatures.js';

/** Source: docs.slack.dev, “Verifying requests from Slack”, the example there. */
const slackExample = {
  secret: '8f742231b10e8888abcd99yyyzzz85a5',
  timestamp: '1531420618',
  body: 'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c',
  signature: 'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503',
};

it('signs as Slack does in its documentation', () => {
  const { secret, timestamp, body, signature } = slackExample;
  expect(slackSignature(secret, timestamp, Buffer.from(body))).toBe(signature);
});

it('signs as Teams does: the key in base64, the signature too', () => {
  // printf %s '{}' | openssl dgst -sha256 -mac HMAC -macopt hexkey:000102030405060708090a0b0c0d0e0f -binary | base64
  expect(teamsSignature(Buffer.from('000102030405060708090a0b0c0d0e0f', 'hex').toString('base64'), Buffer.from('{}'))).toBe('lelnVOL5mYj+fUmp6Ots6CyyN1iKhGy6vqc+q6GjudU=');
});

it('knows what the key of Discord signed, and nothing else', () => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const key = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url').toString('hex');
  const signature = sign(null, Buffer.from('1700000000{}'), privateKey).toString('hex');
  const cases: [string, string, string, string, boolean][] = [
    [key, '1700000000', '{}', signature, true],
    [key, '1700000001', '{}', signature, false],
    [key, '1700000000', '{ }', signature, false],
    [key, '1700000000', '{}', signature.replace(/^../, signature.startsWith('00') ? '01' : '00'), false],
    [key, '1700000000', '{}', 'no hex', false],
    ['f'.repeat(64), '1700000000', '{}', signature, false],
  ];
  expect(cases.map(([known, at, body, signed]) => isSignedByDiscord(known, at, Buffer.from(body), signed))).toEqual(cases.map(([, , , , expected]) => expected));
});

it('compares texts of any length', () => {
  expect([isSame('a', 'a'), isSame('a', 'b'), isSame('', 'a'), isSame('', '')]).toEqual([true, false, false, true]);
});
