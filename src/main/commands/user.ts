import { createInterface } from 'node:readline/promises';

import type { Command } from 'commander';

import { ROLES, type Role } from '../../domain/access/role.js';
import { DomainError } from '../../domain/errors.js';

/** `vpa user create`: users, the first administrator too. */
export function registerUser(program: Command): void {
  const user = program.command('user').description('Accounts of users.').exitOverride();
  user
    .command('create')
    .description('Make an account. The password is read from the first line of standard input.')
    .requiredOption('--email <address>', 'address of email')
    .addOption(
      program
        .createOption('--role <role>', 'what the user may do')
        .choices([...ROLES])
        .default('ADMIN'),
    )
    .exitOverride()
    .action(async ({ email, role }: { readonly email: string; readonly role: Role }) => {
      const { createUserFromCommand } = await import('../create-user.js');
      const { id } = await createUserFromCommand({ email, role, password: await firstLine() });
      process.stdout.write(`created ${role} ${id}\n`);
    });
}

/** From a terminal it is asked for; it is shown while it is typed. */
async function firstLine(): Promise<string> {
  if (process.stdin.isTTY) process.stderr.write('password: ');
  for await (const line of createInterface({ input: process.stdin })) return line;
  throw new DomainError('INVALID_INPUT', 'no password on standard input', { details: { usage: true } });
}
