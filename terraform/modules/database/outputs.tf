output "address" {
  value = aws_db_instance.this.address
}

output "arn" {
  value = aws_db_instance.this.arn
}

output "replica_addresses" {
  value = aws_db_instance.replica[*].address
}

output "password_secret_arn" {
  description = "The secret that RDS keeps."
  value       = one(aws_db_instance.this.master_user_secret[*].secret_arn)
}

output "promises" {
  description = "What is asserted of every environment."
  value = {
    multi_az      = aws_db_instance.this.multi_az
    backup_days   = aws_db_instance.this.backup_retention_period
    encrypted     = aws_db_instance.this.storage_encrypted
    public        = aws_db_instance.this.publicly_accessible
    protected     = aws_db_instance.this.deletion_protection
    last_snapshot = !aws_db_instance.this.skip_final_snapshot
    replicas      = length(aws_db_instance.replica)
    password      = aws_db_instance.this.password
  }
  sensitive = true
}
