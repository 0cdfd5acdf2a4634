variable "name" {
  description = "Prefix of the buckets; with the account's number it is unique in the world."
  type        = string
}

variable "account_id" {
  description = "The account."
  type        = string
}

variable "key_arn" {
  description = "Key that encrypts the backups. The log bucket uses S3's own: the load balancer can write to no other."
  type        = string
}

variable "backup_lock_days" {
  description = "Days that nobody, not even an administrator, can delete a backup. 0: no lock."
  type        = number
  validation {
    condition     = var.backup_lock_days >= 0 && var.backup_lock_days <= 365
    error_message = "backup_lock_days must be from 0 to 365."
  }
}

locals {
  buckets = {
    backups = { ia_days = 30, glacier_days = 90, delete_days = 400 }
    logs    = { ia_days = 30, glacier_days = 90, delete_days = 365 }
  }
}

resource "aws_s3_bucket" "this" {
  for_each            = local.buckets
  bucket              = "${var.name}-${each.key}-${var.account_id}"
  object_lock_enabled = each.key == "backups" && var.backup_lock_days > 0
  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_s3_bucket_versioning" "this" {
  for_each = local.buckets
  bucket   = aws_s3_bucket.this[each.key].id
  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "this" {
  for_each = local.buckets
  bucket   = aws_s3_bucket.this[each.key].id
  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm     = each.key == "backups" ? "aws:kms" : "AES256"
      kms_master_key_id = each.key == "backups" ? var.key_arn : null
    }
    bucket_key_enabled = true
  }
}

resource "aws_s3_bucket_public_access_block" "this" {
  for_each                = local.buckets
  bucket                  = aws_s3_bucket.this[each.key].id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_lifecycle_configuration" "this" {
  for_each = local.buckets
  bucket   = aws_s3_bucket.this[each.key].id
  rule {
    id     = "age"
    status = "Enabled"
    filter {}
    transition {
      days          = each.value.ia_days
      storage_class = "STANDARD_IA"
    }
    transition {
      days          = each.value.glacier_days
      storage_class = "GLACIER_IR"
    }
    expiration {
      days = each.value.delete_days
    }
    noncurrent_version_expiration {
      noncurrent_days = 30
    }
    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }
  }
}

resource "aws_s3_bucket_object_lock_configuration" "backups" {
  count  = var.backup_lock_days > 0 ? 1 : 0
  bucket = aws_s3_bucket.this["backups"].id
  rule {
    default_retention {
      mode = "COMPLIANCE"
      days = var.backup_lock_days
    }
  }
}

resource "aws_s3_bucket_policy" "this" {
  for_each = local.buckets
  bucket   = aws_s3_bucket.this[each.key].id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      [{
        Sid       = "OnlyTls"
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:*"
        Resource  = ["arn:aws:s3:::${var.name}-${each.key}-${var.account_id}", "arn:aws:s3:::${var.name}-${each.key}-${var.account_id}/*"]
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      }],
      each.key == "logs" ? [{
        Sid       = "LoadBalancerWrites"
        Effect    = "Allow"
        Principal = { Service = "logdelivery.elasticloadbalancing.amazonaws.com" }
        Action    = "s3:PutObject"
        Resource  = "arn:aws:s3:::${var.name}-logs-${var.account_id}/balancer/AWSLogs/${var.account_id}/*"
      }] : [],
    )
  })
}

output "names" {
  value = { for key, bucket in aws_s3_bucket.this : key => bucket.bucket }
}

output "promises" {
  value = {
    versioned = alltrue([for v in aws_s3_bucket_versioning.this : v.versioning_configuration[0].status == "Enabled"])
    private   = alltrue([for b in aws_s3_bucket_public_access_block.this : b.block_public_acls && b.block_public_policy && b.ignore_public_acls && b.restrict_public_buckets])
    encrypted = length(aws_s3_bucket_server_side_encryption_configuration.this) == length(aws_s3_bucket.this)
    lock_days = var.backup_lock_days
  }
}
