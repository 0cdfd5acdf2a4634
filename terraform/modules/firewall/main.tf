variable "name" {
  description = "Prefix of all names."
  type        = string
}

variable "vpc_id" {
  description = "The VPC that the groups belong to."
  type        = string
}

locals {
  groups = {
    balancer = "What the internet may reach: HTTP for the redirect, and HTTPS"
    app      = "The processes of VPA"
    database = "PostgreSQL"
    cache    = "Redis"
  }
  # who is called, by whom, on which port
  calls = {
    app_from_balancer = { to = "app", from = "balancer", port = 8000 }
    metrics_from_app  = { to = "app", from = "app", port = 8001 }
    database_from_app = { to = "database", from = "app", port = 5432 }
    cache_from_app    = { to = "cache", from = "app", port = 6379 }
  }
}

resource "aws_security_group" "this" {
  for_each    = local.groups
  name        = "${var.name}-${each.key}"
  description = each.value
  vpc_id      = var.vpc_id
  tags        = { Name = "${var.name}-${each.key}" }
  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_vpc_security_group_ingress_rule" "internet" {
  for_each          = { http = 80, https = 443 }
  security_group_id = aws_security_group.this["balancer"].id
  description       = "${each.key} from everywhere"
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "tcp"
  from_port         = each.value
  to_port           = each.value
}

resource "aws_vpc_security_group_ingress_rule" "inside" {
  for_each                     = local.calls
  security_group_id            = aws_security_group.this[each.value.to].id
  referenced_security_group_id = aws_security_group.this[each.value.from].id
  description                  = replace(each.key, "_", " ")
  ip_protocol                  = "tcp"
  from_port                    = each.value.port
  to_port                      = each.value.port
}

resource "aws_vpc_security_group_egress_rule" "inside" {
  for_each                     = local.calls
  security_group_id            = aws_security_group.this[each.value.from].id
  referenced_security_group_id = aws_security_group.this[each.value.to].id
  description                  = replace(each.key, "_", " ")
  ip_protocol                  = "tcp"
  from_port                    = each.value.port
  to_port                      = each.value.port
}

# Feeds, deliveries and AWS itself; nothing else leaves.
resource "aws_vpc_security_group_egress_rule" "app_https" {
  security_group_id = aws_security_group.this["app"].id
  description       = "HTTPS to anywhere"
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
}

output "ids" {
  description = "Group by purpose: balancer, app, database, cache."
  value       = { for key, group in aws_security_group.this : key => group.id }
}

output "open_to_the_world" {
  description = "Ports that any address may call."
  value       = sort([for rule in aws_vpc_security_group_ingress_rule.internet : tostring(rule.from_port)])
}
