variable "name" {
  description = "Identifier of the instance."
  type        = string
}

variable "subnet_ids" {
  description = "Private subnets, in at least two zones."
  type        = list(string)
}

variable "security_group_ids" {
  description = "Groups that guard the instance."
  type        = list(string)
}

variable "key_arn" {
  description = "Key that encrypts storage, backups and the password."
  type        = string
}

variable "instance_class" {
  description = "Size of the instance."
  type        = string
  validation {
    condition     = startswith(var.instance_class, "db.")
    error_message = "instance_class must begin with \"db.\"."
  }
}

variable "storage_gib" {
  description = "Storage at the start, and the most it may grow to."
  type        = object({ start = number, most = number })
  validation {
    condition     = var.storage_gib.start >= 20 && var.storage_gib.most >= var.storage_gib.start
    error_message = "storage_gib.start must be at least 20, and storage_gib.most no less than it."
  }
}

variable "multi_az" {
  description = "A synchronous standby in another zone. Without one a lost zone loses commits that were acknowledged."
  type        = bool
}

variable "backup_days" {
  description = "Days that any second can be restored from."
  type        = number
  validation {
    condition     = var.backup_days >= 1 && var.backup_days <= 35
    error_message = "backup_days must be from 1 to 35."
  }
}

variable "replica_count" {
  description = "Read replicas, for DATABASE_READ_URL."
  type        = number
  validation {
    condition     = var.replica_count >= 0 && var.replica_count <= 5
    error_message = "replica_count must be from 0 to 5."
  }
}

variable "is_protected" {
  description = "Whether deleting it is refused, and a last snapshot is taken."
  type        = bool
}

variable "alarm_topic_arn" {
  description = "Where alarms go."
  type        = string
}
