import { describe, expect, it } from 'vitest';
import { readCertificate } from './x509.js';

/** Made for this test; its key was never kept. */
const shop = `-----BEGIN CERTIFICATE-----
MIIB5DCCAYqgAwIBAgIUb4DNA38+JrUVPUqjQXrj9GOCRXkwCgYIKoZIzj0EAwIw
KjENMAsGA1UECgwEU2hvcDEZMBcGA1UEAwwQc2hvcC5leGFtcGxlLmNvbTAgFw0y
NjExMjIyMjM2MzNaGA8yMTI2MTAyOTIyMzYzM1owKjENMAsGA1UECgwEU2hvcDEZ
MBcGA1UEAwwQc2hvcC5leGFtcGxlLmNvbTBZMBMGByqGSM49AgEGCCqGSM49AwEH
A0IABK6wN3LeUdqQgY8DPkbcvgr4hQFYpSmUByL7fzTxoLNAcCINO5D/6spLHq/2
TEwoso1ADzT4rx1WE2hK60wshaOjgYswgYgwHQYDVR0OBBYEFHrFptj4Gch7WqPf
D7QFoflGbiZKMB8GA1UdIwQYMBaAFHrFptj4Gch7WqPfD7QFoflGbiZKMA8GA1Ud
EwEB/wQFMAMBAf8wNQYDVR0RBC4wLIIQc2hvcC5leGFtcGxlLmNvbYISKi5zaG9w
LmV4YW1wbGUuY29thwQKAAAHMAoGCCqGSM49BAMCA0gAMEUCIFn55uRrcuU+CSiB
ELy/UW4MOdLixwg8hsS488PANj3OAiEAiXo01AR+C4ZLZNFHWskJCg9lX711M1QD
glV0BV9T18o=
-----END CERTIFICATE-----
`;

const plain = `-----BEGIN CERTIFICATE-----
MIIBczCCARmgAwIBAgIUaotwv20QOqnzUnL54349QGSfOEYwCgYIKoZIzj0EAwIw
DjEMMAoGA1UEAwwDb2xkMCAXDTI2MTEyMjIyMzYzM1oYDzIxMjYxMDI5MjIzNjMz
WjAOMQwwCgYDVQQDDANvbGQwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAQQuwaK
HsJ0PSa/hliy95apryeGXYfJ7xnGvxmu6ZsQv74j8Y0Z6jxovKB8NEd1NBXGHd27
rIB+p8Ff+bTqOVDgo1MwUTAdBgNVHQ4EFgQUOs6l0xO1ZpSjSflXEtdIO3G/D0Iw
HwYDVR0jBBgwFoAUOs6l0xO1ZpSjSflXEtdIO3G/D0IwDwYDVR0TAQH/BAUwAwEB
/zAKBggqhkjOPQQDAgNIADBFAiEAyb8PUnr+OKNQ9AVTOYSeS3y5HnEiE0zJXdHy
DkVfh0kCIArdxQK79b6TrSBhSIlZOtGr2D82hmJx+0ji3BA3fUNp
-----END CERTIFICATE-----
`;

const facts = {
  subject: 'O=Shop, CN=shop.example.com',
  issuer: 'O=Shop, CN=shop.example.com',
  dnsNames: ['shop.example.com', '*.shop.example.com'],
  ipAddresses: ['10.0.0.7'],
  notBefore: '2026-11-22T22:36:33Z',
  notAfter: '2126-10-29T22:36:33Z',
  chainLength: 1,
};

describe('readCertificate', () => {
  it('tells names and validity of a PEM text', () => expect(readCertificate(shop)).toEqual(facts));
  it('unwraps the base64 of a Secret', () => expect(readCertificate(Buffer.from(shop).toString('base64'))).toEqual(facts));
  it('tells those of the first of a chain, and how long it is', () => expect(readCertificate(`${shop}\n${plain}`)).toEqual({ ...facts, chainLength: 2 }));
  it('tells of a certificate without alternative names that it has none', () => {
    expect(readCertificate(plain)).toMatchObject({ subject: 'CN=old', dnsNames: [], ipAddresses: [] });
  });
  it.each([
    ['text', 'not a certificate'],
    ['a certificate that was cut', shop.replace(/MIIB[^\n]+\n/, '')],
    ['a key', shop.replaceAll('CERTIFICATE', 'PUBLIC KEY')],
    ['nothing', ''],
  ])('makes nothing of %s', (_, text) => expect(readCertificate(text)).toBeUndefined());
});
