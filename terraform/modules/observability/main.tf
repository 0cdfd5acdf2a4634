variable "name" {
  description = "Prefix of all names."
  type        = string
}

variable "key_arn" {
  description = "Key that encrypts the alarms on their way."
  type        = string
}

variable "alarm_addresses" {
  description = "Mail addresses, or HTTPS addresses of a pager, that alarms go to."
  type        = list(string)
  validation {
    condition     = alltrue([for address in var.alarm_addresses : can(regex("^(https://.+|[^@ ]+@[^@ ]+)$", address))])
    error_message = "alarm_addresses must be mail addresses or begin with https://."
  }
}

variable "monthly_budget_usd" {
  description = "US dollars a month; told at 50, 80 and 100 %."
  type        = number
  validation {
    condition     = var.monthly_budget_usd > 0
    error_message = "monthly_budget_usd must be more than 0."
  }
}

resource "aws_sns_topic" "alarms" {
  name              = "${var.name}-alarms"
  kms_master_key_id = var.key_arn
}

resource "aws_sns_topic_subscription" "alarms" {
  for_each  = toset(var.alarm_addresses)
  topic_arn = aws_sns_topic.alarms.arn
  protocol  = startswith(each.key, "https://") ? "https" : "email"
  endpoint  = each.key
}

locals {
  mail = [for address in var.alarm_addresses : address if !startswith(address, "https://")]
}

resource "aws_budgets_budget" "this" {
  name         = var.name
  budget_type  = "COST"
  time_unit    = "MONTHLY"
  limit_amount = tostring(var.monthly_budget_usd)
  limit_unit   = "USD"
  dynamic "notification" {
    for_each = length(local.mail) > 0 ? [50, 80, 100] : []
    content {
      comparison_operator        = "GREATER_THAN"
      threshold                  = notification.value
      threshold_type             = "PERCENTAGE"
      notification_type          = "ACTUAL"
      subscriber_email_addresses = local.mail
    }
  }
}

resource "aws_ce_anomaly_monitor" "this" {
  name              = var.name
  monitor_type      = "DIMENSIONAL"
  monitor_dimension = "SERVICE"
}

output "topic_arn" {
  value = aws_sns_topic.alarms.arn
}
