variable "name" {
  description = "Identifier of the replication group."
  type        = string
}

variable "subnet_ids" {
  description = "Private subnets."
  type        = list(string)
}

variable "security_group_ids" {
  description = "Groups that guard it."
  type        = list(string)
}

variable "key_arn" {
  description = "Key that encrypts it at rest."
  type        = string
}

variable "node_type" {
  description = "Size of a node."
  type        = string
  validation {
    condition     = startswith(var.node_type, "cache.")
    error_message = "node_type must begin with \"cache.\"."
  }
}

variable "node_count" {
  description = "Nodes; with two or more the second takes over by itself."
  type        = number
  validation {
    condition     = var.node_count >= 1 && var.node_count <= 6
    error_message = "node_count must be from 1 to 6."
  }
}

variable "alarm_topic_arn" {
  description = "Where alarms go."
  type        = string
}

resource "aws_elasticache_subnet_group" "this" {
  name       = var.name
  subnet_ids = var.subnet_ids
}

# Only hints travel here: no snapshots, nothing that would be missed.
resource "aws_elasticache_replication_group" "this" {
  replication_group_id       = var.name
  description                = "Hints of VPA"
  engine                     = "valkey"
  engine_version             = "8.0"
  node_type                  = var.node_type
  num_cache_clusters         = var.node_count
  automatic_failover_enabled = var.node_count > 1
  multi_az_enabled           = var.node_count > 1
  port                       = 6379
  subnet_group_name          = aws_elasticache_subnet_group.this.name
  security_group_ids         = var.security_group_ids
  at_rest_encryption_enabled = true
  kms_key_id                 = var.key_arn
  transit_encryption_enabled = true
  auto_minor_version_upgrade = true
  maintenance_window         = "sat:20:30-sat:21:30"
  apply_immediately          = false
}

resource "aws_cloudwatch_metric_alarm" "memory" {
  alarm_name          = "${var.name}-memory"
  alarm_description   = "the memory is nearly full"
  namespace           = "AWS/ElastiCache"
  metric_name         = "DatabaseMemoryUsagePercentage"
  dimensions          = { ReplicationGroupId = var.name }
  statistic           = "Maximum"
  period              = 60
  evaluation_periods  = 5
  comparison_operator = "GreaterThanThreshold"
  threshold           = 80
  treat_missing_data  = "notBreaching"
  alarm_actions       = [var.alarm_topic_arn]
}

output "address" {
  value = aws_elasticache_replication_group.this.primary_endpoint_address
}

output "promises" {
  value = {
    encrypted_at_rest    = aws_elasticache_replication_group.this.at_rest_encryption_enabled
    encrypted_in_transit = aws_elasticache_replication_group.this.transit_encryption_enabled
    failover             = aws_elasticache_replication_group.this.automatic_failover_enabled
  }
}
