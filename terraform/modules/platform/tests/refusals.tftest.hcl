# Wrong inputs, each refused by the name of its variable.
mock_provider "aws" {}

variables {
  environment        = "production"
  account_id         = "111122223333"
  zones              = ["ap-southeast-1a", "ap-southeast-1b"]
  nat_per_zone       = true
  image              = "vpa:0.1.0"
  host               = "vpa.example.org"
  certificate_arn    = "arn:aws:acm:ap-southeast-1:111122223333:certificate/1"
  database           = { instance_class = "db.t4g.small", storage_gib = { start = 20, most = 50 }, multi_az = true, backup_days = 30, replica_count = 0 }
  cache              = { node_type = "cache.t4g.micro", node_count = 2 }
  roles              = { api = { cpu = 256, memory = 512, replicas = { least = 2, most = 4 } }, scanner = { cpu = 256, memory = 512, replicas = { least = 1, most = 1 } }, relay = { cpu = 256, memory = 512, replicas = { least = 1, most = 1 } } }
  log_days           = 30
  has_insights       = false
  backup_lock_days   = 30
  alarm_addresses    = ["ops@example.org"]
  monthly_budget_usd = 500
}

run "the_same_inputs_without_fault_are_taken" {
  command = plan
}

run "unknown_environment" {
  command = plan
  variables {
    environment = "prod"
  }
  expect_failures = [var.environment]
}

run "account_id_too_short" {
  command = plan
  variables {
    account_id = "1234"
  }
  expect_failures = [var.account_id]
}

run "one_nat_in_production" {
  command = plan
  variables {
    nat_per_zone = false
  }
  expect_failures = [var.nat_per_zone]
}

run "host_with_scheme" {
  command = plan
  variables {
    host = "https://vpa.example.org"
  }
  expect_failures = [var.host]
}

run "no_standby_in_production" {
  command = plan
  variables {
    database = { instance_class = "db.t4g.small", storage_gib = { start = 20, most = 50 }, multi_az = false, backup_days = 30, replica_count = 0 }
  }
  expect_failures = [var.database]
}

run "week_of_backups_in_production" {
  command = plan
  variables {
    database = { instance_class = "db.t4g.small", storage_gib = { start = 20, most = 50 }, multi_az = true, backup_days = 7, replica_count = 0 }
  }
  expect_failures = [var.database]
}

run "single_cache_in_production" {
  command = plan
  variables {
    cache = { node_type = "cache.t4g.micro", node_count = 1 }
  }
  expect_failures = [var.cache]
}

run "no_relay" {
  command = plan
  variables {
    roles = { api = { cpu = 256, memory = 512, replicas = { least = 2, most = 4 } }, scanner = { cpu = 256, memory = 512, replicas = { least = 1, most = 1 } } }
  }
  expect_failures = [var.roles]
}

run "one_api_in_production" {
  command = plan
  variables {
    roles = { api = { cpu = 256, memory = 512, replicas = { least = 1, most = 4 } }, scanner = { cpu = 256, memory = 512, replicas = { least = 1, most = 1 } }, relay = { cpu = 256, memory = 512, replicas = { least = 1, most = 1 } } }
  }
  expect_failures = [var.roles]
}

run "migrate_as_service" {
  command = plan
  variables {
    roles = { api = { cpu = 256, memory = 512, replicas = { least = 2, most = 4 } }, scanner = { cpu = 256, memory = 512, replicas = { least = 1, most = 1 } }, relay = { cpu = 256, memory = 512, replicas = { least = 1, most = 1 } }, migrate = { cpu = 256, memory = 512, replicas = { least = 1, most = 1 } } }
  }
  expect_failures = [var.roles]
}

run "nobody_is_told" {
  command = plan
  variables {
    alarm_addresses = []
  }
  expect_failures = [var.alarm_addresses]
}
