/** Checks that a commit message is conventional: `type(area): imperative`, for the commit-msg hook. */
import { readFileSync } from 'node:fs';

const FORM = /^(feat|fix|perf|refactor|test|docs|build|ci|chore|revert)(\([a-z0-9-]+\))?!?: [a-z].{2,}[^.\s]$/;
const LONGEST_SUBJECT = 100;

const [subject = '', second = ''] = readFileSync(process.argv[2], 'utf8')
  .split('\n')
  .filter((line) => !line.startsWith('#'));
const fault = subject.startsWith('Merge ') ? null : faultOf();
if (fault !== null) {
  process.stderr.write(`${fault}\nexample: feat(domain): measure the wicks of a bar\n`);
  process.exitCode = 1;
}

function faultOf() {
  if (!FORM.test(subject)) return `the subject "${subject}" is not of the form type(area): imperative`;
  if (subject.length > LONGEST_SUBJECT) return `the subject has ${subject.length} characters, more than ${LONGEST_SUBJECT}`;
  if (second !== '') return 'a blank line must follow the subject';
  return null;
}
