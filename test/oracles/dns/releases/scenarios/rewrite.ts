import { ask, type Scenario } from '../../corefile/scenarios.js';

/** Rules that older releases read too. The records are made by templates: the plugin file hands out records of its zone itself, in which what rewrite changes stays until 1.8.2. */
export const rewriteScenarios: readonly Scenario[] = [
  {
    name: 'rewrites of names in the older grammar',
    corefile: `. {
  rewrite name exact exact.example.org www.example.org
  rewrite name short.example.org www.example.org
  rewrite name prefix pre- www.example.org.
  rewrite name suffix .corp.example.net .example.org
  rewrite name substring .middle. .
  rewrite name regex (.*)\\.re\\.example\\.net {1}.example.org
  rewrite name regex (.*)\\.ren\\.example\\.net {1}.example.org answer name (.*)\\.example\\.org {1}.ren.example.net
  rewrite continue name exact one.example.net two.example.net
  rewrite name exact two.example.net web.example.org
  rewrite name exact failing.example.net fail.example.org
  rewrite name exact 1.2.0.192.in-addr.arpa www.example.org
  template IN A example.org {
    answer "{{ .Name }} 60 IN A 192.0.2.1"
    authority "example.org. 300 IN NS {{ .Name }}"
    additional "x.{{ .Name }} 300 IN A 192.0.2.2"
  }
  template IN MX example.org {
    answer "{{ .Name }} 60 IN MX 10 {{ .Name }}"
    answer "below.{{ .Name }} 60 IN MX 20 below.{{ .Name }}"
    answer "x{{ .Name }} 60 IN MX 30 x{{ .Name }}"
  }
  template IN PTR example.org {
    answer "{{ .Name }} 60 IN PTR {{ .Name }}"
  }
  template IN SRV example.org {
    answer "{{ .Name }} 60 IN SRV 0 5 80 {{ .Name }}"
  }
  template IN TXT example.org {
    rcode SERVFAIL
  }
  template ANY ANY example.net {
    answer "{{ .Name }} 60 IN TXT \\"{{ .Name }}\\""
  }
}
`,
    questions: ask(['exact.example.org.', 'EXACT.example.org.', 'short.example.org.', 'pre-x.example.org.', 'www.corp.example.net.', 'www.middle.example.org.', 'www.re.example.net.', 'www.ren.example.net.', 'one.example.net.', 'two.example.net.', 'failing.example.net.', '1.2.0.192.in-addr.arpa.', 'other.example.net.', 'other.example.com.'], ['A', 'MX', 'PTR', 'SRV', 'TXT']),
  },
  {
    name: 'rewrites of answers, and more than one',
    corefile: `. {
  rewrite name regex (.*)\\.rev\\.example\\.net {1}.example.org answer name (.*)\\.example\\.org {1}.rev.example.net answer value (.*)\\.example\\.org {1}.rev.example.net
  template ANY ANY example.org {
    answer "{{ .Name }} 60 IN SRV 0 5 80 x.{{ .Name }}"
    answer "{{ .Name }} 60 IN PTR x.{{ .Name }}"
  }
}
`,
    questions: ask(['www.rev.example.net.', 'other.example.org.'], ['SRV']),
  },
  {
    name: 'rewrites of TTLs and types in the older grammar',
    corefile: `. {
  rewrite continue ttl exact web.example.org 5
  rewrite continue ttl web2.example.org 2147483647
  rewrite continue ttl prefix many 30
  rewrite continue ttl suffix .wild.example.org 10
  rewrite continue ttl substring mid 7
  rewrite continue ttl regex chain[0-9] 70
  rewrite type HINFO A
  rewrite stop type MX TXT
  template IN A {
    answer "{{ .Name }} 60 IN A 192.0.2.1"
    answer "{{ .Name }} 6 IN A 192.0.2.2"
    authority "example.org. 300 IN NS {{ .Name }}"
    additional "x.{{ .Name }} 300 IN A 192.0.2.3"
  }
  template IN TXT {
    answer "{{ .Name }} 60 IN TXT text"
  }
}
`,
    questions: ask(['web.example.org.', 'WEB.example.org.', 'web2.example.org.', 'many.example.org.', 'many.wild.example.org.', 'x.wild.example.org.', 'amidst.example.org.', 'chain1.example.org.', 'other.example.org.'], ['A', 'HINFO', 'MX', 'AAAA']),
  },
];
