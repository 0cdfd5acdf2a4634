# Wrong inputs, each refused by the name of its variable.
mock_provider "aws" {}

variables {
  name               = "vpa"
  subnet_ids         = ["subnet-1", "subnet-2"]
  security_group_ids = ["sg-1"]
  key_arn            = "arn:aws:kms:ap-southeast-1:111122223333:key/1"
  instance_class     = "db.t4g.micro"
  storage_gib        = { start = 20, most = 50 }
  multi_az           = true
  backup_days        = 30
  replica_count      = 1
  is_protected       = true
  alarm_topic_arn    = "arn:aws:sns:ap-southeast-1:111122223333:vpa"
}

run "the_same_inputs_without_fault_are_taken" {
  command = plan
}

run "backups_longer_than_possible" {
  command = plan
  variables {
    backup_days = 99
  }
  expect_failures = [var.backup_days]
}

run "no_backups" {
  command = plan
  variables {
    backup_days = 0
  }
  expect_failures = [var.backup_days]
}

run "class_of_another_service" {
  command = plan
  variables {
    instance_class = "t3.micro"
  }
  expect_failures = [var.instance_class]
}

run "shrinking_storage" {
  command = plan
  variables {
    storage_gib = { start = 50, most = 20 }
  }
  expect_failures = [var.storage_gib]
}
