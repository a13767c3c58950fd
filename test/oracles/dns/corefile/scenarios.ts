/** A Corefile with which CoreDNS serves, and what it is asked. */
export interface Scenario {
  readonly name: string;
  /** Default ports become the one on which it listens. */
  readonly corefile: string;
  readonly files?: Readonly<Record<string, string>>;
  /** `name type`, each asked once. */
  readonly questions: readonly string[];
}

/** Every name with every type. */
export function ask(names: readonly string[], types: readonly string[]): string[] {
  return names.flatMap((name) => types.map((type) => `${name} ${type}`));
}

const zone = `$ORIGIN example.org.
$TTL 1h
@        IN SOA ns1 Admin.Example.ORG. ( 2026010101 ; serial
            2h 30m 2w 5m )
@        IN NS  ns1
@        IN NS  ns2.other.example.
@        300 IN A 192.0.2.1
@        IN MX  10 Mail
@        IN MX  20 mail
@        IN TXT "v=spf1" "-all"
ns1      IN A   192.0.2.53
ns1      IN AAAA 2001:db8::53
mail     IN A   192.0.2.25
www      IN CNAME web
web      60 IN A 192.0.2.80
web      60 IN AAAA 2001:db8::80
chain1   IN CNAME chain2
chain2   IN CNAME chain3
chain3   IN A   192.0.2.3
round    IN CNAME round2
round2   IN CNAME round
out      IN CNAME www.elsewhere.example.
dangling IN CNAME nothere
*.wild   IN A   192.0.2.9
*.wild   IN TXT wild
exact.wild IN TXT "no address"
*.alias  IN CNAME web
*.mx     IN MX 5 mail
a.b.deep IN A   192.0.2.7
sub      IN NS  ns.sub
sub      IN DS  1 13 2 aabbcc
ns.sub   IN A   192.0.2.54
ext      IN NS  ns.far.example.
old      IN DNAME new
x.new    IN A   192.0.2.8
_sip._tcp IN SRV 0 5 5060 web
_SIP._udp IN SRV 0 5 5060 Mail.example.org.
host     IN HINFO "amd64" "Linux OS"
caa      IN CAA 0 issue "ca.example"
ptr      IN PTR web
naptr    IN NAPTR 100 10 "u" "E2U+sip" "!^.*$!sip:a@example.org!" .
many     IN A 192.0.2.31
many     IN A 192.0.2.32
many     IN A 192.0.2.33
`;

const zoneNames = ['example.org.', 'EXAMPLE.org.', 'ns1.example.org.', 'mail.example.org.', 'www.example.org.', 'web.example.org.', 'chain1.example.org.', 'round.example.org.', 'out.example.org.', 'dangling.example.org.', 'foo.wild.example.org.', 'a.b.wild.example.org.', 'exact.wild.example.org.', 'below.exact.wild.example.org.', 'wild.example.org.', 'foo.alias.example.org.', 'foo.mx.example.org.', 'deep.example.org.', 'b.deep.example.org.', 'a.b.deep.example.org.', 'c.deep.example.org.', 'sub.example.org.', 'www.sub.example.org.', 'ns.sub.example.org.', 'ext.example.org.', 'a.ext.example.org.', 'old.example.org.', 'x.old.example.org.', 'y.old.example.org.', 'x.new.example.org.', '_sip._tcp.example.org.', '_sip._udp.example.org.', 'host.example.org.', 'caa.example.org.', 'ptr.example.org.', 'naptr.example.org.', 'many.example.org.', 'nothere.example.org.', 'WeB.Example.org.', 'other.example.'];

