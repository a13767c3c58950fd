import { describe, expect, it } from 'vitest';
import { holdsSecret, namesSecret } from './secrecy.js';

describe('namesSecret', () => {
  it.each(['PASSWORD', 'DB_PASSWD', 'dbPassword', 'REDIS_PASS', '--token=', 'API_KEY', 'apiKey', 'AWS_SECRET_ACCESS_KEY', 'SIGNING_KEYS', 'PGPASSWORD', 'MYSQL_PWD', 'credentials'])('%s says so', (name) => {
    expect(namesSecret(name)).toBe(true);
  });
  it.each(['REDIS_HOST', 'MONKEY_URL', 'KEYCLOAK_HOST', 'PASSENGER_HOST', 'PWA_URL', '--cluster-cidr='])('%s does not', (name) => {
    expect(namesSecret(name)).toBe(false);
  });
});

describe('holdsSecret', () => {
  it.each([
    ['a token of a kubeconfig', 'users:\n- user:\n    token: eyJhbGciOiJSUzI1NiJ9'],
    ['a password in JSON', '{"bgp": {"password": "s3cr3t-word"}}'],
    ['a client key', 'client-key-data: LS0tLS1CRUdJTg=='],
    ['a private key', '-----BEGIN EC PRIVATE KEY-----\nMHc'],
  ])('finds %s', (_, text) => expect(holdsSecret(text)).toBe(true));
  it.each([
    ['a Corefile', '.:53 {\n  kubernetes cluster.local\n  forward . /etc/resolv.conf\n}'],
    ['a place that an installer fills in', '"k8s_auth_token": "__SERVICEACCOUNT_TOKEN__"'],
    ['a path', 'token: /var/run/secrets/kubernetes.io/serviceaccount/token'],
    ['a switch', 'enable-bootstrap-token: true'],
    ['ranges', 'podSubnet: 10.244.0.0/16\nserviceSubnet: 10.96.0.0/12'],
  ])('is quiet for %s', (_, text) => expect(holdsSecret(text)).toBe(false));
});
