import { ArgsType, Field, ID, InputType } from 'type-graphql';

import type { AuditAction } from '../domain/access/audit-action.js';
import type { Permission } from '../domain/access/permission.js';
import { AuditActionEnum, PermissionEnum } from './account.type.js';
import { PageArgs } from './page.args.js';
import { DateTimeScalar } from './scalars.js';

@InputType('CreateApiKeyInput', { description: 'A key to be made.' })
export class CreateApiKeyInputType {
  @Field(() => String, { description: 'What it is for, 1 to 80 characters.' })
  name!: string;

  @Field(() => [PermissionEnum], { description: 'What it may do: some of what its owner may.' })
  scopes!: Permission[];

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it ends; null: never.' })
  expiresAt?: Date | null;

  @Field(() => String, {
    description: 'Of your choice, 8 to 100 characters. The same key again gets what was made before, and with another input it is refused.',
  })
  idempotencyKey!: string;
}

@ArgsType()
export class AuditEventsArgs extends PageArgs {
  @Field(() => ID, { nullable: true, description: 'Only about the account of this user.' })
  userId?: string | null;

  @Field(() => [AuditActionEnum], { nullable: true, description: 'Only these.' })
  actions?: AuditAction[] | null;
}