const hostsLines = `10.1.0.1 a.example.org A2.example.org
10.1.0.2 a.example.org
fd00::1 a.example.org six.example.org
::ffff:10.1.0.9 mapped.example.org
10.1.0.3 outside.example.net
10.1.0.4 *.star.example.org
10.1.0.5 exact.star.example.org
# a comment
not-an-address b.example.org
10.1.0.6
`;
const hostsNames = ['a.example.org.', 'A.EXAMPLE.ORG.', 'a2.example.org.', 'six.example.org.', 'mapped.example.org.', 'outside.example.net.', 'x.star.example.org.', 'exact.star.example.org.', 'y.x.star.example.org.', 'star.example.org.', 'b.example.org.', 'none.example.org.', '1.0.1.10.in-addr.arpa.', '3.0.1.10.in-addr.arpa.', '9.0.1.10.in-addr.arpa.', '99.0.1.10.in-addr.arpa.', '1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.d.f.ip6.arpa.', '1.10.in-addr.arpa.'];
const addresses = ['A', 'AAAA', 'PTR', 'TXT', 'MX', 'SOA'];

const echo = 'template ANY ANY {\n    answer "{{ .Name }} 60 IN TXT \\"{{ .Name }}\\""\n  }';

/** What CoreDNS is asked with these Corefiles, and we are too. */
export const scenarios: readonly Scenario[] = [
  { name: 'hosts of lines, for one zone', corefile: `. {\n  hosts /none example.org {\n${hostsLines}  }\n}\n`, questions: ask(hostsNames, addresses) },
  { name: 'hosts that fall through', corefile: `. {\n  hosts /none {\n${hostsLines}    ttl 60\n    fallthrough\n  }\n  ${echo}\n  whoami\n}\n`, questions: ask(hostsNames, addresses) },
  { name: 'hosts that fall through for one zone, also for other types', corefile: `. {\n  hosts /none {\n${hostsLines}    no_reverse\n    fallthrough example.org\n    fallthrough_unsupported\n  }\n  whoami\n}\n`, questions: ask(hostsNames, addresses) },
  { name: 'hosts of a file', corefile: 'example.org {\n  hosts hosts.txt {\n    10.2.0.1 a.example.org\n  }\n}\n', files: { 'hosts.txt': hostsLines }, questions: ask(hostsNames, addresses) },
  { name: 'a zone file', corefile: 'example.org {\n  file db.example\n}\n', files: { 'db.example': zone }, questions: ask(zoneNames, ['A', 'AAAA', 'CNAME', 'MX', 'TXT', 'NS', 'SOA', 'SRV', 'DS', 'PTR', 'HINFO', 'CAA', 'NAPTR', 'DNAME', 'ANY']) },
  { name: 'a zone file that falls through', corefile: '. {\n  file db.example example.org {\n    fallthrough wild.example.org nothere.example.org\n  }\n  whoami\n}\nwww.elsewhere.example {\n  hosts /none {\n    10.9.9.9 www.elsewhere.example\n  }\n}\n', files: { 'db.example': zone }, questions: ask(zoneNames, ['A', 'MX']) },
  { name: 'two zone files, one within the other', corefile: 'example.org sub.example.org {\n  file db.example example.org\n  file db.sub sub.example.org\n}\n', files: { 'db.example': zone, 'db.sub': '@ 60 IN SOA ns admin 1 2 3 4 5\n@ 60 IN NS ns\nns 60 IN A 192.0.2.54\nwww 60 IN A 192.0.2.55\n' }, questions: ask(['sub.example.org.', 'www.sub.example.org.', 'x.sub.example.org.', 'www.example.org.'], ['A', 'DS', 'NS', 'SOA', 'MX']) },
  { name: 'minimal', corefile: 'example.org {\n  minimal\n  file db.example\n}\n', files: { 'db.example': zone }, questions: ask(zoneNames.slice(0, 30), ['A', 'MX', 'NS', 'SRV']) },
  { name: 'cache', corefile: 'example.org {\n  cache\n  file db.example\n}\n', files: { 'db.example': zone }, questions: ask(zoneNames.filter((name) => name === name.toLowerCase()), ['A', 'MX', 'SOA', 'TXT']) },
  { name: 'a cache with bounds', corefile: 'example.org {\n  cache {\n    success 100 1000 400\n    denial 100 20 10\n  }\n  file db.example\n}\n', files: { 'db.example': zone }, questions: ask(zoneNames.filter((name) => name === name.toLowerCase()), ['A', 'AAAA', 'MX']) },
  { name: 'a cache of one TTL over hosts', corefile: 'example.org {\n  cache 30\n  hosts /none {\n    10.0.0.1 a.example.org\n  }\n}\n', questions: ask(['a.example.org.', 'b.example.org.'], ['A', 'AAAA', 'MX']) },
  { name: 'loadbalance', corefile: 'example.org {\n  loadbalance\n  file db.example\n}\n', files: { 'db.example': zone }, questions: ask(['many.example.org.', 'chain1.example.org.', 'example.org.', 'www.example.org.'], ['A', 'MX', 'NS']) },
  { name: 'any', corefile: '. {\n  any\n  file db.example example.org\n}\n', files: { 'db.example': zone }, questions: ask(['example.org.', 'Nothere.example.org.', 'other.example.'], ['ANY', 'A']) },
  {
    name: 'templates',
    corefile: `. {
  template IN A ip.example.org {
    match "(^|[.])ip-(?P<a>[0-9]*)-(?P<b>[0-9]*)-(?P<c>[0-9]*)-(?P<d>[0-9]*)[.]ip[.]example[.]org[.]$"
    answer "{{ .Name }} 60 IN A {{ .Group.a }}.{{ .Group.b }}.{{ .Group.c }}.{{ .Group.d }}"
    fallthrough
  }
  template IN AAAA ip.example.org {
    rcode NXDOMAIN
    authority "ip.example.org 60 IN SOA ns.example.org. admin.example.org. 1 60 60 60 60"
  }
  template IN ANY hex.example.org {
    match "^([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})[.]"
    answer "{{ .Name }} 60 IN A {{ parseInt (index .Match 1) 16 8 }}.{{ parseInt (index .Group \\"2\\") 16 8 }}.{{ index .Match 3 | printf \\"%s\\" }}.1"
  }
  template IN A alias.example.org {
    answer "{{ .Name }} 30 IN CNAME ip-10-0-0-1.ip.example.org."
    additional "x.{{ .Zone }} 5 IN TXT \\"{{ .Class }} {{ .Type }} {{ .Remote }}\\""
  }
  template IN MX {
    match ^mail[.]
    answer "{{ .Name }} 60 IN MX 10 {{ .Name }}"
    answer "{{ .Name }} 60 IN MX 20 backup.{{ .Zone }}"
  }
  template IN TXT cond.example.org {
    answer "{{ .Name }} 60 IN TXT \\"{{ if eq .Name \\"a.cond.example.org.\\" }}first{{ else if .Match }}other{{ else }}none{{ end }}\\""
  }
  template IN A servfail.example.org {
    rcode SERVFAIL
  }
  template IN A refused.example.org {
    rcode REFUSED
  }
  template IN A broken.example.org {
    answer "{{ .Name }} 60 IN A not-an-address"
  }
  template IN A range.example.org {
    answer "{{ index .Match 5 }} 60 IN A 192.0.2.1"
  }
  template IN A novalue.example.org {
    answer "{{ .Name }} 60 IN TXT \\"{{ .Group.nope }}\\""
  }
}
`,
    questions: [
      ...ask(['ip-10-0-0-1.ip.example.org.', 'IP-10-0-0-1.ip.example.org.', 'x.ip-1-2-3-4.ip.example.org.', 'nope.ip.example.org.', 'ip.example.org.'], ['A', 'AAAA', 'TXT', 'ANY']),
      ...ask(['0a000001.hex.example.org.', '0a00zz01.hex.example.org.', 'zz.hex.example.org.'], ['A', 'AAAA', 'ANY']),
      ...ask(['x.alias.example.org.', 'X.Alias.example.org.'], ['A', 'CNAME', 'AAAA']),
      ...ask(['mail.example.net.', 'MAIL.example.net.', 'nomail.example.net.'], ['MX', 'A']),
      ...ask(['a.cond.example.org.', 'b.cond.example.org.'], ['TXT']),
      ...ask(['servfail.example.org.', 'broken.example.org.', 'range.example.org.', 'novalue.example.org.'], ['A']),
      // Last, as CoreDNS replies to it twice.
      'refused.example.org. A',
    ],
  },
  {
    name: 'rewrites of names',
    corefile: `. {
  rewrite name exact exact.example.org www.example.org
  rewrite name exact exact-auto.example.org web.example.org answer auto
  rewrite name prefix pre- www.example.org.
  rewrite name suffix .corp.example.net .example.org
  rewrite name suffix .auto.example.net .example.org answer auto
  rewrite name substring .middle. .
  rewrite name regex (.*)\\.re\\.example\\.net {1}.example.org
  rewrite name regex (.*)\\.rea\\.example\\.net {1}.example.org answer auto
  rewrite name regex (.*)\\.ren\\.example\\.net {1}.example.org answer name (.*)\\.example\\.org {1}.ren.example.net
  rewrite name regex (.*)\\.rev\\.example\\.net {1}.example.org answer name (.*)\\.example\\.org {1}.rev.example.net answer value (.*)\\.example\\.org {1}.rev.example.net
  rewrite continue name exact one.example.net two.example.net
  rewrite name exact two.example.net web.example.org
  file db.example example.org
  template ANY ANY example.net {
    answer "{{ .Name }} 60 IN TXT \\"{{ .Name }}\\""
  }
}
`,
    files: { 'db.example': zone },
    questions: ask(['exact.example.org.', 'EXACT.example.org.', 'exact-auto.example.org.', 'pre-x.example.org.', 'pre-', 'www.corp.example.net.', 'www.auto.example.net.', 'WWW.AUTO.example.net.', '_sip._tcp.auto.example.net.', 'www.middle.example.org.', 'www.re.example.net.', 'www.rea.example.net.', 'www.ren.example.net.', 'www.rev.example.net.', '_sip._tcp.rev.example.net.', 'nothere.rev.example.net.', 'one.example.net.', 'two.example.net.', 'mx.rev.example.net.', 'foo.mx.rev.example.net.', 'refused.example.com.'].filter((name) => name.endsWith('.')), ['A', 'AAAA', 'CNAME', 'SRV', 'MX', 'TXT']),
  },
  {
    name: 'rewrites of other things',
    corefile: `. {
  rewrite continue ttl exact web.example.org 5
  rewrite continue ttl suffix .wild.example.org 10-20
  rewrite continue ttl regex chain[0-9] 7-
  rewrite continue ttl prefix many -30
  rewrite continue rcode nothere.example.org NXDOMAIN NOERROR
  rewrite continue rcode exact refused.example.com SERVFAIL REFUSED
  rewrite continue cname exact web.example.org. many.example.org.
  rewrite type HINFO A
  rewrite type MX TXT
  file db.example example.org
}
`,
    files: { 'db.example': zone },
    questions: ask(['web.example.org.', 'www.example.org.', 'x.wild.example.org.', 'chain1.example.org.', 'many.example.org.', 'nothere.example.org.', 'refused.example.com.', 'other.example.com.', 'example.org.', 'foo.alias.example.org.'], ['A', 'AAAA', 'HINFO', 'MX', 'TXT']),
  },
  {
    name: 'acl',
    corefile: `. {
  acl block.example.org {
    block
  }
  acl filter.example.org {
    filter type A
  }
  acl allow.example.org {
    allow net 127.0.0.0/8
    block
  }
  acl deny.example.org {
    allow net 10.0.0.0/8
    block type A AAAA net *
  }
  acl other.example.org {
    block net 10.0.0.1 fd00::/8
  }
  acl {
    block type TXT
  }
  ${echo}
}
`,
    questions: ask(['block.example.org.', 'x.BLOCK.example.org.', 'filter.example.org.', 'allow.example.org.', 'deny.example.org.', 'other.example.org.', 'none.example.com.'], ['A', 'AAAA', 'TXT', 'MX']),
  },
  { name: 'header', corefile: 'example.org {\n  header {\n    response clear aa\n  }\n  file db.example\n}\nexample.net {\n  header {\n    query clear rd\n    response set aa\n  }\n  template ANY ANY {\n    rcode NXDOMAIN\n  }\n}\n', files: { 'db.example': zone }, questions: ask(['web.example.org.', 'sub.example.org.', 'nothere.example.org.', 'a.example.net.'], ['A', 'NS']) },
  { name: 'local', corefile: '. {\n  local\n  whoami\n}\n', questions: ask(['localhost.', 'a.localhost.', 'LOCALHOST.', 'localhost.example.org.', 'x.localhost.example.org.', '1.0.0.127.in-addr.arpa.', '2.0.0.127.in-addr.arpa.', '127.in-addr.arpa.', '0.in-addr.arpa.', '1.0.in-addr.arpa.', '255.in-addr.arpa.', 'example.org.'], ['A', 'AAAA', 'PTR', 'SOA', 'NS', 'MX']) },
  { name: 'local without the prefix', corefile: '. {\n  local {\n    localhost_prefix off\n  }\n  whoami\n}\n', questions: ask(['localhost.example.org.', 'a.localhost.'], ['A', 'AAAA', 'MX']) },
  { name: 'dns64', corefile: 'example.org {\n  dns64 {\n    allow_ipv4\n  }\n  file db.example\n}\n', files: { 'db.example': zone }, questions: ask(['web.example.org.', 'mail.example.org.', 'many.example.org.', 'chain1.example.org.', 'nothere.example.org.', 'deep.example.org.', 'host.example.org.'], ['AAAA', 'A']) },
  { name: 'dns64 with another prefix, for all', corefile: 'example.org {\n  dns64 {\n    prefix 2001:db8:64::/64\n    allow_ipv4\n    translate_all\n  }\n  file db.example\n}\n', files: { 'db.example': zone }, questions: ask(['web.example.org.', 'mail.example.org.', 'www.example.org.', 'nothere.example.org.'], ['AAAA']) },
  { name: 'dns64 for clients over IPv6 only', corefile: 'example.org {\n  dns64\n  file db.example\n}\n', files: { 'db.example': zone }, questions: ask(['mail.example.org.'], ['AAAA', 'A']) },
  { name: 'whoami', corefile: 'example.org {\n  whoami\n}\n', questions: ask(['example.org.', 'A.example.org.', 'example.net.'], ['A', 'MX']) },
  { name: 'whoami at the root', corefile: '. {\n  whoami\n}\n', questions: ask(['.'], ['A', 'NS']) },
  { name: 'blocks by zone', corefile: 'example.org a.example.org {\n  template ANY ANY {\n    answer "{{ .Name }} 60 IN TXT \\"{{ .Zone }} first\\""\n  }\n}\nb.example.org {\n  template ANY ANY {\n    answer "{{ .Name }} 60 IN TXT \\"{{ .Zone }} second\\""\n  }\n}\n10.0.0.0/23 {\n  template ANY ANY {\n    answer "{{ .Name }} 60 IN TXT \\"{{ .Zone }} third\\""\n  }\n}\nempty.example.org {\n  health :0\n}\nlog.example.org {\n  log\n  errors\n}\n', questions: ask(['example.org.', 'x.example.org.', 'a.example.org.', 'x.A.example.org.', 'b.example.org.', 'x.b.example.org.', 'bb.example.org.', 'example.com.', '.', '1.0.0.10.in-addr.arpa.', '1.1.0.10.in-addr.arpa.', '1.2.0.10.in-addr.arpa.', 'empty.example.org.', 'x.log.example.org.'], ['TXT', 'DS']) },
  { name: 'a block without plugins at the root', corefile: '. {\n  health :0\n}\nexample.org {\n  whoami\n}\n', questions: ask(['example.org.', 'example.com.', '.'], ['A']) },
  { name: 'the end of the chain', corefile: '. {\n  errors\n  log\n  cache\n  loadbalance\n}\n', questions: ask(['example.org.'], ['A', 'MX']) },
  { name: 'views', corefile: `example.org {\n  view first {\n    expr name() == 'a.example.org.' || type() in ['MX', 'TXT']\n  }\n  template ANY ANY {\n    answer "{{ .Name }} 60 IN TXT first"\n  }\n}\nexample.org {\n  view second {\n    expr incidr(client_ip(), '127.0.0.0/8') && not (name() startsWith 'c.')\n    expr proto() == 'tcp'\n  }\n  template ANY ANY {\n    answer "{{ .Name }} 60 IN TXT second"\n  }\n}\nexample.org {\n  template ANY ANY {\n    answer "{{ .Name }} 60 IN TXT third"\n  }\n}\n`, questions: ask(['a.example.org.', 'b.example.org.', 'c.example.org.', 'A.EXAMPLE.org.'], ['A', 'MX', 'TXT']) },
  { name: 'autopath with a fixed list', corefile: '. {\n  autopath . resolv.conf\n  file db.example example.org\n  template ANY ANY example.com {\n    match ^www[.]example[.]com[.]$\n    answer "{{ .Name }} 60 IN A 192.0.2.100"\n    fallthrough\n  }\n  template ANY ANY example.com svc.example.net {\n    rcode NXDOMAIN\n  }\n}\n', files: { 'db.example': zone, 'resolv.conf': 'nameserver 192.0.2.53\nsearch svc.example.net example.org\n' }, questions: ask(['web.svc.example.net.', 'WEB.svc.example.net.', 'www.svc.example.net.', 'www.example.com.svc.example.net.', 'nothere.svc.example.net.', 'svc.example.net.', 'web.example.org.', 'nothere.example.com.svc.example.net.'], ['A', 'AAAA', 'MX']) },
  { name: 'a rewrite before a cache before hosts', corefile: '. {\n  cache 30\n  rewrite name suffix .a.example .b.example answer auto\n  hosts /none {\n    10.0.0.1 web.b.example\n    fallthrough\n  }\n}\n', questions: ask(['web.a.example.', 'web.b.example.', 'none.a.example.'], ['A', 'AAAA', 'MX']) },
  { name: 'snippets, imports and variables', corefile: '(echo) {\n  template ANY ANY {\n    answer "{{ .Name }} 60 IN TXT imported"\n  }\n}\nexample.org {\n  import echo\n}\nimport *.server\n', files: { 'a.server': 'example.net {\n  import echo\n}\n' }, questions: ask(['example.org.', 'example.net.', 'example.com.'], ['TXT']) },
];

/** Corefiles with which CoreDNS ends as it starts, after all plugins are set up. */
export const startFaults: readonly { readonly name: string; readonly corefile: string }[] = [
  { name: 'a zone twice', corefile: 'example.org {\n  whoami\n}\nexample.org {\n  whoami\n}\n' },
  { name: 'a zone twice in one block', corefile: 'example.org EXAMPLE.ORG. {\n  whoami\n}\n' },
  { name: 'a zone at one address and at all', corefile: 'example.org {\n  bind 127.0.0.1\n  whoami\n}\nexample.org {\n  whoami\n}\n' },
  { name: 'a zone at all addresses and at one', corefile: 'example.org {\n  whoami\n}\nexample.org {\n  bind 127.0.0.1\n  whoami\n}\n' },
  { name: 'k8s_external without kubernetes', corefile: 'example.org {\n  k8s_external\n}\n' },
  { name: 'autopath by a plugin that knows no search list', corefile: 'example.org {\n  autopath @whoami\n  whoami\n}\n' },
];
