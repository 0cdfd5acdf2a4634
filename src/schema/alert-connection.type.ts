import { Field, ObjectType } from 'type-graphql';

import { AlertBindingType, AlertRuleType } from './alert.type.js';
import { PageInfoType } from './page.type.js';

@ObjectType('AlertRuleEdge', { description: 'A rule in a list.', simpleResolvers: true })
export class AlertRuleEdgeType {
  @Field(() => String, { description: 'Opaque.' })
  cursor!: string;

  @Field(() => AlertRuleType, { description: 'The rule.' })
  node!: AlertRuleType;
}

@ObjectType('AlertRuleConnection', { description: 'A page of your rules, the oldest first.', simpleResolvers: true })
export class AlertRuleConnectionType {
  @Field(() => [AlertRuleEdgeType], { description: 'The rows, in order.' })
  edges!: readonly AlertRuleEdgeType[];

  @Field(() => PageInfoType, { description: 'Where the page stands.' })
  pageInfo!: PageInfoType;
}

@ObjectType('AlertBindingEdge', { description: 'A binding in a list.', simpleResolvers: true })
export class AlertBindingEdgeType {
  @Field(() => String, { description: 'Opaque.' })
  cursor!: string;

  @Field(() => AlertBindingType, { description: 'The binding.' })
  node!: AlertBindingType;
}

@ObjectType('AlertBindingConnection', { description: 'A page of your bindings, the oldest first.', simpleResolvers: true })
export class AlertBindingConnectionType {
  @Field(() => [AlertBindingEdgeType], { description: 'The rows, in order.' })
  edges!: readonly AlertBindingEdgeType[];

  @Field(() => PageInfoType, { description: 'Where the page stands.' })
  pageInfo!: PageInfoType;
}
