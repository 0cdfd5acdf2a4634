resource "aws_db_subnet_group" "this" {
  name       = var.name
  subnet_ids = var.subnet_ids
}

resource "aws_db_parameter_group" "this" {
  name_prefix = "${var.name}-"
  family      = "postgres17"
  dynamic "parameter" {
    for_each = {
      "rds.force_ssl"                       = "1"
      "log_min_duration_statement"          = "500"
      "idle_in_transaction_session_timeout" = "30000"
      "log_lock_waits"                      = "1"
      "tcp_keepalives_idle"                 = "30"
    }
    content {
      name  = parameter.key
      value = parameter.value
    }
  }
  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_db_instance" "this" {
  identifier     = var.name
  engine         = "postgres"
  engine_version = "17"
  instance_class = var.instance_class
  db_name        = "vpa"
  username       = "vpa"

  # RDS makes the password, keeps it in Secrets Manager and rotates it: it is in no variable and no state.
  manage_master_user_password   = true
  master_user_secret_kms_key_id = var.key_arn

  storage_type          = "gp3"
  allocated_storage     = var.storage_gib.start
  max_allocated_storage = var.storage_gib.most
  storage_encrypted     = true
  kms_key_id            = var.key_arn

  multi_az               = var.multi_az
  db_subnet_group_name   = aws_db_subnet_group.this.name
  vpc_security_group_ids = var.security_group_ids
  publicly_accessible    = false
  parameter_group_name   = aws_db_parameter_group.this.name
  ca_cert_identifier     = "rds-ca-rsa2048-g1"

  # 19:00 and 20:00 UTC are 02:00 and 03:00 in Ho Chi Minh City.
  backup_retention_period  = var.backup_days
  backup_window            = "19:00-20:00"
  maintenance_window       = "sat:20:30-sat:21:30"
  copy_tags_to_snapshot    = true
  delete_automated_backups = !var.is_protected

  auto_minor_version_upgrade      = true
  performance_insights_enabled    = true
  performance_insights_kms_key_id = var.key_arn
  enabled_cloudwatch_logs_exports = ["postgresql", "upgrade"]

  deletion_protection       = var.is_protected
  skip_final_snapshot       = !var.is_protected
  final_snapshot_identifier = var.is_protected ? "${var.name}-final" : null
}

resource "aws_db_instance" "replica" {
  count                           = var.replica_count
  identifier                      = "${var.name}-replica-${count.index + 1}"
  replicate_source_db             = aws_db_instance.this.identifier
  instance_class                  = var.instance_class
  storage_encrypted               = true
  kms_key_id                      = var.key_arn
  vpc_security_group_ids          = var.security_group_ids
  publicly_accessible             = false
  parameter_group_name            = aws_db_parameter_group.this.name
  auto_minor_version_upgrade      = true
  performance_insights_enabled    = true
  performance_insights_kms_key_id = var.key_arn
  skip_final_snapshot             = true
}

locals {
  alarms = {
    storage     = { metric = "FreeStorageSpace", operator = "LessThanThreshold", threshold = var.storage_gib.start * 1073741824 * 0.15, periods = 3, text = "less than 15 % of the storage is free" }
    cpu         = { metric = "CPUUtilization", operator = "GreaterThanThreshold", threshold = 85, periods = 10, text = "the CPU has been busy for 10 minutes" }
    connections = { metric = "DatabaseConnections", operator = "GreaterThanThreshold", threshold = 160, periods = 5, text = "connections are running out" }
    latency     = { metric = "WriteLatency", operator = "GreaterThanThreshold", threshold = 0.05, periods = 5, text = "writes take longer than 50 ms" }
  }
}

resource "aws_cloudwatch_metric_alarm" "this" {
  for_each            = local.alarms
  alarm_name          = "${var.name}-${each.key}"
  alarm_description   = each.value.text
  namespace           = "AWS/RDS"
  metric_name         = each.value.metric
  dimensions          = { DBInstanceIdentifier = var.name }
  statistic           = "Average"
  period              = 60
  evaluation_periods  = each.value.periods
  comparison_operator = each.value.operator
  threshold           = each.value.threshold
  treat_missing_data  = "breaching"
  alarm_actions       = [var.alarm_topic_arn]
  ok_actions          = [var.alarm_topic_arn]
}

resource "aws_cloudwatch_metric_alarm" "replica_lag" {
  count               = var.replica_count
  alarm_name          = "${var.name}-replica-${count.index + 1}-lag"
  alarm_description   = "the read replica is more than 30 s behind"
  namespace           = "AWS/RDS"
  metric_name         = "ReplicaLag"
  dimensions          = { DBInstanceIdentifier = aws_db_instance.replica[count.index].identifier }
  statistic           = "Maximum"
  period              = 60
  evaluation_periods  = 5
  comparison_operator = "GreaterThanThreshold"
  threshold           = 30
  treat_missing_data  = "breaching"
  alarm_actions       = [var.alarm_topic_arn]
}
