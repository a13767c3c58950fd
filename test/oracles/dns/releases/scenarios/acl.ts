import { ask, type Scenario } from '../../corefile/scenarios.js';

/** Rules of acl that older releases read too. */
export const aclScenarios: readonly Scenario[] = [
  {
    name: 'acl without filters',
    corefile: `. {
  acl block.example.org {
    block
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
  template ANY ANY {
    answer "{{ .Name }} 60 IN TXT \\"{{ .Name }}\\""
  }
}
`,
    questions: ask(['block.example.org.', 'x.BLOCK.example.org.', 'allow.example.org.', 'deny.example.org.', 'other.example.org.', 'none.example.com.'], ['A', 'TXT']),
  },
];
